//! What the process ends with.

use latchkey_running::Grade;

/// The exit codes, as `--help` and docs/cli.md tell them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done; the answer's status is below 400.
    Done = 0,
    /// Anything that has no code of its own.
    Other = 1,
    /// Wrong usage: an argument, a profile, a file to send.
    Usage = 2,
    /// Nobody is signed in, or the session ended.
    SignedOut = 3,
    /// No answer from the network, or no refresh just now.
    NoAnswer = 4,
    /// A run whose answers were not all as its checks want them.
    ChecksFailed = 5,
    /// The answer's status is 400 or above.
    Refused = 22,
    /// SIGINT, or Ctrl-C on Windows: 128 and the signal's number, as shells have it.
    Interrupted = 130,
    /// SIGTERM; on Windows Ctrl-Break, or the console was closed.
    Terminated = 143,
}

impl Exit {
    /// What an answer's status says.
    pub(crate) fn of_status(status: u16) -> Self {
        if status < 400 { Self::Done } else { Self::Refused }
    }

    /// The one of two that a script must know about first.
    pub(crate) fn graver(self, other: Self) -> Self {
        let weight = |exit: Self| match exit {
            Self::Done => 0,
            Self::Refused => 1,
            Self::ChecksFailed => 2,
            Self::NoAnswer => 3,
            Self::Other => 4,
            Self::Usage => 5,
            Self::SignedOut => 6,
            Self::Interrupted | Self::Terminated => 7,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

impl From<Grade> for Exit {
    fn from(grade: Grade) -> Self {
        match grade {
            Grade::Passed => Self::Done,
            Grade::ChecksFailed => Self::ChecksFailed,
            Grade::NoAnswer => Self::NoAnswer,
            Grade::Other => Self::Other,
            Grade::Unfit => Self::Usage,
            Grade::SignedOut => Self::SignedOut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_tells_the_code_that_the_process_ends_with() {
        for grade in [
            Grade::Passed,
            Grade::ChecksFailed,
            Grade::NoAnswer,
            Grade::Other,
            Grade::Unfit,
            Grade::SignedOut,
        ] {
            assert_eq!(Exit::from(grade) as u8, grade.exit_code(), "{grade:?}");
        }
    }
}
