//! What can go wrong with a collection on disk.

use std::{io, path::PathBuf};

use latchkey_profile::file::FileError;

/// What is wrong, with the file, what was found and what is allowed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file's text says nothing that can be used.
    #[error("{file}: {error}")]
    Text {
        /// The file, from the collection's folder.
        file: String,
        /// Line, field, what was found, what is allowed.
        error: FileError,
    },
    /// The file is not text.
    #[error("{file}: found bytes that are not UTF-8; allowed is text in UTF-8")]
    Encoding {
        /// The file.
        file: String,
    },
    /// The file is too large.
    #[error("{file}: found more than {limit} bytes; allowed are as many")]
    TooLarge {
        /// The file.
        file: String,
        /// The most that is read.
        limit: u64,
    },
    /// All files together are too large.
    #[error(
        "{file}: found more than {limit} bytes in all files up to this one; allowed are as many in a collection"
    )]
    TooMuch {
        /// The first that was not read any more.
        file: String,
        /// The most that is read.
        limit: u64,
    },
    /// Folders lie too deep in one another.
    #[error("{file}: found a folder below {limit} others; allowed are as many")]
    TooDeep {
        /// The folder.
        file: String,
        /// How deep they may lie.
        limit: usize,
    },
    /// There are too many files.
    #[error("{file}: found more than {limit} {what}; allowed are as many in a collection")]
    TooMany {
        /// The first that was left out.
        file: String,
        /// How many may be there.
        limit: usize,
        /// What was counted.
        what: &'static str,
    },
    /// A symbolic link.
    #[error("{file}: found a symbolic link, which is not followed; allowed are files and folders")]
    Link {
        /// The link.
        file: String,
    },
    /// Neither a file nor a folder.
    #[error("{file}: found something that is neither a file nor a folder; allowed are files and folders")]
    NotRegular {
        /// What it is called.
        file: String,
    },
    /// The file's name cannot be told.
    #[error(
        "{file}: found a name that is not UTF-8 or has a backslash; allowed are names that every system can tell"
    )]
    Name {
        /// The name, as far as it can be told.
        file: String,
    },
    /// A place that is not one of a collection.
    #[error("place: found {found:?}; allowed are names joined by /, below the collection's folder")]
    Place {
        /// What was found.
        found: String,
    },
    /// The file on disk is another than the one that was read. Nothing was written.
    #[error("{} has been changed since it was read, and was left as it is; your side can be saved as {}", file.display(), copy.display())]
    Changed {
        /// The side on disk.
        file: PathBuf,
        /// Where the other side can be saved.
        copy: PathBuf,
    },
    /// The file that was read is gone. Nothing was written.
    #[error("{} has been removed or renamed since it was read; your side can be saved as {}", file.display(), copy.display())]
    Gone {
        /// Where it was.
        file: PathBuf,
        /// Where it can be saved.
        copy: PathBuf,
    },
    /// A folder was to be moved into itself.
    #[error("{file}: found a folder within itself as the place to move to; allowed is a folder elsewhere")]
    IntoItself {
        /// The folder.
        file: String,
    },
    /// Something is where something else was to go.
    #[error("{file}: found something that has come there meanwhile; allowed is a free name")]
    Taken {
        /// The place.
        file: String,
    },
    /// The collection's own folder was to be renamed, moved or removed.
    #[error(
        "the collection's own folder: found it as what to rename, move or remove; allowed is what is in it"
    )]
    Root,
    /// TOML cannot say it.
    #[error("{file}: {detail}; allowed is what a TOML file can say")]
    Unwritable {
        /// The file.
        file: String,
        /// What stands in the way.
        detail: String,
    },
    /// The system refuses.
    #[error("{file}: {error}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        error: io::Error,
    },
}

impl Error {
    /// The file, from the collection's folder, where it is one in there.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Text { file, .. }
            | Self::Encoding { file }
            | Self::TooLarge { file, .. }
            | Self::TooMuch { file, .. }
            | Self::TooDeep { file, .. }
            | Self::TooMany { file, .. }
            | Self::Link { file }
            | Self::NotRegular { file }
            | Self::Name { file }
            | Self::IntoItself { file }
            | Self::Taken { file }
            | Self::Unwritable { file, .. }
            | Self::Io { file, .. } => Some(file),
            Self::Root | Self::Place { .. } | Self::Changed { .. } | Self::Gone { .. } => None,
        }
    }

    pub(super) fn io(file: impl Into<String>, error: io::Error) -> Self {
        Self::Io {
            file: file.into(),
            error,
        }
    }
}
