//! `cargo xtask test`: everything that has to hold, in one command.

use anyhow::Result;

use crate::{
    process::{self, cargo},
    report::Report,
    setup::{self, Purpose},
    ui,
};

/// The tests of the window are compiled with this feature alone, so that plain `cargo test` needs no display.
const WINDOW: &str = "window-driver/real-window";

/// Sets up, checks and tests everything, and stops at the first step that fails.
///
/// All steps share one profile and the same selection of packages, so that nothing is compiled twice; only the
/// lints need a pass of their own.
pub(crate) fn run() -> Result<()> {
    let mut report = Report::default();
    let tools = report.step("set-up", || setup::run(Purpose::Test))?;
    report.step("format", || {
        process::run(&mut cargo(&["fmt", "--all", "--check"]))
    })?;
    report.step("build of the UI", || ui::build(&tools))?;
    report.step("lints", || {
        let all = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            WINDOW,
            "--",
            "-D",
            "warnings",
        ];
        process::run(&mut cargo(&all))
    })?;
    report.step("lints of the UI as wasm", || {
        let wasm = [
            "--package",
            "latchkey-ui",
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ];
        process::run(cargo(&["clippy"]).args(wasm))
    })?;
    report.step("build", || {
        process::run(&mut cargo(&["build", "--workspace", "--all-targets"]))
    })?;
    report.step("unit and integration tests", || {
        process::run(&mut cargo(&["test", "--workspace"]))
    })?;
    if cfg!(target_os = "linux") {
        report.step("the real window", || {
            process::run(&mut cargo(&[
                "test",
                "--workspace",
                "--features",
                WINDOW,
                "--test",
                "window",
            ]))
        })?;
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
