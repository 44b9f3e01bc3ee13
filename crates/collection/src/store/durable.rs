//! Puts a file in place in one step.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use tempfile::{NamedTempFile, TempDir};

/// Replaces a file, whose permissions stay.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let beside = written(path, text)?;
    if let Ok(metadata) = fs::metadata(path) {
        fs::set_permissions(beside.path(), metadata.permissions())?;
    }
    beside.persist(path).map_err(|error| error.error)?;
    settle(path)
}

/// Makes a file where none is.
pub(super) fn make(path: &Path, text: &str) -> io::Result<()> {
    written(path, text)?
        .persist_noclobber(path)
        .map_err(|error| error.error)?;
    settle(path)
}

/// Makes a renaming in this folder survive a power cut.
pub(super) fn settle(path: &Path) -> io::Result<()> {
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A folder that no reading looks into. It goes should anything fail.
pub(super) fn aside(folder: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".latchkey-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(folder)
}

/// Writes a file that is not there yet. It is on the disk for good after [`settle_all`].
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    File::create_new(path)?.write_all(text.as_bytes())
}

/// Has files and folders on the disk for good. Together: the first of them takes most of the others along.
pub(super) fn settle_all(paths: &[PathBuf]) -> io::Result<()> {
    for path in paths {
        if !path.is_dir() {
            File::options().write(true).open(path)?.sync_all()?;
        } else if cfg!(unix) {
            File::open(path)?.sync_all()?;
        }
    }
    Ok(())
}

/// Puts a folder in its place, where nothing is.
pub(super) fn put(aside: TempDir, path: &Path) -> io::Result<()> {
    fs::rename(aside.path(), path)?;
    // What it was called is no more.
    let _ = aside.keep();
    settle(path)
}

/// The text in a nameless-looking file beside, on the disk. It goes should anything fail.
fn written(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // Begins with a dot: whoever reads the collection meanwhile leaves it alone.
    builder.prefix(".latchkey-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any program makes files: the user's mask decides who may read it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut beside = builder.tempfile_in(path.parent().unwrap_or(Path::new(".")))?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().sync_all()?;
    Ok(beside)
}
