//! What can go wrong before a server answers.

use std::{io, path::PathBuf};

/// Why a server could not be installed or started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A program that installs or runs it is missing or too old.
    #[error("{wanted} is not here{found}")]
    Missing {
        /// What is needed, with its version.
        wanted: &'static str,
        /// What was found instead, as the end of the sentence, or nothing.
        found: String,
    },
    /// A program failed or took too long.
    #[error("`{command}` {how}; the end of {}:\n{end}", .log.display())]
    Failed {
        /// The command line.
        command: String,
        /// Its status, or how long it was waited for.
        how: String,
        /// Where all that it printed is.
        log: PathBuf,
        /// The last lines of that.
        end: String,
    },
    /// A file or folder below the target folder could not be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Io {
            path: path.into(),
            source,
        }
    }
}
