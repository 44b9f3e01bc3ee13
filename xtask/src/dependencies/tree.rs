//! What Cargo says of a package's dependencies.

use anyhow::{Context as _, Result, bail};

use crate::process::cargo;

/// What a package is made of on a target: `cargo tree`, each line with its depth.
pub(super) fn tree(package: &str, target: &str, edges: &str) -> Result<String> {
    let mut tree = cargo(&["tree", "--locked", "--package", package, "--target", target]);
    tree.args(["--edges", edges, "--prefix", "depth", "--format", "|{p}|{l}"]);
    let output = tree.output().context("cannot run `cargo tree`")?;
    if !output.status.success() {
        bail!(
            "`cargo tree` for {target} failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A line of the tree: `DEPTH|NAME vVERSION (PATH)|LICENCE (*)`. Crates of others have no path.
pub(super) struct Row<'a> {
    pub(super) depth: usize,
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) ours: bool,
    pub(super) licence: String,
}

/// Reads the lines of a tree.
pub(super) fn rows(tree: &str) -> impl Iterator<Item = Row<'_>> {
    tree.lines().filter_map(|line| {
        let mut parts = line.split('|');
        let depth = parts.next()?.parse().ok()?;
        let id = parts.next()?.trim_end_matches(" (proc-macro)");
        let licence = parts.next()?.trim_end_matches(" (*)");
        Some(Row {
            depth,
            id,
            name: id.split(' ').next()?,
            ours: id.contains(" ("),
            // As it was written before SPDX had a word for it.
            licence: licence.replace('/', " OR "),
        })
    })
}
