//! What came of a run, told in three ways. Nothing in here holds a token or a secret.

pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod text;

use std::time::Duration;

use latchkey_collection::store::Saved;

use crate::exit::Exit;

/// The most that is told of one thing, in characters.
const LONGEST: usize = 300;

/// What came of a run.
pub(crate) struct Report {
    /// The collection's name.
    pub(crate) name: String,
    /// In the order of the run; files that could not be read come first.
    pub(crate) outcomes: Vec<Outcome>,
}

/// What came of one request.
pub(crate) struct Outcome {
    pub(crate) name: String,
    /// Its file, from the collection's folder.
    pub(crate) place: String,
    /// Method and target as the file has them, so without the values of variables.
    pub(crate) request: Option<(String, String)>,
    pub(crate) time: Duration,
    pub(crate) end: End,
}

/// How a request ended.
pub(crate) enum End {
    /// There is an answer.
    Answered { status: u16, checks: Vec<CheckLine> },
    /// There is none.
    Failed { why: String, exit: Exit },
    /// It was not its turn any more.
    NotSent { why: &'static str },
}

/// One thing that was expected of an answer.
pub(crate) struct CheckLine {
    pub(crate) expected: String,
    /// What stands against it.
    pub(crate) mismatch: Option<String>,
}

/// How many requests ended in which way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) errors: usize,
    pub(crate) not_sent: usize,
}

impl Report {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            outcomes: Vec::new(),
        }
    }

    /// What the process ends with.
    pub(crate) fn exit(&self) -> Exit {
        let exits = self.outcomes.iter().map(Outcome::exit);
        exits.fold(Exit::Done, Exit::graver)
    }

    pub(crate) fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for outcome in &self.outcomes {
            let count = match &outcome.end {
                End::Answered { .. } if outcome.exit() == Exit::Done => &mut sum.passed,
                End::Answered { .. } => &mut sum.failed,
                End::Failed { .. } => &mut sum.errors,
                End::NotSent { .. } => &mut sum.not_sent,
            };
            *count += 1;
        }
        sum
    }

    pub(crate) fn time(&self) -> Duration {
        self.outcomes.iter().map(|outcome| outcome.time).sum()
    }
}

impl Outcome {
    pub(crate) fn of(saved: &Saved, end: End) -> Self {
        Self {
            name: saved.request.name.clone(),
            place: saved.place.to_string(),
            request: Some((saved.request.method.clone(), saved.request.target.clone())),
            time: Duration::ZERO,
            end,
        }
    }

    pub(crate) fn exit(&self) -> Exit {
        match &self.end {
            End::Answered { checks, .. } if checks.iter().all(|check| check.mismatch.is_none()) => Exit::Done,
            End::Answered { .. } => Exit::ChecksFailed,
            End::Failed { exit, .. } => *exit,
            End::NotSent { .. } => Exit::Done,
        }
    }
}

impl CheckLine {
    /// What stands against it, in one sentence.
    pub(crate) fn told(&self) -> String {
        match &self.mismatch {
            None => short(&self.expected),
            Some(mismatch) => format!("{}: {}", short(&self.expected), short(mismatch)),
        }
    }
}

/// Shortened. Secrets have been taken out before: half of one would not be known for one.
pub(crate) fn short(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
