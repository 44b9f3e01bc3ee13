//! Making and reading tokens (RFC 7519, HS256).

use crate::{
    clock::{millis, now_ms},
    hs256,
    users::User,
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{fmt::Write, time::Duration};

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenRefusal {
    Expired,
    Invalid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Typ {
    Access,
    Refresh,
}

/// What an access token says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    pub(crate) sub: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<String>,
    pub(crate) jti: String,
    typ: Typ,
    /// The number of the token among all issued: "every token up to now" is exact with it.
    pub(crate) seq: u64,
    #[serde(flatten)]
    pub(crate) life: Life,
}

/// What a refresh token says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RefreshClaims {
    pub(crate) sub: String,
    pub(crate) jti: String,
    typ: Typ,
    #[serde(flatten)]
    pub(crate) life: Life,
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
    fn starting_now(ttl: Duration) -> Self {
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
            Err(TokenRefusal::Expired)
        }
    }
}

/// A random signing key of 256 bits.
pub(crate) type SigningKey = [u8; 32];

/// A new signing key.
pub(crate) fn random_key() -> Result<SigningKey, getrandom::Error> {
    let mut key = SigningKey::default();
    getrandom::fill(&mut key)?;
    Ok(key)
}

/// Signs and verifies.
pub(crate) struct Signer {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
}

impl Signer {
    pub(crate) fn new(key: &SigningKey) -> Self {
        hs256::install();
        let mut validation = Validation::new(Algorithm::HS256);
        // Expiry is judged once, by `exp_ms`.
        validation.validate_exp = false;
        Self {
            signing: EncodingKey::from_secret(key),
            verifying: DecodingKey::from_secret(key),
            validation,
        }
    }

    pub(crate) fn access(&self, user: &User, seq: u64, ttl: Duration) -> String {
        self.sign(&AccessClaims {
            sub: user.email.into(),
            name: user.name.into(),
            roles: user.roles.iter().map(|&role| role.into()).collect(),
            jti: random_id(),
            typ: Typ::Access,
            seq,
            life: Life::starting_now(ttl),
        })
    }

    pub(crate) fn refresh(&self, user: &User, jti: &str, ttl: Duration) -> String {
        self.sign(&RefreshClaims {
            sub: user.email.into(),
            jti: jti.into(),
            typ: Typ::Refresh,
            life: Life::starting_now(ttl),
        })
    }

    /// The claims of an access token that this server signed, expired or not.
    pub(crate) fn read_access(&self, token: &str) -> Result<AccessClaims, TokenRefusal> {
        self.verify::<AccessClaims>(token)
            .filter(|claims| claims.typ == Typ::Access)
            .ok_or(TokenRefusal::Invalid)
    }

    /// The claims of a refresh token that this server signed, expired or not.
    pub(crate) fn read_refresh(&self, token: &str) -> Result<RefreshClaims, TokenRefusal> {
        self.verify::<RefreshClaims>(token)
            .filter(|claims| claims.typ == Typ::Refresh)
            .ok_or(TokenRefusal::Invalid)
    }

    #[expect(
        clippy::expect_used,
        reason = "plain structs and a HMAC key of any length cannot fail to sign"
    )]
    fn sign(&self, claims: &impl Serialize) -> String {
        encode(&Header::new(Algorithm::HS256), claims, &self.signing).expect("claims can be signed")
    }

    fn verify<C: DeserializeOwned>(&self, token: &str) -> Option<C> {
        decode(token, &self.verifying, &self.validation)
            .ok()
            .map(|data| data.claims)
    }
}

/// 128 random bits in hex.
#[expect(
    clippy::expect_used,
    reason = "the same source gave the signing key; it does not run dry"
)]
pub(crate) fn random_id() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    hex(&bytes)
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The bytes that `text` spells in hex, when there are exactly 32.
pub(crate) fn key_from_hex(text: &str) -> Option<SigningKey> {
    let mut key = SigningKey::default();
    if text.len() != key.len() * 2 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in key.iter_mut().zip((0..text.len()).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(key)
}

/// How a token is shown where people read: the first 8 hex digits of its SHA-256.
pub fn fingerprint(token: &str) -> String {
    hex(&digest(&SHA256, token.as_bytes()).as_ref()[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_hex_and_nothing_else_does() {
        let key: SigningKey = std::array::from_fn(|at| u8::try_from(at * 7).unwrap());
        assert_eq!(key_from_hex(&hex(&key)), Some(key));
        for bad in ["", "00", &"zz".repeat(32), &"0".repeat(63), &"é".repeat(32)] {
            assert_eq!(key_from_hex(bad), None, "{bad}");
        }
    }

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
