//! Tokens that tell their holder nothing: claims that are encrypted rather than signed.
//!
//! A table of random tokens would do as well, but would have to be kept over restarts, and no token is kept.

use crate::{key::SigningKey, tokens::Claims};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    error::Unspecified,
    hmac::{self, HMAC_SHA256},
};

/// Keeps this key apart from the one that signs.
const PURPOSE: &[u8] = b"practice-api opaque tokens";

/// Makes and opens opaque tokens.
pub(crate) struct Sealer(LessSafeKey);

impl Sealer {
    pub(crate) fn new(key: &SigningKey) -> Result<Self, Unspecified> {
        let own = hmac::sign(&hmac::Key::new(HMAC_SHA256, key), PURPOSE);
        Ok(Self(LessSafeKey::new(UnboundKey::new(
            &CHACHA20_POLY1305,
            own.as_ref(),
        )?)))
    }

    /// The claims as base64url, which RFC 6750 §2.1 allows in a header as it is.
    pub(crate) fn seal(&self, claims: &Claims) -> Option<String> {
        let mut nonce = [0_u8; NONCE_LEN];
        getrandom::fill(&mut nonce).ok()?;
        let mut text = serde_json::to_vec(claims).ok()?;
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text)
            .ok()?;
        Some(URL_SAFE_NO_PAD.encode([&nonce[..], &text].concat()))
    }

    /// The claims of a token that this server made.
    pub(crate) fn open(&self, token: &str) -> Option<Claims> {
        let mut bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (nonce, text) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let text = self.0.open_in_place(nonce, Aad::empty(), text).ok()?;
        serde_json::from_slice(text).ok()
    }
}
