//! What a person and a script get to see: notes on standard error, results on standard output.

pub(crate) mod json;
pub(crate) mod preview;
mod progress;
mod receive;
pub(crate) mod report;
mod sink;
mod time;
pub(crate) mod trace;
pub(crate) mod visible;

use std::io::{self, IsTerminal, Write};

use self::visible::visible;
pub(crate) use self::{
    progress::{Progress, Sending},
    receive::{Received, receive},
    sink::Sink,
    time::{from_now, length},
};
use crate::{arguments::When, exit::Exit, failure::Failure};

/// The two streams, and what may be written to them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    quiet: bool,
    pub(crate) colors: bool,
}

/// A colour by its meaning.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tone {
    Good,
    Warn,
    Bad,
    Dim,
}

impl Terminal {
    pub(crate) fn new(quiet: bool, color: When) -> Self {
        let wanted = || {
            let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            io::stderr().is_terminal() && !no_color
        };
        let colors = match color {
            When::Auto => wanted(),
            When::Always => true,
            When::Never => false,
        };
        Self { quiet, colors }
    }

    /// Whether a bar that moves helps anybody.
    pub(crate) fn shows_progress(self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// A note for a person.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet {
            to_stderr(&visible(text));
        }
    }

    /// Something is not as it should be, and the command goes on.
    pub(crate) fn warning(self, text: &str) {
        if !self.quiet {
            let name = self.paint(Tone::Warn, "latchkey-cli:");
            to_stderr(&format!("{name} {}", visible(text)));
        }
    }

    /// The command failed.
    pub(crate) fn failure(self, failure: &Failure) {
        if matches!(failure, Failure::Cancelled(Exit::Interrupted | Exit::Terminated)) && self.quiet {
            return;
        }
        let name = self.paint(Tone::Bad, "latchkey-cli:");
        to_stderr(&format!("{name} {}", visible(&failure.to_string())));
    }

    /// Something that was asked for, whether notes are wanted or not. Its parts have been made visible.
    #[expect(clippy::unused_self, reason = "all that is said is said by the terminal")]
    pub(crate) fn show(self, text: &str) {
        to_stderr(text);
    }

    /// A question, which the answer follows on the same line.
    #[expect(clippy::unused_self, reason = "all that is said is said by the terminal")]
    pub(crate) fn prompt(self, text: &str) {
        let mut stderr = io::stderr().lock();
        let _ = write!(stderr, "{text}").and_then(|()| stderr.flush());
    }

    /// The same for a file.
    pub(crate) fn without_colors(self) -> Self {
        Self {
            colors: false,
            ..self
        }
    }

    pub(crate) fn paint(self, tone: Tone, text: &str) -> String {
        if !self.colors {
            return text.to_owned();
        }
        let code = match tone {
            Tone::Good => 32,
            Tone::Warn => 33,
            Tone::Bad => 31,
            Tone::Dim => 2,
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// Prints a result. A reader that has gone is no error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::System(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Without standard error there is nobody left to tell.
fn to_stderr(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
