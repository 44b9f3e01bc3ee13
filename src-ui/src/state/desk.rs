//! What belongs to one session alone: its answers and its history. Nothing of one is ever shown beside another.

use std::collections::BTreeMap;
use std::rc::Rc;

use latchkey_ipc::AnswerId;

use super::answer::{AnswerAction, AnswerState};
use super::history::{History, HistoryAction};
use super::session::SessionId;

/// What belongs to one session alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Desk {
    /// The call under way and the last answer.
    pub answer: AnswerState,
    /// What was sent before.
    pub history: History,
}

/// The desks of all sessions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Desks {
    at: SessionId,
    all: BTreeMap<SessionId, Rc<Desk>>,
}

/// What can happen to the desks.
#[derive(Debug, Clone)]
pub enum DeskAction {
    /// This session is at work now.
    Sit {
        /// Whose it is.
        at: SessionId,
        /// Everybody who is signed in: what was on the desks of others is gone.
        signed_in: Vec<SessionId>,
    },
    /// Something happened to the answer of this session.
    Answer(SessionId, AnswerAction),
    /// Something happened to the history of this session.
    History(SessionId, HistoryAction),
}

impl Desks {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: DeskAction) -> Self {
        let mut next = self.clone();
        match action {
            DeskAction::Sit { at, signed_in } => {
                next.all.retain(|id, _| *id == at || signed_in.contains(id));
                next.at = at;
            }
            DeskAction::Answer(id, action) => next.change(id, |desk| Desk {
                answer: desk.answer.apply(action),
                ..desk.clone()
            }),
            DeskAction::History(id, action) => next.change(id, |desk| Desk {
                history: desk.history.apply(action),
                ..desk.clone()
            }),
        }
        next
    }

    fn change(&mut self, id: SessionId, change: impl FnOnce(&Desk) -> Desk) {
        let desk = self.all.entry(id).or_default();
        *desk = Rc::new(change(desk));
    }

    /// The desk of the session at work.
    pub fn desk(&self) -> Rc<Desk> {
        self.all.get(&self.at).cloned().unwrap_or_default()
    }

    /// The answers whose bodies the shell keeps for this window.
    pub fn held(&self) -> Vec<AnswerId> {
        self.all.values().filter_map(|desk| desk.answer.held()).collect()
    }
}

super::reducible!(Desks, DeskAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::answer;
    use crate::state::answer::Running;

    fn id(user: &str) -> SessionId {
        SessionId {
            profile_id: "team".into(),
            user: user.into(),
        }
    }

    fn sit(at: &str, signed_in: &[&str]) -> DeskAction {
        DeskAction::Sit {
            at: id(at),
            signed_in: signed_in.iter().map(|user| id(user)).collect(),
        }
    }

    fn called(desks: &Desks, user: &str, call_id: &str) -> Desks {
        let running = Running {
            call_id: call_id.into(),
            method: "GET".into(),
            target: "/".into(),
        };
        desks.apply(DeskAction::Answer(id(user), AnswerAction::Started(running)))
    }

    fn answered(desks: &Desks, user: &str, call_id: &str, answer_id: u64) -> Desks {
        let action = AnswerAction::Answered(call_id.into(), Rc::new(answer(answer_id, 200)));
        desks.apply(DeskAction::Answer(id(user), action))
    }

    #[test]
    fn an_answer_that_comes_after_the_switch_is_on_the_desk_of_its_own_session() {
        let desks = Desks::default().apply(sit("me", &["me", "you"]));
        let desks = called(&desks, "me", "1").apply(sit("you", &["me", "you"]));
        let desks = answered(&desks, "me", "1", 7);
        assert_eq!(*desks.desk(), Desk::default());
        assert_eq!(desks.held(), [7]);
        assert_eq!(
            desks.apply(sit("me", &["me", "you"])).desk().answer.held(),
            Some(7)
        );
    }

    #[test]
    fn the_desk_of_who_signed_out_stays_until_somebody_else_sits_down() {
        let desks = Desks::default().apply(sit("me", &["me"]));
        let desks = answered(&called(&desks, "me", "1"), "me", "1", 7);
        assert_eq!(desks.apply(sit("me", &["me"])).held(), [7]);
        assert!(desks.apply(sit("you", &["you"])).held().is_empty());
    }
}
