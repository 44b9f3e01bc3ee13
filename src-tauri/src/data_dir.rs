//! Where the app keeps its data.

use std::{env, io, path::PathBuf};

use sha2::{Digest, Sha256};
use tauri::{AppHandle, Manager, Runtime};

const VARIABLE: &str = "LATCHKEY_DATA_DIR";
const IDENTIFIER: &str = "dev.latchkey.desktop";

/// The data folder, made if it is missing, open to its owner alone.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> io::Result<PathBuf> {
    let folder = match chosen() {
        Some(folder) => folder,
        None => app.path().app_data_dir().map_err(io::Error::other)?,
    };
    // A folder that cannot be made is no reason not to start: the store will say so when it writes.
    if let Err(error) = latchkey_keeping::open_folder(&folder) {
        tracing::warn!(%error, "the data folder could not be made, or closed to others");
    }
    Ok(folder)
}

/// One instance of the app per data folder.
pub(crate) fn instance_id() -> String {
    let Some(folder) = chosen() else {
        return IDENTIFIER.to_owned();
    };
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    // A D-Bus name element must not begin with a digit.
    let suffix = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{IDENTIFIER}.d{suffix:016x}")
}

fn chosen() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os(VARIABLE).filter(|folder| !folder.is_empty())?);
    Some(std::path::absolute(&folder).unwrap_or(folder))
}
