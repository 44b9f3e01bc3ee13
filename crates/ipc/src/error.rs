use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Trace;

/// Why a command failed.
///
/// The window branches on [`code`](Self::code), finds the translated sentence by [`key`](Self::key), and shows it
/// beside the field that [`field`](Self::field) names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IpcError {
    /// What kind of failure.
    pub code: ErrorCode,
    /// Which sentence, for example `header-name-invalid`.
    pub key: String,
    /// The sentence in plain English.
    pub message: String,
    /// The field it concerns, for example `server.base_url`, `target`, `headers[2].name` or `body.parts[0].path`.
    pub field: Option<String>,
    /// What was found there.
    pub found: Option<String>,
    /// What is allowed there.
    pub allowed: Option<String>,
    /// How the call went until it failed.
    pub trace: Option<Trace>,
}

impl fmt::Display for IpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for IpcError {}

/// The kinds of failure the window tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in; nothing was sent.
    SignedOut,
    /// The session ended while the call was under way.
    SessionEnded,
    /// The server refused user name or password.
    LoginRefused,
    /// Something the user gave cannot be used; nothing was sent. `field` says which.
    InvalidInput,
    /// The server could not be reached, or broke off.
    Network,
    /// The token has expired and could not be refreshed just now; the session stays.
    RefreshUnavailable,
    /// The server answered something the profile does not expect.
    Protocol,
    /// The call was cancelled.
    Cancelled,
    /// The answer is no longer kept.
    AnswerGone,
    /// A fault of this app.
    Internal,
}
