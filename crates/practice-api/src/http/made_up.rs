//! What the refresh endpoint answers when it is told to make trouble.

use super::JSON_LIMIT;
use crate::{state::State, tokens::TokenRefusal};
use axum::{
    Json,
    body::{Body, to_bytes},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use serde_json::json;
use std::{io, time::Duration};

/// The start of a torn body where the whole one would be empty, and the length it claims.
const START: Bytes = Bytes::from_static(b"{\"message\": \"the rest of this ");
const CLAIMED: usize = 4096;

/// A status as the fault asks for it. The one that refuses a refresh comes in the words of the refusal.
pub(crate) fn status(state: &State, status: u16, retry_after: Option<&str>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = state.protocol.refuse_refresh(TokenRefusal::Revoked);
    if response.status() != status {
        let message = format!("The practice API was told to answer {status} here.");
        let body = Json(json!({"error": "practice_fault", "message": message}));
        response = (status, body).into_response();
    }
    if let Some(value) = retry_after.and_then(|text| HeaderValue::from_str(text).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The page of a network that wants to be signed in to first.
pub(crate) fn page() -> Response {
    Html("<!doctype html>\n<title>Welcome</title>\n<h1>Accept the terms to go online</h1>\n").into_response()
}

/// The first half of an answer, then the end of the connection.
pub(crate) async fn torn(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, JSON_LIMIT).await.unwrap_or_default();
    let (start, length) = if whole.is_empty() {
        (START, CLAIMED)
    } else {
        (whole.slice(..whole.len() / 2), whole.len())
    };
    parts.headers.insert(header::CONTENT_LENGTH, length.into());
    let pieces = stream::unfold(Some(Ok(start)), |piece| async move {
        let piece = piece?;
        let next = if piece.is_ok() {
            Some(Err(io::Error::from(io::ErrorKind::ConnectionAborted)))
        } else {
            // Time for what is there to leave before the connection is cut.
            tokio::time::sleep(Duration::from_millis(20)).await;
            None
        };
        Some((piece, next))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}
