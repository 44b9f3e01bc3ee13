//! The window's code: from Rust to wasm, once for `start`, `test` and `screenshots`.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher},
    io,
    path::Path,
};

use anyhow::{Context as _, Result};

use crate::{
    process::{program, run},
    setup::Tools,
    workspace,
};

/// What the built UI depends on.
const SOURCES: [&str; 6] = [
    "src-ui",
    "crates/ipc",
    "index.html",
    "Trunk.toml",
    "Cargo.lock",
    "Cargo.toml",
];

/// Builds the UI into `dist`, unless it is there and nothing it depends on has changed.
///
/// A development build, as everything that `start` and `test` run: nothing is compiled twice. Two settings differ,
/// because an unoptimised wasm file with debug information has many megabytes, and the window would open slowly.
pub(crate) fn build(tools: &Tools) -> Result<()> {
    let root = workspace::root();
    let stamp = workspace::target().join("ui.stamp");
    let known = fs::read_to_string(&stamp).unwrap_or_default();
    if root.join("dist/index.html").is_file() && known == state_of(root)? {
        println!("The UI is up to date.");
        return Ok(());
    }
    let mut trunk = program(&tools.trunk, &["build"]);
    trunk
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("PATH", &tools.path)
        // Trunk knows `true` and `false` alone, and stops at the customary `NO_COLOR=1`.
        .env_remove("NO_COLOR");
    run(&mut trunk)?;
    fs::write(&stamp, state_of(root)?).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Stands for names, sizes and times of all sources and of what was built from them.
fn state_of(root: &Path) -> Result<String> {
    let mut state = DefaultHasher::new();
    for path in SOURCES.iter().chain(&["dist"]) {
        add(&root.join(path), &mut state).with_context(|| format!("cannot look at {path}"))?;
    }
    Ok(format!("{:016x}", state.finish()))
}

fn add(path: &Path, state: &mut DefaultHasher) -> io::Result<()> {
    let about = match fs::metadata(path) {
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => return Ok(()),
        about => about?,
    };
    path.hash(state);
    if about.is_file() {
        about.len().hash(state);
        about.modified()?.hash(state);
        return Ok(());
    }
    let mut inside = fs::read_dir(path)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    inside.sort();
    inside.iter().try_for_each(|path| add(path, state))
}
