use latchkey_ipc::{ErrorCode, IpcError};
use latchkey_keeping::ProfileError;
use latchkey_pipeline::{Error, description::file::FileError};

/// A profile that could not be read or written.
pub(crate) fn from_folder(error: &ProfileError) -> IpcError {
    let message = error.to_string();
    let plain = |key: &str, found: Option<String>| IpcError {
        code: ErrorCode::InvalidInput,
        key: key.to_owned(),
        message: message.clone(),
        field: Some("id".to_owned()),
        found,
        allowed: None,
        trace: None,
    };
    match error {
        ProfileError::Missing { id } => plain("profile-missing", Some(id.clone())),
        ProfileError::Id(error) => super::from_error(Error::Input(error.clone())),
        ProfileError::File { error, .. } => from_file(error),
        ProfileError::OtherId { found, .. } => plain("profile-other-id", Some(found.clone())),
        _ => IpcError {
            code: ErrorCode::Internal,
            ..plain("profile-unwritable", None)
        },
    }
}

/// A file that is no profile.
pub(crate) fn from_file(error: &FileError) -> IpcError {
    IpcError {
        code: ErrorCode::InvalidInput,
        key: "profile-file".to_owned(),
        message: error.to_string(),
        field: Some(error.field.clone()).filter(|field| !field.is_empty()),
        found: Some(error.found.clone()),
        allowed: Some(error.allowed.clone()),
        trace: None,
    }
}
