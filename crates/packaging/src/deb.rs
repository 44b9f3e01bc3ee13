use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use crate::{Item, output_of};

/// A package for Debian, Ubuntu and their like.
#[derive(Debug)]
pub struct Deb {
    path: PathBuf,
}

impl Deb {
    /// The package at this path.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says of itself, for example under `Depends`. Empty where it says nothing.
    pub fn field(&self, name: &str) -> Result<String> {
        let said = output_of(Command::new("dpkg-deb").arg("--field").arg(&self.path).arg(name))?;
        Ok(said.trim_end().to_owned())
    }

    /// All that it puts on the system.
    pub fn items(&self) -> Result<Vec<Item>> {
        let listed = output_of(Command::new("dpkg-deb").arg("--contents").arg(&self.path))?;
        listed
            .lines()
            .map(|line| Item::read(line, 5).with_context(|| format!("cannot read {line:?}")))
            .collect()
    }

    /// Unpacks what it puts on the system into a folder.
    pub fn unpack(&self, folder: &Path) -> Result<()> {
        output_of(
            Command::new("dpkg-deb")
                .arg("--extract")
                .arg(&self.path)
                .arg(folder),
        )
        .map(drop)
    }

    /// The same package under another version, with one more file: what an earlier release would have been.
    pub fn repacked(&self, version: &str, extra: &str, folder: &Path) -> Result<Self> {
        let tree = folder.join("tree");
        output_of(
            Command::new("dpkg-deb")
                .arg("--raw-extract")
                .arg(&self.path)
                .arg(&tree),
        )?;
        let control = tree.join("DEBIAN/control");
        let said = fs::read_to_string(&control)?;
        let said: Vec<String> = said
            .lines()
            .map(|line| match line.strip_prefix("Version: ") {
                Some(_) => format!("Version: {version}"),
                None => line.to_owned(),
            })
            .collect();
        fs::write(&control, said.join("\n") + "\n")?;
        fs::write(
            tree.join(extra.trim_start_matches('/')),
            "of an earlier version\n",
        )?;
        let path = folder.join(format!("earlier-{version}.deb"));
        output_of(
            Command::new("dpkg-deb")
                .args(["--root-owner-group", "-Zgzip", "-z1", "--build"])
                .arg(&tree)
                .arg(&path),
        )?;
        Ok(Self { path })
    }
}
