//! Programs and scripts that come from npm, each pinned by a lock file and installed below the target folder.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use crate::process::{self, answer_of, program};

/// The package and its lock file, which pins it for every system.
const SOURCES: [&str; 2] = ["package.json", "package-lock.json"];

/// Why nothing can be had from npm here, if nothing can.
pub(crate) fn missing() -> Option<&'static str> {
    if answer_of(&mut program("node", &["--version"])).is_none() {
        Some("Node.js is not there")
    } else if answer_of(&mut program(npm(), &["--version"])).is_none() {
        Some("npm is not there")
    } else {
        None
    }
}

/// Installs what the lock file beside `recipe` names into `folder`, unless it is there from the same lock file.
pub(crate) fn ensure(what: &str, recipe: &Path, folder: &Path) -> Result<()> {
    let lock = fs::read_to_string(recipe.join("package-lock.json"))
        .with_context(|| format!("cannot read the lock file of {what}"))?;
    let mark = folder.join("node_modules/complete");
    if fs::read_to_string(&mark).is_ok_and(|made_by| made_by == lock) {
        return Ok(());
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for name in SOURCES {
        fs::copy(recipe.join(name), folder.join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    println!("Missing: {what} (goes to {})", folder.display());
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    process::run(program(npm(), &words).current_dir(folder))?;
    fs::write(&mark, lock).with_context(|| format!("cannot write {}", mark.display()))
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}
