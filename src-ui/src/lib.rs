//! Latchkey's window.
//!
//! - [`state`]: what the window knows, as plain reducers;
//! - [`pages`]: the views, which connect the state and the shell with the components;
//! - [`components`]: markup from properties, free of IPC; what has no state is a plain function, for each component costs
//!   the code a kilobyte;
//! - [`guide`]: the pages of the user guide;
//! - [`files`]: reads what lies beside the code: those pages, and the words;
//! - [`calls`]: what the window asks of the shell, through [`bridge`], the one module that touches it;
//! - [`update_calls`]: the same of the updater;
//! - [`keeping`]: hands the draft over to the shell, edit by edit;
//! - [`i18n`]: the words;
//! - [`trace_text`]: a trace as text, for a bug report.

pub mod app;
pub mod bridge;
pub mod calls;
pub mod clock;
mod comparable;
pub mod components;
mod effect;
pub mod files;
#[cfg(test)]
mod fixtures;
pub mod format;
pub mod guide;
mod held;
pub mod i18n;
pub mod json;
pub mod keeping;
pub mod pages;
pub mod platform;
pub mod state;
pub mod trace_text;
pub mod update_calls;

pub use app::App;
