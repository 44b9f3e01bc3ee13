//! `cargo xtask start`: the quickest way from a fresh clone to the real window.

use anyhow::Result;

use crate::{
    process::{self, cargo, program},
    setup::{self, Purpose},
    ui, workspace,
};

/// Sets up, builds, and opens the window signed in to the practice API.
///
/// A development build: it is there in minutes where an optimised one takes many, and it serves `test` as well.
pub(crate) fn run() -> Result<()> {
    if has_display() {
        on_display()
    } else {
        on_virtual_display()
    }
}

fn on_display() -> Result<()> {
    let tools = setup::run(Purpose::Window)?;
    ui::build(&tools)?;
    process::run(&mut cargo(&["build", "--package", "latchkey"]))?;
    println!("The window opens, signed in to the practice API. Close it, or press Ctrl+C here, to end.");
    process::run(&mut program(workspace::app(), &["--practice"]))
}

fn on_virtual_display() -> Result<()> {
    println!("There is no display here: the app runs on a virtual one and takes a short tour of itself.\n");
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
    process::run(&mut program(workspace::built("tour"), &[]))
}

/// Windows and macOS always have one; on Linux it has a name.
fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
