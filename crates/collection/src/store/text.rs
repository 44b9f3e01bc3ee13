//! What the files say.

use latchkey_profile::file::{FileError, parse};
use serde::{Deserialize, Serialize};

use super::{Error, merge::merged};
use crate::{Environment, Request};

/// What is said of a folder, in its `folder.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolderFile {
    /// Its name, as the user reads it; empty: what the folder is called on disk.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Names of files and folders. What is not among them comes after them, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
}

/// Reads a request's file.
pub fn read_request(text: &str) -> Result<Request, FileError> {
    parse(text)
}

/// Reads what is said of a folder.
pub fn read_folder(text: &str) -> Result<FolderFile, FileError> {
    parse(text)
}

/// Reads an environment's file.
pub fn read_environment(text: &str) -> Result<Environment, FileError> {
    let environment: Environment = parse(text)?;
    no_secret_has_a_value(&environment)?;
    Ok(environment)
}

fn no_secret_has_a_value(environment: &Environment) -> Result<(), FileError> {
    let secret = |name: &&String| environment.variables.contains_key(*name);
    match environment.secrets.iter().find(secret) {
        Some(name) => Err(FileError {
            line: None,
            field: format!("variables.{name}"),
            found: "a value for what is named among the secrets".to_owned(),
            allowed: "no value: a secret is not kept in a file".to_owned(),
        }),
        None => Ok(()),
    }
}

/// Writes a request's file. `old`: what stands there, whose comments stay.
pub fn write_request(file: &str, request: &Request, old: Option<&str>) -> Result<String, Error> {
    written(file, request, old)
}

/// Writes what is said of a folder. `old`: what stands there, whose comments stay.
pub fn write_folder(file: &str, folder: &FolderFile, old: Option<&str>) -> Result<String, Error> {
    written(file, folder, old)
}

/// Writes an environment's file. `old`: what stands there, whose comments stay.
pub fn write_environment(file: &str, environment: &Environment, old: Option<&str>) -> Result<String, Error> {
    no_secret_has_a_value(environment).map_err(|error| Error::Text {
        file: file.to_owned(),
        error,
    })?;
    written(file, environment, old)
}

/// Nothing is written that does not read as what it was made of.
fn written<T>(file: &str, value: &T, old: Option<&str>) -> Result<String, Error>
where
    T: Serialize + for<'de> Deserialize<'de> + PartialEq,
{
    let unwritable = |detail: String| Error::Unwritable {
        file: file.to_owned(),
        detail,
    };
    let fresh = toml::to_string_pretty(value).map_err(|error| unwritable(format!("found {error}")))?;
    let reads_as_this = |text: &String| parse::<T>(text).is_ok_and(|read| read == *value);
    let merged = old.and_then(|old| merged(old, &fresh)).filter(reads_as_this);
    if let Some(merged) = merged {
        return Ok(merged);
    }
    if reads_as_this(&fresh) {
        Ok(fresh)
    } else {
        Err(unwritable(
            "found something that would be read otherwise".to_owned(),
        ))
    }
}
