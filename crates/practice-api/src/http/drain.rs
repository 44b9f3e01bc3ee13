//! Reading what a handler left unread.
//!
//! A server that answers before a large body has arrived, and then closes the connection, makes many
//! clients fail with a broken pipe before they see the answer. So a refusal waits for the rest of the body.

use super::ECHO_LIMIT;
use axum::{
    body::{Body, BodyDataStream, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use parking_lot::Mutex;
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

/// How much and how long the rest of a body is read.
const MOST: u64 = 2 * ECHO_LIMIT;
const LONGEST: Duration = Duration::from_secs(10);

/// A body that can still be read after the handler has dropped it.
#[derive(Clone)]
struct Held(Arc<Mutex<BodyDataStream>>);

impl Stream for Held {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.lock().poll_next_unpin(context)
    }
}

/// Runs the handler, then reads what it left of the body.
pub(crate) async fn unread(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let mut held = Held(Arc::new(Mutex::new(body.into_data_stream())));
    let response = next
        .run(Request::from_parts(parts, Body::from_stream(held.clone())))
        .await;
    let rest = async {
        let mut read = 0;
        while let Some(Ok(piece)) = held.next().await {
            read += piece.len() as u64;
            if read > MOST {
                break;
            }
        }
    };
    // Whatever is left after that time stays unread.
    let _ = tokio::time::timeout(LONGEST, rest).await;
    response
}
