//! Tokens: held so that they cannot be printed, serialised or left behind in memory by accident.

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderValue;
use latchkey_profile::Claims as ClaimNames;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::redact::Redactor;

/// The longest token that is accepted, in bytes. Servers refuse longer header fields.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// The last second of the year 9999: a later expiry is not believed.
const LAST_SECOND: i64 = 253_402_300_799;

/// A bearer token (RFC 6750 §2.1). `Debug` shows its fingerprint alone; there is no `Display` and no `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// Accepts a token as servers send it: bare, or behind `Bearer ` in any case.
    pub fn parse(sent: &[u8]) -> Result<Self, TokenProblem> {
        let bare = match sent.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case(b"bearer ") => &sent[7..],
            _ => sent,
        };
        // HTTP trims the blank that ends an empty `Bearer `.
        if bare.is_empty() || bare.eq_ignore_ascii_case(b"bearer") {
            return Err(TokenProblem::Empty);
        }
        if bare.len() > MAX_TOKEN_BYTES {
            return Err(TokenProblem::TooLong { bytes: bare.len() });
        }
        // Wider than RFC 6750's b64token, because opaque tokens in use contain `|` and `:`; a comma would mean
        // two header values folded into one.
        let usable = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b',' | b'"' | b'\\');
        match std::str::from_utf8(bare) {
            Ok(text) if bare.iter().all(usable) => Ok(Self(Zeroizing::new(text.to_owned()))),
            _ => Err(TokenProblem::Characters),
        }
    }

    /// The token itself. For the request that carries it and the store that keeps it, and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The first 8 hexadecimal digits of the token's SHA-256.
    pub fn fingerprint(&self) -> String {
        short_digest(self.0.as_bytes())
    }

    /// The token behind a prefix such as `Bearer `, as a header value that HTTP libraries do not print. The prefix
    /// is visible ASCII.
    pub(crate) fn behind(&self, prefix: &str) -> HeaderValue {
        let text = Zeroizing::new(format!("{prefix}{}", self.expose()));
        let mut value =
            HeaderValue::from_str(&text).unwrap_or_else(|_| unreachable!("a parsed token is visible ASCII"));
        value.set_sensitive(true);
        value
    }

    /// What the token says of itself, if it is a JWT (RFC 7519). Nothing is verified: that is the server's part.
    pub fn claims(&self, names: &ClaimNames) -> Claims {
        payload(self.expose())
            .map(|claims| Claims::read(&claims, names))
            .unwrap_or_default()
    }

    /// Every claim, to be shown to the user; none where the token is no JWT. A claim that repeats a token is cleared of it.
    pub(crate) fn all_claims(&self, redactor: &Redactor) -> Arc<[Claim]> {
        let Some(serde_json::Value::Object(claims)) = payload(self.expose()) else {
            return Arc::default();
        };
        let shown = claims.into_iter().map(|(name, value)| {
            let text = match value {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            };
            Claim {
                name: redactor.text(&name).0,
                value: redactor.text(&text).0,
            }
        });
        shown.collect()
    }
}

/// The claims of a JWT in its compact form (RFC 7519 §3.1).
fn payload(token: &str) -> Option<serde_json::Value> {
    let mut segments = token.split('.');
    let (_header, payload, _signature) = (segments.next()?, segments.next()?, segments.next()?);
    if segments.next().is_some() {
        return None;
    }
    let json = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?);
    serde_json::from_slice(&json).ok()
}

/// The first 8 hexadecimal digits of the SHA-256 of `bytes`.
pub(crate) fn short_digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let [a, b, c, d, ..] = digest.as_slice() else {
        unreachable!("SHA-256 has 32 bytes")
    };
    format!("{:08x}", u32::from_be_bytes([*a, *b, *c, *d]))
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token(<{}>)", self.fingerprint())
    }
}

/// Why something is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    /// It is not there.
    #[error("it is missing")]
    Missing,
    /// It is there more than once.
    #[error("it is there {times} times, once is allowed")]
    Repeated {
        /// How often.
        times: usize,
    },
    /// It has no characters.
    #[error("it is empty")]
    Empty,
    /// It is longer than [`MAX_TOKEN_BYTES`].
    #[error("it has {bytes} bytes, {MAX_TOKEN_BYTES} are allowed")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// It has blanks, control characters or characters beyond ASCII.
    #[error("it has characters that no token may have: only visible ASCII is allowed")]
    Characters,
}

/// A claim of a token (RFC 7519 §4), as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its name.
    pub name: String,
    /// Its value: a text as it is, anything else as JSON.
    pub value: String,
}

