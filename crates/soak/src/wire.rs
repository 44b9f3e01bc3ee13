//! What server and worker tell the conductor: one JSON document per line on standard output. Times are milliseconds
//! since 1970; both run on one computer.

use std::{
    io::Write as _,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// A line of the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ledger {
    /// It listens.
    Listens { url: String },
    /// A request of that call has come, and meets this.
    Met { call: String, fault: Option<Fault> },
    /// The refusal of that call's expired token meets this.
    RefusalMet { call: String, fault: Fault },
    /// The practice API has answered that call: with 401 nothing was carried out.
    Answered { call: String, status: u16 },
    /// A refresh has come, and meets this.
    RefreshMet {
        user: String,
        number: u64,
        at: u64,
        fault: Option<Fault>,
    },
    /// The practice API has answered that refresh.
    RefreshAnswered {
        user: String,
        number: u64,
        at: u64,
        renewal: Renewal,
    },
    /// Connections are refused from here to there.
    Outage { from: u64, to: u64 },
    /// This process did not get to run for so long.
    Stall { from: u64, to: u64 },
}

/// What the practice API made of a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Renewal {
    /// A new pair.
    Granted,
    /// The token is spent. `lost`: the answer with the new pair met a fault, and no other copy was left.
    Refused { lost: bool },
}

/// A line of the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Account {
    /// A call is over.
    Call(Call),
    /// A session ended, not by the worker's own wish.
    Ended { user: String, at: u64, reason: String },
    /// Signed in, at first or again.
    SignedIn { user: String, at: u64 },
    /// A new pair could not be stored.
    NotStored { problem: String },
    /// How many tasks there are.
    Tasks { alive: u64 },
    /// This process did not get to run for so long.
    Stall { from: u64, to: u64 },
    /// All calls are over. `begun` is how many there were; `taken_up`: for how many users a session taken up from disk
    /// by a new pipeline made a call.
    Done { begun: u64, taken_up: u64 },
}

/// A call that is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) user: String,
    pub(crate) began: u64,
    pub(crate) ended: u64,
    pub(crate) outcome: Outcome,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// 200, and the answer is the one to this call.
    Succeeded,
    /// Another status.
    Status(u16),
    /// 200 with a web page.
    Page,
    /// 200 with something else: the answer to another call, or of another user.
    Wrong(String),
    /// No answer, or not a whole one.
    Network(Trouble),
    /// The refresh that it waited for brought nothing.
    RefreshFailed,
    /// The refresh before brought nothing, and the next attempt waits.
    Paused,
    /// The session ended, or had ended.
    NoSession,
    /// Nothing came of it for so long that something must hang.
    Hung,
    /// Anything else.
    Other(String),
}

/// Why there was no whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Trouble {
    Connect,
    TimeOut,
    Torn,
    Malformed,
    Other,
}

/// Milliseconds since 1970.
pub(crate) fn now() -> u64 {
    millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// Whole milliseconds.
pub(crate) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Tells the conductor. Without a conductor there is nothing left to do.
pub(crate) fn say(line: &impl Serialize) {
    let mut text = serde_json::to_vec(line).unwrap_or_default();
    text.push(b'\n');
    let mut out = std::io::stdout().lock();
    if out.write_all(&text).and_then(|()| out.flush()).is_err() {
        std::process::exit(1);
    }
}

/// How long a process may have stood still without a word about it.
const STANDSTILL: Duration = Duration::from_secs(1);

/// Tells whenever this process did not get to run for a while: a time-out may then be nobody's fault.
pub(crate) async fn watch_for_stalls(stall: impl Fn(u64, u64)) {
    let tick = Duration::from_millis(100);
    let mut from = now();
    loop {
        tokio::time::sleep(tick).await;
        let to = now();
        if to.saturating_sub(from) > millis(tick + STANDSTILL) {
            stall(from, to);
        }
        from = to;
    }
}
