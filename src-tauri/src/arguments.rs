//! The command line of the app.

use std::{
    ffi::OsString,
    io::{Write, stderr, stdout},
    process::ExitCode,
};

const HELP: &str = "\
Latchkey, a desktop API client that stays signed in

Usage: latchkey [--practice]

  --practice   sign in to the practice API inside the app, unless somebody is signed in
  --version    print the version
  --help       print this

LATCHKEY_DATA_DIR names the folder for sessions, in place of the system's own.
LATCHKEY_KEYCHAIN=off leaves the system's keychain alone: tokens are then kept in that folder as they are.
";

/// What the command line asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Sign in to the practice API at the start.
    pub(crate) practice: bool,
}

/// A text to print in place of opening a window.
pub(crate) struct Answer {
    text: String,
    fails: bool,
}

impl Arguments {
    pub(crate) fn parse(given: impl IntoIterator<Item = OsString>) -> Result<Self, Answer> {
        let mut arguments = Self::default();
        for argument in given {
            match argument.to_str() {
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
                _ => {
                    let found = argument.to_string_lossy();
                    let text =
                        format!("latchkey: found {found:?}; allowed are --practice, --version, --help");
                    return Err(Answer {
                        text: text + "\n",
                        fails: true,
                    });
                }
            }
        }
        Ok(arguments)
    }
}

impl Answer {
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
            return ExitCode::from(2);
        }
        let _ = stdout().write_all(self.text.as_bytes());
        ExitCode::SUCCESS
    }
}
