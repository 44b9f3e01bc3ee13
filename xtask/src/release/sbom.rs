//! What the app, its window and the command line are made of, as `CycloneDX`, for each system.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{answer_of, cargo, run as run_program},
    workspace,
};

/// Which packages people get, and where their manifests are, for each target.
const LISTS: [(&str, &[(&str, &str)]); 4] = [
    ("x86_64-unknown-linux-gnu", &PROGRAMS),
    ("x86_64-pc-windows-msvc", &PROGRAMS),
    ("aarch64-apple-darwin", &PROGRAMS),
    ("wasm32-unknown-unknown", &[("latchkey-ui", "src-ui")]),
];
const PROGRAMS: [(&str, &str); 2] = [("latchkey", "."), ("latchkey-cli", "crates/cli")];
/// The release of cargo-cyclonedx that the workflow installs.
const VERSION: &str = "0.5.9";

/// Writes one list for each package and target.
pub(super) fn run(to: &Path) -> Result<()> {
    if answer_of(&mut cargo(&["cyclonedx", "--version"])).is_none() {
        bail!(
            "cargo-cyclonedx is not here; run `cargo install cargo-cyclonedx --version {VERSION} --locked`"
        );
    }
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for (target, packages) in LISTS {
        let line = "cyclonedx --format json --spec-version 1.5 --no-build-deps --target-in-filename --target";
        let words: Vec<&str> = line.split(' ').chain([target]).collect();
        let made = run_program(&mut cargo(&words));
        // It writes a list beside every manifest of the workspace.
        let written = written(target)?;
        let gathered = made.and_then(|()| gather(target, packages, to));
        for path in written {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        gathered?;
    }
    Ok(())
}

fn gather(target: &str, packages: &[(&str, &str)], to: &Path) -> Result<()> {
    for (package, folder) in packages {
        let name = format!("{package}_{target}.cdx.json");
        let path = workspace::root().join(folder).join(&name);
        let list = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        // Where this computer has the sources is nobody's business.
        let here = workspace::root().display().to_string().replace('\\', "/");
        fs::write(to.join(&name), list.replace(&here, "")).with_context(|| format!("cannot write {name}"))?;
    }
    Ok(())
}

/// Every list for a target that lies among the sources.
fn written(target: &str) -> Result<Vec<PathBuf>> {
    let root = workspace::root();
    let crates = fs::read_dir(root.join("crates"))?.map(|entry| Ok(entry?.path()));
    let mut folders = crates.collect::<Result<Vec<PathBuf>>>()?;
    folders.extend([root.to_owned(), root.join("src-ui"), root.join("xtask")]);
    let mut lists = Vec::new();
    for folder in folders.into_iter().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(&format!("_{target}.cdx.json")) {
                lists.push(path);
            }
        }
    }
    Ok(lists)
}
