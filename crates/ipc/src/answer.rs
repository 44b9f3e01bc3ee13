use serde::{Deserialize, Serialize};

use crate::{Command, Nothing, RawBytes, Trace};

/// The most rows one [`BodyRows`] may ask for.
pub const ROW_LIMIT: u32 = 500;

/// The largest body that is shown as a page, in bytes.
pub const PAGE_LIMIT: u64 = 8 << 20;

/// The shell's name for an answer it keeps the body of.
pub type AnswerId = u64;

/// What the server answered. The body stays with the shell and is read by [`BodyRows`] and [`BodyBytes`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Name under which the body is kept until [`ReleaseAnswer`].
    pub answer_id: AnswerId,
    /// Status code, 100 to 999.
    pub status: u16,
    /// The standard phrase for that status; empty where there is none.
    pub reason: String,
    /// For example `HTTP/1.1`.
    pub http_version: String,
    /// Where the answer came from in the end.
    pub url: String,
    /// Headers in the order of arrival. A value that could hold a token is replaced by its fingerprint.
    pub headers: Vec<HeaderView>,
    /// From the start of the call to the last byte, in microseconds.
    pub elapsed_us: u64,
    /// The body.
    pub body: BodyView,
    /// How the call went.
    pub trace: Trace,
}

/// A header of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderView {
    /// Name, in lower case.
    pub name: String,
    /// Value, or a fingerprint in its place.
    pub value: String,
    /// Whether the value was replaced.
    pub hidden: bool,
}

/// What may be said of a body without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyView {
    /// What it is.
    pub kind: BodyKind,
    /// Media type without parameters, for example `application/json`; empty where the server named none.
    pub media_type: String,
    /// Its size in bytes after decompression.
    pub size: u64,
    /// Rows of the raw text; 0 for images and binary. A line longer than 2,000 characters takes several rows.
    pub raw_rows: u64,
    /// Rows of the indented JSON, where the body is valid JSON.
    pub pretty_rows: Option<u64>,
    /// Rows of sixteen bytes.
    pub hex_rows: u64,
    /// How many tokens of this session and secrets of the call stood in the body and were replaced by their fingerprints and
    /// names.
    pub hidden_credentials: u32,
    /// Why the body is not whole, in plain English, when the connection broke or a limit was reached.
    pub incomplete: Option<String>,
    /// How it came, where it is a stream of events or lines.
    pub stream: Option<StreamView>,
}

impl BodyView {
    /// Whether it is a document that the window cannot show, and a program of the system can: a PDF.
    pub fn is_document(&self) -> bool {
        self.size > 0 && self.media_type == "application/pdf"
    }

    /// Whether it can be shown as a page: HTML that has come as a whole, of up to [`PAGE_LIMIT`] bytes.
    pub fn is_page(&self) -> bool {
        self.kind == BodyKind::Text
            && self.stream.is_none()
            && self.size <= PAGE_LIMIT
            && matches!(self.media_type.as_str(), "text/html" | "application/xhtml+xml")
    }
}

/// How a stream of events or lines came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamView {
    /// How many came whole: events with data of `text/event-stream`, lines that are not blank of all others.
    pub events: u64,
    /// Whether the user stopped it.
    pub stopped: bool,
}

/// What a body is, for choosing how to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// No bytes.
    Empty,
    /// Valid JSON.
    Json,
    /// Text of any other kind.
    Text,
    /// An image the web view can show: PNG, JPEG, GIF, WebP. SVG counts as text.
    Image,
    /// Anything else.
    Binary,
}

/// How a body is shown in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowsView {
    /// JSON indented by two spaces. Numbers, escapes and order are as received.
    Pretty,
    /// As received.
    Raw,
    /// Sixteen bytes in a row: where they are, in hexadecimal, and what is ASCII of them. Of a body of any kind.
    Hex,
}

/// Read rows of a body, with nothing folded. Answers UTF-8 bytes: the rows, each ended by `\n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyRows {
    /// Which answer.
    pub answer_id: AnswerId,
    /// Which rows.
    pub view: RowsView,
    /// First row, from 0.
    pub first: u64,
    /// How many, 1 to [`ROW_LIMIT`].
    pub count: u32,
}

impl Command for BodyRows {
    const NAME: &'static str = "body_rows";
    type Request = Self;
    type Response = RawBytes;
}

/// Read a whole body as bytes, for an image. Bodies above 32 MiB are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyBytes {
    /// Which answer.
    pub answer_id: AnswerId,
}

impl Command for BodyBytes {
    const NAME: &'static str = "body_bytes";
    type Request = Self;
    type Response = RawBytes;
}

/// Open a copy of a document ([`BodyView::is_document`]) with the system's own program for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenBody {
    /// Which answer.
    pub answer_id: AnswerId,
}

impl Command for OpenBody {
    const NAME: &'static str = "open_body";
    type Request = Self;
    type Response = Nothing;
}

/// Let go of an answer's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseAnswer {
    /// Which answer.
    pub answer_id: AnswerId,
}

impl Command for ReleaseAnswer {
    const NAME: &'static str = "release_answer";
    type Request = Self;
    type Response = Nothing;
}
