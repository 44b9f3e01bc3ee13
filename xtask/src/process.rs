//! Running other programs, and saying so.

use std::{
    ffi::OsStr,
    fmt::Write as _,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::workspace;

/// A program with its arguments, to be run at the top of the repository.
///
/// Cargo tells this chore about itself in variables. Build scripts that look at them would take a build that this
/// chore starts for another one than the same build started by hand, and both would be compiled.
pub(crate) fn program(name: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(workspace::root());
    let about_this = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
    for (name, _) in std::env::vars_os() {
        if about_this
            .iter()
            .any(|prefix| name.to_string_lossy().starts_with(prefix))
        {
            command.env_remove(name);
        }
    }
    command
}

/// The Cargo that runs this chore.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    program(
        std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        arguments,
    )
}

/// Shows the command line, runs it with the terminal's own output, and fails unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command
        .status()
        .with_context(|| format!("cannot run `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// What a program prints, or nothing where it is missing or fails.
pub(crate) fn answer_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What a program makes of this input.
pub(crate) fn through(program: &str, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>> {
    let failed = || format!("{program} failed");
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(failed)?;
    let mut to = child.stdin.take().context("its input is piped")?;
    let done = std::thread::scope(|scope| {
        // It writes while it still reads.
        let feeding = scope.spawn(move || to.write_all(input));
        let done = child.wait_with_output().with_context(failed)?;
        feeding
            .join()
            .ok()
            .context("nobody fed it")?
            .with_context(failed)?;
        anyhow::Ok(done)
    })?;
    ensure!(done.status.success(), "{}: {}", failed(), done.status);
    Ok(done.stdout)
}

/// Where a program of that name is on the PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let name = PathBuf::from(command.get_program());
    let mut line = String::new();
    let extra = command.get_envs().filter(|(name, _)| *name != OsStr::new("PATH"));
    for (name, value) in extra.filter_map(|(name, value)| Some((name, value?))) {
        let _ = write!(line, "{}={} ", name.display(), value.display());
    }
    let _ = write!(line, "{}", name.file_stem().unwrap_or(name.as_os_str()).display());
    for argument in command.get_args() {
        let _ = write!(line, " {}", argument.display());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{answer_of, program, run, shown};

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = program("/usr/bin/cargo", &["build", "--workspace"]);
        command.env("PROFILE", "quick").env("PATH", "/somewhere");
        assert_eq!(shown(&command), "PROFILE=quick cargo build --workspace");
    }

    #[test]
    fn a_missing_program_is_an_error_with_its_name() {
        let problem = run(&mut program("no-such-program", &[])).expect_err("it is not there");
        assert_eq!(problem.to_string(), "cannot run `no-such-program`");
        assert_eq!(answer_of(&mut program("no-such-program", &[])), None);
    }
}