/// The claims the pipeline looks at. A claim that is missing or makes no sense is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// Whose token it is: `sub`, or what the profile says.
    pub subject: Option<String>,
    /// The user's name, where the profile says which claim has it.
    pub name: Option<String>,
    /// `iat`, in seconds since 1970.
    pub issued_at: Option<i64>,
    /// `exp`, in seconds since 1970 by the server's clock.
    pub expires_at: Option<i64>,
}

impl Claims {
    fn read(claims: &serde_json::Value, names: &ClaimNames) -> Self {
        Self {
            subject: claims.pointer(&names.subject).and_then(plain),
            name: names
                .name
                .as_ref()
                .and_then(|name| claims.pointer(name))
                .and_then(plain),
            issued_at: claims.get("iat").and_then(numeric_date),
            expires_at: claims.get("exp").and_then(numeric_date),
        }
    }

    /// Seconds between issue and expiry, where both are told and make sense.
    pub(crate) fn lifetime_s(&self) -> Option<u64> {
        u64::try_from(self.expires_at?.checked_sub(self.issued_at?)?).ok()
    }
}

/// A claim that names somebody: text, or a number as some frameworks have it.
fn plain(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A `NumericDate` (RFC 7519 §2) between 1970 and 9999; fractions of a second are cut off.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the range is checked first"
)]
fn numeric_date(value: &serde_json::Value) -> Option<i64> {
    let seconds = match value.as_i64() {
        Some(whole) => whole,
        None => value
            .as_f64()
            .filter(|s| (0.0..=LAST_SECOND as f64).contains(s))? as i64,
    };
    (0..=LAST_SECOND).contains(&seconds).then_some(seconds)
}

/// An access token and the refresh token that came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPair {
    /// Attached to calls.
    pub access: Token,
    /// Spent at the refresh.
    pub refresh: Token,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn debug_shows_fingerprints_alone() {
        let token = |text: &str| Token::parse(text.as_bytes()).unwrap();
        let pair = TokenPair {
            access: token("Bearer very.secret.access"),
            refresh: token("very-secret-refresh"),
        };
        insta::assert_snapshot!(format!("{pair:?}"), @"TokenPair { access: Token(<12ef71ac>), refresh: Token(<10baa4f7>) }");
    }

    #[test]
    fn claims_are_read_where_they_make_sense() {
        let token = |claims: &str| {
            let payload = URL_SAFE_NO_PAD.encode(claims);
            Token::parse(format!("e30.{payload}.sig").as_bytes())
                .unwrap()
                .claims(&ClaimNames::default())
        };
        let claims = token(r#"{"sub":"me","iat":100,"exp":130.9}"#);
        assert_eq!(
            claims,
            Claims {
                subject: Some("me".to_owned()),
                issued_at: Some(100),
                expires_at: Some(130),
                name: None,
            }
        );
        assert_eq!(claims.lifetime_s(), Some(30));
        assert_eq!(token(r#"{"iat":130,"exp":100}"#).lifetime_s(), None);
        assert_eq!(token("[1,2]"), Claims::default());
    }

    #[test]
    fn claims_are_shown_without_a_token_in_them() {
        let inner = "an-opaque-refresh-token";
        let claims = format!(r#"{{"sub":"me","exp":130,"roles":["a","b"],"rt":"{inner}"}}"#);
        let access = Token::parse(format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims)).as_bytes()).unwrap();
        let refresh = Token::parse(inner.as_bytes()).unwrap();
        let shown = access.all_claims(&Redactor::new([access.clone(), refresh.clone()]));
        let shown: Vec<_> = shown
            .iter()
            .map(|claim| (claim.name.as_str(), claim.value.as_str()))
            .collect();
        assert!(
            shown.contains(&("sub", "me")) && shown.contains(&("exp", "130")),
            "{shown:?}"
        );
        assert!(shown.contains(&("roles", r#"["a","b"]"#)), "{shown:?}");
        assert!(!format!("{shown:?}").contains(inner), "{shown:?}");
        assert!(refresh.all_claims(&Redactor::new([])).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_a_server_sends_is_read_or_refused(sent in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(token) = Token::parse(&sent) {
                prop_assert!(token.expose().bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert!(token.behind("Bearer ").is_sensitive());
                let _ = token.claims(&ClaimNames::default());
            }
        }

        #[test]
        fn whatever_stands_in_a_payload_is_read_or_ignored(payload in ".{0,80}") {
            let token = format!("e30.{}.x", URL_SAFE_NO_PAD.encode(payload));
            let token = Token::parse(token.as_bytes()).unwrap();
            let _ = token.claims(&ClaimNames::default());
            let _ = token.all_claims(&Redactor::new([]));
        }
    }
}
