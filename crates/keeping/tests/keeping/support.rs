use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use latchkey_keeping::{Kept, KeyError, KeySource, Keys, PlainFile, SealingKey};
use latchkey_pipeline::{ClientSecret, Profile, SessionKey, StoredSession, Token, TokenPair};
use serde_json::Value;

/// A keychain of the test's own, shared by clones, that can be locked or lose its key.
#[derive(Clone, Default)]
pub(crate) struct Chain {
    key: Arc<Mutex<Option<SealingKey>>>,
    fault: Arc<Mutex<Option<KeyError>>>,
}

impl Chain {
    pub(crate) fn fail(&self, fault: Option<KeyError>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    pub(crate) fn lock(&self) {
        self.fail(Some(KeyError::Refused("locked".to_owned())));
    }

    pub(crate) fn set(&self, key: Option<SealingKey>) {
        *self.key.lock().unwrap() = key;
    }

    fn check(&self) -> Result<(), KeyError> {
        self.fault.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

impl KeySource for Chain {
    fn find(&self) -> Result<Option<SealingKey>, KeyError> {
        self.check()?;
        Ok(self.key.lock().unwrap().clone())
    }

    fn keep(&self, key: &SealingKey) -> Result<(), KeyError> {
        self.check()?;
        self.set(Some(key.clone()));
        Ok(())
    }
}

pub(crate) fn none() -> KeyError {
    KeyError::NoKeychain("none in this test".to_owned())
}

/// Sealed with the chain's key.
pub(crate) fn sealed(folder: &Path, chain: &Chain) -> Kept {
    let file = Arc::new(PlainFile::new(folder));
    let keys = Keys::From(Arc::new(chain.clone()));
    Kept::with_limit(folder, file, keys, Duration::from_secs(20))
}

/// In the file, as it is.
pub(crate) fn plain(folder: &Path) -> Kept {
    Kept::open(folder, Arc::new(PlainFile::new(folder)), Keys::Off)
}

pub(crate) fn profile(id: &str) -> Profile {
    Profile::header_pair(id, "Test", "https://api.example.com", false).unwrap()
}

/// The `number`th pair of that user of that profile: both tokens carry the number.
pub(crate) fn session(id: &str, user: &str, number: usize) -> StoredSession {
    let token = |kind: &str| Token::parse(format!("{kind}-{number}-{}", "x".repeat(500)).as_bytes()).unwrap();
    StoredSession {
        profile: profile(id),
        user: user.to_owned(),
        signed_in_at_ms: 1_800_000_000_000,
        skew_ms: -3,
        expires_at_ms: Some(1_800_000_060_000),
        client_secret: Some(ClientSecret::new("client-\"secret\"-ß")),
        pair: TokenPair {
            access: token("access"),
            refresh: token("refresh"),
        },
    }
}

pub(crate) fn key(id: &str, user: &str) -> SessionKey {
    SessionKey {
        profile: id.to_owned(),
        user: user.to_owned(),
    }
}

pub(crate) fn document(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("latchkey.json")).unwrap()).unwrap()
}

pub(crate) fn write(folder: &Path, document: &Value) {
    fs::write(folder.join("latchkey.json"), document.to_string()).unwrap();
}

/// The content of all files of a folder.
pub(crate) fn everything(folder: &Path) -> String {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned())
        .collect()
}

/// Whether any secret of a session made by [`session`] can be read in the folder.
pub(crate) fn tells_secrets(folder: &Path) -> bool {
    let text = everything(folder);
    // What fills the tokens, and what ends the client's secret.
    text.contains("xxxxxxxx") || text.contains('ß')
}
