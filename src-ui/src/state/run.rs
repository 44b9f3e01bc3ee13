//! A run of saved requests, as its dialog knows it.

use std::rc::Rc;

use latchkey_ipc::{CallId, IpcError, RunLine, RunOutcome, RunOver, RunPlan, RunProgress};

/// How many lines are drawn at first, and more with each wish for more.
pub const SHOWN: usize = 300;

/// A run: what it sends, and what has come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The folder; empty for all of the collection.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// What is sent, in order.
    pub lines: Vec<Rc<RunLine>>,
    /// What came of the first ones.
    pub ended: Vec<Rc<RunOutcome>>,
    /// Its name for the shell, from its beginning on.
    pub id: Option<CallId>,
    /// Whether it is under way.
    pub running: bool,
    /// Why it is over.
    pub over: Option<RunOver>,
    /// Whether it stops at the first that does not pass.
    pub bail: bool,
    /// How many times more lines than [`SHOWN`] are wanted.
    pub more: usize,
    /// What went wrong with the run itself.
    pub problem: Option<Rc<IpcError>>,
    /// Where its report was saved.
    pub saved: Option<String>,
}

/// What can happen to a run.
#[derive(Debug, Clone)]
pub enum RunAction {
    /// It begins under this name.
    Started(CallId),
    /// The shell tells how it goes.
    Progress(Box<RunProgress>),
    /// It could not be made, or its report not saved.
    Failed(Rc<IpcError>),
    /// Whether it stops at the first that does not pass.
    Bail(bool),
    /// More lines are wanted.
    More,
    /// Its report was saved there.
    Saved(String),
}

/// How many requests ended in which way, and how long they took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// All is as it should be.
    pub passed: usize,
    /// Not all checks hold.
    pub failed: usize,
    /// There is no answer.
    pub errors: usize,
    /// It was not their turn any more.
    pub unsent: usize,
    /// In microseconds.
    pub took_us: u64,
}

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It has not been its turn yet.
    Waits,
    /// It is sent now.
    Runs,
    /// All is as it should be.
    Passed,
    /// Not all checks hold.
    Failed,
    /// There is no answer.
    Error,
    /// It was not its turn any more.
    Unsent,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Waits,
        Self::Runs,
        Self::Passed,
        Self::Failed,
        Self::Error,
        Self::Unsent,
    ];

    /// Its short name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Runs => "runs",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Error => "error",
            Self::Unsent => "unsent",
        }
    }
}

impl Run {
    /// One that has not begun.
    pub fn planned(plan: RunPlan) -> Self {
        let mut run = Self {
            folder: String::new(),
            name: String::new(),
            lines: Vec::new(),
            ended: Vec::new(),
            id: None,
            running: false,
            over: None,
            bail: false,
            more: 0,
            problem: None,
            saved: None,
        };
        run.take(plan);
        run
    }

