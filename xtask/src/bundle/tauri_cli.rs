//! The Tauri CLI, which makes the installers.
//!
//! From npm, where it comes compiled: it is there in seconds. Compiling it would take longer than compiling the app, and
//! so would its parts without it.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{self, answer_of, program},
    workspace,
};

/// The package and its lock file, which pins it for every system.
const SOURCES: [&str; 2] = ["package.json", "package-lock.json"];

/// The Tauri CLI, installed.
pub(crate) struct TauriCli {
    script: PathBuf,
}

impl TauriCli {
    /// Why it cannot be had here, if it cannot.
    pub(crate) fn missing() -> Option<&'static str> {
        if answer_of(&mut program("node", &["--version"])).is_none() {
            Some("Node.js is not there")
        } else if answer_of(&mut program(npm(), &["--version"])).is_none() {
            Some("npm is not there")
        } else {
            None
        }
    }

    /// Makes sure that it is there, in the version of the lock file.
    pub(crate) fn ensure() -> Result<Self> {
        if let Some(what) = Self::missing() {
            bail!("{what}: the Tauri CLI, which makes the installers, comes from npm");
        }
        // This deep, because the CLI takes a package.json near the top of a project for that of its front end.
        let folder = workspace::target().join("bundle").join("node").join("tauri-cli");
        let script = folder.join("node_modules/@tauri-apps/cli/tauri.js");
        let from = workspace::root().join("crates/packaging/tools/tauri-cli");
        let lock = fs::read_to_string(from.join("package-lock.json"))?;
        let mark = folder.join("node_modules/complete");
        if script.is_file() && fs::read_to_string(&mark).is_ok_and(|made_by| made_by == lock) {
            return Ok(Self { script });
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for name in SOURCES {
            fs::copy(from.join(name), folder.join(name)).with_context(|| format!("cannot copy {name}"))?;
        }
        println!("Missing: the Tauri CLI (goes to {})", folder.display());
        let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        process::run(program(npm(), &words).current_dir(&folder))?;
        fs::write(&mark, lock).with_context(|| format!("cannot write {}", mark.display()))?;
        Ok(Self { script })
    }

    /// The CLI with these arguments.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = if cfg!(unix) {
            // What it writes goes into packages as it is: whoever installs one must be able to read it.
            program("sh", &["-c", "umask 022; exec \"$0\" \"$@\"", "node"])
        } else {
            program("node", &[])
        };
        command.arg(&self.script).args(arguments);
        // A secret that a workflow lacks is an empty variable, and the CLI would sign with nothing.
        for (name, value) in std::env::vars_os() {
            let signs = ["APPLE_", "TAURI_SIGNING_"];
            if value.is_empty()
                && signs
                    .iter()
                    .any(|start| name.to_string_lossy().starts_with(start))
            {
                command.env_remove(name);
            }
        }
        command
    }
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}
