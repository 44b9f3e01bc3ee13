//! A folder that is a collection.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{Collection, Error, Fingerprint, MAX_REQUEST, Place, Saved, names::folded, read, read_request};

/// A collection's folder. Reading and writing block; whoever must not wait does so on a thread of its own.
#[derive(Debug)]
pub struct Store {
    pub(super) root: PathBuf,
    /// Held by whoever looks at what is there and then writes.
    writing: Mutex<()>,
}

impl Store {
    /// The collection in a folder that exists. The folder itself may be reached by a symbolic link.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let told = || folder.display().to_string();
        let root = fs::canonicalize(folder).map_err(|error| Error::io(told(), error))?;
        if !root.is_dir() {
            return Err(Error::io(told(), io::ErrorKind::NotADirectory.into()));
        }
        Ok(Self {
            root,
            writing: Mutex::new(()),
        })
    }

    /// The folder, without symbolic links.
    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// Reads everything. What cannot be read is told, and the rest is read all the same.
    pub fn read(&self) -> Result<Collection, Error> {
        read::collection(&self.root)
    }

    /// Reads one request.
    pub fn request(&self, place: &Place) -> Result<Saved, Error> {
        let missing = || Error::io(place.to_string(), io::ErrorKind::NotFound.into());
        let (text, fingerprint) = self.text(place, MAX_REQUEST)?.ok_or_else(missing)?;
        let request = read_request(&text).map_err(|error| Error::Text {
            file: place.to_string(),
            error,
        })?;
        Ok(Saved {
            place: place.clone(),
            fingerprint,
            request,
        })
    }

    pub(super) fn alone(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a place is, no part of which is a symbolic link.
    pub(super) fn path(&self, place: &Place) -> Result<PathBuf, Error> {
        let mut path = self.root.clone();
        for name in place.names() {
            path.push(name);
            match fs::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_symlink() => {
                    let file = place.to_string();
                    return Err(Error::Link { file });
                }
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io(place.to_string(), error));
                }
                _ => {}
            }
        }
        Ok(path)
    }

    /// All names in a folder, as file systems compare them.
    pub(super) fn taken(&self, folder: &Place) -> Result<HashSet<String>, Error> {
        self.taken_by_others(folder, None)
    }

    /// As [`taken`](Self::taken), of all but the file of this name. Another one that folds as it does is none of it.
    pub(super) fn taken_by_others(
        &self,
        folder: &Place,
        own: Option<&str>,
    ) -> Result<HashSet<String>, Error> {
        let failed = |error| Error::io(folder.to_string(), error);
        let mut taken = HashSet::new();
        for entry in fs::read_dir(self.path(folder)?).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            if own.is_none_or(|own| name != own) {
                taken.insert(folded(&name.to_string_lossy()));
            }
        }
        Ok(taken)
    }

    /// A file's text and its fingerprint; `None` where there is none.
    pub(super) fn text(&self, place: &Place, limit: u64) -> Result<Option<(String, Fingerprint)>, Error> {
        let path = self.path(place)?;
        match bytes(&path, place, limit) {
            Ok(bytes) => {
                let fingerprint = Fingerprint::of(&bytes);
                Ok(Some((text(bytes, place)?, fingerprint)))
            }
            Err(Error::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The bytes of a regular file, within a limit. A pipe is not opened: that would wait for somebody who writes into it.
pub(super) fn bytes(path: &Path, place: &Place, limit: u64) -> Result<Vec<u8>, Error> {
    let file = place.to_string();
    let failed = |error| Error::io(place.to_string(), error);
    let metadata = fs::symlink_metadata(path).map_err(failed)?;
    if metadata.is_symlink() {
        return Err(Error::Link { file });
    }
    if !metadata.is_file() {
        return Err(Error::NotRegular { file });
    }
    let mut bytes = Vec::new();
    if metadata.len() <= limit {
        let opened = File::open(path).map_err(failed)?;
        // It may grow while it is read.
        opened.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if metadata.len() > limit || bytes.len() as u64 > limit {
        return Err(Error::TooLarge { file, limit });
    }
    Ok(bytes)
}

pub(super) fn text(bytes: Vec<u8>, place: &Place) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::Encoding {
        file: place.to_string(),
    })
}
