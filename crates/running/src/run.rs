//! All requests of a run, and who hears of them.

use std::path::Path;

use latchkey_collection::{Mask, Unresolved, store::Saved};
use latchkey_pipeline::{Error, InputError, Pipeline};

use crate::{Files, Grade, Outcome, Report, Unsent, Variables};

/// What all requests of a run have in common.
pub struct Runner<'r> {
    /// The session they are sent in.
    pub session: &'r Pipeline,
    /// The collection's folder, with its links resolved.
    pub folder: &'r Path,
    /// Which files they may send.
    pub files: Files,
    /// What their variables stand for.
    pub variables: Variables,
}

/// Hears how a run goes. Where telling fails, the run ends.
pub trait Onlooker {
    /// Why a run ends that is not over.
    type Error: From<Broken>;

    /// This one is sent now.
    fn sends(&mut self, saved: &Saved) -> Result<(), Self::Error> {
        let _ = saved;
        Ok(())
    }

    /// A body that is looked into begins to come, of so many bytes if the server said so.
    fn receiving(&mut self, expected: Option<u64>) {
        let _ = expected;
    }

    /// So many bytes of it have come.
    fn received(&mut self, bytes: u64) {
        let _ = bytes;
    }

    /// No more of it comes.
    fn received_all(&mut self) {}

    /// A request came to its end.
    fn ended(&mut self, heard: Heard<'_>) -> Result<(), Self::Error>;
}

/// What came of one request.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// What came of it.
    pub outcome: &'a Outcome,
    /// Where there is no answer: why. It may repeat secrets, which `mask` hides.
    pub problem: Option<&'a Problem>,
    /// What hides the secrets that are known by now.
    pub mask: &'a Mask,
}

/// Why there is no answer to look at.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Not everything in it has a value. Nothing was sent.
    #[error(transparent)]
    Unresolved(Unresolved),
    /// It would send a file from outside of the folder. Nothing was sent.
    #[error(transparent)]
    Outside(InputError),
    /// Something in it cannot be sent, and what was found is not told, for a secret is in it. Nothing was sent.
    #[error("{}: found something else, untold for a secret is in it; allowed is {}", .0.field, .0.allowed)]
    Untold(InputError),
    /// The engine says so.
    #[error(transparent)]
    Engine(Error),
    /// What is looked for in the answer takes longer than there is time for.
    #[error("checks: found more to look at than {seconds} s suffice for; allowed are simpler paths")]
    Looking {
        /// How much time there is.
        seconds: u64,
    },
}

/// This process cannot go on: a thread of it panicked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub String);

impl Problem {
    /// How grave it is.
    pub fn grade(&self) -> Grade {
        match self {
            Self::Unresolved(_) | Self::Outside(_) | Self::Untold(_) | Self::Looking { .. } => Grade::Unfit,
            Self::Engine(error) => Grade::of(error),
        }
    }
}

impl Runner<'_> {
    /// Sends requests, one after the other, and adds to the report what came of each. Ends before the last one where the
    /// session is over, or, with `bail`, where one did not pass; says why then. Can be dropped at any point: what has come
    /// to its end by then is in the report.
    pub async fn all<O: Onlooker>(
        &mut self,
        requests: &[&Saved],
        bail: bool,
        report: &mut Report,
        onlooker: &mut O,
    ) -> Result<Option<Unsent>, O::Error> {
        for saved in requests {
            onlooker.sends(saved)?;
            // A call is large; whoever runs many holds one of them on the heap.
            let (outcome, problem) = Box::pin(self.one(saved, onlooker)).await?;
            onlooker.ended(Heard {
                outcome: &outcome,
                problem: problem.as_ref(),
                mask: self.variables.mask(),
            })?;
            let grade = outcome.grade();
            report.outcomes.push(outcome);
            if grade == Grade::SignedOut {
                return Ok(Some(Unsent::SessionOver));
            }
            if bail && grade != Grade::Passed {
                return Ok(Some(Unsent::AfterFailure));
            }
        }
        Ok(None)
    }
}
