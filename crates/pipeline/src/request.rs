//! A call as the caller wants it, checked before anything is sent.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use url::Url;

use crate::{
    body::Body,
    error::{InputError, Rule},
    profile::Profile,
    target,
};

/// The longest time-out a caller may ask for.
pub const MAX_TIME_OUT: Duration = Duration::from_hours(24);

/// A call as the caller wants it.
#[derive(Debug)]
pub struct ApiRequest {
    /// Method, for example `GET`.
    pub method: String,
    /// Path and query below the profile's base URL, or an http(s) URL.
    pub target: String,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Body,
    /// How long the head of the answer may take; `None`: as the profile says, or the settings. While the connection takes more of a
    /// large body, the time begins anew.
    pub time_out: Option<Duration>,
    /// Whether redirects are followed. If not, a redirect is an answer like any other.
    pub follow_redirects: bool,
}

impl ApiRequest {
    /// A call without headers and body.
    pub fn new(method: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            target: target.into(),
            headers: Vec::new(),
            body: Body::empty(),
            time_out: None,
            follow_redirects: true,
        }
    }

    /// The same with a body.
    #[must_use]
    pub fn with_body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// The same with one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// `limit` is its time-out where it names none itself.
    pub(crate) fn check(self, profile: &Profile, limit: Duration) -> Result<CheckedRequest, InputError> {
        let method = method(&self.method)?;
        let url = target::resolve(profile, &self.target)?;
        let mut headers = HeaderMap::new();
        for (index, (name, value)) in self.headers.iter().enumerate() {
            let name = header_name(index, name, profile)?;
            headers.append(name, header_value(index, value)?);
        }
        if let Some(content_type) = self.body.content_type()
            && !headers.contains_key(header::CONTENT_TYPE)
            && let Ok(value) = HeaderValue::from_str(content_type)
        {
            headers.insert(header::CONTENT_TYPE, value);
        }
        let time_out = match self.time_out {
            Some(time) if time.is_zero() || time > MAX_TIME_OUT => {
                let found = format!("{} ms", time.as_millis());
                let allowed = format!("1 to {} ms", MAX_TIME_OUT.as_millis());
                return Err(InputError::new("timeout_ms", Rule::TimeOut, &found, allowed));
            }
            asked => asked.unwrap_or(limit),
        };
        Ok(CheckedRequest {
            method,
            url,
            headers,
            body: self.body,
            time_out,
            follow_redirects: self.follow_redirects,
        })
    }
}

/// A call that can be sent.
pub(crate) struct CheckedRequest {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) time_out: Duration,
    pub(crate) follow_redirects: bool,
}

impl CheckedRequest {
    /// Whether the caller brought a token of its own, which the profile then allows.
    pub(crate) fn brings_own_token(&self, profile: &Profile) -> bool {
        self.headers.contains_key(header::AUTHORIZATION) || self.headers.contains_key(&profile.attach.header)
    }
}

fn method(typed: &str) -> Result<Method, InputError> {
    const ALLOWED: &str = "a method such as GET or POST: letters, digits and -";
    if typed.is_empty() {
        return Err(InputError::new("method", Rule::Empty, typed, ALLOWED));
    }
    Method::from_bytes(typed.as_bytes()).map_err(|_| InputError::new("method", Rule::Method, typed, ALLOWED))
}

fn header_name(index: usize, typed: &str, profile: &Profile) -> Result<HeaderName, InputError> {
    let field = format!("headers[{index}].name");
    let Ok(name) = HeaderName::from_bytes(typed.as_bytes()) else {
        let allowed = "letters, digits and any of !#$%&'*+-.^_`|~";
        return Err(InputError::new(field, Rule::HeaderName, typed, allowed));
    };
    let reserved = !profile.lets_set(&name)
        || [
            header::CONTENT_LENGTH,
            header::TRANSFER_ENCODING,
            header::CONNECTION,
        ]
        .contains(&name);
    if reserved {
        let allowed = "any header but those that the session and the connection set themselves";
        return Err(InputError::new(field, Rule::HeaderReserved, typed, allowed));
    }
    Ok(name)
}

fn header_value(index: usize, typed: &str) -> Result<HeaderValue, InputError> {
    HeaderValue::from_bytes(typed.as_bytes()).map_err(|_| {
        // The value may be a secret: only its offending character is told.
        let found: String = typed.chars().filter(|c| c.is_control()).take(1).collect();
        let allowed = "text on one line, without control characters";
        InputError::new(
            format!("headers[{index}].value"),
            Rule::HeaderValue,
            &found,
            allowed,
        )
    })
}
