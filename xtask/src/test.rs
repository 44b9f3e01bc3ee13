//! `cargo xtask test`: everything that has to hold, in one command.

use std::fs;

use anyhow::{Context as _, Result};

use crate::{
    bundle, dependencies, npm,
    other_systems::SYSTEMS,
    process::{self, cargo},
    report::Report,
    setup::{self, Purpose},
    ui, workflows, workspace,
};

/// Sets up, checks and tests everything, and stops at the first step that fails.
///
/// All steps share one profile and the same selection of packages, so that nothing is compiled twice; only the
/// lints need a pass of their own. The tests of the window and those of other people's servers are behind features,
/// so that plain `cargo test` needs neither a display nor Python, Node.js and a package index.
pub(crate) fn run() -> Result<()> {
    let mut report = Report::default();
    let tools = report.step("set-up", || setup::run(Purpose::Test))?;
    report.step("format", || {
        process::run(&mut cargo(&["fmt", "--all", "--check"]))
    })?;
    let mut unchecked = report.step("workflows", workflows::lint)?;
    unchecked.extend(report.step("dependencies", dependencies::check)?);
    report.step("build of the UI", || ui::build(&tools))?;
    let mut cargo_step = |name, line: &str| report.step(name, || process::run(&mut cargo(&words(line))));
    let features = "--features window-driver/real-window,real-servers/real-servers";
    let lints = format!("clippy --workspace --all-targets {features} -- -D warnings");
    cargo_step("lints", &lints)?;
    let wasm = "clippy --package latchkey-ui --target wasm32-unknown-unknown -- -D warnings";
    cargo_step("lints of the UI as wasm", wasm)?;
    // Without this very program: Windows does not let a running one be written anew.
    cargo_step("build", "build --workspace --exclude xtask --all-targets")?;
    cargo_step("unit and integration tests", "test --workspace")?;
    cargo_step(
        "servers that others wrote",
        "test --workspace --features real-servers/real-servers --test real",
    )?;
    if cfg!(target_os = "linux") {
        let mut window = "test --workspace --features window-driver/real-window --test window".to_owned();
        if let Some(why) = axe()? {
            window += " -- --skip access::no_barriers";
            unchecked.push(format!("barriers in the window, which axe-core looks for: {why}"));
        }
        report.step("the real window", || process::run(&mut cargo(&words(&window))))?;
    }
    if cfg!(target_os = "linux") {
        match report.step("build of deb and rpm", || bundle::for_tests(&tools))? {
            None => report.step("deb and rpm, looked into and installed", || {
                process::run(&mut cargo(&[
                    "test",
                    "--workspace",
                    "--features",
                    "packaging/installers",
                    "--test",
                    "installers",
                ]))
            })?,
            Some(why) => unchecked.push(format!("deb and rpm: {why}")),
        }
        for system in SYSTEMS {
            let name = format!("lints as on {}", system.name);
            match system.missing() {
                None => report.step(name, || system.check())?,
                Some(why) => unchecked.push(format!("{name}: {why}")),
            }
        }
    }
    println!("\n{}\n", report.table());
    let real_servers = real_servers()?;
    print!("{real_servers}");
    let mut not_tested = real_servers.contains("NOT TESTED") || !unchecked.is_empty();
    for what in unchecked {
        println!("WARNING: NOT TESTED: {what}.");
    }
    if !cfg!(target_os = "linux") {
        not_tested = true;
        println!("WARNING: NOT TESTED: the real window. Its tests need Linux: Xvfb and WebKitWebDriver.");
    }
    if not_tested {
        println!("Everything that can run here passed; what could not is named above.");
    } else {
        println!("Everything passed.");
    }
    Ok(())
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Makes sure that axe-core is where the tests of the window look for it, or tells why it cannot be had.
fn axe() -> Result<Option<&'static str>> {
    if let Some(why) = npm::missing() {
        return Ok(Some(why));
    }
    let recipe = workspace::root().join("crates/window-driver/tools/axe");
    let folder = workspace::target().join("window-driver").join("node").join("axe");
    npm::ensure("axe-core", &recipe, &folder)?;
    Ok(None)
}

/// Which of the servers that others wrote were tested, and which could not be had: as their tests left it.
fn real_servers() -> Result<String> {
    let path = workspace::target().join("real-servers").join("outcome.txt");
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}
