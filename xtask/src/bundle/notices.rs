//! The licences of the crates that the programs are made of: each of them asks to be passed on with copies.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    fs,
    path::Path,
    process::Stdio,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::process::cargo;

/// What is shipped, and what it is compiled for; nothing stands for the system that the installer is for.
const SHIPPED: [(&str, Option<&str>); 3] = [
    ("latchkey", None),
    ("latchkey-cli", None),
    ("latchkey-ui", Some("wasm32-unknown-unknown")),
];
/// How the names of the files begin that a crate's licence is in.
const FILES: [&str; 6] = [
    "LICENSE",
    "LICENCE",
    "COPYING",
    "COPYRIGHT",
    "NOTICE",
    "UNLICENSE",
];

/// All of it as one text: every crate with its licence, then every text once, below the crates that it is of.
pub(crate) fn text(targets: &[&str]) -> Result<String> {
    let mut crates = BTreeSet::new();
    for (package, target) in SHIPPED {
        for target in target
            .as_slice()
            .iter()
            .chain(targets.iter().filter(|_| target.is_none()))
        {
            shipped_with(package, &metadata(target)?, &mut crates)?;
        }
    }
    let mut all = String::from("Latchkey contains these Rust crates, under these licences.\n\n");
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Crate {
        name,
        licence,
        folder,
    } in &crates
    {
        let _ = writeln!(all, "{name}: {licence}");
        for text in licences_in(Path::new(folder))? {
            texts.entry(text).or_default().push(name.clone());
        }
    }
    ensure!(!texts.is_empty(), "no crate has a licence");
    for (text, of) in texts {
        let _ = write!(all, "\n{}\n{}\n\n{text}\n", "-".repeat(79), of.join(", "));
    }
    Ok(all)
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    licence: String,
    folder: String,
}

fn metadata(target: &str) -> Result<Value> {
    let mut metadata = cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--filter-platform",
        target,
    ]);
    let output = metadata
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo metadata")?;
    ensure!(
        output.status.success(),
        "cargo metadata failed ({})",
        output.status
    );
    serde_json::from_slice(&output.stdout).context("cargo metadata prints no JSON")
}

/// Adds the foreign crates that a package is linked with: not those that only build or test it.
fn shipped_with(package: &str, metadata: &Value, crates: &mut BTreeSet<Crate>) -> Result<()> {
    let list = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages: HashMap<String, Value> = list(&metadata["packages"])
        .into_iter()
        .map(|package| (text(&package["id"]), package))
        .collect();
    let nodes: HashMap<String, Vec<Value>> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (text(&node["id"]), list(&node["deps"])))
        .collect();
    let first = packages.iter().find(|(_, known)| known["name"] == package);
    let (first, _) = first.with_context(|| format!("cargo knows no {package}"))?;
    let mut open = vec![first.clone()];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        for dependency in nodes.get(&id).into_iter().flatten() {
            let kinds = list(&dependency["dep_kinds"]);
            let id = text(&dependency["pkg"]);
            // What runs in the compiler alone is in no program.
            let runs_in_compiler = packages.get(&id).is_some_and(|package| {
                list(&package["targets"])
                    .iter()
                    .any(|target| list(&target["kind"]).contains(&"proc-macro".into()))
            });
            if !runs_in_compiler && kinds.iter().any(|kind| kind["kind"].is_null()) {
                open.push(id);
            }
        }
    }
    for package in seen.iter().filter_map(|id| packages.get(id)) {
        // Our own come from no registry.
        if package["source"].is_null() {
            continue;
        }
        let manifest = text(&package["manifest_path"]);
        let licence = text(&package["license"]);
        crates.insert(Crate {
            name: format!("{} {}", text(&package["name"]), text(&package["version"])),
            licence: if licence.is_empty() {
                "see below".to_owned()
            } else {
                licence
            },
            folder: Path::new(&manifest)
                .parent()
                .unwrap_or(Path::new(""))
                .display()
                .to_string(),
        });
    }
    Ok(())
}

/// The texts in the folder of a crate, in the order of their files' names.
fn licences_in(folder: &Path) -> Result<Vec<String>> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .with_context(|| format!("cannot look into {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .to_uppercase();
            path.is_file() && FILES.iter().any(|start| name.starts_with(start))
        })
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        Ok(text.trim().to_owned())
    };
    files.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::shipped_with;

    #[test]
    fn what_only_builds_or_tests_is_not_shipped() {
        let package = |name: &str, kind: &str, source: Option<&str>| {
            json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT", "source": source,
                    "manifest_path": format!("/crates/{name}/Cargo.toml"), "targets": [{ "kind": [kind] }] })
        };
        let needs = |name: &str, kind: Option<&str>| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package("app", "bin", None), package("own", "lib", None), package("linked", "lib", Some("r")),
                package("builds", "lib", Some("r")), package("tests", "lib", Some("r")),
                package("derives", "proc-macro", Some("r")),
            ],
            "resolve": { "nodes": [
                { "id": "app", "deps": [needs("own", None), needs("builds", Some("build")), needs("derives", None)] },
                { "id": "own", "deps": [needs("linked", None), needs("tests", Some("dev"))] },
            ] },
        });
        let mut crates = BTreeSet::new();
        shipped_with("app", &metadata, &mut crates).expect("it is known");
        let names: Vec<&str> = crates.iter().map(|found| found.name.as_str()).collect();
        assert_eq!(names, ["linked 1.0.0"]);
        assert!(shipped_with("other", &metadata, &mut crates).is_err());
    }
}
