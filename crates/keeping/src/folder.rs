//! The data folder: closed to everybody but its owner.

use std::{io, path::Path};

use crate::kept::make_folder;

/// Makes the data folder if it is missing, and closes it to others, and what lies in it: a folder that was made by
/// hand, copied or unpacked is as open as whoever did that left it.
///
/// On Windows the folders of a user's profile are closed by what they inherit, and nothing is changed.
pub fn open_folder(folder: &Path) -> io::Result<()> {
    make_folder(folder)?;
    #[cfg(unix)]
    unix::close(folder)?;
    Ok(())
}

#[cfg(unix)]
mod unix {
    use std::{
        fs::{self, Metadata, Permissions},
        io,
        os::unix::fs::PermissionsExt,
        path::Path,
    };

    /// How many files and folders are looked at. There are some ten; the folder may have been pointed at anything.
    const MOST: usize = 1_000;
    /// What others may do with a file.
    const OTHERS: u32 = 0o077;

    pub(super) fn close(folder: &Path) -> io::Result<()> {
        // The folder first: from then on nobody reaches what is in it. Only this may fail, for it suffices.
        tighten(folder, &fs::metadata(folder)?)?;
        let mut left = MOST;
        close_inside(folder, &mut left);
        for inside in folders_in(folder) {
            close_inside(&inside, &mut left);
        }
        Ok(())
    }

    fn close_inside(folder: &Path, left: &mut usize) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if *left == 0 {
                return;
            }
            *left -= 1;
            // Of the entry itself: what a link points to may be anybody's.
            if let Ok(about) = entry.metadata()
                && (about.is_file() || about.is_dir())
                && let Err(error) = tighten(&entry.path(), &about)
            {
                tracing::warn!(%error, path = %entry.path().display(), "a file could not be closed to others");
            }
        }
    }

    fn folders_in(folder: &Path) -> Vec<std::path::PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        folders.take(MOST).map(|entry| entry.path()).collect()
    }

    /// Changes nothing where nothing is to be changed: that works on a disk that is read-only, too.
    fn tighten(path: &Path, about: &Metadata) -> io::Result<()> {
        let mode = about.permissions().mode();
        if mode & OTHERS == 0 {
            return Ok(());
        }
        fs::set_permissions(path, Permissions::from_mode(mode & !OTHERS & 0o7777))
    }
}
