//! The call under way and the outcome of the last one.

use std::rc::Rc;

use latchkey_ipc::{Answer, AnswerId, CallId, CallProgress, IpcError, UnixMillis};

/// A call under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The window's name for it.
    pub call_id: CallId,
    /// HTTP method.
    pub method: String,
    /// Path with query.
    pub target: String,
}

/// How the last call went.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The server answered.
    Answer(Rc<Answer>),
    /// There is no answer.
    Failure(Rc<IpcError>),
}

/// The last outcome and the call it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// HTTP method.
    pub method: String,
    /// Path with query.
    pub target: String,
    /// How it went.
    pub outcome: Outcome,
}

/// A call of the history that was opened again.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// HTTP method.
    pub method: String,
    /// Path with query.
    pub target: String,
    /// When it was made.
    pub at: UnixMillis,
    /// Its answer, where that is kept.
    pub answer: Option<Rc<Answer>>,
    /// Whether it had a body that is not kept.
    pub body_gone: bool,
}

/// What the answer pane knows. The last outcome stays while the next call is under way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnswerState {
    /// The call under way.
    pub running: Option<Running>,
    /// How much of its answer has come, once that takes long.
    pub receiving: Option<CallProgress>,
    /// The last outcome.
    pub shown: Option<Shown>,
    /// Whether that is a stream of the call under way, of which more may come.
    pub live: bool,
    /// The method and path of a waiting request that was kept unsent, because the user signed in elsewhere.
    pub kept_unsent: Option<String>,
    /// The method and target of a request that a link has put into the editor, and that was not sent.
    pub from_link: Option<String>,
    /// What is shown is of the history.
    pub past: Option<Rc<Past>>,
}

/// What can happen to the answer pane.
#[derive(Debug, Clone)]
pub enum AnswerAction {
    /// A call went out.
    Started(Running),
    /// So much of its answer has come.
    Receives(CallProgress),
    /// Its answer is a stream, which has come so far.
    Grows(CallId, Rc<Answer>),
    /// It was answered.
    Answered(CallId, Rc<Answer>),
    /// It failed.
    Failed(CallId, Rc<IpcError>),
    /// It came to nothing that this pane shows: a field is wrong, or the session ended.
    Settled(CallId),
    /// A waiting request stays in the editor.
    KeptUnsent(String),
    /// A request came from a link.
    FromLink(String),
    /// A call of the history was opened again.
    Past(Box<Past>),
    /// The user has read that.
    DismissNotice,
}

