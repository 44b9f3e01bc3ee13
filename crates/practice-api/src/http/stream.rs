//! Answers that come bit by bit.

use super::{input::Params, refusal::Refusal};
use axum::{
    body::{Body, Bytes},
    extract::RawQuery,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt as _, stream};
use serde_json::json;
use std::{convert::Infallible, time::Duration};

/// The most bytes of a download.
const MOST_BYTES: u64 = 1 << 30;
/// How many pieces a download has at most that takes its time.
const PIECES: u64 = 100;
/// The most bytes of a piece.
const PIECE: u64 = 64 << 10;
/// The most events or lines of a stream.
const MOST_EVENTS: u64 = 1_000_000;
const MINUTE_MS: u64 = 60_000;

/// `GET /api/download?bytes=&ms=`: the first piece comes at once, the last after so many milliseconds.
pub(crate) async fn download(RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let params = Params::new(query.as_deref());
    let size = params.number("bytes", 10_000_000, 1, MOST_BYTES)?;
    let ms = params.number("ms", 0, 0, 10 * MINUTE_MS)?;
    let piece = size.div_ceil(PIECES).max(1);
    let pause = Duration::from_millis(ms / size.div_ceil(piece).saturating_sub(1).max(1));
    let pieces = stream::iter((0..size).step_by(usize::try_from(piece).unwrap_or(usize::MAX)))
        .then(move |at| async move {
            after(pause, at > 0).await;
            piece.min(size - at)
        })
        .flat_map(|length| {
            let whole = (0..length).step_by(usize::try_from(PIECE).unwrap_or(usize::MAX));
            stream::iter(whole.map(move |at| Ok::<_, Infallible>(zeros(PIECE.min(length - at)))))
        });
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        ),
        (header::CONTENT_LENGTH, HeaderValue::from(size)),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// `GET /api/stream/events?count=&every_ms=`: the first event comes at once.
pub(crate) async fn events(RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let event = |number, of| {
        let data = json!({"number": number, "of": of});
        format!("event: count\nid: {number}\ndata: {data}\n\n")
    };
    Ok(streamed("text/event-stream", pieces(query.as_deref(), event)?))
}

/// `GET /api/stream/lines?count=&every_ms=`: the first line comes at once.
pub(crate) async fn lines(RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let line = |number, of| format!("{}\n", json!({"number": number, "of": of}));
    Ok(streamed("application/x-ndjson", pieces(query.as_deref(), line)?))
}

fn pieces(
    query: Option<&str>,
    piece: impl Fn(u64, u64) -> String + Send + 'static,
) -> Result<impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static, Refusal> {
    let params = Params::new(query);
    let count = params.number("count", 20, 1, MOST_EVENTS)?;
    let pause = Duration::from_millis(params.number("every_ms", 500, 0, MINUTE_MS)?);
    let pieces = stream::iter(1..=count).then(move |number| {
        let piece = Bytes::from(piece(number, count));
        async move {
            after(pause, number > 1).await;
            Ok(piece)
        }
    });
    Ok(pieces)
}

async fn after(pause: Duration, waits: bool) {
    if waits && !pause.is_zero() {
        tokio::time::sleep(pause).await;
    } else {
        // Lets other tasks run: making the pieces never waits for anything by itself.
        tokio::task::yield_now().await;
    }
}

fn streamed(
    media_type: &'static str,
    pieces: impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static,
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}

fn zeros(length: u64) -> Bytes {
    Bytes::from(vec![0; usize::try_from(length).unwrap_or_default()])
}
