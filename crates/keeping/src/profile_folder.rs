//! Profiles as files, which the app and the command line share: `profiles/ID.toml` in the data folder.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use latchkey_pipeline::{InputError, Profile, Rule};
use latchkey_profile::{
    Description,
    file::{self, FileError},
};

use crate::{
    durable::{private, write_durably},
    kept::make_folder,
    medium::WriteError,
};

/// The id of the practice API's profile, which lives inside the app. No file has it: the session of such a profile would
/// be taken for one of the practice API, and its tokens be sent there.
pub const PRACTICE_ID: &str = "practice";
/// The largest file that is read, in bytes: the largest built-in profile has 2 KiB.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// The folder of the profiles. Every call reads the disk anew, for another process may have changed it, and blocks.
#[derive(Debug, Clone)]
pub struct ProfileFolder {
    folder: PathBuf,
}

/// Why a profile could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// There is none of that id.
    #[error("there is no profile {id:?}")]
    Missing {
        /// The id.
        id: String,
    },
    /// The id cannot be a profile's, so there is no file to look for.
    #[error(transparent)]
    Id(InputError),
    /// The file is no profile.
    #[error("{}: {error}", .path.display())]
    File {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        error: FileError,
    },
    /// The file's profile has another id than the file's name says.
    #[error("{}: id: found {found:?}; allowed is the file's own name", .path.display())]
    OtherId {
        /// Where it is.
        path: PathBuf,
        /// The id in it.
        found: String,
    },
    /// The file or the folder could not be read.
    #[error("{}: {error}", .path.display())]
    Read {
        /// Where.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It could not be written or removed.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// A profile's id, and the profile unless its file is wrong.
pub type Listed = (String, Result<Description, ProfileError>);

impl ProfileFolder {
    /// The profiles of a data folder. Nothing is made before something is saved.
    pub fn new(data_folder: &Path) -> Self {
        Self {
            folder: data_folder.join("profiles"),
        }
    }

    /// Every profile, by id. A file that is wrong does not hide the others.
    pub fn list(&self) -> Result<Vec<Listed>, ProfileError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(&self.folder, error)),
        };
        let mut ids: Vec<_> = entries
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let is_profile = path.extension().is_some_and(|extension| extension == "toml");
                let id = path.file_stem()?.to_str()?.to_owned();
                is_profile.then_some(id)
            })
            .collect();
        ids.sort();
        Ok(ids
            .into_iter()
            .map(|id| {
                let read = self.read(&id);
                (id, read)
            })
            .collect())
    }

    /// One profile, as it was written: it may still be wrong in what [`Profile::new`] checks.
    pub fn read(&self, id: &str) -> Result<Description, ProfileError> {
        let path = self.path_of(id)?;
        let text = match read_bounded(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ProfileError::Missing { id: id.to_owned() });
            }
            Err(error) => return Err(unreadable(&path, error)),
        };
        let description = match file::read(&text) {
            Ok(description) => description,
            Err(error) => return Err(ProfileError::File { path, error }),
        };
        if description.id != id {
            let found = description.id;
            return Err(ProfileError::OtherId { path, found });
        }
        Ok(description)
    }

    /// Whether there is a file of that id, right or wrong.
    pub fn exists(&self, id: &str) -> bool {
        self.path_of(id).is_ok_and(|path| path.exists())
    }

    /// Writes a profile in place of any other of its id, in one step. It is durable when this ends.
    pub fn save(&self, description: &Description) -> Result<(), ProfileError> {
        let path = self.path_of(&description.id)?;
        let _turn = self.turn()?;
        write_durably(&path, |beside| {
            fs::write(beside, file::write(description)).map_err(|error| WriteError::at(beside, &error))
        })?;
        Ok(())
    }

    /// Removes a profile.
    pub fn remove(&self, id: &str) -> Result<(), ProfileError> {
        let path = self.path_of(id)?;
        match fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(ProfileError::Missing { id: id.to_owned() })
            }
            Err(error) => Err(WriteError::at(&path, &error).into()),
        }
    }

    /// Where a profile of that id is, whether there is one or not. An id that is no id, such as `../x`, has no place.
    pub fn path_of(&self, id: &str) -> Result<PathBuf, ProfileError> {
        Profile::check_id(id).map_err(ProfileError::Id)?;
        if id == PRACTICE_ID {
            let allowed = "another id: this one is the app's own";
            let taken = InputError::new("id", Rule::ProfileIdTaken, id, allowed);
            return Err(ProfileError::Id(taken));
        }
        Ok(self.folder.join(format!("{id}.toml")))
    }

    /// Writers take turns: they would write the same file beside the real one.
    fn turn(&self) -> Result<File, WriteError> {
        make_folder(&self.folder).map_err(|error| WriteError::at(&self.folder, &error))?;
        let path = self.folder.join(".lock");
        let file = private()
            .open(&path)
            .map_err(|error| WriteError::at(&path, &error))?;
        file.lock().map_err(|error| WriteError::at(&path, &error))?;
        Ok(file)
    }
}

/// Reads the text of a profile and checks all of it. Each fault says the field, what was found, what is allowed, and
/// the line where that can be told.
pub fn check_text(text: &str) -> Result<Profile, Vec<FileError>> {
    let description = file::read(text).map_err(|error| vec![error])?;
    Profile::new(description).map_err(|errors| {
        let located = errors.into_iter().map(|error| FileError {
            line: line_of(text, &error.field),
            field: error.field,
            found: error.found,
            allowed: error.allowed,
        });
        located.collect()
    })
}

/// The line where a field is set, where the file writes it as `key = value` in the field's own table.
fn line_of(text: &str, field: &str) -> Option<usize> {
    let mut table = String::new();
    let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            let count = lists.entry(name).or_default();
            table = format!("{name}[{count}].");
            *count += 1;
        } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            table = format!("{name}.");
        } else if let Some((key, _)) = line.split_once('=')
            && field.strip_prefix(&table) == Some(key.trim().trim_matches('"'))
        {
            return Some(index + 1);
        }
    }
    None
}

/// A pipe would be waited for without end, and a device has no end: only files are opened, and read up to a limit.
fn read_bounded(path: &Path) -> io::Result<String> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    let mut text = String::new();
    File::open(path)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_string(&mut text)?;
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("the file has more than {MAX_FILE_BYTES} bytes"),
        ));
    }
    Ok(text)
}

fn unreadable(path: &Path, error: io::Error) -> ProfileError {
    ProfileError::Read {
        path: path.to_owned(),
        error,
    }
}
