//! What the conductor and a contender say to each other: one JSON document per line, on standard input and output.
//!
//! The contenders written for Node read and write the same lines (`comparators/node/contend.mjs`).

use serde::{Deserialize, Serialize};

/// What a contender is told to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub(crate) enum Task {
    /// `concurrency` loops make calls for `millis` milliseconds, each the next one as soon as it has its answer.
    Steady { concurrency: usize, millis: u64 },
    /// The token is expired, then `calls` calls are made at once.
    Storm { calls: usize },
    /// One call for each of `expiries`; the answer to every `every`-th refresh is torn, as `tear` says.
    Torn {
        expiries: usize,
        every: usize,
        tear: Tear,
        grace: bool,
    },
    /// The token is expired, then a body of `bytes` bytes is sent.
    Replay { bytes: usize, source: Source },
}

/// How the answer to a refresh is torn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tear {
    /// The connection is cut before the server has looked at the token: the old pair is still good.
    Before,
    /// The server has made the new pair; the connection is cut before the head of the answer.
    Head,
    /// The server has made the new pair; head and tokens arrive, the body breaks off.
    Body,
}

/// Where the body of a replayed call comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    /// It is in memory before the measurement begins.
    Memory,
    /// A file, which the contender may read piece by piece.
    File,
}

/// What came of [`Task::Steady`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Steady {
    /// Calls that were answered 200.
    pub(crate) calls: u64,
    /// All others.
    pub(crate) failed: u64,
    /// From the first call to the last answer.
    pub(crate) seconds: f64,
    /// Half of the calls took no longer, in microseconds.
    pub(crate) p50_us: f64,
    /// 99 of 100 calls took no longer, in microseconds.
    pub(crate) p99_us: f64,
    /// Processor time of the contender's process per call, in microseconds.
    pub(crate) cpu_us: Option<f64>,
}

/// What came of [`Task::Storm`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Storm {
    /// Calls that were answered 200.
    pub(crate) succeeded: u64,
    /// Refreshes that the server was asked for.
    pub(crate) refreshes: u64,
    /// Refreshes that the server refused, because their token was spent.
    pub(crate) refused_refreshes: u64,
    /// Requests for the resource that reached the server.
    pub(crate) requests: u64,
    /// How often the contender signed the user out.
    pub(crate) sign_outs: u64,
    /// From the first call to the last answer, in milliseconds.
    pub(crate) total_ms: f64,
    /// From the answer to the first refresh to the last answer of a call that succeeded, in milliseconds.
    pub(crate) after_refresh_ms: Option<f64>,
    /// The most memory that the process ever had resident, in KiB.
    pub(crate) peak_kib: Option<u64>,
}

/// What came of [`Task::Torn`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Torn {
    /// Sessions in which a call succeeds in the end: at once, or when it is made once more.
    pub(crate) survived: u64,
    /// Calls that had to be made once more.
    pub(crate) again: u64,
    /// Answers that the server really tore.
    pub(crate) answers: u64,
}

/// What came of [`Task::Replay`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Replay {
    /// Whether the call was answered 200, and the server had the whole body then.
    pub(crate) succeeded: bool,
    /// Resident memory before the body was made, in KiB.
    pub(crate) before_kib: Option<u64>,
    /// The most memory that the process ever had resident, in KiB.
    pub(crate) peak_kib: Option<u64>,
    /// From the call to its answer, in milliseconds.
    pub(crate) total_ms: f64,
}

/// Counters of the server since it started.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Stats {
    /// Refreshes that the server was asked for.
    pub(crate) refreshes: u64,
    /// Those that it refused.
    pub(crate) refused_refreshes: u64,
    /// Those whose answer was torn.
    pub(crate) torn: u64,
    /// Requests for a resource, refused ones included.
    pub(crate) requests: u64,
}
