//! From an entry of the file to a session.

use latchkey_pipeline::StoredSession;
use serde_json::Value;

use crate::{
    entry::{Entry, Kind},
    kept::Kept,
};

/// Why an entry yields no session.
pub(crate) enum Shut {
    /// It is not what it should be.
    Unusable(String),
    /// Its key cannot be had.
    Sealed(String),
}

impl Kept {
    pub(crate) async fn session_of(&self, value: &Value) -> Result<StoredSession, Shut> {
        let mut entry = Entry::read(value).map_err(Shut::Unusable)?;
        if let Kind::Sealed(sealed) = &entry.secrets {
            let fingerprint = sealed.key.clone();
            self.unseal(&mut entry, &fingerprint).await?;
        }
        entry.session().map_err(Shut::Unusable)
    }

    async fn unseal(&self, entry: &mut Entry, fingerprint: &str) -> Result<(), Shut> {
        let Some(asked) = &self.0.keys else {
            return Err(Shut::Sealed("LATCHKEY_KEYCHAIN is off".to_owned()));
        };
        let refused = |error: crate::KeyError| Shut::Sealed(error.to_string());
        let mut key = asked.key().await.map_err(refused)?;
        if key.as_ref().is_some_and(|key| key.fingerprint() != fingerprint) {
            // Another process may have sealed with a key that was made since.
            key = asked.key_now().await.map_err(refused)?;
        }
        let Some(key) = key else {
            return Err(Shut::Sealed("the keychain has no key for this folder".to_owned()));
        };
        if key.fingerprint() != fingerprint {
            return Err(Shut::Unusable("it was sealed with another key".to_owned()));
        }
        let changed =
            || Shut::Unusable("its sealed part was changed, or belongs to another session".to_owned());
        entry.open(&key).ok_or_else(changed)
    }
}
