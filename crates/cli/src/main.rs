//! Latchkey on the command line: the app's profiles and sessions, without a window.
//!
//! `arguments` says what can be asked for, `commands` does it, `output` writes what comes of it.

mod arguments;
mod body;
mod choice;
mod commands;
mod exit;
mod failure;
mod home;
mod interrupt;
mod output;
mod secrets;
mod way_back;

use std::process::ExitCode;

use clap::Parser;

use crate::{arguments::Cli, exit::Exit, failure::Failure, output::Terminal};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(cli.quiet, cli.color);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(commands::run(cli, terminal));
            // A read of standard input, or a write to a pipe that nobody empties, must not keep the process.
            runtime.shutdown_background();
            done
        }
        Err(error) => Err(Failure::System(error.to_string())),
    };
    let exit = done.unwrap_or_else(|failure| {
        terminal.failure(&failure);
        failure.exit()
    });
    exit.into()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
