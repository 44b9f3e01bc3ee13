//! Making and reading tokens: signed (RFC 7519, HS256) or opaque, as the kind of server has them.

use crate::{
    TokenKind,
    clock::{millis, now_ms},
    hs256,
    key::{SigningKey, hex},
    opaque::Sealer,
    users::User,
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Why a token is refused. The kinds of servers tell fewer of these apart, each in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenRefusal {
    /// There is none.
    Missing,
    /// It is past its time, since so many seconds after 1970-01-01 UTC.
    Expired(u64),
    /// This server did not make it, or declared it void.
    Invalid,
    /// An access token where a refresh token belongs, or the other way round.
    WrongKind,
    /// Spent by a refresh, or ended by a sign-out.
    Revoked,
}

/// What this server has to know of a token, under whichever names the kind of server writes it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    #[serde(
        alias = "user_id",
        alias = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"
    )]
    sub: String,
    #[serde(rename = "typ", alias = "token_type", alias = "type", alias = "scope")]
    kind: Kind,
    jti: String,
    /// The number of the token among all issued: "every token up to now" is exact with it.
    seq: u64,
    #[serde(flatten)]
    life: Life,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    #[serde(rename = "access", alias = "com.atproto.access")]
    Access,
    #[serde(rename = "refresh", alias = "com.atproto.refresh")]
    Refresh,
}

impl From<TokenKind> for Kind {
    fn from(kind: TokenKind) -> Self {
        match kind {
            TokenKind::Access => Self::Access,
            TokenKind::Refresh => Self::Refresh,
        }
    }
}

/// A token before it is written, or as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) user: &'static User,
    pub(crate) kind: TokenKind,
    pub(crate) id: String,
    pub(crate) number: u64,
    pub(crate) life: Life,
}

/// How a token is written.
pub(crate) enum Form {
    /// A JWT with `typ` in its header and with claims beside those that every token has.
    Jwt {
        typ: &'static str,
        claims: Map<String, Value>,
    },
    /// A token that only this server can read.
    Opaque,
}

impl Form {
    /// A JWT of the plain type with the fields of `claims`, an object.
    pub(crate) fn jwt(claims: Value) -> Self {
        Self::typed_jwt("JWT", claims)
    }

    /// As [`Form::jwt`], with another `typ` (RFC 7519 §5.1).
    pub(crate) fn typed_jwt(typ: &'static str, claims: Value) -> Self {
        let claims = match claims {
            Value::Object(claims) => claims,
            _ => Map::new(),
        };
        Self::Jwt { typ, claims }
    }
}

/// From when to when a token lives. `exp` is in whole seconds (RFC 7519 §4.1.4), rounded up; `exp_ms` is
/// what this server goes by, without leeway.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Life {
    pub(crate) iat: u64,
    pub(crate) exp: u64,
    pub(crate) exp_ms: u64,
}

impl Life {
    pub(crate) fn starting_now(ttl: Duration) -> Self {
        let now = now_ms();
        let exp_ms = now.saturating_add(millis(ttl));
        Self {
            iat: now / 1000,
            exp: exp_ms.div_ceil(1000),
            exp_ms,
        }
    }

    pub(crate) fn check(self) -> Result<(), TokenRefusal> {
        if now_ms() < self.exp_ms {
            Ok(())
        } else {
            Err(self.expired())
        }
    }

    /// The refusal of a token that is expired by now, be it before its time.
    pub(crate) fn expired(self) -> TokenRefusal {
        TokenRefusal::Expired(self.exp.min(now_ms() / 1000))
    }
}

/// Signs, seals, and reads what it wrote.
pub(crate) struct Signer {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
    sealer: Sealer,
}

impl Signer {
    #[expect(clippy::expect_used, reason = "an HMAC-SHA-256 has the length of the key")]
    pub(crate) fn new(key: &SigningKey) -> Self {
        hs256::install();
        let mut validation = Validation::new(Algorithm::HS256);
        // Expiry is judged once, by `exp_ms`; the audience is there for the look of it.
        validation.validate_exp = false;
        validation.validate_aud = false;
        Self {
            signing: EncodingKey::from_secret(key),
            verifying: DecodingKey::from_secret(key),
            validation,
            sealer: Sealer::new(key).expect("the key has the right length"),
        }
    }

    #[expect(
        clippy::expect_used,
        reason = "plain values, a HMAC key of any length and a short message cannot fail"
    )]
    pub(crate) fn write(&self, token: &Token, form: Form) -> String {
        match form {
            Form::Jwt { typ, mut claims } => {
                let Life { iat, exp, exp_ms } = token.life;
                let own = [
                    ("jti", json!(token.id)),
                    ("seq", json!(token.number)),
                    ("iat", json!(iat)),
                    ("exp", json!(exp)),
                    ("exp_ms", json!(exp_ms)),
                ];
                claims.extend(own.map(|(name, value)| (name.to_owned(), value)));
                let mut header = Header::new(Algorithm::HS256);
                header.typ = Some(typ.to_owned());
                encode(&header, &claims, &self.signing).expect("claims can be signed")
            }
            Form::Opaque => {
                let claims = Claims {
                    sub: token.user.email.into(),
                    kind: token.kind.into(),
                    jti: token.id.clone(),
                    seq: token.number,
                    life: token.life,
                };
                self.sealer.seal(&claims).expect("claims can be sealed")
            }
        }
    }

    /// A token that this server made, expired or not.
    pub(crate) fn read(&self, text: &str) -> Result<Token, TokenRefusal> {
        let claims = if text.contains('.') {
            decode(text, &self.verifying, &self.validation)
                .ok()
                .map(|data| data.claims)
        } else {
            self.sealer.open(text)
        };
        let claims: Claims = claims.ok_or(TokenRefusal::Invalid)?;
        Ok(Token {
            user: User::of_subject(&claims.sub).ok_or(TokenRefusal::Invalid)?,
            kind: match claims.kind {
                Kind::Access => TokenKind::Access,
                Kind::Refresh => TokenKind::Refresh,
            },
            id: claims.jti,
            number: claims.seq,
            life: claims.life,
        })
    }

    /// As [`Signer::read`], for a token of one kind.
    pub(crate) fn read_as(&self, kind: TokenKind, text: &str) -> Result<Token, TokenRefusal> {
        let token = self.read(text)?;
        if token.kind == kind {
            Ok(token)
        } else {
            Err(TokenRefusal::WrongKind)
        }
    }
}

/// How a token is shown where people read: the first 8 hex digits of its SHA-256.
pub fn fingerprint(token: &str) -> String {
    hex(&digest(&SHA256, token.as_bytes()).as_ref()[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_in_seconds_never_precedes_exp_in_milliseconds() {
        for ttl in [0, 1, 50, 999, 1000, 30_000] {
            let life = Life::starting_now(Duration::from_millis(ttl));
            assert!(life.exp * 1000 >= life.exp_ms && life.exp * 1000 < life.exp_ms + 1000);
        }
        assert_eq!(Life::starting_now(Duration::MAX).exp_ms, u64::MAX);
    }

    #[test]
    fn a_fingerprint_is_the_start_of_the_sha_256() {
        assert_eq!(fingerprint("abc"), "ba7816bf");
    }
}
