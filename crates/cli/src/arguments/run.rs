//! `run`

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::Whose;

/// Headings of the options.
const VARIABLES: &str = "Variables";
const REPORT: &str = "Report";

/// `run`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  latchkey-cli run requests --environment staging
  latchkey-cli run requests --var base=/v2 --bail
  LATCHKEY_VAR_password=... latchkey-cli run requests -e staging --report junit --report-file report.xml

The format of the folder is described in docs/collections.md. A variable's value comes from a request before, from \
--var, from LATCHKEY_VAR_NAME, or from the environment, whichever is first in this order. What comes from \
LATCHKEY_VAR_NAME, and what the environment names among its secrets, never appears in a report.")]
pub(crate) struct Run {
    /// The folder.
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
    /// The environment whose variables are used.
    #[arg(long, short, value_name = "NAME", help_heading = VARIABLES)]
    pub(crate) environment: Option<String>,
    /// A variable, name=value. Can be repeated.
    #[arg(long = "var", value_name = "NAME=VALUE", help_heading = VARIABLES)]
    pub(crate) variables: Vec<String>,
    /// The report's format: text, junit or json. Default: text.
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = REPORT, hide_possible_values = true,
        hide_default_value = true)]
    pub(crate) report: Format,
    /// Write the report to a file, which appears when it is complete; standard output gets it as text.
    #[arg(long, value_name = "FILE", help_heading = REPORT, value_hint = ValueHint::FilePath)]
    pub(crate) report_file: Option<PathBuf>,
    /// Stop at the first request that does not pass.
    #[arg(long)]
    pub(crate) bail: bool,
    /// Let requests send files that are not in the folder.
    #[arg(long)]
    pub(crate) outside_files: bool,
    #[command(flatten)]
    pub(crate) whose: Whose,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// `JUnit`'s XML, as systems of continuous integration read it.
    Junit,
    /// One JSON object.
    Json,
}
