use serde::{Deserialize, Serialize};

use crate::{Answer, Command, KeptDraft, Nothing, SettingsView, UnixMillis};

/// The most entries one [`ListHistory`] may ask for.
pub const HISTORY_PAGE: u32 = 200;

/// The most of a history's answer that is kept of its body, in bytes: 64 KiB.
pub const KEPT_BODY_LIMIT: usize = 64 * 1024;

/// Ask for calls that were made, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListHistory {
    /// Words that all must be in method, target, status, server or user.
    pub text: String,
    /// The profile of the session whose calls are asked for, and its user; `None`: those of all sessions.
    pub of: Option<(String, String)>,
    /// Older than this entry alone.
    pub before: Option<u64>,
    /// How many, 1 to [`HISTORY_PAGE`].
    pub count: u32,
}

impl Command for ListHistory {
    const NAME: &'static str = "list_history";
    type Request = Self;
    type Response = HistoryPage;
}

/// Calls that were made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
    /// How many fit in all.
    pub total: u64,
    /// How many that fit are older than the last of these.
    pub rest: u64,
    /// How many there are of other sessions.
    pub elsewhere: u64,
    /// How many there are in all.
    pub all: u64,
    /// Whether calls are kept.
    pub settings: HistorySettings,
    /// What the user should know of where they are kept.
    pub problem: Option<HistoryProblem>,
}

/// A call that was made. No text of it holds a credential's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Its number, which no other one of this run of the app has.
    pub id: u64,
    /// When it began.
    pub at: UnixMillis,
    /// What the server of its session is called.
    pub server: String,
    /// The user of its session.
    pub user: String,
    /// HTTP method.
    pub method: String,
    /// Path with query, variables unfilled.
    pub target: String,
    /// What came of it.
    pub outcome: HistoryOutcome,
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// The size of the answer's body in bytes.
    pub size: Option<u64>,
    /// Whether the tokens were refreshed on its way.
    pub refreshed: bool,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryOutcome {
    /// The server answered with this status.
    Status(u16),
    /// There was no answer.
    Failed,
    /// It was cancelled.
    Cancelled,
    /// The session ended meanwhile.
    Ended,
}

/// Why calls are not on disk as they should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryProblem {
    /// Another process of the app has the file: what is added stays in memory.
    Elsewhere,
    /// The file cannot be read or written, and what is added stays in memory: what the system said.
    Unwritten(String),
    /// The file could not be read as a whole, and is kept here as it was found.
    SetAside(String),
}

/// Whether calls are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HistorySettings {
    /// Whether a history is kept.
    pub keep: bool,
    /// Whether headers and bodies are kept too.
    pub bodies: bool,
}

impl Default for HistorySettings {
    fn default() -> Self {
        Self {
            keep: true,
            bodies: false,
        }
    }
}

/// Keep a history from now on, or keep none. What is kept already stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepHistory {
    /// From now on.
    pub settings: HistorySettings,
}

impl Command for KeepHistory {
    const NAME: &'static str = "keep_history";
    type Request = Self;
    type Response = SettingsView;
}

/// Open a call again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenHistory {
    /// Its number.
    pub id: u64,
}

impl Command for OpenHistory {
    const NAME: &'static str = "open_history";
    type Request = Self;
    type Response = Option<KeptCall>;
}

/// A call as it is kept; what is not kept of it is missing. `None` where it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCall {
    /// When it began.
    pub at: UnixMillis,
    /// The request. Of a body that is not kept, `body.left_out` says so.
    pub draft: KeptDraft,
    /// Whether its body is as somebody else may have saved it, as it was when it was sent.
    pub foreign_body: bool,
    /// The answer, where it is kept. Its body is read as any other's, until it is released.
    pub answer: Option<Box<Answer>>,
}

/// Take one call away, for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveHistory {
    /// Its number.
    pub id: u64,
}

impl Command for RemoveHistory {
    const NAME: &'static str = "remove_history";
    type Request = Self;
    type Response = Nothing;
}

/// Take all calls away, for good, and what could not be read of earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearHistory;

impl Command for ClearHistory {
    const NAME: &'static str = "clear_history";
    type Request = Nothing;
    type Response = Nothing;
}
