//! The file as all sessions share it: read, changed under a lock, put aside where it cannot be used.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use latchkey_pipeline::{
    SessionKey, StoreError, StoredSession,
    store::{SessionStore, SessionStores, StoreFuture},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    aside,
    asked::Asked,
    document::{Contents, FORMAT, Unfit, is_taken},
    entry,
    key::{Keys, hex},
    lock::{Locked, lock},
    medium::{Medium, ReadError},
    session::OneSession,
};

/// How long the keychain may take: a person may have to type a password.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(30);
/// How long the file's lock is waited for: it is held for one read and one write.
const FILE_LIMIT: Duration = Duration::from_secs(10);

/// Sessions in one file of one data folder. Clones share everything.
#[derive(Clone)]
pub struct Kept(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    folder: PathBuf,
    medium: Arc<dyn Medium>,
    /// `None` where the keychain was turned off.
    pub(crate) keys: Option<Asked>,
    /// Sessions that are to be in memory alone.
    memory: Mutex<BTreeMap<SessionKey, StoredSession>>,
    /// Secrets that are to be in memory alone.
    pub(crate) secrets: Mutex<BTreeMap<String, Zeroizing<String>>>,
    /// Writers of this process take turns without asking the system.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Kept {
    /// Keeps sessions in `folder`. Nothing is read or written yet.
    pub fn open(folder: &Path, medium: Arc<dyn Medium>, keys: Keys) -> Self {
        Self::with_limit(folder, medium, keys, KEYCHAIN_LIMIT)
    }

    /// As [`Kept::open`]; the source of keys must answer within `limit`.
    pub fn with_limit(folder: &Path, medium: Arc<dyn Medium>, keys: Keys, limit: Duration) -> Self {
        let keys = match keys {
            Keys::Off => None,
            Keys::From(source) => Some(Asked::new(source, limit, folder.join("latchkey.key.lock"))),
        };
        Self(Arc::new(Inner {
            folder: folder.to_owned(),
            medium,
            keys,
            memory: Mutex::default(),
            secrets: Mutex::default(),
            turn: Arc::default(),
        }))
    }

    /// Reads another entry of the file; `None` where there is none, or of another type.
    pub async fn entry<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let contents = self.read().await?;
        let value = contents.others.get(name).cloned();
        Ok(value.and_then(|value| serde_json::from_value(value).ok()))
    }

    /// Writes another entry of the file. The names this crate uses itself are refused.
    pub async fn set_entry<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        if is_taken(name) {
            return Err(StoreError::Io(format!(
                "the entry {name:?} is not free to be set"
            )));
        }
        let value = serde_json::to_value(value).map_err(|error| StoreError::Io(error.to_string()))?;
        let name = name.to_owned();
        self.change(move |contents| {
            contents.others.insert(name, value);
            Ok(())
        })
        .await
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, BTreeMap<SessionKey, StoredSession>> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the file as it is now. One that cannot be used is put aside, which is said once.
    pub(crate) async fn read(&self) -> Result<Contents, StoreError> {
        let inner = self.0.clone();
        let (contents, fault) = blocking(move || inner.sorted()).await?;
        if fault.is_none() {
            return Ok(contents);
        }
        // Another process may have put it right meanwhile: only who holds the lock may move the file.
        let held = self.file_lock().await?;
        let inner = self.0.clone();
        blocking(move || {
            let _held = held;
            match inner.sorted()? {
                (contents, None) => Ok(contents),
                (_, Some(fault)) => Err(inner.put_aside(fault)),
            }
        })
        .await
    }

    /// Changes the file under its lock, from what it holds now. Nothing is written where nothing changes.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Contents) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let held = self.file_lock().await?;
        let inner = self.0.clone();
        // The lock goes along: should the caller be dropped, it is held until the write has ended.
        blocking(move || {
            let _held = held;
            let (before, fault) = inner.sorted()?;
            if let Some(fault) = fault {
                let error = inner.put_aside(fault);
                if inner.medium.read() != Ok(None) {
                    // It would not move, and is not to be overwritten.
                    return Err(error);
                }
                tracing::warn!(%error, "the file begins anew");
            }
            let mut after = before.clone();
            let result = change(&mut after)?;
            if after != before {
                inner.medium.write(&after.document())?;
            }
            Ok(result)
        })
        .await
    }

    /// Puts one entry into a file of its own, if it still is what was `seen`.
    pub(crate) async fn put_entry_aside(&self, seen: Value) -> Result<Option<PathBuf>, StoreError> {
        let inner = self.0.clone();
        self.change(move |contents| {
            let Some(place) = contents.sessions.iter().position(|value| *value == seen) else {
                return Ok(None);
            };
            let value = contents.sessions.remove(place);
            contents.remember_address(&value);
            let kept = aside::keep_part(&inner.folder, &Contents::part(value))?;
            Ok(Some(kept))
        })
        .await
    }

    async fn file_lock(&self) -> Result<impl Send + 'static, StoreError> {
        let turn = self.0.turn.clone().lock_owned().await;
        let held = lock(&self.0.folder.join("latchkey.lock"), Some(FILE_LIMIT)).await?;
        Ok((held, turn))
    }

    /// Waits for a session's lock between processes, for as long as another one holds it.
    pub(crate) async fn session_lock(&self, key: &SessionKey) -> Result<Locked, StoreError> {
        let locks = self.0.folder.join("locks");
        make_folder(&locks).map_err(|error| StoreError::Io(format!("{}: {error}", locks.display())))?;
        let mut digest = Sha256::new();
        for part in [&key.profile, &key.user] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        let name = format!("{}.lock", hex(&digest.finalize()[..16]));
        lock(&locks.join(name), None).await
    }
}

