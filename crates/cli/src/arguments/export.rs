//! `export`

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// Heading of the options that say where the requests go.
const SERVER: &str = "Server";
/// Heading of the options of the file.
const FILE: &str = "File";

/// `export`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  latchkey-cli export requests --format postman --output notes.postman.json
  latchkey-cli export requests --format curl --request 'Notes/Make a note' --profile team

No secret comes along: variables that an environment names as secret are exported by name, and a curl command takes the \
token from the shell's variable TOKEN. What the format cannot hold is told on standard error. docs/exporting.md says more.")]
pub(crate) struct Export {
    /// The folder.
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
    /// What is written.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: ExportAs,
    /// The one request or folder that is exported, by its path in the folder.
    #[arg(long, value_name = "PATH")]
    pub(crate) request: Option<String>,
    /// The environment whose variables come along. Default: with postman all, with curl none.
    #[arg(long, short, value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// The profile whose address stands before the paths; with curl, its way of sending the token too.
    #[arg(long, short, value_name = "PROFILE", help_heading = SERVER)]
    pub(crate) profile: Option<String>,
    /// The address that stands before the paths. Default: the variable `base_url`.
    #[arg(long, value_name = "URL", conflicts_with = "profile", help_heading = SERVER)]
    pub(crate) base_url: Option<String>,
    /// Write to a file, which appears when it is complete.
    #[arg(long, short, value_name = "FILE", help_heading = FILE, value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if there is one.
    #[arg(long, requires = "output", help_heading = FILE)]
    pub(crate) replace: bool,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportAs {
    /// A Postman collection 2.1.0.
    Postman,
    /// A command for a POSIX shell, for each request.
    Curl,
}