    fn take(&mut self, plan: RunPlan) {
        self.folder = plan.folder;
        self.name = plan.name;
        self.lines = plan.lines.into_iter().map(Rc::new).collect();
        self.ended = plan.ended.into_iter().map(Rc::new).collect();
    }

    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: RunAction) -> Self {
        let mut next = self.clone();
        match action {
            RunAction::Started(id) => {
                next.id = Some(id);
                next.running = true;
                next.over = None;
                next.problem = None;
                next.saved = None;
                // Those that cannot be read stay: the shell tells them anew.
                next.ended.truncate(next.unreadable());
            }
            RunAction::Progress(progress) => {
                let RunProgress {
                    run,
                    begun,
                    ended,
                    over,
                } = *progress;
                if next.id.as_ref() == Some(&run) {
                    if let Some(plan) = begun {
                        next.take(plan);
                    }
                    next.ended.extend(ended.into_iter().map(Rc::new));
                    next.running &= over.is_none();
                    next.over = over.or(next.over);
                }
            }
            RunAction::Failed(error) => {
                next.problem = Some(error);
                next.running = false;
            }
            RunAction::Bail(bail) => next.bail = bail,
            RunAction::More => next.more += 1,
            RunAction::Saved(place) => {
                next.saved = Some(place);
                next.problem = None;
            }
        }
        next
    }

    fn unreadable(&self) -> usize {
        self.lines.iter().filter(|line| line.method.is_empty()).count()
    }

    /// How the request in this place stands.
    pub fn mark(&self, at: usize) -> Mark {
        match self.ended.get(at) {
            Some(outcome) if outcome.error.is_some() => Mark::Error,
            Some(outcome) if outcome.passed() => Mark::Passed,
            Some(_) => Mark::Failed,
            None if self.over.is_some() => Mark::Unsent,
            None if self.running && at == self.ended.len() => Mark::Runs,
            None => Mark::Waits,
        }
    }

    /// How many ended in which way.
    pub fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for at in 0..self.lines.len() {
            match self.mark(at) {
                Mark::Passed => sum.passed += 1,
                Mark::Failed => sum.failed += 1,
                Mark::Error => sum.errors += 1,
                Mark::Unsent => sum.unsent += 1,
                Mark::Waits | Mark::Runs => {}
            }
        }
        sum.took_us = self.ended.iter().map(|outcome| outcome.took_us).sum();
        sum
    }

    /// The request that is sent now.
    pub fn current(&self) -> Option<&RunLine> {
        let line = self.lines.get(self.ended.len())?;
        self.running.then_some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, method: &str) -> RunLine {
        RunLine {
            place: name.into(),
            name: name.into(),
            method: method.into(),
        }
    }

    fn outcome(status: Option<u16>) -> RunOutcome {
        let error = IpcError {
            code: latchkey_ipc::ErrorCode::Network,
            key: "connect".into(),
            message: String::new(),
            field: None,
            found: None,
            allowed: None,
            trace: None,
        };
        RunOutcome {
            took_us: 5,
            status,
            failed: Vec::new(),
            more: 0,
            error: status.is_none().then(|| Box::new(error)),
        }
    }

    fn plan() -> RunPlan {
        RunPlan {
            lines: vec![
                line("bad", ""),
                line("a", "GET"),
                line("b", "GET"),
                line("c", "GET"),
            ],
            ended: vec![outcome(None)],
            ..RunPlan::default()
        }
    }

    fn progress(run: &str, begun: Option<RunPlan>, ended: usize, over: Option<RunOver>) -> RunAction {
        RunAction::Progress(Box::new(RunProgress {
            run: run.into(),
            begun,
            ended: vec![outcome(Some(200)); ended],
            over,
        }))
    }

    fn marks(run: &Run) -> Vec<Mark> {
        (0..run.lines.len()).map(|at| run.mark(at)).collect()
    }

    #[test]
    fn results_come_in_order_and_what_is_left_at_the_end_was_not_sent() {
        let run = Run::planned(plan());
        assert_eq!(marks(&run), [Mark::Error, Mark::Waits, Mark::Waits, Mark::Waits]);
        let run = run.apply(RunAction::Started("1".into()));
        let run = run.apply(progress("1", Some(plan()), 0, None));
        assert_eq!(run.current().map(|it| it.name.as_str()), Some("a"));
        let run = run.apply(progress("1", None, 1, None));
        assert_eq!(marks(&run), [Mark::Error, Mark::Passed, Mark::Runs, Mark::Waits]);
        let run = run.apply(progress("1", None, 1, Some(RunOver::AfterFailure)));
        assert_eq!(
            marks(&run),
            [Mark::Error, Mark::Passed, Mark::Passed, Mark::Unsent]
        );
        assert_eq!((run.running, run.current()), (false, None));
        let Sum {
            passed,
            failed,
            errors,
            unsent,
            took_us,
        } = run.sum();
        assert_eq!((passed, failed, errors, unsent, took_us), (2, 0, 1, 1, 15));
    }

    #[test]
    fn what_is_told_of_an_earlier_run_changes_nothing() {
        let run = Run::planned(plan()).apply(RunAction::Started("2".into()));
        assert_eq!(run.apply(progress("1", None, 3, Some(RunOver::Done))), run);
        let again = run
            .apply(progress("2", None, 3, Some(RunOver::Done)))
            .apply(RunAction::Started("3".into()));
        assert_eq!(marks(&again), [Mark::Error, Mark::Runs, Mark::Waits, Mark::Waits]);
    }
}
