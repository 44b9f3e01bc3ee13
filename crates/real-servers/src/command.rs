//! Running the programs that install servers: bounded in time, with all that they print in a log.

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::error::Error;

/// How many lines of a log are worth showing.
const END_LINES: usize = 15;

/// Runs a command to its end, which has to come within `limit`.
pub(crate) fn run(command: &mut Command, log: &Path, limit: Duration) -> Result<(), Error> {
    let out = File::create(log).map_err(Error::io(log))?;
    let err = out.try_clone().map_err(Error::io(log))?;
    let shown = shown(command);
    let failed = |how: String| Error::Failed {
        command: shown.clone(),
        how,
        log: log.to_owned(),
        end: end_of(log),
    };
    let spawned = command.stdin(Stdio::null()).stdout(out).stderr(err).spawn();
    let mut child = spawned.map_err(|problem| failed(format!("could not be started ({problem})")))?;
    let started = Instant::now();
    loop {
        match child.try_wait().map_err(Error::io(log))? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(failed(format!("failed ({status})"))),
            None if started.elapsed() > limit => {
                // It may have ended meanwhile: then there is nothing to kill.
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed(format!("was not done after {} s", limit.as_secs())));
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// What a program prints when asked for its version, or nothing where there is no such program.
pub(crate) fn version_of(program: &Path) -> Option<String> {
    let mut command = Command::new(program);
    let output = command.arg("--version").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Whether a version such as `Python 3.11.7` or `v20.20.2` is at least `major.minor`.
pub(crate) fn at_least(version: &str, wanted: (u32, u32)) -> bool {
    let number = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut parts = number.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= wanted
}

/// The last lines of a log.
pub(crate) fn end_of(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(END_LINES)..].join("\n")
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use std::{path::Path, process::Command, time::Duration};

    use super::{at_least, run, version_of};
    use crate::error::Error;

    #[test]
    fn reads_the_versions_that_interpreters_print() {
        assert!(at_least("Python 3.11.7", (3, 10)));
        assert!(at_least("v20.20.2", (18, 7)));
        assert!(!at_least("Python 3.9.18", (3, 10)));
        assert!(!at_least("Python 2.7.18", (3, 10)));
        assert!(!at_least("nothing like a version", (0, 1)));
    }

    #[test]
    fn a_command_that_fails_shows_the_end_of_its_log() {
        let log = std::env::temp_dir().join(format!("real-servers-{}.log", std::process::id()));
        let mut cargo = Command::new(env!("CARGO"));
        let problem = run(cargo.arg("no-such-command"), &log, Duration::from_mins(1)).unwrap_err();
        std::fs::remove_file(&log).unwrap();
        assert!(
            matches!(&problem, Error::Failed { end, .. } if end.contains("no-such-command")),
            "{problem}"
        );
        assert_eq!(version_of(Path::new("no-such-program")), None);
    }
}
