//! Where an answer has a token.

use http::{HeaderMap, HeaderName, header};

use crate::token::{Token, TokenProblem};

/// Where an answer has a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A header's value.
    Header(HeaderName),
    /// A string in the JSON body, by JSON Pointer (RFC 6901).
    Json(String),
    /// A cookie that the answer sets (RFC 6265 §4.1).
    Cookie(String),
}

/// The places of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) access: Place,
    pub(crate) refresh: Place,
    pub(crate) expires_in: Option<Place>,
}

impl Places {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Place> {
        [&self.access, &self.refresh].into_iter().chain(&self.expires_in)
    }

    /// The places of tokens alone.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Place> {
        [&self.access, &self.refresh].into_iter()
    }

    /// Whether the body is needed to find everything.
    pub(crate) fn in_body(&self) -> bool {
        [&self.access, &self.refresh]
            .iter()
            .any(|place| matches!(place, Place::Json(_)))
    }
}

/// The longest life of a token that is believed, in seconds: ten years.
const LONGEST_LIFE_S: u64 = 10 * 366 * 24 * 3600;

impl Place {
    pub(super) const ALLOWED: &'static str = "header:NAME, json:/POINTER or cookie:NAME";

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(':')?;
        match kind {
            "header" => HeaderName::from_bytes(rest.as_bytes()).ok().map(Self::Header),
            "json" => is_pointer(rest).then(|| Self::Json(rest.to_owned())),
            "cookie" => is_cookie_name(rest).then(|| Self::Cookie(rest.to_owned())),
            _ => None,
        }
    }

    /// The name of the header, the cookie or the innermost field (RFC 6901 §3).
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Header(name) => name.as_str(),
            Self::Json(pointer) => pointer.rsplit('/').next().unwrap_or_default(),
            Self::Cookie(name) => name,
        }
    }

    /// How people name it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Header(name) => format!("header {name}"),
            Self::Json(pointer) => format!("JSON field {pointer}"),
            Self::Cookie(name) => format!("cookie {name}"),
        }
    }

    /// The token there.
    pub(crate) fn token(
        &self,
        headers: &HeaderMap,
        body: Option<&serde_json::Value>,
    ) -> Result<Token, TokenProblem> {
        match self {
            Self::Header(name) => {
                let mut values = headers.get_all(name).iter();
                let first = values.next().ok_or(TokenProblem::Missing)?;
                match values.count() {
                    0 => Token::parse(first.as_bytes()),
                    more => Err(TokenProblem::Repeated { times: more + 1 }),
                }
            }
            Self::Json(pointer) => match body.and_then(|body| body.pointer(pointer)) {
                None | Some(serde_json::Value::Null) => Err(TokenProblem::Missing),
                Some(serde_json::Value::String(text)) => Token::parse(text.as_bytes()),
                Some(_) => Err(TokenProblem::Characters),
            },
            Self::Cookie(name) => {
                let set = headers.get_all(header::SET_COOKIE).iter();
                let mut values = set
                    .filter_map(|value| cookie::Cookie::parse(value.to_str().ok()?).ok())
                    // A cookie that is taken back for another path is no value.
                    .filter(|cookie| cookie.name() == name && !is_taken_back(cookie));
                let first = values.next().ok_or(TokenProblem::Missing)?;
                match values.count() {
                    0 => Token::parse(first.value_trimmed().as_bytes()),
                    more => Err(TokenProblem::Repeated { times: more + 1 }),
                }
            }
        }
    }

    /// A number of seconds there, written as a number or in digits.
    pub(crate) fn seconds(&self, headers: &HeaderMap, body: Option<&serde_json::Value>) -> Option<u64> {
        let seconds = match self {
            Self::Header(name) => headers.get(name)?.to_str().ok()?.trim().parse().ok(),
            Self::Json(pointer) => {
                let value = body?.pointer(pointer)?;
                value
                    .as_u64()
                    .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
            }
            Self::Cookie(_) => None,
        };
        seconds.filter(|seconds| (1..=LONGEST_LIFE_S).contains(seconds))
    }
}

fn is_taken_back(cookie: &cookie::Cookie<'_>) -> bool {
    cookie.value().is_empty() || cookie.max_age().is_some_and(|age| !age.is_positive())
}

/// Whether `text` is a JSON Pointer (RFC 6901 §3) to something inside a document.
pub(super) fn is_pointer(text: &str) -> bool {
    let mut after_tilde = text.split('~').skip(1);
    text.starts_with('/') && after_tilde.all(|rest| rest.starts_with(['0', '1']))
}

/// Whether `text` is a cookie's name (RFC 6265 §4.1.1).
pub(super) fn is_cookie_name(text: &str) -> bool {
    // The same characters as in a field name.
    !text.is_empty() && HeaderName::from_bytes(text.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(set: &[&str]) -> Result<String, TokenProblem> {
        let mut headers = HeaderMap::new();
        for value in set {
            headers.append(header::SET_COOKIE, value.parse().unwrap());
        }
        let token = Place::parse("cookie:rt").unwrap().token(&headers, None)?;
        Ok(token.expose().to_owned())
    }

    #[test]
    fn a_cookie_is_read_as_browsers_read_it() {
        assert_eq!(cookies(&["rt=abc; HttpOnly; Path=/auth"]).unwrap(), "abc");
        assert_eq!(cookies(&["other=1", "rt=\"abc\""]).unwrap(), "abc");
        assert_eq!(
            cookies(&["rt=; Max-Age=0; Path=/", "rt=abc; Path=/auth"]).unwrap(),
            "abc"
        );
        assert_eq!(
            cookies(&["rt=gone; Max-Age=0"]).unwrap_err(),
            TokenProblem::Missing
        );
        assert_eq!(
            cookies(&["rt=a", "rt=b"]).unwrap_err(),
            TokenProblem::Repeated { times: 2 }
        );
    }

    #[test]
    fn places_are_recognised() {
        for good in ["header:X-Token", "json:/a/0/b~1c", "cookie:__Host-rt"] {
            assert!(Place::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "header:",
            "header:a b",
            "json:",
            "json:a",
            "json:/a~2",
            "cookie:a=b",
            "body:/a",
            "Header:a",
        ] {
            assert!(Place::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn seconds_are_read_where_they_make_sense() {
        let body =
            serde_json::json!({"n": 60, "s": " 60 ", "zero": 0, "minus": -1, "huge": u64::MAX, "x": "soon"});
        let seconds = |name: &str| Place::Json(format!("/{name}")).seconds(&HeaderMap::new(), Some(&body));
        assert_eq!((seconds("n"), seconds("s")), (Some(60), Some(60)));
        for none in ["zero", "minus", "huge", "x", "missing"] {
            assert_eq!(seconds(none), None, "{none}");
        }
    }
}
