//! The key that seals, and where it comes from.

use std::{fmt, path::Path, sync::Arc};

use chacha20poly1305::{Key, XChaCha20Poly1305, aead::Generate};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::keychain::Keychain;

/// Length of a key in bytes.
const BYTES: usize = 32;

/// A key that seals. `Debug` shows its fingerprint alone; there is no `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey(Zeroizing<[u8; BYTES]>);

impl SealingKey {
    /// A new key, of the system's randomness. `None` where the system has none to give.
    pub fn generate() -> Option<Self> {
        let key = chacha20poly1305::aead::Key::<XChaCha20Poly1305>::try_generate().ok()?;
        Some(Self(Zeroizing::new(key.into())))
    }

    /// Takes over the bytes of a key; `None` unless there are 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The key itself. For the keychain, and nothing else.
    pub fn expose(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// Tells keys apart: the first 16 hexadecimal digits of a digest of the key.
    pub fn fingerprint(&self) -> String {
        let mut digest = Sha256::new_with_prefix("latchkey sealing key");
        digest.update(self.expose());
        hex(&digest.finalize()[..8])
    }

    pub(crate) fn cipher_key(&self) -> Key {
        Key::from(*self.0)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey(<{}>)", self.fingerprint())
    }
}

/// Where a key comes from. Both operations may block, for as long as a prompt of the system stands unanswered.
pub trait KeySource: Send + Sync + 'static {
    /// The key; `None` where there is none yet.
    fn find(&self) -> Result<Option<SealingKey>, KeyError>;
    /// Keeps a new key.
    fn keep(&self, key: &SealingKey) -> Result<(), KeyError>;
}

/// Why there is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// This system has no keychain at all.
    #[error("there is no keychain: {0}")]
    NoKeychain(String),
    /// There is one, and it is locked, says no, or does not answer.
    #[error("the keychain refuses: {0}")]
    Refused(String),
}

/// Whether there is a source of keys.
#[derive(Clone)]
pub enum Keys {
    /// There is, and it is to be asked.
    From(Arc<dyn KeySource>),
    /// It was turned off, by a person.
    Off,
}

impl Keys {
    /// The system's keychain, with a key for this data folder, unless the environment variable
    /// `LATCHKEY_KEYCHAIN` is `off`.
    pub fn of_the_system(folder: &Path) -> Self {
        if std::env::var_os(crate::KEYCHAIN_VARIABLE).is_some_and(|value| value == "off") {
            return Self::Off;
        }
        Self::From(Arc::new(Keychain::new(folder)))
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
