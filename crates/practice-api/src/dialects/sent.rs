//! A request to sign in, refresh or sign out, read as a whole.

use crate::{
    Unfit,
    http::{input, refusal::Refusal},
    tokens::TokenRefusal,
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// A request to sign in, refresh or sign out.
pub(crate) struct Sent {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Sent {
    pub(crate) async fn read(headers: HeaderMap, body: Body) -> Result<Self, Refusal> {
        let body = input::bytes(body).await?;
        Ok(Self { headers, body })
    }

    /// The body as JSON, which it has to be called; parameters of the media type do not matter.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        self.of_type("application/json")?;
        input::parse(&self.body)
    }

    /// Refuses a body that is not called `media_type`.
    pub(crate) fn of_type(&self, media_type: &str) -> Result<(), Refusal> {
        let place = "the Content-Type header";
        let Some(found) = self.headers.get(header::CONTENT_TYPE) else {
            return Err(Refusal::media_type(Unfit::missing(place, media_type)));
        };
        let found = String::from_utf8_lossy(found.as_bytes());
        let essence = found.split(';').next().unwrap_or_default().trim();
        if essence.eq_ignore_ascii_case(media_type) {
            return Ok(());
        }
        Err(Refusal::media_type(Unfit::new(place, &found, media_type)))
    }

    /// Refuses a body where none belongs.
    pub(crate) fn no_body(&self) -> Result<(), Refusal> {
        match self.body.len() {
            0 => Ok(()),
            length => Err(Refusal::bad_body(format!(
                "The body has {length} bytes; there is none here."
            ))),
        }
    }

    /// The token in the `Authorization` header.
    pub(crate) fn bearer(&self) -> Result<&str, TokenRefusal> {
        bearer(&self.headers, &header::AUTHORIZATION)
    }
}

/// The token behind `Bearer ` (RFC 6750 §2.1; the scheme's case does not matter, RFC 9110 §11.1).
pub(crate) fn bearer<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a str, TokenRefusal> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Err(TokenRefusal::Missing),
        (Some(value), None) => bearer_token(value).ok_or(TokenRefusal::Invalid),
        (Some(_), Some(_)) => Err(TokenRefusal::Invalid),
    }
}

/// What follows a `Bearer ` in any case.
pub(crate) fn bearer_token(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}
