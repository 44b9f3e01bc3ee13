//! What an answer says of the token that was sent: nothing, expired, invalid, or a 401 that nobody knows.

use encoding_rs::{Encoding, UTF_8};
use http::{HeaderMap, StatusCode, header};
use http_auth::parser::ChallengeParser;
use latchkey_profile::{Means, Refusals, Rule, Unauthorized};
use serde_json::Value;

/// How much of a refusal's body is looked at, in bytes.
pub const PEEK_BYTES: usize = 64 * 1024;

/// What a refusal says of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// It has expired.
    Expired,
    /// It is invalid.
    Invalid,
    /// A 401 that no rule knows, which ends the session.
    Unknown,
}

/// A refusal, and the code by which it was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it says of the token.
    pub kind: RefusalKind,
    /// The rule's own text.
    pub code: Option<String>,
}

/// Whether an answer of that status can be a refusal, so that its body is worth a look.
pub fn concerns(refusals: &Refusals, status: StatusCode) -> bool {
    status == StatusCode::UNAUTHORIZED || refusals.rules.iter().any(|rule| rule.status == status.as_u16())
}

/// Looks at an answer to a request that carried the session's token. `None`: it is the caller's.
///
/// A code may be plain text, a JSON string, or the value of any member of a JSON object; in any charset that
/// `Content-Type` or a byte order mark names; with white space around it. Never fails: what cannot be read fits no
/// rule.
///
/// ```
/// use http::{HeaderMap, StatusCode};
/// use latchkey_pipeline::classify::{RefusalKind, classify};
/// use latchkey_profile::Kind;
///
/// let rules = Kind::AtProtocol.description("a", "", "https://pds.example.com").refusals;
/// let refusal = classify(&rules, StatusCode::BAD_REQUEST, &HeaderMap::new(), br#"{"error":"ExpiredToken"}"#);
/// assert_eq!(refusal.map(|refusal| refusal.kind), Some(RefusalKind::Expired));
/// ```
pub fn classify(
    refusals: &Refusals,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Option<Refusal> {
    let of_status: Vec<_> = refusals
        .rules
        .iter()
        .filter(|rule| rule.status == status.as_u16())
        .collect();
    if !of_status.is_empty() {
        let seen = Seen::of(headers, body);
        if let Some(rule) = of_status.iter().find(|rule| seen.fits(rule)) {
            let kind = match rule.means {
                Means::Expired => RefusalKind::Expired,
                Means::Invalid => RefusalKind::Invalid,
            };
            let code = [&rule.code, &rule.equals, &rule.challenge_error, &rule.contains];
            let code = code.into_iter().flatten().next().cloned();
            return Some(Refusal { kind, code });
        }
    }
    let kind = match (status, refusals.unauthorized) {
        (StatusCode::UNAUTHORIZED, Unauthorized::End) => RefusalKind::Unknown,
        (StatusCode::UNAUTHORIZED, Unauthorized::Refresh) => RefusalKind::Expired,
        _ => return None,
    };
    Some(Refusal { kind, code: None })
}

/// An answer as the rules see it.
struct Seen {
    text: String,
    json: Option<Value>,
    challenges: Vec<BearerError>,
}

/// The `error` and `error_description` of a Bearer challenge (RFC 6750 §3).
#[derive(Default)]
struct BearerError {
    error: Option<String>,
    description: Option<String>,
}

impl Seen {
    fn of(headers: &HeaderMap, body: &[u8]) -> Self {
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let charset = content_type.and_then(charset_of).unwrap_or(UTF_8);
        // A byte order mark, if there is one, wins over the header, as the WHATWG encoding standard has it.
        let (text, _, _) = charset.decode(body);
        let text = text
            .trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}')
            .to_owned();
        Self {
            json: serde_json::from_str(&text).ok(),
            text,
            challenges: bearer_errors(headers),
        }
    }

    fn fits(&self, rule: &Rule) -> bool {
        let code = rule.code.as_ref().is_none_or(|code| self.has_code(code.trim()));
        let pointer = rule.pointer.as_ref().is_none_or(|pointer| {
            let value = self.json.as_ref().and_then(|json| json.pointer(pointer));
            value.and_then(plain_text).is_some_and(|value| {
                let equals = rule.equals.as_ref().is_none_or(|wanted| value == wanted.trim());
                let contains = rule.contains.as_ref();
                equals && contains.is_none_or(|wanted| has_in_it(&value, wanted))
            })
        });
        let challenge = (rule.challenge_error.is_none() && rule.challenge_description.is_none())
            || self.challenges.iter().any(|challenge| {
                let error = |wanted: &String| challenge.error.as_deref() == Some(wanted.trim());
                let description = |wanted: &String| {
                    let found = challenge.description.as_deref();
                    found.is_some_and(|found| has_in_it(found, wanted))
                };
                rule.challenge_error.as_ref().is_none_or(error)
                    && rule.challenge_description.as_ref().is_none_or(description)
            });
        code && pointer && challenge
    }

    fn has_code(&self, code: &str) -> bool {
        let is_code = |value: &Value| value.as_str().is_some_and(|text| text.trim() == code);
        self.text == code
            || self.json.as_ref().is_some_and(|json| match json {
                Value::Object(members) => members.values().any(is_code),
                other => is_code(other),
            })
    }
}

/// A JSON scalar as text.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn has_in_it(text: &str, wanted: &str) -> bool {
    text.to_lowercase().contains(&wanted.trim().to_lowercase())
}

/// The errors of the Bearer challenges. What follows after a challenge that cannot be read is passed over.
fn bearer_errors(headers: &HeaderMap) -> Vec<BearerError> {
    let mut errors = Vec::new();
    for value in headers.get_all(header::WWW_AUTHENTICATE) {
        // The grammar knows ASCII alone; a description in another language must not hide the error beside it.
        let ascii = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { '?' };
        let text: String = value.as_bytes().iter().map(ascii).collect();
        let challenges = ChallengeParser::new(&text).map_while(Result::ok);
        for challenge in challenges {
            if !challenge.scheme.eq_ignore_ascii_case("bearer") {
                continue;
            }
            let mut error = BearerError::default();
            for (name, value) in challenge.params {
                if name.eq_ignore_ascii_case("error") {
                    error.error = Some(value.to_unescaped());
                } else if name.eq_ignore_ascii_case("error_description") {
                    error.description = Some(value.to_unescaped());
                }
            }
            errors.push(error);
        }
    }
    errors
}

fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let parameters = content_type.split(';').skip(1);
    let (_, label) = parameters
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Encoding::for_label(label.trim().trim_matches('"').as_bytes())
}
