use serde::{Deserialize, Serialize};

use crate::check::{Check, Take};

/// A folder of saved requests, with what is in it in the user's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// Its name, as the user reads it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Requests and folders, in their order.
    pub items: Vec<Item>,
}

/// What a folder holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A folder.
    Folder(Folder),
    /// A request.
    Request(Request),
}

/// A saved request. Texts may hold `{{variables}}`; a path may hold `:parameters`, whose values are in
/// [`path`](Self::path).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Its name, as the user reads it.
    pub name: String,
    /// HTTP method (RFC 9110 §9), for example `GET`.
    pub method: String,
    /// Path without query, for example `/api/notes/:id`, or an absolute http(s) URL.
    pub target: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// How long the server may take to begin its answer, in milliseconds; `None`: the profile's time-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// Whether redirects are followed.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub redirects: bool,
    /// Values of the path's parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Row>,
    /// The query, decoded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<Row>,
    /// The headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Row>,
    /// The body.
    #[serde(default, skip_serializing_if = "RequestBody::is_none")]
    pub body: RequestBody,
    /// What its answer is held to when the collection runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// What is taken from its answer, for the requests after it.
    #[serde(default, rename = "take", skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
}

impl Request {
    /// A request without anything that is optional.
    pub fn new(name: impl Into<String>, method: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            method: method.into(),
            target: target.into(),
            description: String::new(),
            timeout_ms: None,
            redirects: true,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: RequestBody::None,
            checks: Vec::new(),
            takes: Vec::new(),
        }
    }
}

/// A name and a value that can be switched off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
    /// Whether it is sent.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
}

/// The body of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RequestBody {
    /// No body.
    #[default]
    None,
    /// JSON.
    Json {
        /// The document; with variables in it, it need not be JSON yet.
        text: String,
    },
    /// Text, whose type is named by the headers.
    Text {
        /// The text.
        text: String,
    },
    /// `application/x-www-form-urlencoded`.
    Form {
        /// The fields.
        fields: Vec<Row>,
    },
    /// `multipart/form-data`.
    Multipart {
        /// The parts.
        parts: Vec<Part>,
    },
    /// The bytes of a file.
    File {
        /// Where it is: relative to the collection's folder, or absolute.
        path: String,
    },
}

/// A part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Name of the form field.
    pub name: String,
    /// The text, or the path of the file.
    pub value: String,
    /// What `value` is.
    #[serde(default)]
    pub kind: PartKind,
    /// Whether it is sent.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
}

/// What a part holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Text.
    #[default]
    Text,
    /// The bytes of a file.
    File,
}

impl RequestBody {
    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

fn yes() -> bool {
    true
}

// serde hands a reference over.
#[expect(clippy::trivially_copy_pass_by_ref)]
fn is_yes(value: &bool) -> bool {
    *value
}
