//! Why a document cannot be read at all. What only a part of it suffers from is in the report.

use crate::{MAX_BYTES, MAX_DEPTH, MAX_FILES, MAX_NODES, MAX_REQUESTS, place::clipped};

/// Why a document cannot be read at all. Nothing of its values is repeated: they may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It is larger than is read.
    #[error("the document has {bytes} bytes; up to {MAX_BYTES} are read")]
    TooLarge {
        /// Its length in bytes; of all files together, where it is a folder.
        bytes: usize,
    },
    /// A folder holds more files than are read.
    #[error("the folder has {found} files to read; up to {MAX_FILES} are read")]
    TooManyFiles {
        /// How many it holds.
        found: usize,
    },
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// It is not UTF-8.
    #[error("byte {at} is not UTF-8; documents are text in UTF-8")]
    NotText {
        /// Where, counted from 0.
        at: usize,
    },
    /// It is not JSON.
    #[error("this is not JSON: {problem}")]
    Json {
        /// What is wrong, with line and column.
        problem: String,
    },
    /// It is not YAML, or YAML that asks for too much.
    #[error("this is not YAML that can be read: {problem}")]
    Yaml {
        /// What is wrong, with line and column.
        problem: String,
    },
    /// Lists and objects lie in one another deeper than is read.
    #[error("lists and objects lie in one another more than {MAX_DEPTH} deep")]
    TooDeep,
    /// It holds more values than are read; those that YAML's aliases repeat are counted each time.
    #[error("there are more than {MAX_NODES} values in it, aliases counted as often as they are used")]
    TooManyNodes,
    /// It holds more requests than are read.
    #[error("there are more than {MAX_REQUESTS} requests in it")]
    TooManyRequests,
    /// None of the formats that are read.
    #[error("format: found {found}; allowed is one of: {allowed}", allowed = crate::Format::titles())]
    Unknown {
        /// What it looks like.
        found: String,
    },
    /// A format that is read, in a version or kind that is not.
    #[error("{place}: found {found}; allowed is {allowed}")]
    Unsupported {
        /// Where in the document.
        place: String,
        /// What was found.
        found: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A curl command that cannot be taken apart.
    #[error("curl: {0}")]
    Curl(#[from] latchkey_curl::CurlError),
}

impl ImportError {
    pub(crate) fn unsupported(place: &str, found: &str, allowed: &'static str) -> Self {
        Self::Unsupported {
            place: place.to_owned(),
            found: clipped(found),
            allowed,
        }
    }
}
