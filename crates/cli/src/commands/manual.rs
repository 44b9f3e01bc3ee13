//! `man`

use std::{fs, path::Path};

use clap::CommandFactory as _;

use crate::{arguments::Cli, exit::Exit, failure::Failure};

/// Writes a page for each command, `latchkey-cli.1` first, as packages of Linux systems carry them.
pub(super) fn write(folder: &Path) -> Result<Exit, Failure> {
    let failed = |error| Failure::file(folder, &error);
    fs::create_dir_all(folder).map_err(failed)?;
    // Not of `help`: it says nothing that the pages do not say.
    let described = Cli::command().disable_help_subcommand(true);
    clap_mangen::generate_to(described, folder).map_err(failed)?;
    Ok(Exit::Done)
}
