//! Answers that say no.

use crate::Unfit;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::fmt::Display;

/// A refusal as JSON: `error` for programs, `message` for people, and where one value is to blame,
/// `parameter`, `found` and `allowed`.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    error: &'static str,
    message: String,
    unfit: Option<Unfit>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, error: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            error,
            message: message.into(),
            unfit: None,
        }
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn bad_parameter(name: &str, found: impl Display, allowed: &str) -> Self {
        Unfit::new(name, found, allowed).into()
    }

    pub(crate) fn missing_parameter(name: &str, allowed: &str) -> Self {
        Unfit::missing(name, allowed).into()
    }

    pub(crate) fn bad_body(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_body", message)
    }

    pub(crate) fn too_large(limit: impl Display) -> Self {
        let message = format!("The body is larger than the {limit} bytes that are allowed here.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", message)
    }

    pub(crate) fn media_type(unfit: Unfit) -> Self {
        Self {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            error: "unsupported_media_type",
            ..unfit.into()
        }
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        let message = unfit.to_string();
        Self {
            status: StatusCode::BAD_REQUEST,
            error: "bad_value",
            message,
            unfit: Some(unfit),
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    message: &'a str,
    #[serde(flatten)]
    blame: Option<Blame<'a>>,
}

#[derive(Serialize)]
struct Blame<'a> {
    parameter: &'a str,
    found: &'a str,
    allowed: &'a str,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Body {
            error: self.error,
            message: &self.message,
            blame: self.unfit.as_ref().map(|unfit| Blame {
                parameter: unfit.place.trim_matches('`'),
                found: unfit.found.trim_matches('`'),
                allowed: &unfit.allowed,
            }),
        };
        (self.status, Json(body)).into_response()
    }
}
