//! Keeps the session in a file, through tauri-plugin-store.
//!
//! The plugin writes a file in place, so a kill in the middle would leave half of it. Here it writes a file beside,
//! which is made durable and then takes the real one's place in one step: after a kill at any instant the old
//! content is there, or the new.
//!
//! The plugin also tells every change to the window, value and all. A token must never get there, so each write goes
//! through a store of its own that is made with its content and closed at once: nothing changes in it.

use std::{
    collections::HashMap,
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use latchkey_pipeline::{
    Profile, StoreError, StoredSession, Token, TokenPair,
    store::{SessionStore, StoreFuture},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreBuilder};

/// The newest format of the file that this version reads, and the one it writes.
const FORMAT: u64 = 1;
const FILE: &str = "latchkey.json";
const FILE_BESIDE: &str = "latchkey.json.new";

const FORMAT_KEY: &str = "format";
const SESSION_KEY: &str = "session";

type Entries = HashMap<String, Value>;

/// A file of named entries, one of which is the session.
pub struct KeptSession<R: Runtime> {
    app: AppHandle<R>,
    folder: PathBuf,
    /// The file's content as last read or written; `None` before it was read.
    entries: Arc<Mutex<Option<Entries>>>,
}

impl<R: Runtime> Clone for KeptSession<R> {
    fn clone(&self) -> Self {
        Self {
            app: self.app.clone(),
            folder: self.folder.clone(),
            entries: self.entries.clone(),
        }
    }
}

/// The session's entry. The only type of the app that tokens are written to.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    profile: Profile,
    user: String,
    signed_in_at_ms: i64,
    skew_ms: i64,
    access_token: String,
    refresh_token: String,
}

impl<R: Runtime> KeptSession<R> {
    /// Keeps the session in `folder`, which exists.
    pub fn new(app: &AppHandle<R>, folder: &Path) -> Self {
        Self {
            app: app.clone(),
            folder: folder.to_owned(),
            entries: Arc::default(),
        }
    }

    /// Reads another entry of the file.
    pub fn entry<T: serde::de::DeserializeOwned>(&self, key: &str) -> Option<T> {
        let entries = self.entries();
        serde_json::from_value(entries.as_ref()?.get(key)?.clone()).ok()
    }

    /// Writes another entry of the file.
    pub fn set_entry<T: Serialize>(&self, key: &str, value: &T) -> Result<(), StoreError> {
        let value = serde_json::to_value(value).map_err(|error| StoreError::Io(error.to_string()))?;
        self.change(|entries| {
            entries.insert(key.to_owned(), value);
        })
    }

    fn entries(&self) -> MutexGuard<'_, Option<Entries>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// Reads the file. One that cannot be used is kept aside, and its place is taken by an empty one.
    fn read(&self) -> Result<Option<StoredSession>, StoreError> {
        let result = self.read_file().and_then(|entries| {
            let session = entries.get(SESSION_KEY).map(session_of).transpose()?;
            Ok((entries, session))
        });
        match result {
            Ok((entries, session)) => {
                *self.entries() = Some(entries);
                Ok(session)
            }
            Err(error @ StoreError::Io(_)) => Err(error),
            Err(mut error) => {
                let aside = self.put_aside();
                match &mut error {
                    StoreError::Corrupt { kept_as, .. } | StoreError::Newer { kept_as, .. } => {
                        *kept_as = aside;
                    }
                    _ => {}
                }
                *self.entries() = Some(Entries::new());
                Err(error)
            }
        }
    }

