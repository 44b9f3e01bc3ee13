//! Reading what a request says, with refusals that name what is wrong.

use super::{JSON_LIMIT, refusal::Refusal};
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
};
use serde::de::DeserializeOwned;
use url::form_urlencoded;

/// The query of a request.
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn new(query: Option<&str>) -> Self {
        Self(
            form_urlencoded::parse(query.unwrap_or_default().as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The parameter's value; given twice it is refused.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        let mut values = self
            .0
            .iter()
            .filter(|(given, _)| given == name)
            .map(|(_, value)| value);
        let first = values.next();
        match values.next() {
            Some(second) => Err(Refusal::bad_parameter(
                name,
                second,
                "one value; it is given more than once",
            )),
            None => Ok(first.cloned()),
        }
    }

    /// The parameter as a whole number from `least` to `most`.
    pub(crate) fn number(&self, name: &str, default: u64, least: u64, most: u64) -> Result<u64, Refusal> {
        self.text(name)?
            .map_or(Ok(default), |text| number(name, &text, least, most))
    }
}

fn number(name: &str, text: &str, least: u64, most: u64) -> Result<u64, Refusal> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text
        .parse()
        .ok()
        .filter(|number| digits && (least..=most).contains(number));
    number
        .ok_or_else(|| Refusal::bad_parameter(name, text, &format!("a whole number from {least} to {most}")))
}

/// The one variable part of a path.
pub(crate) struct PathText(String);

impl<S: Send + Sync> FromRequestParts<S> for PathText {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(text)) => Ok(Self(text)),
            Err(rejection) => Err(Refusal::new(
                StatusCode::BAD_REQUEST,
                "bad_path",
                rejection.body_text(),
            )),
        }
    }
}

impl PathText {
    /// The part as a whole number from `least` to `most`.
    pub(crate) fn number(&self, name: &str, least: u64, most: u64) -> Result<u64, Refusal> {
        number(name, &self.0, least, most)
    }

    /// The part as an id, when it can be one.
    pub(crate) fn id(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a whole body of at most 256 KiB.
pub(crate) async fn bytes(body: Body) -> Result<bytes::Bytes, Refusal> {
    // The reason is the limit, or a connection that nobody listens to any more.
    to_bytes(body, JSON_LIMIT)
        .await
        .map_err(|_| Refusal::too_large(JSON_LIMIT))
}

/// Reads a JSON body of at most 256 KiB.
pub(crate) async fn json<T: DeserializeOwned>(body: Body) -> Result<T, Refusal> {
    parse(&bytes(body).await?)
}

/// Reads JSON.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::bad_body("The body is empty; allowed: JSON."));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        Refusal::bad_body(format!("The body is not the JSON that is allowed here: {error}."))
    })
}
