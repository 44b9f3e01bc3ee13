//! Whether all places that tell a version, a licence or a description agree, and whether a tag may be set.

mod documents;
mod metainfo;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use serde_json::Value;
use toml::Table;

use super::{
    changelog::{self, Changelog, numbers},
    is_version, version_of,
};

/// The first words of the text of each licence that this project could bear.
const LICENCES: [(&str, &str); 2] = [("MIT", "MIT License"), ("Apache-2.0", "Apache License")];

/// Checks a tree, for a tag if there is one, and tells everything that disagrees.
pub(super) fn run(root: &Path, tag: Option<&str>) -> Result<()> {
    let mut tree = Tree {
        root,
        problems: Vec::new(),
    };
    tree.check(tag);
    if tree.problems.is_empty() {
        return Ok(());
    }
    bail!(
        "{} found:\n  {}",
        count(tree.problems.len()),
        tree.problems.join("\n  ")
    )
}

fn count(problems: usize) -> String {
    format!(
        "{problems} {}",
        if problems == 1 {
            "disagreement"
        } else {
            "disagreements"
        }
    )
}

/// The version of the workspace, from its manifest.
pub(super) fn version_in(manifest: &Table) -> Option<String> {
    Some(
        manifest
            .get("workspace")?
            .get("package")?
            .get("version")?
            .as_str()?
            .to_owned(),
    )
}

struct Tree<'a> {
    root: &'a Path,
    problems: Vec<String>,
}