impl AnswerState {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: AnswerAction) -> Self {
        let mut next = self.clone();
        match action {
            AnswerAction::Started(running) => {
                next.running = Some(running);
                (next.receiving, next.live) = (None, false);
                next.dismiss();
            }
            AnswerAction::Receives(progress) => {
                if next.waits_for(&progress.call_id) {
                    next.receiving = Some(progress);
                }
            }
            AnswerAction::Grows(id, answer) => next.grow(&id, answer),
            AnswerAction::Answered(id, answer) => next.settle(&id, Some(Outcome::Answer(answer))),
            AnswerAction::Failed(id, error) => next.settle(&id, Some(Outcome::Failure(error))),
            AnswerAction::Settled(id) => next.settle(&id, None),
            AnswerAction::KeptUnsent(request) => next.kept_unsent = Some(request),
            AnswerAction::FromLink(request) => next.from_link = Some(request),
            AnswerAction::Past(past) => next.show_past(*past),
            AnswerAction::DismissNotice => next.dismiss(),
        }
        next
    }

    fn dismiss(&mut self) {
        (self.kept_unsent, self.from_link, self.past) = (None, None, None);
    }

    fn show_past(&mut self, past: Past) {
        if let Some(answer) = past.answer.clone() {
            self.shown = Some(Shown {
                method: past.method.clone(),
                target: past.target.clone(),
                outcome: Outcome::Answer(answer),
            });
        }
        self.past = Some(Rc::new(past));
    }

    /// Whether this is the call under way.
    pub fn waits_for(&self, id: &str) -> bool {
        self.running.as_ref().is_some_and(|it| it.call_id == id)
    }

    fn grow(&mut self, id: &str, answer: Rc<Answer>) {
        let Some(running) = self.running.as_ref().filter(|it| it.call_id == id) else {
            return;
        };
        self.shown = Some(Shown {
            method: running.method.clone(),
            target: running.target.clone(),
            outcome: Outcome::Answer(answer),
        });
        self.live = true;
    }

    fn settle(&mut self, id: &str, outcome: Option<Outcome>) {
        let Some(running) = self.running.take_if(|it| it.call_id == id) else {
            return;
        };
        (self.receiving, self.live) = (None, false);
        if let Some(outcome) = outcome {
            self.shown = Some(Shown {
                method: running.method,
                target: running.target,
                outcome,
            });
        }
    }

    /// The answer whose body the shell keeps for this window.
    pub fn held(&self) -> Option<AnswerId> {
        match &self.shown.as_ref()?.outcome {
            Outcome::Answer(answer) => Some(answer.answer_id),
            Outcome::Failure(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{answer, error, past};

    fn started(id: &str) -> AnswerAction {
        AnswerAction::Started(Running {
            call_id: id.into(),
            method: "GET".into(),
            target: "/".into(),
        })
    }

    #[test]
    fn what_comes_of_the_call_under_way_is_shown_and_of_no_other() {
        let progress = |id: &str| {
            AnswerAction::Receives(CallProgress {
                call_id: id.into(),
                status: 200,
                reason: "OK".into(),
                received: 5,
                expected: Some(10),
            })
        };
        let state = AnswerState::default().apply(started("2"));
        assert_eq!(state.apply(progress("1")), state);
        let half = state.apply(progress("2"));
        assert_eq!(half.receiving.as_ref().map(|it| it.received), Some(5));
        assert_eq!(half.apply(AnswerAction::Settled("2".into())).receiving, None);
        let live = state.apply(AnswerAction::Grows("2".into(), Rc::new(answer(7, 200))));
        assert_eq!(
            (live.live, live.held(), live.running.is_some()),
            (true, Some(7), true)
        );
        let next = live.apply(AnswerAction::Answered("2".into(), Rc::new(answer(7, 200))));
        assert_eq!((next.live, next.held(), next.running), (false, Some(7), None));
    }

    #[test]
    fn the_last_answer_stays_until_the_next_one_is_there() {
        let state = AnswerState::default().apply(started("1"));
        let state = state.apply(AnswerAction::Answered("1".into(), Rc::new(answer(7, 200))));
        let state = state.apply(started("2"));
        assert_eq!(state.held(), Some(7));
        let state = state.apply(AnswerAction::Answered("2".into(), Rc::new(answer(8, 404))));
        assert_eq!(state.held(), Some(8));
        assert!(state.running.is_none());
    }

    #[test]
    fn a_wrong_field_leaves_the_last_answer() {
        let state = AnswerState::default().apply(started("1"));
        let state = state.apply(AnswerAction::Answered("1".into(), Rc::new(answer(7, 200))));
        let state = state.apply(started("2")).apply(AnswerAction::Settled("2".into()));
        assert_eq!(state.held(), Some(7));
        assert!(state.running.is_none());
    }

    #[test]
    fn a_stranger_settles_nothing() {
        let state = AnswerState::default().apply(started("2"));
        let state = state.apply(AnswerAction::Failed("1".into(), Rc::new(error("network"))));
        assert!(state.running.is_some());
        assert!(state.shown.is_none());
    }

    #[test]
    fn what_is_of_the_history_is_said_to_be_until_the_next_call() {
        let state = AnswerState::default().apply(AnswerAction::Past(Box::new(past(7))));
        assert_eq!((state.held(), state.past.is_some()), (Some(7), true));
        let running = state.apply(started("1"));
        assert_eq!((running.held(), running.past.is_some()), (Some(7), false));
    }

    #[test]
    fn a_failure_lets_the_old_answer_go() {
        let state = AnswerState::default().apply(started("1"));
        let state = state.apply(AnswerAction::Answered("1".into(), Rc::new(answer(7, 200))));
        let state = state
            .apply(started("2"))
            .apply(AnswerAction::Failed("2".into(), Rc::new(error("dns"))));
        assert_eq!(state.held(), None);
        assert!(state.shown.is_some());
    }
}
