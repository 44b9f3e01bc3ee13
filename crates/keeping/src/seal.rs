//! Sealing and opening a session's secrets.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{AeadInOut, Generate, KeyInit},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::key::SealingKey;

/// Tells these sealed values from any others that may ever be made with the same key.
const CONTEXT: &[u8] = b"latchkey session secrets 2";
const CONTEXT_OF_TEXTS: &[u8] = b"latchkey named secret 1";

/// What the cipher adds, in bytes (RFC 8439 §2.8).
const TAG: usize = 16;

/// What must not be read by others. The only type that tokens are written with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Secrets {
    pub(crate) access_token: Zeroizing<String>,
    pub(crate) refresh_token: Zeroizing<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) client_secret: Option<Zeroizing<String>>,
}

/// Secrets, sealed. The first two are in base64 (RFC 4648 §4).
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sealed {
    /// Ciphertext and tag.
    #[serde(rename = "sealed")]
    text: String,
    nonce: String,
    /// Fingerprint of the key.
    pub(crate) key: String,
}

/// What a sealed value belongs to. Beside another profile or user it does not open.
#[derive(Clone, Copy)]
pub(crate) struct Bound<'a> {
    /// All of it, for it says where tokens are sent: who can write the file, but not read the keychain, must not
    /// redirect them.
    pub(crate) profile: &'a Value,
    pub(crate) user: &'a str,
}

impl Bound<'_> {
    /// Each part behind its length, so that no two bindings read the same.
    fn associated_data(&self) -> Vec<u8> {
        let mut data = CONTEXT.to_vec();
        let mut profile = String::new();
        canonical(self.profile, &mut profile);
        for part in [&profile, self.user] {
            data.extend((part.len() as u64).to_le_bytes());
            data.extend(part.as_bytes());
        }
        data
    }
}

/// JSON on one line, names in order: programs differ in the order in which they keep names.
fn canonical(value: &Value, to: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(name, _)| *name);
            to.push('{');
            for (name, value) in entries {
                canonical(&Value::from(name.as_str()), to);
                to.push(':');
                canonical(value, to);
                to.push(',');
            }
            to.push('}');
        }
        Value::Array(values) => {
            to.push('[');
            for value in values {
                canonical(value, to);
                to.push(',');
            }
            to.push(']');
        }
        leaf => to.push_str(&leaf.to_string()),
    }
}

/// Seals secrets. `None` where the system has no randomness to give.
pub(crate) fn seal(key: &SealingKey, bound: Bound<'_>, secrets: &Secrets) -> Option<Sealed> {
    let mut buffer = Zeroizing::new(Vec::with_capacity(room_for(secrets)));
    serde_json::to_writer(&mut *buffer, secrets).ok()?;
    seal_bytes(key, &bound.associated_data(), buffer)
}

/// Opens sealed secrets. `None` where they were changed, moved, or sealed with another key.
pub(crate) fn open(key: &SealingKey, bound: Bound<'_>, sealed: &Sealed) -> Option<Secrets> {
    serde_json::from_slice(&open_bytes(key, &bound.associated_data(), sealed)?).ok()
}

/// Seals a text under its name: under another one it does not open.
pub(crate) fn seal_text(key: &SealingKey, name: &str, text: &str) -> Option<Sealed> {
    let mut buffer = Zeroizing::new(Vec::with_capacity(text.len() + TAG));
    buffer.extend_from_slice(text.as_bytes());
    seal_bytes(key, &of_text(name), buffer)
}

/// Opens a text that was sealed under this name.
pub(crate) fn open_text(key: &SealingKey, name: &str, sealed: &Sealed) -> Option<Zeroizing<String>> {
    let bytes = open_bytes(key, &of_text(name), sealed)?;
    std::str::from_utf8(&bytes)
        .ok()
        .map(|text| Zeroizing::new(text.to_owned()))
}

fn of_text(name: &str) -> Vec<u8> {
    [CONTEXT_OF_TEXTS, name.as_bytes()].concat()
}

fn seal_bytes(key: &SealingKey, bound: &[u8], mut buffer: Zeroizing<Vec<u8>>) -> Option<Sealed> {
    let nonce = XNonce::try_generate().ok()?;
    XChaCha20Poly1305::new(&key.cipher_key())
        .encrypt_in_place(&nonce, bound, &mut *buffer)
        .ok()?;
    Some(Sealed {
        text: STANDARD.encode(&*buffer),
        nonce: STANDARD.encode(nonce),
        key: key.fingerprint(),
    })
}

fn open_bytes(key: &SealingKey, bound: &[u8], sealed: &Sealed) -> Option<Zeroizing<Vec<u8>>> {
    let nonce = XNonce::try_from(STANDARD.decode(&sealed.nonce).ok()?.as_slice()).ok()?;
    let mut buffer = Zeroizing::new(STANDARD.decode(&sealed.text).ok()?);
    XChaCha20Poly1305::new(&key.cipher_key())
        .decrypt_in_place(&nonce, bound, &mut *buffer)
        .ok()?;
    Some(buffer)
}

/// At least as many bytes as secrets take as JSON with their tag: a buffer that grew would leave a copy behind.
fn room_for(secrets: &Secrets) -> usize {
    const LONGEST_ESCAPE: usize = 6;
    const NAMES_AND_TAG: usize = 128;
    let client = secrets.client_secret.as_ref().map_or(0, |secret| secret.len());
    LONGEST_ESCAPE * (secrets.access_token.len() + secrets.refresh_token.len() + client) + NAMES_AND_TAG
}
