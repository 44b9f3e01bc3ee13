use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// Runs a program and tells what it printed. A failure says what it printed of itself.
pub fn output_of(command: &mut Command) -> Result<String> {
    let name = command.get_program().display().to_string();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {name}"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} failed ({}):\n{printed}{complaint}", output.status);
    }
    Ok(printed)
}
