//! What cannot be used is kept, out of the way.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    busy::until_let,
    durable::write_durably,
    medium::{Document, FILE, WriteError},
};

/// Renames the whole file. `None` where that does not work.
pub(crate) fn put_aside(folder: &Path) -> Option<PathBuf> {
    let aside = free_name(folder)?;
    until_let(|| fs::rename(folder.join(FILE), &aside)).ok()?;
    Some(aside)
}

/// Writes a part of the file to a file of its own.
pub(crate) fn keep_part(folder: &Path, part: &Document) -> Result<PathBuf, WriteError> {
    let aside = free_name(folder)
        .ok_or_else(|| WriteError::at(folder, &"too many unusable files are kept already"))?;
    let text = serde_json::to_vec_pretty(part).map_err(|error| WriteError::at(&aside, &error))?;
    write_durably(&aside, |beside| {
        fs::write(beside, &text).map_err(|error| WriteError::at(beside, &error))
    })?;
    Ok(aside)
}

fn free_name(folder: &Path) -> Option<PathBuf> {
    (1..1000)
        .map(|number| folder.join(format!("latchkey.unusable-{number}.json")))
        .find(|path| !path.exists())
}
