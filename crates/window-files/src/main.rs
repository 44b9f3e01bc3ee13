//! `cargo run -p window-files`: what Trunk calls when it has put the window together (`Trunk.toml`).

use std::env;
use std::path::Path;

use anyhow::{Context as _, Result};

fn main() -> Result<()> {
    let folder =
        env::var_os("TRUNK_STAGING_DIR").context("Trunk calls this and says where the window lies")?;
    window_files::write(Path::new(&folder))
}
