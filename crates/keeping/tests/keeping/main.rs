//! What the file of sessions goes through.
//!
//! - `file`: the file itself: format, faults, permissions, other entries.
//! - `address`: where sessions have been that had no profile of their own.
//! - `sealing`: what lies in it, for whom it opens, and what happens without a key.
//! - `secrets`: values beside the sessions.
//! - `choice`: the user's choice of protection.
//! - `closed`: nobody but its owner reads it, however open the folder was found.
//! - `migration`: files of format 1.
//! - `processes`: two processes on one folder.
//! - `any_document`: documents of any shape.
//! - `keychain`: the system's own keychain, and none.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

mod address;
mod any_document;
mod choice;
mod closed;
mod file;
mod keychain;
mod migration;
mod processes;
mod sealing;
mod secrets;
mod support;
