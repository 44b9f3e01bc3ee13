//! The soak: Latchkey's pipeline at work for a long time, at a server and a network that fail on purpose.
//!
//! Started by `cargo xtask soak`. The conductor starts two processes: a server, which is the practice API behind a
//! relay that makes the faults and keeps a ledger, and a worker, which is the pipeline with its store on disk. Both
//! tell what they see in lines; the conductor compares the two accounts, call by call.

#![expect(
    clippy::print_stdout,
    reason = "its parts talk to each other in lines, and it tells what it does"
)]

mod conduct;
mod fault;
mod relay;
mod wire;
mod work;

use std::{io::Read as _, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
struct Options {
    #[command(subcommand)]
    part: Part,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Starts the others, compares what they tell, and writes the report.
    Run(conduct::Options),
    /// The server behind its relay; prints its address, then its ledger.
    Serve(relay::Options),
    /// The pipeline at work; prints what became of each call.
    Work(work::Options),
}

fn main() -> anyhow::Result<ExitCode> {
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match Options::parse().part {
        Part::Run(options) => conduct::run(&options),
        Part::Serve(options) => {
            end_with_the_conductor();
            runtime()?.block_on(relay::serve(options))?;
            Ok(ExitCode::SUCCESS)
        }
        Part::Work(options) => {
            end_with_the_conductor();
            runtime()?.block_on(work::run(options))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Standard input ends with the conductor, however that ends; then nobody needs this process any more.
fn end_with_the_conductor() {
    std::thread::spawn(|| {
        let mut sink = [0; 64];
        while std::io::stdin().read(&mut sink).is_ok_and(|read| read > 0) {}
        std::process::exit(1);
    });
}
