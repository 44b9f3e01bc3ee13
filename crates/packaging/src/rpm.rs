use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use crate::{Item, output_of};

/// A package for Fedora, openSUSE and their like.
#[derive(Debug)]
pub struct Rpm {
    path: PathBuf,
}

impl Rpm {
    /// The package at this path.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says of itself under a tag, for example `LICENSE`.
    pub fn tag(&self, name: &str) -> Result<String> {
        self.query(&["--queryformat", &format!("%{{{name}}}")])
    }

    /// What has to be there before it is installed.
    pub fn requirements(&self) -> Result<Vec<String>> {
        Ok(self
            .query(&["--requires"])?
            .lines()
            .map(|line| line.trim().to_owned())
            .collect())
    }

    /// All that it puts on the system.
    pub fn items(&self) -> Result<Vec<Item>> {
        let columns = "[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILESIZES} %{FILENAMES}\n]";
        let listed = self.query(&["--queryformat", columns])?;
        listed
            .lines()
            .map(|line| Item::read(line, 3).with_context(|| format!("cannot read {line:?}")))
            .collect()
    }

    /// Fails unless everything in it is as its checksums say.
    pub fn check(&self) -> Result<()> {
        output_of(
            Command::new("rpm")
                .args(["--checksig", "--nosignature"])
                .arg(&self.path),
        )
        .map(drop)
    }

    fn query(&self, arguments: &[&str]) -> Result<String> {
        output_of(
            Command::new("rpm")
                .args(["--query", "--package"])
                .args(arguments)
                .arg(&self.path),
        )
    }
}
