//! `import`

use std::path::PathBuf;

use clap::{
    Args, ValueEnum, ValueHint,
    builder::{PossibleValuesParser, TypedValueParser},
};
use latchkey_importing::Format;

/// `import`
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The document: a file, an http(s) URL, - for standard input; or a folder of Bruno's.
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub(crate) source: PathBuf,
    /// Another name for what comes in than the document's own.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// What the document is, where it does not say so itself.
    #[arg(long, value_name = "FORMAT",
        value_parser = PossibleValuesParser::new(Format::ALL.map(Format::id)).try_map(|id| {
            Format::of_id(&id).ok_or("no such format")
        }))]
    pub(crate) format: Option<Format>,
    /// Take it over into a collection: a folder, made if it is not there. Without this nothing is kept.
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) into: Option<PathBuf>,
    /// How the preview and the report are written. JSON holds both, on standard output.
    #[arg(long, value_enum, default_value_t = ReportAs::Text)]
    pub(crate) report: ReportAs,
}

/// How the preview and the report are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportAs {
    Text,
    Json,
}
