use serde::{Deserialize, Serialize};

use crate::{Answer, Command, Nothing};

/// A name the window gives to a call, so that it can cancel it. Unique among the calls under way.
pub type CallId = String;

/// Call the API of the session's server. `{{variables}}` in its texts get their values in the shell. Answers with status, headers and trace; the body stays with the shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiCall {
    /// The window's name for this call.
    pub call_id: CallId,
    /// HTTP method, for example `GET`.
    pub method: String,
    /// Path with query, for example `/api/notes?limit=20`, or an absolute http(s) URL. A URL of another origin is
    /// sent without a token.
    pub target: String,
    /// Values of the path's `:parameters`.
    #[serde(default)]
    pub path: Vec<NameValue>,
    /// Headers in the order the user gave them.
    pub headers: Vec<NameValue>,
    /// The body.
    pub body: Body,
    /// Whether the body is as somebody else may have saved it: then files from outside of the collection's folder are not
    /// sent.
    #[serde(default)]
    pub foreign_body: bool,
    /// How long the server may take to begin its answer, in milliseconds; `None`: the profile's time-out.
    pub timeout_ms: Option<u64>,
    /// Whether redirects are followed. If not, a redirect is an answer like any other.
    #[serde(default = "yes")]
    pub redirects: bool,
}

fn yes() -> bool {
    true
}

impl Command for ApiCall {
    const NAME: &'static str = "api_call";
    type Request = Self;
    type Response = Answer;
}

/// A name and its value: a header or a form field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameValue {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// The body of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// No body.
    #[default]
    None,
    /// JSON, sent as `application/json`. Text that is not JSON is refused before anything is sent.
    Json {
        /// The document.
        text: String,
    },
    /// Text, sent as `text/plain; charset=utf-8` where the headers do not name another type.
    Text {
        /// The text.
        text: String,
    },
    /// `application/x-www-form-urlencoded`.
    Form {
        /// The fields, in order.
        fields: Vec<NameValue>,
    },
    /// `multipart/form-data`.
    Multipart {
        /// The parts, in order.
        parts: Vec<Part>,
    },
    /// The bytes of a file.
    File {
        /// Where it is.
        path: String,
    },
}

/// One part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Name of the form field.
    pub name: String,
    /// What it holds.
    pub value: PartValue,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PartValue {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// The bytes of a file.
    File {
        /// Where it is.
        path: String,
    },
}

/// Cancel a call. A call that has already been answered is left as it is; of a stream that is shown as it comes, what has come
/// is the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelCall {
    /// Which call.
    pub call_id: CallId,
}

impl Command for CancelCall {
    const NAME: &'static str = "cancel_call";
    type Request = Self;
    type Response = Nothing;
}

/// Let the user choose a file in the system's own dialog; `None` when the user closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChooseFile;

impl Command for ChooseFile {
    const NAME: &'static str = "choose_file";
    type Request = Nothing;
    type Response = Option<ChosenFile>;
}

/// Let the user choose several files in the system's own dialog; none when the user closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChooseFiles;

impl Command for ChooseFiles {
    const NAME: &'static str = "choose_files";
    type Request = Nothing;
    type Response = Vec<ChosenFile>;
}

/// A file the user chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenFile {
    /// Where it is.
    pub path: String,
}
