use serde::{Deserialize, Serialize};

use crate::{EndReason, Fingerprint, UnixMillis};

/// How a call went, step by step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// When the call began.
    pub started_at: UnixMillis,
    /// From the start of the call to the end of its last step, in microseconds.
    pub total_us: u64,
    /// The steps, in order of their start.
    pub steps: Vec<TraceStep>,
}

/// One step of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceStep {
    /// Start, in microseconds after the start of the call.
    pub at_us: u64,
    /// How long it took, in microseconds; 0 for a step that is a moment.
    pub took_us: u64,
    /// What happened.
    pub event: TraceEvent,
}

/// What happened in a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TraceEvent {
    /// The access token was attached.
    Attach {
        /// Which token.
        token: Fingerprint,
        /// Until its expiry, in milliseconds; negative: expired that long ago. `None` where it does not say.
        expires_in_ms: Option<i64>,
    },
    /// No token was attached: the URL is of another origin than the profile's.
    NoToken {
        /// The other origin.
        origin: String,
    },
    /// The call waited for a refresh that was under way when it began.
    Wait {
        /// The token it waited for, when the refresh brought one.
        token: Option<Fingerprint>,
    },
    /// The call was sent; the step lasts until the head of the answer.
    Send {
        /// HTTP method.
        method: String,
        /// Path and query.
        target: String,
        /// Whether it was sent before.
        again: bool,
        /// Whether a connection was used that stood already.
        #[serde(default)]
        reused: bool,
        /// What the time went by with, as far as the network's layers tell, in order.
        #[serde(default)]
        phases: Vec<TracePhase>,
    },
    /// The head of the answer.
    Answer {
        /// Status code.
        status: u16,
        /// The standard phrase.
        reason: String,
        /// What the pipeline made of it, for example `ExpiredToken`.
        code: Option<String>,
    },
    /// A redirect was followed.
    Redirect {
        /// Where to.
        to: String,
        /// Whether the token goes along: only within the profile's origin.
        keeps_token: bool,
    },
    /// The tokens were refreshed.
    Refresh {
        /// Whether this call led the refresh or joined the one under way.
        role: RefreshRole,
        /// What it was, for example `POST /api/refresh-token`.
        request: String,
        /// How it went.
        result: RefreshResult,
    },
    /// The new pair was written to disk.
    Store {
        /// The new access token.
        token: Fingerprint,
        /// What the system said, if it could not be written and stays in memory.
        problem: Option<String>,
    },
    /// The session ended.
    End {
        /// Why.
        reason: EndReason,
    },
    /// The call failed.
    Fail {
        /// What happened, in plain English.
        message: String,
    },
    /// The body was received.
    Body {
        /// Bytes, after decompression.
        size: u64,
    },
}

/// A part of sending a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracePhase {
    /// What it was.
    pub kind: PhaseKind,
    /// Start, in microseconds after the start of the call.
    pub at_us: u64,
    /// How long it took, in microseconds.
    pub took_us: u64,
}

/// What the time of sending goes by with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseKind {
    /// Looking up the host's name (DNS).
    LookUp,
    /// Until the connection stood.
    Connect,
    /// The TLS handshake.
    Tls,
    /// From a connection that stands to the head of the answer.
    FirstByte,
}

/// A call's part in a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshRole {
    /// This call met the expiry first.
    Led,
    /// Another call's refresh was under way.
    Joined,
}

/// How a refresh went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshResult {
    /// It brought a new pair.
    Renewed {
        /// The new access token.
        token: Fingerprint,
    },
    /// It ended the session.
    Ended {
        /// Why.
        reason: EndReason,
    },
    /// Another window or the command line had refreshed: its tokens were taken over.
    Adopted {
        /// The access token taken over.
        token: Fingerprint,
    },
    /// There was no usable answer; the session stays.
    Unavailable {
        /// What happened, in plain English.
        message: String,
    },
    /// The user signed out in the meantime.
    Discarded,
}