impl Tree<'_> {
    fn check(&mut self, tag: Option<&str>) {
        let Some(manifest) = self.toml("Cargo.toml") else {
            return;
        };
        let version = version_in(&manifest).unwrap_or_default();
        if !is_version(&version) {
            let found = format!("workspace.package.version is {version:?}");
            self.wrong("Cargo.toml", &found, "X.Y.Z, such as 1.2.3");
        }
        let of_package = |name: &str| {
            manifest
                .get("package")
                .and_then(|package| package.get(name)?.as_str())
        };
        let licence = manifest
            .get("workspace")
            .and_then(|workspace| workspace.get("package")?.get("license")?.as_str())
            .unwrap_or_default();
        self.licence(licence);
        self.members(&manifest);
        self.lock(&version);
        self.tauri(&version, licence, of_package("description").unwrap_or_default());
        match self.read("CHANGELOG.md").map(|text| changelog::parse(&text)) {
            Some(Ok(changelog)) => {
                self.changelog(&changelog, &version, tag.is_some());
                self.metainfo(&changelog, licence);
            }
            Some(Err(problems)) => self.problems.extend(problems),
            None => {}
        }
        self.documents();
        if let Some(tag) = tag {
            match version_of(tag) {
                Err(problem) => self.problems.push(problem.to_string()),
                Ok(tagged) if tagged != version => {
                    let found = format!("workspace.package.version is {version:?}");
                    self.wrong("Cargo.toml", &found, &format!("{tagged:?}, for the tag {tag}"));
                }
                Ok(_) => {}
            }
        }
    }

    fn licence(&mut self, licence: &str) {
        let Some((_, begins)) = LICENCES.iter().find(|(id, _)| *id == licence) else {
            let known = LICENCES.map(|(id, _)| id).join(" or ");
            return self.wrong(
                "Cargo.toml",
                &format!("workspace.package.license is {licence:?}"),
                &known,
            );
        };
        let Some(text) = self.read("LICENSE") else { return };
        let first = text.trim_start().lines().next().unwrap_or_default().trim();
        if first != *begins {
            let expected = format!("{begins:?}, for Cargo.toml says {licence}");
            self.wrong("LICENSE", &format!("its first line is {first:?}"), &expected);
        }
    }

    /// Every package takes version and licence from the workspace.
    fn members(&mut self, manifest: &Table) {
        let members = manifest
            .get("workspace")
            .and_then(|workspace| workspace.get("members")?.as_array());
        let patterns: Vec<&str> = members
            .into_iter()
            .flatten()
            .filter_map(|member| member.as_str())
            .collect();
        let mut folders = Vec::new();
        for pattern in patterns {
            match pattern.strip_suffix("/*") {
                None => folders.push(pattern.to_owned()),
                Some(parent) => folders.extend(self.folders_in(parent)),
            }
        }
        for folder in folders {
            let path = if folder == "." {
                "Cargo.toml".to_owned()
            } else {
                format!("{folder}/Cargo.toml")
            };
            let Some(member) = self.toml(&path) else { continue };
            for field in ["version", "license"] {
                let given = member.get("package").and_then(|package| package.get(field));
                let inherited = given.is_some_and(|given| given.get("workspace").is_some());
                if !inherited {
                    let found = given.map_or("none".to_owned(), ToString::to_string);
                    self.wrong(
                        &path,
                        &format!("package.{field} is {found}"),
                        &format!("{field}.workspace = true"),
                    );
                }
            }
        }
    }

    fn folders_in(&self, parent: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(parent))
            .into_iter()
            .flatten()
            .flatten();
        let mut folders: Vec<String> = entries
            .filter(|entry| entry.path().join("Cargo.toml").is_file())
            .map(|entry| format!("{parent}/{}", entry.file_name().to_string_lossy()))
            .collect();
        folders.sort();
        folders
    }

    /// The lock knows the workspace's own packages, those without a source, by the same version.
    fn lock(&mut self, version: &str) {
        let Some(lock) = self.toml("Cargo.lock") else {
            return;
        };
        let packages = lock.get("package").and_then(|packages| packages.as_array());
        for package in packages.into_iter().flatten() {
            let text = |field: &str| package.get(field).and_then(|value| value.as_str());
            if text("source").is_none() && text("version") != Some(version) {
                let found = format!(
                    "{} has the version {:?}",
                    text("name").unwrap_or_default(),
                    text("version").unwrap_or_default()
                );
                self.wrong("Cargo.lock", &found, &format!("{version:?}, as in Cargo.toml"));
            }
        }
    }

    fn tauri(&mut self, version: &str, licence: &str, description: &str) {
        let Some(config) = self.tauri_config() else { return };
        // Where nothing is said, Tauri takes it from Cargo.toml.
        for (pointer, expected) in [
            ("/version", version),
            ("/bundle/license", licence),
            ("/bundle/shortDescription", description),
        ] {
            let found = config.pointer(pointer);
            if found.is_some_and(|found| found.as_str() != Some(expected)) {
                let found = found.map_or_else(String::new, ToString::to_string);
                let field = pointer.trim_start_matches('/').replace('/', ".");
                self.wrong(
                    "tauri.conf.json",
                    &format!("{field} is {found}"),
                    &format!("{expected:?}, as in Cargo.toml"),
                );
            }
        }
        if let Some(file) = config.pointer("/bundle/licenseFile").and_then(Value::as_str)
            && !self.root.join(file).is_file()
        {
            self.wrong(
                "tauri.conf.json",
                &format!("bundle.licenseFile is {file:?}"),
                "a file that is there",
            );
        }
    }

    fn tauri_config(&mut self) -> Option<Value> {
        let text = self.read("tauri.conf.json")?;
        match serde_json::from_str(&text) {
            Ok(config) => Some(config),
            Err(problem) => {
                self.problems.push(format!("tauri.conf.json: {problem}"));
                None
            }
        }
    }

    fn changelog(&mut self, changelog: &Changelog, version: &str, tagged: bool) {
        let file = "CHANGELOG.md";
        let newest = changelog
            .sections
            .iter()
            .find_map(|section| section.released.as_ref());
        let pending = changelog.unreleased().filter(|section| !section.is_empty());
        let section = changelog.release(version).map(|(_, section)| section);
        if let Some((newest, _)) = newest.filter(|(newest, _)| numbers(newest) > numbers(version)) {
            self.wrong(
                file,
                &format!("a section for {newest}"),
                &format!("none above {version}, the version of Cargo.toml"),
            );
        }
        if section.is_some_and(changelog::Section::is_empty) {
            self.wrong(
                file,
                &format!("an empty section for {version}"),
                "what changed in it",
            );
        }
        if tagged && section.is_none() {
            self.wrong(
                file,
                &format!("no section for {version}"),
                &format!("`## {version} - YYYY-MM-DD`"),
            );
        }
        if tagged && pending.is_some() {
            self.wrong(
                file,
                "changes under `Unreleased`",
                &format!("them under {version}, at its tag"),
            );
        }
        if !tagged && section.is_none() && pending.is_none() {
            self.wrong(
                file,
                &format!("neither a section for {version} nor a change under `Unreleased`"),
                "one of them",
            );
        }
    }

    fn name_of(&self, path: &Path) -> String {
        let name = path.strip_prefix(self.root).unwrap_or(path);
        name.display().to_string().replace('\\', "/")
    }

    fn files_that_end_with(&self, ending: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let (path, name) = (entry.path(), entry.file_name());
                let name = name.to_string_lossy();
                let passed =
                    ["target", "dist", "gen", "node_modules"].contains(&&*name) || name.starts_with('.');
                // Not by following links: they could lead round in a circle.
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.extend((!passed).then_some(path));
                } else if name.ends_with(ending) {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }

    fn toml(&mut self, path: &str) -> Option<Table> {
        match self.read(path)?.parse() {
            Ok(table) => Some(table),
            Err(problem) => {
                self.problems.push(format!("{path}: {problem}"));
                None
            }
        }
    }

    fn read(&mut self, path: &str) -> Option<String> {
        match fs::read_to_string(self.root.join(path)) {
            Ok(text) => Some(text),
            Err(problem) => {
                self.problems.push(format!("{path}: cannot be read: {problem}"));
                None
            }
        }
    }

    fn wrong(&mut self, file: &str, found: &str, expected: &str) {
        self.problems
            .push(format!("{file}: found: {found}; expected: {expected}"));
    }
}

#[cfg(test)]
mod tests;