    fn read_file(&self) -> Result<Entries, StoreError> {
        let path = self.path();
        match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Entries::new()),
            Err(error) => return Err(unusable(&path, &error)),
            Ok(_) => {}
        }
        let store = self.store(&path, None)?;
        let read = store.reload_ignore_defaults();
        let entries: Entries = store.entries().into_iter().collect();
        store.close_resource();
        match read {
            Ok(()) => {}
            Err(tauri_plugin_store::Error::Io(error)) => return Err(unusable(&path, &error)),
            Err(error) => return Err(corrupt(error.to_string())),
        }
        match entries.get(FORMAT_KEY).map(Value::as_u64) {
            Some(Some(format @ 1..=FORMAT)) => {
                tracing::debug!(format, "read the store");
                Ok(entries)
            }
            Some(Some(found)) if found > FORMAT => Err(StoreError::Newer {
                found,
                supported: FORMAT,
                kept_as: None,
            }),
            _ => Err(corrupt(format!(
                "entry {FORMAT_KEY:?} is missing or not a number from 1 to {FORMAT}"
            ))),
        }
    }

    fn change(&self, change: impl FnOnce(&mut Entries)) -> Result<(), StoreError> {
        let mut kept = self.entries();
        let mut entries = kept.clone().unwrap_or_default();
        change(&mut entries);
        entries.insert(FORMAT_KEY.to_owned(), FORMAT.into());
        self.write(&entries)?;
        *kept = Some(entries);
        Ok(())
    }

    fn write(&self, entries: &Entries) -> Result<(), StoreError> {
        let beside = self.folder.join(FILE_BESIDE);
        let written = (|| -> Result<(), StoreError> {
            make_private(&beside).map_err(|error| unusable(&beside, &error))?;
            let store = self.store(&beside, Some(entries.clone()))?;
            let saved = store.save();
            store.close_resource();
            saved.map_err(|error| StoreError::Io(format!("{}: {error}", beside.display())))?;
            replace(&beside, &self.path()).map_err(|error| unusable(&self.path(), &error))
        })();
        if written.is_err() {
            // Half a file with tokens in it helps nobody.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    /// A store of its own for one read or write. `content` makes a new one that holds it.
    fn store(&self, path: &Path, content: Option<Entries>) -> Result<Arc<Store<R>>, StoreError> {
        let builder = StoreBuilder::new(&self.app, path).disable_auto_save();
        let builder = match content {
            Some(content) => builder.create_new().defaults(content),
            None => builder.create_new(),
        };
        builder.build().map_err(|error| StoreError::Io(error.to_string()))
    }

    fn put_aside(&self) -> Option<PathBuf> {
        let aside = (1..1000)
            .map(|number| self.folder.join(format!("latchkey.unusable-{number}.json")))
            .find(|path| !path.exists())?;
        fs::rename(self.path(), &aside).ok()?;
        Some(aside)
    }

    /// Runs file work where it may block.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let kept = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&kept)).await;
        done.unwrap_or_else(|_| Err(StoreError::Io("the store stopped unexpectedly".to_owned())))
    }
}

impl<R: Runtime> SessionStore for KeptSession<R> {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        Box::pin(self.blocking(Self::read))
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        let entry = Entry {
            profile: session.profile.clone(),
            user: session.user.clone(),
            signed_in_at_ms: session.signed_in_at_ms,
            skew_ms: session.skew_ms,
            access_token: session.pair.access.expose().to_owned(),
            refresh_token: session.pair.refresh.expose().to_owned(),
        };
        Box::pin(self.blocking(move |kept| {
            let value = serde_json::to_value(entry).map_err(|error| StoreError::Io(error.to_string()))?;
            kept.change(|entries| {
                entries.insert(SESSION_KEY.to_owned(), value);
            })
        }))
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        Box::pin(self.blocking(|kept| {
            kept.change(|entries| {
                entries.remove(SESSION_KEY);
            })
        }))
    }
}

fn session_of(value: &Value) -> Result<StoredSession, StoreError> {
    // The error names the field; the value, which may be a token, is not repeated.
    let entry = Entry::deserialize(value).map_err(|error| corrupt(named_only(&error)))?;
    let token = |field: &str, text: &str| {
        Token::parse(text.as_bytes()).map_err(|problem| corrupt(format!("{field}: {problem}")))
    };
    Ok(StoredSession {
        pair: TokenPair {
            access: token("access_token", &entry.access_token)?,
            refresh: token("refresh_token", &entry.refresh_token)?,
        },
        profile: entry.profile,
        user: entry.user,
        signed_in_at_ms: entry.signed_in_at_ms,
        skew_ms: entry.skew_ms,
        expires_at_ms: None,
        client_secret: None,
    })
}

fn named_only(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected"))
    {
        Some((_found, expected)) => format!("a field has the wrong type, expected{expected}"),
        None => text,
    }
}

fn corrupt(detail: String) -> StoreError {
    StoreError::Corrupt {
        detail,
        kept_as: None,
    }
}

fn unusable(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Io(format!("{}: {error}", path.display()))
}

/// Makes an empty file that only its owner may read, before anything is written to it.
fn make_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

/// Makes `new` durable and puts it in `real`'s place in one step.
fn replace(new: &Path, real: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(new)?.sync_all()?;
    fs::rename(new, real)?;
    #[cfg(unix)]
    if let Some(folder) = real.parent() {
        // The new name, too, must survive a power cut.
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
