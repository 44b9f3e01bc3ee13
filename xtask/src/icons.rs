//! `cargo xtask icons`.

use anyhow::Result;

use crate::process::{self, cargo};

/// Makes every icon file. The rendering is a crate of its own, so that the other chores do not wait for it.
pub(crate) fn run() -> Result<()> {
    process::run(&mut cargo(&["run", "--quiet", "--package", "icon-maker"]))?;
    println!("The icons are in icons/.");
    Ok(())
}
