//! Replacing a file in one step.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

use crate::{busy::until_let, medium::WriteError};

/// Replaces `real` with what `write` puts into a file beside it, whose path it is given.
///
/// That file is empty and open to its owner alone before anything is written, is made durable, and takes the real
/// one's place in one step. After a failure it is removed: half a file with tokens in it helps nobody.
pub fn write_durably(
    real: &Path,
    write: impl FnOnce(&Path) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let beside = real.with_added_extension("new");
    let written = create_private(&beside)
        .map_err(|error| WriteError::at(&beside, &error))
        .and_then(|()| write(&beside))
        .and_then(|()| replace(&beside, real).map_err(|error| WriteError::at(real, &error)));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// How a file is opened that only its owner may read, should it be made.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// A new file: a leftover of a process that was killed may be open to others, or be a link to somewhere else.
fn create_private(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    private().create_new(true).open(path).map(drop)
}

fn replace(new: &Path, real: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(new)?.sync_all()?;
    until_let(|| fs::rename(new, real))?;
    if cfg!(unix)
        && let Some(folder) = real.parent()
    {
        // The new name, too, must survive a power cut.
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
