//! What came of a run. Nothing in here holds a token or a secret.

mod about;
pub(crate) mod json;
pub(crate) mod junit;

use std::time::Duration;

use latchkey_collection::{
    Mask,
    evaluate::Mismatch,
    store::{Error as FileError, Saved},
};
use latchkey_pipeline::{EndReason, Error};

pub use self::about::{About, Rule, Subject};
pub(crate) use self::about::{about_check, about_take};
use crate::Variables;

/// The most that is told of one thing, in characters.
const LONGEST: usize = 300;

/// What came of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The collection's name, or that of the folder of it.
    pub name: String,
    /// In the order of the run; files that could not be read come first.
    pub outcomes: Vec<Outcome>,
}

/// What came of one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The request's name.
    pub name: String,
    /// Its file, from the collection's folder.
    pub place: String,
    /// Method and target as the file has them, so without the values of variables; `None` for a file that cannot be read.
    pub request: Option<(String, String)>,
    /// How long it took, with all that was looked for in the answer.
    pub time: Duration,
    /// How it ended.
    pub end: End,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// There is an answer.
    Answered {
        /// Its status.
        status: u16,
        /// What was expected of it.
        checks: Vec<CheckLine>,
    },
    /// There is none.
    Failed {
        /// Why.
        why: String,
        /// How grave that is.
        grade: Grade,
    },
    /// It was not its turn any more.
    NotSent {
        /// Why.
        why: Unsent,
    },
}

/// Why requests of a run were not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// The session ended.
    SessionOver,
    /// One before did not pass, and the run was to stop there.
    AfterFailure,
    /// Somebody ended the run.
    Interrupted,
}

/// One thing that was expected of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckLine {
    /// What it is about.
    pub about: About,
    /// What was expected, in words.
    pub expected: String,
    /// What stands against it.
    pub mismatch: Option<Mismatch>,
}

/// How well a request came through, the gravest last: the one of two that a script must know about first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Everything is as it should be, or it was not sent.
    Passed,
    /// There is an answer that is not as the checks want it.
    ChecksFailed,
    /// No answer from the network, or no refresh just now.
    NoAnswer,
    /// Anything else.
    Other,
    /// It cannot be sent as it is.
    Unfit,
    /// Nobody is signed in, or the session ended.
    SignedOut,
}

/// How many requests ended in which way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// All that was expected holds.
    pub passed: usize,
    /// There is an answer, and not all holds.
    pub failed: usize,
    /// There is no answer.
    pub errors: usize,
    /// It was not their turn any more.
    pub not_sent: usize,
}

impl Report {
    /// Without anything yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            outcomes: Vec::new(),
        }
    }

    /// The gravest of all.
    pub fn grade(&self) -> Grade {
        let grades = self.outcomes.iter().map(Outcome::grade);
        grades.max().unwrap_or(Grade::Passed)
    }

    /// How many ended in which way.
    pub fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for outcome in &self.outcomes {
            let count = match &outcome.end {
                End::Answered { .. } if outcome.passed() => &mut sum.passed,
                End::Answered { .. } => &mut sum.failed,
                End::Failed { .. } => &mut sum.errors,
                End::NotSent { .. } => &mut sum.not_sent,
            };
            *count += 1;
        }
        sum
    }

    /// How long all of them took.
    pub fn time(&self) -> Duration {
        self.outcomes.iter().map(|outcome| outcome.time).sum()
    }
}

impl Outcome {
    /// Of a request.
    pub fn of(saved: &Saved, end: End) -> Self {
        Self {
            name: saved.request.name.clone(),
            place: saved.place.to_string(),
            request: Some((saved.request.method.clone(), saved.request.target.clone())),
            time: Duration::ZERO,
            end,
        }
    }

    /// Of a file that could not be read: it is told as a request would be, so that nobody takes it for passed.
    pub fn unreadable(problem: &FileError, variables: &Variables) -> Self {
        Self {
            name: "unreadable file".to_owned(),
            place: problem.file().unwrap_or_default().to_owned(),
            request: None,
            time: Duration::ZERO,
            end: End::Failed {
                why: variables.masked(&problem.to_string()),
                grade: Grade::Unfit,
            },
        }
    }

    /// How well it came through.
    pub fn grade(&self) -> Grade {
        match &self.end {
            End::Answered { checks, .. } if checks.iter().all(|check| check.mismatch.is_none()) => {
                Grade::Passed
            }
            End::Answered { .. } => Grade::ChecksFailed,
            End::Failed { grade, .. } => *grade,
            End::NotSent { .. } => Grade::Passed,
        }
    }

    /// Whether there is an answer of which all holds.
    pub fn passed(&self) -> bool {
        matches!(self.end, End::Answered { .. }) && self.grade() == Grade::Passed
    }
}

impl Unsent {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::SessionOver => "the session is over",
            Self::AfterFailure => "a request before did not pass",
            Self::Interrupted => "the run was interrupted",
        }
    }
}

impl CheckLine {
    /// What stands against it, in one sentence.
    pub fn told(&self) -> String {
        match &self.mismatch {
            None => short(&self.expected),
            Some(mismatch) => format!("{}: {}", short(&self.expected), short(&mismatch.to_string())),
        }
    }

    /// Takes secrets out, and then what nobody is told: what was found may be a whole body.
    pub(crate) fn clear(&mut self, mask: &Mask) {
        self.about.clear(mask);
        self.expected = short(&mask.masked(&self.expected));
        match &mut self.mismatch {
            Some(
                Mismatch::Found(text) | Mismatch::NoJson(text) | Mismatch::Expression { detail: text, .. },
            ) => {
                *text = short(&mask.masked(text));
            }
            Some(Mismatch::Nothing | Mismatch::Several(_) | Mismatch::TooLarge) | None => {}
        }
    }
}

impl Grade {
    /// Of an error of the engine.
    pub fn of(error: &Error) -> Self {
        match error {
            Error::SessionEnded(ended) if ended.reason == EndReason::StoreSealed => Self::Other,
            Error::SignedOut | Error::SessionEnded(_) | Error::SignInRefused { .. } => Self::SignedOut,
            Error::Input(_) => Self::Unfit,
            Error::Network(_) | Error::RefreshUnavailable(_) | Error::RefreshCoolDown { .. } => {
                Self::NoAnswer
            }
            _ => Self::Other,
        }
    }

    /// What a process ends with that has met it, as docs/cli.md tells.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::ChecksFailed => 5,
            Self::NoAnswer => 4,
            Self::Other => 1,
            Self::Unfit => 2,
            Self::SignedOut => 3,
        }
    }
}

/// Shortened. Secrets have been taken out before: half of one would not be known for one.
pub fn short(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