impl SessionStores for Kept {
    fn of(&self, key: &SessionKey) -> Arc<dyn SessionStore> {
        Arc::new(OneSession::new(self.clone(), key.clone()))
    }

    /// In the order of their sign-ins, the newest last. An entry that does not say whose it is, is put aside and
    /// reported once.
    fn keys(&self) -> StoreFuture<'_, Vec<SessionKey>> {
        Box::pin(async {
            let contents = self.read().await?;
            if let Some(stray) = contents
                .sessions
                .iter()
                .find(|value| entry::key_of(value).is_none())
            {
                return Err(StoreError::Corrupt {
                    detail: "an entry does not say whose session it is".to_owned(),
                    kept_as: self.put_entry_aside(stray.clone()).await?,
                });
            }
            let mut keys: Vec<_> = contents.sessions.iter().filter_map(entry::key_of).collect();
            for key in self.memory().keys() {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
            Ok(keys)
        })
    }
}

impl Inner {
    /// The file's content, empty where there is no file or with the fault that it has.
    fn sorted(&self) -> Result<(Contents, Option<Unfit>), StoreError> {
        let fault = match self.medium.read() {
            Ok(None) => return Ok((Contents::default(), None)),
            Ok(Some(document)) => match Contents::sort(document) {
                Ok(contents) => return Ok((contents, None)),
                Err(unfit) => unfit,
            },
            Err(ReadError::Malformed(detail)) => Unfit::Malformed(detail),
            Err(ReadError::Io(detail)) => return Err(StoreError::Io(detail)),
        };
        Ok((Contents::default(), Some(fault)))
    }

    fn put_aside(&self, fault: Unfit) -> StoreError {
        let kept_as = aside::put_aside(&self.folder);
        match fault {
            Unfit::Malformed(detail) => StoreError::Corrupt { detail, kept_as },
            Unfit::Newer(found) => StoreError::Newer {
                found,
                supported: FORMAT,
                kept_as,
            },
        }
    }
}

pub(crate) fn make_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Runs file work where it may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(StoreError::Io("the store stopped unexpectedly".to_owned())))
}
