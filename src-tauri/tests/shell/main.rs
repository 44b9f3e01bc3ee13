//! The shell without a window: how the session is kept on disk, by the real store plugin.
//!
//! `claims` holds docs/security.md against the tests, `contract` has what the window may call, `keeping` what a file can
//! go through, `killed` what happens when the app is killed while it writes.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

mod claims;
mod contract;
mod keeping;
mod killed;
mod support;
