//! `cargo xtask test`: everything that has to hold, in one command.

use anyhow::Result;

use crate::{
    process::{self, cargo},
    report::Report,
    setup::{self, Purpose},
    ui,
};

/// Sets up, checks and tests everything, and stops at the first step that fails.
///
/// All steps share one profile and the same selection of packages, so that nothing is compiled twice; only the
/// lints need a pass of their own. The tests of the window are behind a feature, so that plain `cargo test` needs
/// no display.
pub(crate) fn run() -> Result<()> {
    let mut report = Report::default();
    let tools = report.step("set-up", || setup::run(Purpose::Test))?;
    report.step("format", || {
        process::run(&mut cargo(&["fmt", "--all", "--check"]))
    })?;
    report.step("build of the UI", || ui::build(&tools))?;
    let mut cargo_step = |name, line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        report.step(name, || process::run(&mut cargo(&words)))
    };
    cargo_step(
        "lints",
        "clippy --workspace --all-targets --features window-driver/real-window -- -D warnings",
    )?;
    let wasm = "clippy --package latchkey-ui --target wasm32-unknown-unknown -- -D warnings";
    cargo_step("lints of the UI as wasm", wasm)?;
    // Without this very program: Windows does not let a running one be written anew.
    cargo_step("build", "build --workspace --exclude xtask --all-targets")?;
    cargo_step("unit and integration tests", "test --workspace")?;
    if cfg!(target_os = "linux") {
        cargo_step(
            "the real window",
            "test --workspace --features window-driver/real-window --test window",
        )?;
    }
    println!("\n{}\n", report.table());
    if cfg!(target_os = "linux") {
        println!("Everything passed.");
    } else {
        println!("Everything that can run on this system passed.");
        println!("WARNING: NOT TESTED: the real window. Its tests need Linux: Xvfb and WebKitWebDriver.");
    }
    Ok(())
}
