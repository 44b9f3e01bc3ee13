//! `latchkey-cli` as real processes against a real server.
//!
//! - `again`: signing in anew after a session has ended.
//! - `commands`: what each command prints, where, and with which exit code.
//! - `earlier`: data folders that earlier versions left.
//! - `exporting`: collections as other tools have them, without secrets.
//! - `fetching`: what other tools have written, from an address.
//! - `hostile`: profiles, names and servers that are up to no good.
//! - `importing`: what other tools have written, shown before it comes in.
//! - `keyboard`: interrupts, and a terminal.
//! - `kinds`: every kind of server, from the profile to the sign-out.
//! - `looking_on`: what a terminal shows while a body is on its way.
//! - `processes`: several processes that share one session.
//! - `run`: collections, from the first request to the report.
//! - `streams`: bodies that are larger than anybody would hold in memory.
//! - `suspended`: a process that holds the session and is stopped.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

mod again;
mod commands;
mod earlier;
mod exporting;
mod fetching;
mod hostile;
mod importing;
#[cfg(unix)]
mod keyboard;
mod kinds;
#[cfg(target_os = "linux")]
mod looking_on;
mod processes;
mod run;
mod streams;
mod support;
#[cfg(unix)]
mod suspended;
