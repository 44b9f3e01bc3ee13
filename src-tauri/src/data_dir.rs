//! Where the app keeps its data, and what is wrong there.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use latchkey_ipc::{FolderFault, FolderProblem};
use sha2::{Digest, Sha256};
use tauri::{AppHandle, Manager, Runtime};
use tempfile::TempDir;

const VARIABLE: &str = "LATCHKEY_DATA_DIR";
const IDENTIFIER: &str = "dev.latchkey.desktop";
/// As much as is written to see whether anything can be.
const PROBE: [u8; 4096] = [0; 4096];

/// The data folder of this run.
pub(crate) struct DataDir {
    pub(crate) path: PathBuf,
    /// Why nothing can be kept in it. That is no reason not to start: whatever is kept stays in memory.
    pub(crate) problem: Option<FolderProblem>,
    /// Where the system names no folder, or one of somebody else: one that goes with this run.
    for_this_run: Option<TempDir>,
}

impl DataDir {
    /// Whether the folder goes with this run.
    pub(crate) fn is_for_this_run(&self) -> bool {
        self.for_this_run.is_some()
    }

    /// Removes a folder that goes with this run. The process ends without dropping anything.
    pub(crate) fn end(&self) {
        if let Some(folder) = &self.for_this_run
            && let Err(error) = fs::remove_dir_all(folder.path())
        {
            tracing::warn!(%error, "the folder of this run stays");
        }
    }

    /// One that goes with this run.
    pub(crate) fn for_this_run(problem: Option<FolderProblem>) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        Ok(Self {
            path: folder.path().to_owned(),
            problem,
            for_this_run: Some(folder),
        })
    }

    fn at(path: PathBuf, problem: Option<FolderProblem>) -> Self {
        Self {
            path,
            problem,
            for_this_run: None,
        }
    }
}

/// The data folder, made if it is missing, open to its owner alone.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> io::Result<DataDir> {
    let system = match chosen() {
        Some(folder) => Ok(folder),
        None => app.path().app_data_dir(),
    };
    let problem = match system {
        Ok(path) => match make(&path) {
            Ok(()) => return Ok(DataDir::at(path, None)),
            Err(error) => match problem(&path, &error) {
                foreign if foreign.fault == FolderFault::NotYours => foreign,
                // What lies there can still be read.
                own => return Ok(DataDir::at(path, Some(own))),
            },
        },
        Err(error) => FolderProblem {
            fault: FolderFault::Other,
            folder: String::new(),
            detail: error.to_string(),
        },
    };
    // Another user's sessions are not ours to use, and files of ours in their folder would lock them out.
    DataDir::for_this_run(Some(problem))
}

/// Makes the folder, and tries whether something can be written in it.
fn make(folder: &Path) -> io::Result<()> {
    // Whoever owns it could read what is kept in it, and put other files there.
    if is_foreign(folder) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, NOT_YOURS));
    }
    latchkey_keeping::open_folder(folder)?;
    if !fs::metadata(folder)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let mut probe = tempfile::Builder::new().prefix(".probe-").tempfile_in(folder)?;
    probe.write_all(&PROBE)?;
    probe.as_file().sync_all()
}

const NOT_YOURS: &str = "it belongs to another user";

fn problem(folder: &Path, error: &io::Error) -> FolderProblem {
    let fault = match error.kind() {
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => FolderFault::NotAFolder,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FolderFault::Full,
        io::ErrorKind::PermissionDenied if is_foreign(folder) => FolderFault::NotYours,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => FolderFault::ReadOnly,
        _ => FolderFault::Other,
    };
    tracing::warn!(%error, ?fault, folder = %folder.display(), "nothing can be kept in the data folder");
    FolderProblem {
        fault,
        folder: folder.display().to_string(),
        detail: error.to_string(),
    }
}

#[cfg(unix)]
fn is_foreign(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    fs::metadata(folder).is_ok_and(|about| about.uid() != own)
}

#[cfg(not(unix))]
fn is_foreign(_folder: &Path) -> bool {
    false
}

/// A folder for what the web view keeps, where the system's own cannot be made: without any, Tauri opens no window.
pub(crate) fn for_page() -> Option<TempDir> {
    let own = dirs::data_local_dir()?.join(IDENTIFIER);
    if own.exists() {
        return None;
    }
    let error = fs::create_dir_all(&own).err()?;
    tracing::warn!(%error, "the web view keeps nothing beyond this run");
    tempfile::tempdir().ok()
}

/// One instance of the app per data folder, whoever else shares the session bus: the system's own folder differs from
/// user to user as well.
pub(crate) fn instance_id() -> String {
    let Some(folder) = expected() else {
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

/// The folder that [`open`] will find, before there is an app to ask for the system's own.
pub(crate) fn expected() -> Option<PathBuf> {
    chosen().or_else(|| Some(dirs::data_dir()?.join(IDENTIFIER)))
}

fn chosen() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os(VARIABLE).filter(|folder| !folder.is_empty())?);
    Some(std::path::absolute(&folder).unwrap_or(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_can_be_written_in_has_no_problem_and_nothing_is_left_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        make(&inner).unwrap();
        assert_eq!(fs::read_dir(inner).unwrap().count(), 0);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("below")] {
            let error = make(&path).unwrap_err();
            let problem = problem(&path, &error);
            assert_eq!(problem.fault, FolderFault::NotAFolder, "{problem:?}");
            assert_eq!(problem.folder, path.display().to_string());
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_is_closed_to_others() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let open = fs::Permissions::from_mode(0o755);
        fs::set_permissions(folder.path(), open).unwrap();
        make(folder.path()).unwrap();
        let mode = fs::metadata(folder.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
