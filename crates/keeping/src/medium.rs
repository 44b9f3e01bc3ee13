//! What reads and replaces the file.

use std::{fmt, path::Path};

use latchkey_pipeline::StoreError;
use serde_json::{Map, Value};

/// Name of the file within the data folder.
pub const FILE: &str = "latchkey.json";

/// The file's content.
pub type Document = Map<String, Value>;

/// Reads and replaces the one file. Both operations may block; the caller sees to it that writers take turns.
pub trait Medium: Send + Sync + 'static {
    /// Reads the file as it is now; `None` where there is none.
    fn read(&self) -> Result<Option<Document>, ReadError>;
    /// Replaces the file in one step: after a kill at any instant the old content is there, or the new. It must be
    /// durable, and readable by its owner alone, when this ends.
    fn write(&self, document: &Document) -> Result<(), WriteError>;
}

/// Why the file could not be read. No variant repeats what the file holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The system would not let it be read. It is left alone.
    #[error("{0}")]
    Io(String),
    /// It is not a JSON object. It will be put aside.
    #[error("{0}")]
    Malformed(String),
}

/// Why the file could not be replaced: the path and what the system said. What was there is still there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WriteError(pub String);

impl WriteError {
    /// Names the file beside what went wrong with it.
    pub fn at(path: &Path, what: &dyn fmt::Display) -> Self {
        Self(format!("{}: {what}", path.display()))
    }
}

impl From<WriteError> for StoreError {
    fn from(error: WriteError) -> Self {
        Self::Io(error.0)
    }
}
