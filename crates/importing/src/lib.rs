//! Reads what other tools have written as saved requests: `OpenAPI`, Postman, Insomnia, Bruno, HAR and curl.
//!
//! The whole document is in memory before anything is read of it: no file and no address that it names is ever opened.
//! What cannot be taken over is told in a [`Report`], with its place; a document of which only a part is wrong is read
//! all the same. Credentials never come along: `docs/importing.md` says what becomes of them.
//!
//! ```
//! use latchkey_collection::Item;
//! use latchkey_importing::{Format, import};
//!
//! let document = br#"{"openapi": "3.1.0", "info": {"title": "Notes"}, "servers": [{"url": "https://a.example/v1"}],
//!     "paths": {"/notes/{id}": {"get": {"summary": "One note", "security": [{"key": []}]}}}}"#;
//! let imported = import(document, Some("notes.json"), None).unwrap();
//! assert_eq!(imported.format, Format::OpenApi);
//! assert_eq!(imported.base_urls, ["https://a.example/v1"]);
//! let Item::Request(request) = &imported.folder.items[0] else { panic!() };
//! assert_eq!((request.name.as_str(), request.target.as_str()), ("One note", "/notes/:id"));
//! ```

mod address;
mod bruno;
mod curl;
mod error;
mod format;
mod har;
mod insomnia;
mod intake;
mod node;
mod openapi;
mod place;
mod postman;
mod report;

pub use error::ImportError;
pub use format::Format;
use latchkey_collection::Folder;
pub use report::{Foreign, Found, KEYS, MAX_NOTES, Note, Plenty, Reason, Report, Wanted};

use crate::{format::Document, intake::Intake};

/// The largest document that is read, in bytes: 64 MiB; of all files together, where it is a folder.
pub const MAX_BYTES: usize = 64 << 20;
/// How deep lists and objects may lie in one another.
pub const MAX_DEPTH: usize = 100;
/// How many values a document may hold, those that YAML's aliases repeat included.
pub const MAX_NODES: usize = 4_000_000;
/// How many requests a document may hold.
pub const MAX_REQUESTS: usize = 20_000;
/// How many files a folder may hold.
pub const MAX_FILES: usize = 40_000;
/// How deep folders may lie in one another; what lies deeper comes into the folder above.
pub const MAX_FOLDER_DEPTH: usize = 32;

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// What the document was.
    pub format: Format,
    /// The requests. The folder's name is the document's, or that of its file.
    pub folder: Folder,
    /// Sets of variables, in the document's order. Texts of the requests name them as `{{name}}`.
    pub environments: Vec<Environment>,
    /// Where the requests go, in the document's order: what a profile's base URL could be.
    pub base_urls: Vec<String>,
    /// What did not come in.
    pub report: Report,
}

/// A set of variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Its name, as the user reads it.
    pub name: String,
    /// The variables.
    pub variables: Vec<Variable>,
}

impl From<&Environment> for latchkey_collection::Environment {
    /// As collections have it: secrets are named, and have no value.
    fn from(set: &Environment) -> Self {
        let (secrets, open): (Vec<_>, Vec<_>) = set.variables.iter().partition(|it| it.secret);
        Self {
            name: set.name.clone(),
            secrets: secrets.into_iter().map(|it| it.name.clone()).collect(),
            variables: open
                .into_iter()
                .map(|it| (it.name.clone(), it.value.clone()))
                .collect(),
        }
    }
}

/// A variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; empty where it is a secret.
    pub value: String,
    /// Whether its value is a secret, which does not come along.
    pub secret: bool,
}

/// A file of a folder.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its path relative to the folder, with `/` between the names.
    pub path: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// Reads a document. `name` is that of its file, if it has one; without `format`, the document says what it is.
///
/// # Errors
///
/// Where it is none of the formats, is broken as a whole, or breaks a limit.
pub fn import(bytes: &[u8], name: Option<&str>, format: Option<Format>) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { bytes: bytes.len() });
    }
    let name = name.map(file_stem).unwrap_or_default();
    let mut intake = Intake::default();
    let (format, folder) = match format::read(bytes, format)? {
        Document::OpenApi(node) => (Format::OpenApi, openapi::read(&node, name, &mut intake)?),
        Document::Postman(node) => (Format::Postman, postman::read(&node, name, &mut intake)?),
        Document::Insomnia(node) => (Format::Insomnia, insomnia::read(node, name, &mut intake)?),
        Document::Har(node) => (Format::Har, har::read(&node, name, &mut intake)?),
        Document::Bruno(text) => (Format::Bruno, bruno::read_file(text, name, &mut intake)?),
        Document::Curl(text) => (Format::Curl, curl::read(text, name, &mut intake)?),
    };
    Ok(intake.finish(format, folder))
}

/// Reads a folder, which is a Bruno collection: `name` is the folder's. Files of other kinds are passed over.
///
/// # Errors
///
/// Where nothing of it can be read, or a limit is broken.
pub fn import_folder(files: &[File<'_>], name: Option<&str>) -> Result<Imported, ImportError> {
    let bytes = files
        .iter()
        .fold(0, |sum: usize, file| sum.saturating_add(file.bytes.len()));
    if bytes > MAX_BYTES {
        return Err(ImportError::TooLarge { bytes });
    }
    if files.len() > MAX_FILES {
        return Err(ImportError::TooManyFiles { found: files.len() });
    }
    let mut intake = Intake::default();
    let folder = bruno::read_folder(files, name.unwrap_or_default(), &mut intake)?;
    Ok(intake.finish(Format::Bruno, folder))
}

/// Whether [`import_folder`] would look into a file of this path.
pub fn is_of_folder(path: &str) -> bool {
    bruno::is_part(path)
}

/// The name of a file without its last ending and the folders before it.
fn file_stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}
