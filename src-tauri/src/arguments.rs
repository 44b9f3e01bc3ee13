//! The command line of the app.

use std::{
    ffi::OsString,
    io::{Write, stderr, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{doors::Knock, failed_start};

const HELP: &str = "\
Latchkey, a desktop API client that stays signed in

Usage: latchkey [--practice] [--collection FOLDER] [FILE.latchkey | latchkey://…]…

  --practice            sign in to the practice API inside the app, unless somebody is signed in; where Latchkey is
                        open already, go to the practice API
  --collection FOLDER   open the saved requests in this folder
  --version             print the version
  --help                print this

A FILE with a profile opens in the profile editor; nothing of it is saved or used before you say so. A latchkey:// link
offers a request, which is shown to you and never sent by itself. Where Latchkey is open already, they open there.

LATCHKEY_DATA_DIR names the folder for sessions, in place of the system's own.
LATCHKEY_KEYCHAIN=off leaves the system's keychain alone: tokens are then kept in that folder as they are.
LATCHKEY_LOG says how much goes into the log in that folder: off, error, warn, info (as a rule), debug, trace.
";

/// What the command line asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Sign in to the practice API at the start.
    pub(crate) practice: bool,
    /// The folder whose saved requests are to be open.
    pub(crate) collection: Option<PathBuf>,
    /// What to open.
    pub(crate) opened: Vec<Knock>,
}

/// A text to print in place of opening a window.
pub(crate) struct Answer {
    text: String,
    fails: bool,
}

impl Arguments {
    /// Reads them. Paths are taken from `folder`.
    pub(crate) fn parse(given: impl IntoIterator<Item = OsString>, folder: &Path) -> Result<Self, Answer> {
        let mut arguments = Self::default();
        let mut given = given.into_iter();
        while let Some(argument) = given.next() {
            match argument.to_str() {
                Some("--collection") => {
                    let named = given.next().unwrap_or_default();
                    let path = folder.join(&named);
                    if named.is_empty() || !path.is_dir() {
                        return Err(Answer::failure(&format!(
                            "latchkey: --collection: found {:?}; allowed is a folder",
                            shown(&named.to_string_lossy())
                        )));
                    }
                    arguments.collection = Some(path);
                }
                Some("--practice") => arguments.practice = true,
                Some("--help" | "-h") => {
                    return Err(Answer {
                        text: HELP.to_owned(),
                        fails: false,
                    });
                }
                Some("--version" | "-V") => {
                    let text = concat!("latchkey ", env!("CARGO_PKG_VERSION"), "\n").to_owned();
                    return Err(Answer { text, fails: false });
                }
                _ => match Knock::of(&argument, folder) {
                    Some(knock) => arguments.opened.push(knock),
                    None => return Err(Answer::unknown(&argument.to_string_lossy())),
                },
            }
        }
        Ok(arguments)
    }
}

impl Answer {
    fn unknown(argument: &str) -> Self {
        let found = shown(argument);
        Self::failure(&format!(
            "latchkey: found {found:?}; allowed are --practice, --collection, --version, --help, a file whose name ends in .latchkey, \
             a latchkey:// link"
        ))
    }

    pub(crate) fn failure(text: &str) -> Self {
        Self {
            text: format!("{text}\n"),
            fails: true,
        }
    }

    /// Prints it: failures to standard error, with exit code 2.
    pub(crate) fn print(&self) -> ExitCode {
        // A closed standard output is no reason to fail.
        if self.fails {
            let _ = stderr().write_all(self.text.as_bytes());
            return ExitCode::from(failed_start::EXIT_CODE);
        }
        let _ = stdout().write_all(self.text.as_bytes());
        ExitCode::SUCCESS
    }
}

/// An argument in a message: not all of one that goes on and on.
fn shown(argument: &str) -> String {
    const SHOWN: usize = 200;
    let mut shown: String = argument.chars().take(SHOWN).collect();
    if shown.len() < argument.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[&str]) -> Result<Arguments, Answer> {
        Arguments::parse(given.iter().map(OsString::from), Path::new("/home/me"))
    }

    #[test]
    fn links_and_files_are_opened_in_their_order_beside_the_options() {
        let given = [
            "a.latchkey",
            "--practice",
            "latchkey://request?url=/",
            "/b.latchkey",
        ];
        let arguments = parse(&given).ok().expect("arguments");
        assert!(arguments.practice);
        let expected = [
            Knock::File(Path::new("/home/me").join("a.latchkey")),
            Knock::Link("latchkey://request?url=/".to_owned()),
            Knock::File("/b.latchkey".into()),
        ];
        assert_eq!(arguments.opened, expected);
    }

    #[test]
    fn a_collection_is_a_folder_that_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().display().to_string();
        let arguments = parse(&["--collection", &path]).ok().expect("arguments");
        assert_eq!(arguments.collection.as_deref(), Some(folder.path()));
        let missing = format!("{path}/missing");
        for given in [
            &["--collection"][..],
            &["--collection", ""],
            &["--collection", &missing],
        ] {
            let answer = parse(given).expect_err("refused");
            assert!(
                answer.fails && answer.text.contains("allowed is a folder"),
                "{}",
                answer.text
            );
        }
    }

    #[test]
    fn what_is_not_known_is_named_with_what_is_allowed() {
        let long = "x".repeat(100_000);
        for unknown in [
            "--pratice",
            "team.toml",
            "https://a.example/",
            "",
            "-",
            "a\nb",
            &long,
        ] {
            let answer = parse(&["latchkey://request?url=/", unknown]).expect_err("refused");
            assert!(answer.fails && answer.text.len() < 500, "{}", answer.text);
            let shown: String = unknown.chars().take(200).collect();
            let shown = format!("found {shown:?}");
            assert!(
                answer.text.contains(shown.trim_end_matches('"')),
                "{}",
                answer.text
            );
            for allowed in ["--practice", "--version", "--help", ".latchkey", "latchkey://"] {
                assert!(answer.text.contains(allowed), "{}", answer.text);
            }
        }
    }

    #[test]
    fn help_and_version_are_no_failures() {
        for asked in ["--help", "-h", "--version", "-V"] {
            let answer = parse(&["a.latchkey", asked]).expect_err("a text");
            assert!(!answer.fails && answer.text.starts_with(['L', 'l']));
        }
    }
}
