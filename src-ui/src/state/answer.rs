//! The call under way and the outcome of the last one.

use std::rc::Rc;

use latchkey_ipc::{Answer, AnswerId, CallId, IpcError};

use super::draft::Draft;

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

/// What the answer pane knows. The last outcome stays while the next call is under way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnswerState {
    /// The call under way.
    pub running: Option<Running>,
    /// The last outcome.
    pub shown: Option<Shown>,
    /// The method and path of a waiting request that was kept unsent, because the user signed in elsewhere.
    pub kept_unsent: Option<String>,
    /// A request that a link has put into the editor.
    pub from_link: Option<FromLink>,
}

/// A request that came from a link and was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromLink {
    /// Method and target.
    pub request: String,
    /// What stood in the editor before, if the user had put it there.
    pub before: Option<Rc<Draft>>,
}

/// What can happen to the answer pane.
#[derive(Debug, Clone)]
pub enum AnswerAction {
    /// A call went out.
    Started(Running),
    /// It was answered.
    Answered(CallId, Rc<Answer>),
    /// It failed.
    Failed(CallId, Rc<IpcError>),
    /// It came to nothing that this pane shows: a field is wrong, or the session ended.
    Settled(CallId),
    /// A waiting request stays in the editor.
    KeptUnsent(String),
    /// A request came from a link.
    FromLink(FromLink),
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
                next.kept_unsent = None;
                next.from_link = None;
            }
            AnswerAction::Answered(id, answer) => next.settle(&id, Some(Outcome::Answer(answer))),
            AnswerAction::Failed(id, error) => next.settle(&id, Some(Outcome::Failure(error))),
            AnswerAction::Settled(id) => next.settle(&id, None),
            AnswerAction::KeptUnsent(request) => next.kept_unsent = Some(request),
            AnswerAction::FromLink(request) => next.from_link = Some(request),
            AnswerAction::DismissNotice => {
                next.kept_unsent = None;
                next.from_link = None;
            }
        }
        next
    }

    fn settle(&mut self, id: &str, outcome: Option<Outcome>) {
        let Some(running) = self.running.take_if(|it| it.call_id == id) else {
            return;
        };
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
    use crate::fixtures::{answer, error};

    fn started(id: &str) -> AnswerAction {
        AnswerAction::Started(Running {
            call_id: id.into(),
            method: "GET".into(),
            target: "/".into(),
        })
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
