//! `latchkey-cli` as real processes against a real server.
//!
//! - `again`: signing in anew after a session has ended.
//! - `commands`: what each command prints, where, and with which exit code.
//! - `earlier`: data folders that earlier versions left.
//! - `hostile`: profiles, names and servers that are up to no good.
//! - `keyboard`: interrupts, and a terminal.
//! - `kinds`: every kind of server, from the profile to the sign-out.
//! - `looking_on`: what a terminal shows while a body is on its way.
//! - `processes`: several processes that share one session.
//! - `streams`: bodies that are larger than anybody would hold in memory.
//! - `suspended`: a process that holds the session and is stopped.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

mod again;
mod commands;
mod earlier;
mod hostile;
#[cfg(unix)]
mod keyboard;
mod kinds;
#[cfg(target_os = "linux")]
mod looking_on;
mod processes;
mod streams;
mod support;
#[cfg(unix)]
mod suspended;
