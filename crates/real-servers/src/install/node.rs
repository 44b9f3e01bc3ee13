//! Packages from npm, exactly as locked.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::{Installed, Place, definition, logs};
use crate::{
    command::{at_least, run, version_of},
    error::Error,
    kind::Kind,
};

/// What the PDS asks for.
const OLDEST: (u32, u32) = (18, 7);
/// Its `SQLite` is compiled where no binary can be had: about a minute.
const LIMIT: Duration = Duration::from_mins(10);
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

pub(super) fn install(root: &Path) -> Result<Installed, Error> {
    let program = PathBuf::from("node");
    let node = version_of(&program)
        .filter(|version| at_least(version, OLDEST))
        .ok_or_else(|| Error::Missing {
            wanted: "Node.js 18.7 or newer with npm",
            found: version_of(&program).map_or_else(String::new, |version| format!(" (node is {version})")),
        })?;
    let manifest = definition("atproto/package.json")?;
    let lock = definition("atproto/package-lock.json")?;
    // Deep down: Tauri's command line takes a package.json near the top for the window's.
    let place = Place::hold(root.join("node").join("atproto"), format!("{node}\n{lock}"))?;
    let modules = place.folder.join("node_modules");
    if !place.is_complete() {
        place.begin("@atproto/dev-env with npm, and compiling its SQLite")?;
        for (name, text) in [("package.json", &manifest), ("package-lock.json", &lock)] {
            let path = place.folder.join(name);
            fs::write(&path, text).map_err(Error::io(path))?;
        }
        let npm = |log: &str, words: &[&str]| {
            let mut command = Command::new(NPM);
            command.args(words).current_dir(&place.folder);
            run(&mut command, &logs(root).join(log), LIMIT)
        };
        // No package runs anything while it is installed, but for the one that cannot do without.
        npm("npm.log", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
        npm("npm-sqlite.log", &["rebuild", "better-sqlite3"])?;
        place.finish()?;
    }
    let mut versions: Vec<String> = ["@atproto/pds", "@atproto/dev-env"]
        .iter()
        .filter_map(|package| locked(&lock, package))
        .collect();
    versions.push(format!("Node.js {node}"));
    Ok(Installed {
        kind: Kind::Atproto,
        versions: versions.join(", "),
        program,
        environment: vec![("NODE_PATH", modules)],
        root: root.to_owned(),
    })
}

/// `package version`, from the lock.
fn locked(lock: &str, package: &str) -> Option<String> {
    let lock: serde_json::Value = serde_json::from_str(lock).ok()?;
    let version = lock["packages"][format!("node_modules/{package}")]["version"].as_str()?;
    Some(format!("{package} {version}"))
}
