use latchkey_collection::store::Error;
use latchkey_ipc::IpcError;

use super::unfit;

/// What is wrong with a collection on disk.
pub(crate) fn from_collection(error: &Error) -> IpcError {
    let key = match error {
        Error::Changed { .. } => "collection-changed",
        Error::Gone { .. } => "collection-gone",
        Error::Text { .. } | Error::Encoding { .. } => "collection-file",
        _ => "collection",
    };
    let found = match error {
        Error::Changed { copy, .. } | Error::Gone { copy, .. } => {
            copy.file_name().map(|name| name.to_string_lossy().into_owned())
        }
        _ => error.file().map(str::to_owned),
    };
    unfit(key, error.to_string(), found)
}

/// Nothing was read to be imported.
pub(crate) fn no_import() -> IpcError {
    let message = "nothing was read that could be imported".to_owned();
    unfit("import", message, None)
}

/// There is none.
pub(crate) fn no_collection() -> IpcError {
    let message = "no collection is open".to_owned();
    unfit("no-collection", message, None)
}
