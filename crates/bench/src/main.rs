//! Latchkey's benchmarks: the pipeline beside what people use today, on one server.
//!
//! Started by `cargo xtask bench`. The conductor starts the server and the contenders as processes of their own.

#![expect(
    clippy::print_stdout,
    reason = "its parts talk to each other in lines, and it tells what it does"
)]

mod conduct;
mod contend;
mod control;
mod report;
mod samples;
mod server;
mod wire;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
struct Options {
    #[command(subcommand)]
    part: Part,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Measures everything and writes the report.
    Run(conduct::Options),
    /// The server; prints its address.
    Serve,
    /// A contender; reads tasks from standard input.
    Contend { name: contend::Name, url: String },
}

fn main() -> anyhow::Result<()> {
    // Ten thousand calls need as many files on either side; what is started inherits the limit.
    rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match Options::parse().part {
        Part::Run(options) => conduct::run(&options),
        Part::Serve => runtime()?.block_on(server::serve()),
        Part::Contend { name, url } => runtime()?.block_on(contend::run(name, &url)),
    }
}
