//! `cargo xtask screenshots`.

use anyhow::{Result, ensure};

use crate::{
    process::{self, cargo, program},
    setup::{self, Purpose},
    ui, workspace,
};

/// Takes the pictures of `docs/screenshots` and of the user guide from the real window, on a virtual display.
pub(crate) fn run(which: &[&str]) -> Result<()> {
    ensure!(
        cfg!(target_os = "linux"),
        "the pictures are taken on Linux, on a virtual display"
    );
    let tools = setup::run(Purpose::Test)?;
    ui::build(&tools)?;
    process::run(&mut cargo(&[
        "build",
        "--package",
        "latchkey",
        "--package",
        "window-driver",
        "--bins",
    ]))?;
    process::run(&mut program(workspace::built("screenshots"), which))
}
