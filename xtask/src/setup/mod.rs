//! `cargo xtask setup`: checks what is missing, names it, installs it.
//!
//! With nothing missing this costs well under a second.

mod rust_tools;
mod system;

use anyhow::Result;

pub(crate) use rust_tools::{Tools, ensure_target};

/// What the set-up is for. More is needed to test the window than to open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Building the app and opening it on this computer's display.
    Window,
    /// Building the app and driving its window on a virtual display, with all checks.
    Test,
}

/// Makes sure that everything is there, and tells where the tools are.
pub(crate) fn run(purpose: Purpose) -> Result<Tools> {
    system::ensure(purpose)?;
    let tools = rust_tools::ensure(purpose)?;
    println!("Everything that is needed is there.");
    Ok(tools)
}
