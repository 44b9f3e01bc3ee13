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

/// Has a file, or the names in a folder, on the disk for good, as far as the file system knows how: shared folders on macOS
/// refuse what is asked there, and some elsewhere refuse it of folders. What they were given is written all the same.
pub fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        Err(error) if cannot_sync(&error) => Ok(()),
        done => done,
    }
}

/// Whether it is about what the file system can do, and not about this file.
fn cannot_sync(error: &io::Error) -> bool {
    /// ENOTTY and ENOTSUP.
    const OF_MACOS: [i32; 2] = [25, 45];
    let by_number =
        cfg!(target_os = "macos") && error.raw_os_error().is_some_and(|it| OF_MACOS.contains(&it));
    by_number
        || matches!(
            error.kind(),
            io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
        )
}

/// Makes a renaming in this folder survive a power cut.
pub(super) fn settle(path: &Path) -> io::Result<()> {
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        sync(&File::open(folder)?)?;
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
            sync(&File::options().write(true).open(path)?)?;
        } else if cfg!(unix) {
            sync(&File::open(path)?)?;
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
    sync(beside.as_file())?;
    Ok(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_system_cannot_do_is_no_fault_of_the_file() {
        for kind in [io::ErrorKind::Unsupported, io::ErrorKind::InvalidInput] {
            assert!(cannot_sync(&kind.into()), "{kind}");
        }
        // On macOS alone these are numbers of such a refusal.
        for number in [25, 45] {
            let refusal = io::Error::from_raw_os_error(number);
            let by_kind = matches!(
                refusal.kind(),
                io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
            );
            assert_eq!(
                cannot_sync(&refusal),
                cfg!(target_os = "macos") || by_kind,
                "{refusal}"
            );
        }
        for kind in [
            io::ErrorKind::StorageFull,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem,
        ] {
            assert!(!cannot_sync(&kind.into()), "{kind}");
        }
        let file = tempfile::tempfile().unwrap();
        sync(&file).unwrap();
    }
}
