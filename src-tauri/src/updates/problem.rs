use std::{error::Error as _, io};

/// Why a step of an update failed. The version that runs was not touched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("the release server cannot be reached: {0}")]
    Unreachable(String),
    #[error("the release server fell silent")]
    Silent,
    #[error("the connection to the release server broke: {0}")]
    Torn(String),
    #[error("the release server answered with status {0}")]
    Status(u16),
    #[error("the release server's answer does not describe a release: {0}")]
    Manifest(String),
    #[error("the new version is not there for this system: {0}")]
    NoBuild(String),
    #[error("the release server names an address that is not https: {0}")]
    Insecure(String),
    #[error("what the release server sends is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the file does not carry the publisher's signature: {0}")]
    Forged(String),
    #[error("the file was signed as version {signed} and is offered as {announced}")]
    OtherVersion { signed: String, announced: String },
    #[error("the disk is full: {0}")]
    NoRoom(String),
    #[error("{path} cannot be replaced: {error}")]
    Place { path: String, error: String },
    #[error("the new version could not be installed: {0}")]
    Install(String),
}

impl Problem {
    /// What the HTTP library says.
    pub(crate) fn of_http(error: &reqwest::Error) -> Self {
        if error.is_redirect() {
            let to = error.url().map(ToString::to_string).unwrap_or_default();
            return Self::Insecure(to);
        }
        if error.is_timeout() {
            return Self::Silent;
        }
        // The innermost cause is the one that a person can do something about.
        let mut detail = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            detail = inner.to_string();
            cause = inner.source();
        }
        if error.is_connect() {
            Self::Unreachable(detail)
        } else {
            Self::Torn(detail)
        }
    }

    /// What the disk says to a file that is being written at `path`.
    pub(crate) fn of_disk(path: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::NoRoom(format!("{path}: {error}"))
            }
            _ => Self::Place {
                path: path.to_owned(),
                error: error.to_string(),
            },
        }
    }
}

impl From<tauri_plugin_updater::Error> for Problem {
    fn from(error: tauri_plugin_updater::Error) -> Self {
        use tauri_plugin_updater::Error;
        let said = error.to_string();
        match error {
            Error::Serialization(_) | Error::Semver(_) | Error::UrlParse(_) => Self::Manifest(said),
            Error::TargetNotFound(_) | Error::TargetsNotFound(_) => Self::NoBuild(said),
            Error::Minisign(_) | Error::Base64(_) | Error::SignatureUtf8(_) | Error::MissingSignedVersion => {
                Self::Forged(said)
            }
            Error::SignedVersionMismatch { signed, announced } => Self::OtherVersion { signed, announced },
            Error::Io(error) if error.kind() == io::ErrorKind::StorageFull => Self::NoRoom(said),
            _ => Self::Install(said),
        }
    }
}
