//! The conductor: starts the server and the contenders, lets them take turns, and collects what they tell.

mod child;
pub(crate) mod contenders;
pub(crate) mod machine;
pub(crate) mod plan;
pub(crate) mod results;
mod turns;

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use child::Server;
use contenders::{Contender, Node};
use plan::{Plan, Size};
use results::Results;

use crate::report;

/// What is measured, and where it is written.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How much is measured.
    #[arg(long, value_enum, default_value_t = Size::Full)]
    size: Size,
    /// The folder with contend.mjs and its installed packages; without it the contenders for Node are left out.
    #[arg(long)]
    node: Option<PathBuf>,
    /// Where the report goes.
    #[arg(long)]
    report: PathBuf,
    /// Where every single measurement goes, as JSON.
    #[arg(long)]
    json: PathBuf,
}

/// Measures everything and writes the report.
pub(crate) fn run(options: &Options) -> Result<()> {
    let plan = Plan::of(options.size);
    let node = options.node.as_deref().and_then(Node::find);
    if node.is_none() {
        println!(
            "WARNING: NOT MEASURED: axios. Node or its packages are missing; the rest runs without them."
        );
    }
    let all = Contender::all(node.as_ref());
    let server = Server::start()?;
    let mut results = Results::begin(plan, node.as_ref());
    turns::steady(&server, &all, &mut results)?;
    turns::storms(&server, &all, &mut results)?;
    turns::torn(&server, &all, &mut results)?;
    turns::replays(&server, &all, &mut results)?;
    results.end();
    let write = |path: &PathBuf, text: String| {
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write(&options.json, serde_json::to_string(&results)?)?;
    let text = report::markdown(&results);
    println!("\n{text}");
    write(&options.report, text)
}
