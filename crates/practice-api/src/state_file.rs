//! What survives a restart, in a file that is replaced as a whole.

use crate::{Error, key::key_from_hex, notes::Notebook, sessions::KeptSlot};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering::SeqCst},
};

/// The file's content: no token, only what is needed to recognise one.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    pub(crate) version: u32,
    pub(crate) signing_key: String,
    pub(crate) issued: u64,
    pub(crate) sessions: BTreeMap<String, KeptSlot>,
    pub(crate) notes: BTreeMap<String, Notebook>,
}

impl Kept {
    pub(crate) const VERSION: u32 = 1;

    fn parse(bytes: &[u8]) -> Option<Self> {
        let kept: Self = serde_json::from_slice(bytes).ok()?;
        let sound = kept.version == Self::VERSION && key_from_hex(&kept.signing_key).is_some();
        sound.then_some(kept)
    }
}

/// A state file that this server writes.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    set_aside: Option<PathBuf>,
    /// How many writes were asked for.
    asked: AtomicU64,
    /// Up to which of those the file is right.
    written: Mutex<u64>,
}

impl StateFile {
    /// Reads the file. A missing one is fresh; a corrupt one, or one of another version, is renamed to
    /// `*.corrupt` and fresh.
    pub(crate) fn open(path: &Path) -> Result<(Self, Kept), Error> {
        let failed = |source| Error::State {
            path: path.into(),
            source,
        };
        let mut set_aside = None;
        let kept = match fs::read(path) {
            Ok(bytes) => {
                if let Some(kept) = Kept::parse(&bytes) {
                    kept
                } else {
                    let aside = with_suffix(path, ".corrupt");
                    fs::rename(path, &aside).map_err(failed)?;
                    tracing::warn!(aside = %aside.display(), "the practice API's state was corrupt");
                    set_aside = Some(aside);
                    Kept::default()
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Kept::default(),
            Err(error) => return Err(failed(error)),
        };
        let file = Self {
            path: path.into(),
            set_aside,
            asked: AtomicU64::new(0),
            written: Mutex::new(0),
        };
        Ok((file, kept))
    }

    pub(crate) fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    /// Makes the file hold what `kept` tells, or something newer. Whoever finds that another writer has
    /// covered the change already returns at once.
    pub(crate) fn write(&self, kept: impl FnOnce() -> Kept) -> Result<(), Error> {
        let mine = self.asked.fetch_add(1, SeqCst) + 1;
        let mut written = self.written.lock();
        if *written >= mine {
            return Ok(());
        }
        let covered = self.asked.load(SeqCst);
        self.replace(&kept()).map_err(|source| Error::State {
            path: self.path.clone(),
            source,
        })?;
        *written = covered;
        Ok(())
    }

    fn replace(&self, kept: &Kept) -> io::Result<()> {
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let temporary = with_suffix(&self.path, ".tmp");
        let mut file = open_private(&temporary)?;
        file.write_all(&serde_json::to_vec(kept)?)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&temporary, &self.path)
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// A new, empty file that nobody but its owner can read.
fn open_private(path: &Path) -> io::Result<File> {
    // A leftover of a killed process may have other permissions.
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
