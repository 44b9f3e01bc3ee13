//! A picture, a slow answer and a large one.

use super::{input::Params, refusal::Refusal};
use crate::{large, picture};
use axum::{
    Json,
    body::Body,
    extract::RawQuery,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use std::time::Duration;

/// `GET /api/image`
pub(crate) async fn image() -> Response {
    (
        [(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))],
        picture::png(),
    )
        .into_response()
}

/// `GET /api/slow?ms=`
pub(crate) async fn slow(RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let ms = Params::new(query.as_deref()).number("ms", 1000, 0, 60_000)?;
    tokio::time::sleep(Duration::from_millis(ms)).await;
    Ok(Json(json!({"message": "Worth the wait.", "waited_ms": ms})).into_response())
}

/// `GET /api/large?mib=`: exactly so many MiB, so that a progress bar has something to go by.
pub(crate) async fn large(RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let size = Params::new(query.as_deref()).number("mib", 1, 1, 512)? << 20;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_LENGTH, HeaderValue::from(size)),
    ];
    Ok((headers, Body::from_stream(large::orders(size))).into_response())
}
