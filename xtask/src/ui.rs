//! The window's code: from Rust to wasm, once for `start`, `test` and `screenshots`.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{
    process::{program, run},
    setup::Tools,
    workspace,
};

/// What the built UI depends on.
const SOURCES: [&str; 8] = [
    "src-ui",
    "docs/guide",
    "crates/ipc",
    "crates/window-files",
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
    let settings = [
        ("CARGO_PROFILE_DEV_OPT_LEVEL", "1"),
        ("CARGO_PROFILE_DEV_DEBUG", "false"),
    ];
    build_into(
        tools,
        &workspace::root().join("dist"),
        "ui.stamp",
        &["build"],
        &settings,
    )
}

/// Builds the UI as it is shipped, beside that of development, and tells where it is.
///
/// For size above all: it is loaded and compiled at every start, and what takes time in it is the web view's own work.
pub(crate) fn build_for_release(tools: &Tools, settings: &[(&str, &str)]) -> Result<PathBuf> {
    let settings = [settings, &[("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z")]].concat();
    let dist = workspace::target().join("bundle").join("ui");
    fs::create_dir_all(&dist).with_context(|| format!("cannot make {}", dist.display()))?;
    build_into(
        tools,
        &dist,
        "release-ui.stamp",
        &["build", "--release"],
        &settings,
    )?;
    Ok(dist)
}

fn build_into(
    tools: &Tools,
    dist: &Path,
    stamp: &str,
    words: &[&str],
    settings: &[(&str, &str)],
) -> Result<()> {
    let stamp = workspace::target().join(stamp);
    let known = fs::read_to_string(&stamp).unwrap_or_default();
    if dist.join("index.html").is_file() && known == state_of(dist, settings)? {
        println!("The UI is up to date.");
        return Ok(());
    }
    let mut trunk = program(&tools.trunk, words);
    trunk
        .arg("--dist")
        .arg(dist)
        .envs(settings.iter().copied())
        .env("PATH", &tools.path)
        // Trunk knows `true` and `false` alone, and stops at the customary `NO_COLOR=1`.
        .env_remove("NO_COLOR");
    run(&mut trunk)?;
    let state = state_of(dist, settings)?;
    fs::write(&stamp, state).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Stands for names, sizes and times of all sources and of what was built from them, and for how it was built.
fn state_of(dist: &Path, settings: &[(&str, &str)]) -> Result<String> {
    let mut state = DefaultHasher::new();
    settings.hash(&mut state);
    let sources = SOURCES.iter().map(|path| workspace::root().join(path));
    for path in sources.chain([dist.to_owned()]) {
        add(&path, &mut state).with_context(|| format!("cannot look at {}", path.display()))?;
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
