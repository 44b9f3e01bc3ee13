//! `call`

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueHint};

use super::Whose;

/// Headings of the options.
const REQUEST: &str = "Request";
const ANSWER: &str = "Answer";
const REPEAT: &str = "Repetition";

/// `call`
#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("body").args(["data", "form", "json"])),
    after_help = "\
Examples:
  latchkey-cli call /api/notes --query limit=20
  latchkey-cli call -X PUT /api/notes/7 --json @note.json -i
  latchkey-cli call /api/files --form title=Plan --form file=@plan.pdf
  latchkey-cli call /api/export -o export.json
  latchkey-cli call /api/notes --repeat 1000 --concurrency 50

A path is below the profile's base URL. A whole URL is called too; one of another origin gets no token. Tokens of \
the session that stand in an answer are replaced by their fingerprints.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Call {
    /// Path and query, or a URL.
    pub(crate) path: String,
    /// The method. Default: GET, or POST with a body.
    #[arg(long, short = 'X', value_name = "METHOD", help_heading = REQUEST)]
    pub(crate) request: Option<String>,
    /// A header, 'Name: value'. Can be repeated.
    #[arg(long = "header", short = 'H', value_name = "HEADER", help_heading = REQUEST)]
    pub(crate) headers: Vec<String>,
    /// A query parameter, name=value; it is encoded. Can be repeated.
    #[arg(long, value_name = "NAME=VALUE", help_heading = REQUEST)]
    pub(crate) query: Vec<String>,
    /// The body as it is: text, @FILE, or @- for standard input. A file's media type is told by its name; set
    /// Content-Type with -H otherwise.
    #[arg(long, short, value_name = "DATA", allow_hyphen_values = true, help_heading = REQUEST)]
    pub(crate) data: Option<String>,
    /// A form field, name=value, or name=@FILE. With a file: multipart/form-data; otherwise urlencoded. Can be
    /// repeated.
    #[arg(long, value_name = "NAME=VALUE", help_heading = REQUEST)]
    pub(crate) form: Vec<String>,
    /// A JSON body: text, @FILE, or @- for standard input. It is sent exactly as written.
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, help_heading = REQUEST)]
    pub(crate) json: Option<String>,
    /// Write the body to a file, which appears when it is complete. An answer of 400 or above goes to standard
    /// output instead.
    #[arg(long, short, value_name = "FILE", help_heading = ANSWER, value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Show status and headers on standard error.
    #[arg(long, short, help_heading = ANSWER)]
    pub(crate) include: bool,
    /// Show each step with its time on standard error. Tokens appear as fingerprints.
    #[arg(long, help_heading = ANSWER)]
    pub(crate) trace: bool,
    /// Print one JSON object: status, headers, timing, trace, and the body (or with -o its file).
    #[arg(long, help_heading = ANSWER)]
    pub(crate) json_output: bool,
    /// Let a body go to the terminal that looks binary, with its control characters.
    #[arg(long, help_heading = ANSWER)]
    pub(crate) binary: bool,
    /// How long the answer may take to begin once the body is on its way, in seconds. Default: as the profile says.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, help_heading = ANSWER)]
    pub(crate) timeout: Option<std::time::Duration>,
    /// Make the call so many times, throw the bodies away, and print a summary.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000),
        conflicts_with_all = ["output", "include", "trace", "binary"], help_heading = REPEAT)]
    pub(crate) repeat: Option<u32>,
    /// So many at a time. Default: 1.
    #[arg(long, value_name = "M", default_value_t = 1, hide_default_value = true, requires = "repeat",
        value_parser = clap::value_parser!(u16).range(1..=10_000), help_heading = REPEAT)]
    pub(crate) concurrency: u16,
    #[command(flatten)]
    pub(crate) whose: Whose,
}

fn seconds(text: &str) -> Result<std::time::Duration, String> {
    let fits = text.parse::<f64>().ok();
    let time = fits.and_then(|seconds| std::time::Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| !time.is_zero())
        .ok_or_else(|| "allowed is a number of seconds above 0, such as 30 or 2.5".to_owned())
}
