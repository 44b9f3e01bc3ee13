//! Why a command failed, and what the process ends with then.

use std::{io, path::Path};

use latchkey_collection::store::Error as CollectionError;
use latchkey_keeping::ProfileError;
use latchkey_pipeline::{Error, InputError, NetworkError, Rule, StoreError};
use latchkey_profile::file::FileError;
use latchkey_running::{Broken, Grade};

use crate::{exit::Exit, way_back};

/// Why a command failed. No variant holds a token or a password.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// An argument cannot be used.
    #[error("{field}: found {found}; allowed is {allowed}")]
    Usage {
        field: &'static str,
        found: String,
        allowed: String,
    },
    /// Something the engine was given cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A profile's file cannot be used.
    #[error("{}", in_one_line(from, faults))]
    ProfileText { from: String, faults: Vec<FileError> },
    /// A folder of saved requests cannot be read.
    #[error(transparent)]
    Collection(Box<CollectionError>),
    /// A saved profile cannot be read or written.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// Nobody is signed in.
    #[error("{0}")]
    SignedOut(String),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] Error),
    /// The session is over, and there is a way to begin it again.
    #[error("{}", way_back::after(&error.to_string(), way_back))]
    Over { error: Error, way_back: String },
    /// The answer broke off.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The sessions cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file cannot be read or written.
    #[error("{0}")]
    File(String),
    /// The system refuses something else.
    #[error("{0}")]
    System(String),
    /// The body is not for a terminal.
    #[error("the body looks binary; write it to a file with -o FILE, or let it through with --binary")]
    Binary,
    /// The body is not for a JSON object.
    #[error(
        "the body has more than {limit} bytes, too many for --json-output; write it to a file with -o FILE"
    )]
    TooLarge { limit: usize },
    /// A document cannot be read as requests.
    #[error("{from}: {error}")]
    Import {
        from: String,
        error: latchkey_importing::ImportError,
    },
    /// A document cannot be fetched.
    #[error("{from}: {why}")]
    Fetch { from: String, why: String, exit: Exit },
    /// A saved request cannot be written in another way.
    #[error("{file}: {error}")]
    Export {
        file: String,
        error: latchkey_exporting::CurlError,
    },
    /// Interrupted or terminated.
    #[error("cancelled")]
    Cancelled(Exit),
}

impl From<CollectionError> for Failure {
    fn from(error: CollectionError) -> Self {
        Self::Collection(Box::new(error))
    }
}

impl From<Broken> for Failure {
    fn from(Broken(why): Broken) -> Self {
        Self::System(why)
    }
}

impl Failure {
    pub(crate) fn usage(field: &'static str, found: &str, allowed: impl Into<String>) -> Self {
        let found = if found.is_empty() {
            "nothing".to_owned()
        } else {
            format!("{found:?}")
        };
        Self::Usage {
            field,
            found,
            allowed: allowed.into(),
        }
    }

    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        // What a file beside it is called helps nobody.
        let why = io::Error::from(error.kind());
        let why = error.raw_os_error().map_or(why, io::Error::from_raw_os_error);
        Self::File(format!("{}: {why}", path.display()))
    }

    /// What the process ends with.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            // A store that was unusable has been put aside: nobody is signed in.
            Self::SignedOut(_) | Self::Store(StoreError::Corrupt { .. } | StoreError::Newer { .. }) => {
                Exit::SignedOut
            }
            Self::Network(_) => Exit::NoAnswer,
            Self::Engine(error) | Self::Over { error, .. } => of_engine(error),
            Self::Profile(ProfileError::Read { .. } | ProfileError::Write(_))
            | Self::Store(_)
            | Self::File(_)
            | Self::System(_)
            | Self::Binary
            | Self::TooLarge { .. } => Exit::Other,
            Self::Usage { .. }
            | Self::Input(_)
            | Self::ProfileText { .. }
            | Self::Profile(_)
            | Self::Collection(_)
            | Self::Import { .. }
            | Self::Export { .. } => Exit::Usage,
            Self::Cancelled(exit) | Self::Fetch { exit, .. } => *exit,
        }
    }
}

/// An error about plain http, with the option that says yes to it.
pub(crate) fn naming_the_option(error: InputError) -> InputError {
    match error.rule {
        Rule::PlainHttp => InputError {
            allowed: "https://, or http:// with --allow-plain-http".to_owned(),
            ..error
        },
        _ => error,
    }
}

/// What an error of the engine ends the process with.
pub(crate) fn of_engine(error: &Error) -> Exit {
    Exit::from(Grade::of(error))
}

fn in_one_line(source: &str, faults: &[FileError]) -> String {
    let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
    format!("{source}: {}", faults.join("; also "))
}
