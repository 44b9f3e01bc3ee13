use latchkey_collection::Request;
use serde::{Deserialize, Serialize};

/// The last moment that a time can name, in milliseconds since 1970: the end of the year 9999.
const LAST_MS: i64 = 253_402_300_799_999;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it began, in milliseconds since 1970.
    pub at_ms: i64,
    /// The profile of its session.
    pub profile: String,
    /// What that is called.
    pub server: String,
    /// The user of its session.
    pub user: String,
    /// What was sent, variables unfilled; headers and body where they are kept.
    pub request: Request,
    /// Whether it had a body that is not kept.
    #[serde(default, skip_serializing_if = "is_no")]
    pub body_left_out: bool,
    /// Whether its body is as somebody else may have saved it: files that it names are not to be trusted.
    #[serde(default, skip_serializing_if = "is_no")]
    pub foreign_body: bool,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took, in microseconds.
    #[serde(default)]
    pub took_us: u64,
    /// The size of the answer's body in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Whether the tokens were refreshed on its way.
    #[serde(default, skip_serializing_if = "is_no")]
    pub refreshed: bool,
    /// The answer, where it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<KeptAnswer>,
}

impl Entry {
    /// An entry of nobody, without anything that is optional.
    pub fn new(request: Request, outcome: Outcome) -> Self {
        Self {
            at_ms: 0,
            profile: String::new(),
            server: String::new(),
            user: String::new(),
            request,
            body_left_out: false,
            foreign_body: false,
            outcome,
            took_us: 0,
            size: None,
            refreshed: false,
            answer: None,
        }
    }

    /// Whether it is of a time that can be shown.
    pub(crate) fn is_of_a_time(&self) -> bool {
        (0..=LAST_MS).contains(&self.at_ms)
    }
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The server answered with this status.
    Status(u16),
    /// There was no answer.
    Failed,
    /// It was cancelled.
    Cancelled,
    /// The session ended meanwhile.
    Ended,
}

/// An answer as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// Where it came from.
    pub url: String,
    /// For example `HTTP/1.1`.
    pub http_version: String,
    /// Its headers, in the order of arrival.
    pub headers: Vec<Header>,
    /// The type of the body, as the server named it.
    pub content_type: String,
    /// The body, if it is text; the beginning of a large one.
    pub body: Option<String>,
    /// Whether the body is more than what is kept of it.
    #[serde(default, skip_serializing_if = "is_no")]
    pub cut: bool,
}

/// A header of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Name.
    pub name: String,
    /// Value, or what stands in its place.
    pub value: String,
    /// Whether something stands in its place.
    #[serde(default, skip_serializing_if = "is_no")]
    pub hidden: bool,
}

// serde hands a reference over.
#[expect(clippy::trivially_copy_pass_by_ref)]
fn is_no(value: &bool) -> bool {
    !*value
}
