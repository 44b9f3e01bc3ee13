//! The Tauri CLI, which makes the installers.
//!
//! From npm, where it comes compiled: it is there in seconds. Compiling it would take longer than compiling the app, and
//! so would its parts without it.

use std::{path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::{npm, process::program, workspace};

/// The Tauri CLI, installed.
pub(crate) struct TauriCli {
    script: PathBuf,
}

impl TauriCli {
    /// Makes sure that it is there, in the version of the lock file.
    pub(crate) fn ensure() -> Result<Self> {
        if let Some(what) = npm::missing() {
            bail!("{what}: the Tauri CLI, which makes the installers, comes from npm");
        }
        // This deep, because the CLI takes a package.json near the top of a project for that of its front end.
        let folder = workspace::target().join("bundle").join("node").join("tauri-cli");
        let recipe = workspace::root().join("crates/packaging/tools/tauri-cli");
        npm::ensure("the Tauri CLI", &recipe, &folder)?;
        Ok(Self {
            script: folder.join("node_modules/@tauri-apps/cli/tauri.js"),
        })
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
