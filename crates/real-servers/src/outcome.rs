//! Which servers were tested, kept for whoever ran the tests.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::error::Error;

/// What became of one kind of server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its tests ran; the versions.
    Tested(String),
    /// It could not be had; why.
    Skipped(String),
}

/// One line for a reader: loud where something was not tested.
pub fn line(id: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Tested(versions) => format!("real server {id}: tested with {versions}"),
        Outcome::Skipped(why) => {
            let why: Vec<&str> = why.lines().map(str::trim).collect();
            format!("WARNING: NOT TESTED: real server {id}: {}", why.join(" | "))
        }
    }
}

/// Where [`write`] puts the lines, below the folder that `install` was given.
pub fn file(root: &Path) -> PathBuf {
    root.join("outcome.txt")
}

/// Keeps the lines of a run.
pub fn write(root: &Path, lines: &[String]) -> Result<(), Error> {
    let path = file(root);
    fs::write(&path, lines.join("\n") + "\n").map_err(Error::io(path))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, line};

    #[test]
    fn what_was_not_tested_is_said_loudly_and_on_one_line() {
        let outcome = Outcome::Skipped("`pip` failed; the end:\nno such package".to_owned());
        assert_eq!(
            line("simplejwt", &outcome),
            "WARNING: NOT TESTED: real server simplejwt: `pip` failed; the end: | no such package"
        );
    }
}
