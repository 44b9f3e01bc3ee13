//! What a request expects of its answer, and what it hands on to the requests after it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One expectation. In a file it is a table `[[checks]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CheckTable", into = "CheckTable")]
pub enum Check {
    /// The status is this one.
    Status(u16),
    /// A header of the answer.
    Header {
        /// Its name, in any case.
        name: String,
        /// What is expected of it.
        expected: Expected,
    },
    /// A place in a JSON body.
    Json {
        /// Where, as a `JSONPath` (RFC 9535).
        path: String,
        /// What is expected there.
        expected: Expected,
    },
}

/// What is expected of a header or of a place in a JSON body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Exactly this; of a header, text.
    Equals(Value),
    /// Text in which this regular expression is found.
    Matches(String),
    /// That it is there, or that it is not.
    Exists(bool),
}

/// A value that is taken from an answer. In a file it is a table `[[take]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TakeTable", into = "TakeTable")]
pub struct Take {
    /// The variable that gets it.
    pub variable: String,
    /// Where it is.
    pub source: Source,
}

/// Where a value is taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The one place in a JSON body that this `JSONPath` (RFC 9535) finds.
    Json(String),
    /// The header of this name.
    Header(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckTable {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    json: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    matches: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exists: Option<bool>,
    // Last: it may become a table of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    equals: Option<Value>,
}

impl TryFrom<CheckTable> for Check {
    type Error = Misfit;

    fn try_from(table: CheckTable) -> Result<Self, Misfit> {
        let expected = match (table.equals, table.matches, table.exists) {
            (Some(value), None, None) => Some(Expected::Equals(value)),
            (None, Some(pattern), None) => Some(Expected::Matches(pattern)),
            (None, None, Some(exists)) => Some(Expected::Exists(exists)),
            (None, None, None) => None,
            _ => return Err(Misfit::Expectations),
        };
        match (table.status, table.header, table.json) {
            (Some(status), None, None) => match expected {
                None if (100..=999).contains(&status) => Ok(Self::Status(status)),
                None => Err(Misfit::Status(status)),
                Some(_) => Err(Misfit::StatusAlone),
            },
            (None, Some(name), None) => match expected.ok_or(Misfit::NoExpectation)? {
                Expected::Equals(value) if !value.is_string() => Err(Misfit::HeaderText),
                expected => Ok(Self::Header { name, expected }),
            },
            (None, None, Some(path)) => match expected.ok_or(Misfit::NoExpectation)? {
                Expected::Equals(value) if !plain(&value) => Err(Misfit::Value),
                expected => Ok(Self::Json { path, expected }),
            },
            _ => Err(Misfit::Subjects),
        }
    }
}

impl From<Check> for CheckTable {
    fn from(check: Check) -> Self {
        let mut table = Self {
            status: None,
            header: None,
            json: None,
            matches: None,
            exists: None,
            equals: None,
        };
        let expected = match check {
            Check::Status(status) => {
                table.status = Some(status);
                return table;
            }
            Check::Header { name, expected } => {
                table.header = Some(name);
                expected
            }
            Check::Json { path, expected } => {
                table.json = Some(path);
                expected
            }
        };
        match expected {
            Expected::Equals(value) => table.equals = Some(value),
            Expected::Matches(pattern) => table.matches = Some(pattern),
            Expected::Exists(exists) => table.exists = Some(exists),
        }
        table
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TakeTable {
    variable: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    json: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header: Option<String>,
}

impl TryFrom<TakeTable> for Take {
    type Error = Misfit;

    fn try_from(table: TakeTable) -> Result<Self, Misfit> {
        if !crate::variables::is_name(&table.variable) {
            return Err(Misfit::Variable);
        }
        let source = match (table.json, table.header) {
            (Some(path), None) => Source::Json(path),
            (None, Some(name)) => Source::Header(name),
            _ => return Err(Misfit::Sources),
        };
        Ok(Self {
            variable: table.variable,
            source,
        })
    }
}

impl From<Take> for TakeTable {
    fn from(take: Take) -> Self {
        let (json, header) = match take.source {
            Source::Json(path) => (Some(path), None),
            Source::Header(name) => (None, Some(name)),
        };
        Self {
            variable: take.variable,
            json,
            header,
        }
    }
}

/// Why a table says nothing that can be done. Worded as serde words its own errors.
#[derive(Debug, thiserror::Error)]
enum Misfit {
    #[error("invalid value: several of equals, matches and exists, expected one of them")]
    Expectations,
    #[error("invalid value: none of equals, matches and exists, expected one of them")]
    NoExpectation,
    #[error("invalid value: none or several of status, header and json, expected one of them")]
    Subjects,
    #[error("invalid value: status {0}, expected a status from 100 to 999")]
    Status(u16),
    #[error("invalid value: a status with an expectation, expected the status alone")]
    StatusAlone,
    #[error("invalid value: equals that is no text, expected text: a header is text")]
    HeaderText,
    #[error(
        "invalid value: equals that JSON cannot say, expected text, a number, true, false, or a list or table of such"
    )]
    Value,
    #[error(
        "invalid value: a variable's name that cannot be used, expected letters, digits and any of _ - ."
    )]
    Variable,
    #[error("invalid value: none or both of json and header, expected one of them")]
    Sources,
}

/// Whether TOML and JSON both can say it: no date and no number without an end.
fn plain(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => number.is_i64() || number.is_f64(),
        Value::Array(values) => values.iter().all(plain),
        // The key under which the TOML library hands a date over.
        Value::Object(values) => {
            !values.keys().any(|key| key.starts_with("$__toml_private")) && values.values().all(plain)
        }
    }
}
