//! The Rust side: the wasm target, the checkers, Trunk and the bindings generator.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use super::Purpose;
use crate::{
    process::{answer_of, cargo, on_path, program, run},
    workspace,
};

/// The one target of the window's code.
const WASM: &str = "wasm32-unknown-unknown";
/// Builds the window's code. Pinned: another version may read `Trunk.toml` in another way.
const TRUNK: &str = "0.21.14";

/// Where the Rust tools are.
pub(crate) struct Tools {
    /// Trunk.
    pub(crate) trunk: PathBuf,
    /// The PATH on which Trunk finds the bindings generator.
    pub(crate) path: OsString,
}

/// Makes sure that the Rust side is there.
pub(super) fn ensure(purpose: Purpose) -> Result<Tools> {
    ensure_target(WASM)?;
    if purpose == Purpose::Test {
        ensure_component("clippy", "clippy")?;
        ensure_component("rustfmt", "fmt")?;
    }
    let bindgen = workspace::locked_version("wasm-bindgen")?;
    let trunk = ensure_program(&Tool {
        program: "trunk",
        package: "trunk",
        version: TRUNK,
        lean: &LEAN_TRUNK,
    })?;
    let bindgen = ensure_program(&Tool {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: &bindgen,
        lean: &[],
    })?;
    let path = with_folder_first(bindgen.parent().unwrap_or(Path::new("")).to_owned())?;
    Ok(Tools { trunk, path })
}

/// The PATH of this chore with one more folder at its front.
fn with_folder_first(folder: PathBuf) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths(
        [folder].into_iter().chain(std::env::split_paths(&path)),
    )?)
}

/// Without the self-update and the second TLS library, Trunk is compiled a good deal sooner.
const LEAN_TRUNK: [&str; 3] = ["--no-default-features", "--features", "rustls"];

/// Makes sure that the standard library is there for a target.
pub(crate) fn ensure_target(target: &str) -> Result<()> {
    let folder = answer_of(&mut program(
        "rustc",
        &["--print", "target-libdir", "--target", target],
    ));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    println!("Missing: the Rust target {target}");
    rustup(&["target", "add", target])
}

fn ensure_component(name: &str, subcommand: &str) -> Result<()> {
    if answer_of(&mut cargo(&[subcommand, "--version"])).is_some() {
        return Ok(());
    }
    println!("Missing: the Rust component {name}");
    rustup(&["component", "add", name])
}

fn rustup(arguments: &[&str]) -> Result<()> {
    if on_path("rustup").is_none() {
        bail!(
            "there is no rustup to install it; please run `rustup {}` or your system's like",
            arguments.join(" ")
        );
    }
    run(&mut program("rustup", arguments))
}

/// A program that comes from a Rust package.
struct Tool<'a> {
    program: &'a str,
    package: &'a str,
    version: &'a str,
    lean: &'a [&'a str],
}

/// Finds a program in exactly that version on the PATH or in the project's own folder, or installs it there: the
/// user's own tools stay as they are.
fn ensure_program(tool: &Tool<'_>) -> Result<PathBuf> {
    let root = workspace::target().join("tools");
    let own = root
        .join("bin")
        .join(format!("{}{}", tool.program, std::env::consts::EXE_SUFFIX));
    let known = [on_path(tool.program), Some(own.clone())];
    if let Some(path) = known
        .into_iter()
        .flatten()
        .find(|path| is_version(path, tool.version))
    {
        return Ok(path);
    }
    println!(
        "Missing: {} {} (goes to {}; takes some minutes, once)",
        tool.program,
        tool.version,
        root.display()
    );
    let mut install = cargo(&["install", tool.package, "--version", tool.version]);
    install
        .args(["--bin", tool.program, "--locked", "--force"])
        .args(tool.lean)
        .arg("--root")
        .arg(&root);
    // These tools run for seconds: compiled with fewer optimisations they are here in half the time.
    install
        .env("PATH", with_folder_first(root.join("bin"))?)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    run(&mut install)?;
    if !is_version(&own, tool.version) {
        bail!(
            "{} was installed, but does not answer with version {}",
            own.display(),
            tool.version
        );
    }
    Ok(own)
}

fn is_version(program: &Path, version: &str) -> bool {
    answer_of(std::process::Command::new(program).arg("--version"))
        .is_some_and(|answer| answer.split_whitespace().nth(1) == Some(version))
}
