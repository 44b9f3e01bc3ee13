//! What the session engine answers for, scenario by scenario, over real HTTP on loopback.
//!
//! A test's name begins with the id of its scenario; `docs/scenarios.md` lists them. Where it goes: `kinds` for what
//! differs by profile, `concurrency` for calls that meet each other, `classification` and `challenges` for what an answer
//! means, `refresh_results` for what a refresh brings, `proactive` for refreshing ahead of time, `keeping` for stores and
//! sign-outs, `two_processes` for a shared session, `requests`, `uploads` and `described` for what may leave, `bounded`
//! for answers without end, `documents` for what is fetched by its address alone, `time` for wrong clocks, `told` for what others may know, `profile_checks` and `tls` for profiles. The ten thousand calls of
//! C1 are in `tests/crowd`.

#![expect(
    clippy::unwrap_used,
    clippy::format_push_string,
    reason = "a failed test says where, and need not be fast"
)]

mod bounded;
mod challenges;
mod classification;
mod client_certificates;
mod concurrency;
mod described;
mod documents;
mod keeping;
mod kinds;
mod listing;
mod networks;
mod proactive;
mod profile_checks;
mod refresh_results;
mod requests;
mod support;
mod time;
mod tls;
mod told;
mod two_processes;
mod uploads;
