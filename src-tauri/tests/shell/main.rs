//! The shell without a window: how the session is kept on disk, by the real store plugin.
//!
//! `keeping` has what a file can go through; `killed` has what happens when the app is killed while it writes.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

mod keeping;
mod killed;
mod support;
