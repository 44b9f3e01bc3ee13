//! The file, read and written directly: for the command line and for tests.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::Value;
use zeroize::Zeroizing;

use crate::{
    busy::until_let,
    durable::write_durably,
    medium::{Document, FILE, Medium, ReadError, WriteError},
};

/// The file, without the app's store plugin.
#[derive(Debug, Clone)]
pub struct PlainFile {
    path: PathBuf,
}

impl PlainFile {
    /// The file in `folder`, which exists.
    pub fn new(folder: &Path) -> Self {
        Self {
            path: folder.join(FILE),
        }
    }
}

impl Medium for PlainFile {
    fn read(&self) -> Result<Option<Document>, ReadError> {
        let bytes = match until_let(|| fs::read(&self.path)) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(ReadError::Io(format!("{}: {error}", self.path.display()))),
        };
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(document)) => Ok(Some(document)),
            Ok(_) => Err(ReadError::Malformed("not a JSON object".to_owned())),
            // Into a `Value` the parser meets the grammar alone: its error tells a place, never a value.
            Err(error) => Err(ReadError::Malformed(error.to_string())),
        }
    }

    fn write(&self, document: &Document) -> Result<(), WriteError> {
        let text = serde_json::to_vec_pretty(document).map_err(|error| WriteError::at(&self.path, &error))?;
        let text = Zeroizing::new(text);
        write_durably(&self.path, |beside| {
            fs::write(beside, &text).map_err(|error| WriteError::at(beside, &error))
        })
    }
}
