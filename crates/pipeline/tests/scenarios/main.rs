//! What the session engine answers for, scenario by scenario, over real HTTP on loopback.
//!
//! A test's name begins with the id of its scenario. Where it goes: `concurrency` for calls that meet each other,
//! `classification` for what an answer means, `refresh_results` for what a refresh brings, `keeping` for stores and
//! sign-outs, `requests` for what may leave, `time` for wrong clocks. The ten thousand calls of C1 are in `tests/crowd`.

#![expect(
    clippy::unwrap_used,
    clippy::format_push_string,
    reason = "a failed test says where, and need not be fast"
)]

mod bounded;
mod challenges;
mod classification;
mod concurrency;
mod keeping;
mod kinds;
mod proactive;
mod refresh_results;
mod requests;
mod support;
mod time;
mod two_processes;
