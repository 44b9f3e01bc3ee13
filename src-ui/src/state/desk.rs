//! What belongs to one session alone: its answers. Nothing of one is ever shown beside another.

use std::collections::BTreeMap;
use std::rc::Rc;

use latchkey_ipc::{AnswerId, CallId};

use super::answer::{AnswerAction, AnswerState};
use super::session::SessionId;
use super::tabs::TabId;

/// What belongs to one session alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Desk {
    /// For each tab, the call under way and the last answer.
    answers: BTreeMap<TabId, Rc<AnswerState>>,
}

impl Desk {
    /// The call under way in a tab, and its last answer.
    pub fn answer(&self, tab: TabId) -> Rc<AnswerState> {
        self.answers.get(&tab).cloned().unwrap_or_default()
    }

    /// The tabs in which a call is under way.
    pub fn running(&self) -> Vec<TabId> {
        let running = self.answers.iter().filter(|(_, answer)| answer.running.is_some());
        running.map(|(tab, _)| *tab).collect()
    }
}

/// What nobody waits for any more, and the shell is still to hear of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// Calls whose tab was closed.
    pub calls: Vec<CallId>,
    /// Answers that came too late for their tab.
    pub answers: Vec<AnswerId>,
}

/// The desks of all sessions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Desks {
    at: SessionId,
    all: BTreeMap<SessionId, Rc<Desk>>,
    leftovers: Leftovers,
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
    /// Something happened to the answer in a tab of this session.
    Answer(SessionId, TabId, AnswerAction),
    /// The answer of a call comes along, in whatever tab that waits for it. Where none does, it is too late.
    Comes(CallId, AnswerAction),
    /// These tabs are open: what others had is let go, and their calls are cancelled.
    Tabs(Vec<TabId>),
    /// The shell has heard of these.
    Cleared(Leftovers),
}

impl Desks {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: DeskAction) -> Self {
        let mut next = self.clone();
        match action {
            DeskAction::Sit { at, signed_in } => {
                let stays = |id: &SessionId| *id == at || signed_in.contains(id);
                let gone = next.all.iter().filter(|(id, _)| !stays(id));
                let running = gone.flat_map(|(_, desk)| desk.answers.values());
                let running = running.filter_map(|answer| answer.running.as_ref());
                // A stream would go on for as long as its server likes.
                let calls = running.map(|it| it.call_id.clone());
                next.leftovers.calls.extend(calls);
                next.all.retain(|id, _| stays(id));
                next.at = at;
            }
            DeskAction::Answer(id, tab, action) => next.answer(id, tab, action),
            DeskAction::Comes(call, action) => next.come(&call, &action),
            DeskAction::Tabs(open) => next.keep_only(&open),
            DeskAction::Cleared(done) => {
                next.leftovers.calls.retain(|call| !done.calls.contains(call));
                next.leftovers
                    .answers
                    .retain(|answer| !done.answers.contains(answer));
            }
        }
        next
    }

    fn answer(&mut self, id: SessionId, tab: TabId, action: AnswerAction) {
        let known = self.all.get(&id).and_then(|desk| desk.answers.get(&tab));
        let waits_for = |call: &CallId| known.is_some_and(|answer| answer.waits_for(call));
        match &action {
            AnswerAction::Answered(call, answer) if !waits_for(call) => {
                self.leftovers.answers.push(answer.answer_id);
            }
            AnswerAction::Failed(call, _) | AnswerAction::Settled(call) if !waits_for(call) => {}
            // What is on its way is not shown beside what was.
            AnswerAction::Past(past) if known.is_some_and(|answer| answer.running.is_some()) => {
                let unseen = past.answer.iter().map(|answer| answer.answer_id);
                self.leftovers.answers.extend(unseen);
            }
            _ => {
                let desk = Rc::make_mut(self.all.entry(id).or_default());
                let answer = desk.answers.entry(tab).or_default();
                *answer = Rc::new(answer.apply(action));
            }
        }
    }

    fn come(&mut self, call: &CallId, action: &AnswerAction) {
        for desk in self.all.values_mut() {
            let waiting = desk.answers.iter().find(|(_, answer)| answer.waits_for(call));
            if let Some(tab) = waiting.map(|(tab, _)| *tab) {
                let answer = Rc::new(desk.answer(tab).apply(action.clone()));
                Rc::make_mut(desk).answers.insert(tab, answer);
            }
        }
    }

    fn keep_only(&mut self, open: &[TabId]) {
        for desk in self.all.values_mut() {
            if desk.answers.keys().all(|tab| open.contains(tab)) {
                continue;
            }
            let leftovers = &mut self.leftovers;
            Rc::make_mut(desk).answers.retain(|tab, answer| {
                let stays = open.contains(tab);
                let running = answer.running.as_ref().filter(|_| !stays);
                leftovers.calls.extend(running.map(|it| it.call_id.clone()));
                stays
            });
        }
    }

    /// The desk of the session at work.
    pub fn desk(&self) -> Rc<Desk> {
        self.all.get(&self.at).cloned().unwrap_or_default()
    }

    /// The answers whose bodies the shell keeps for this window.
    pub fn held(&self) -> Vec<AnswerId> {
        let answers = self.all.values().flat_map(|desk| desk.answers.values());
        answers.filter_map(|answer| answer.held()).collect()
    }

    /// What the shell is to hear of.
    pub fn leftovers(&self) -> &Leftovers {
        &self.leftovers
    }
}

super::reducible!(Desks, DeskAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{answer, past};
    use crate::state::answer::Running;

    const TAB: TabId = 1;

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
        desks.apply(DeskAction::Answer(id(user), TAB, AnswerAction::Started(running)))
    }

    fn answered(desks: &Desks, user: &str, call_id: &str, answer_id: u64) -> Desks {
        let action = AnswerAction::Answered(call_id.into(), Rc::new(answer(answer_id, 200)));
        desks.apply(DeskAction::Answer(id(user), TAB, action))
    }

    #[test]
    fn an_answer_that_comes_after_the_switch_is_on_the_desk_of_its_own_session() {
        let desks = Desks::default().apply(sit("me", &["me", "you"]));
        let desks = called(&desks, "me", "1").apply(sit("you", &["me", "you"]));
        let desks = answered(&desks, "me", "1", 7);
        assert_eq!(*desks.desk(), Desk::default());
        assert_eq!(desks.held(), [7]);
        assert_eq!(
            desks.apply(sit("me", &["me", "you"])).desk().answer(TAB).held(),
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

    #[test]
    fn a_closed_tab_cancels_its_call_and_an_answer_that_comes_all_the_same_is_let_go() {
        let desks = called(&Desks::default().apply(sit("me", &["me"])), "me", "1");
        assert_eq!(desks.desk().running(), [TAB]);
        let closed = desks.apply(DeskAction::Tabs(vec![TAB + 1]));
        assert_eq!(closed.leftovers().calls, ["1"]);
        let late = answered(&closed, "me", "1", 7);
        assert_eq!(late.leftovers().answers, [7]);
        assert!(late.held().is_empty());
        let cleared = late.apply(DeskAction::Cleared(late.leftovers().clone()));
        assert_eq!(*cleared.leftovers(), Leftovers::default());
        // What an open tab had stays.
        assert_eq!(desks.apply(DeskAction::Tabs(vec![TAB])), desks);
    }

    #[test]
    fn an_answer_of_the_history_is_let_go_where_another_one_is_on_its_way() {
        let desks = called(&Desks::default().apply(sit("me", &["me"])), "me", "1");
        let past = AnswerAction::Past(Box::new(past(7)));
        let opened = desks.apply(DeskAction::Answer(id("me"), TAB, past.clone()));
        assert_eq!(opened.leftovers().answers, [7]);
        assert_eq!(opened.desk(), desks.desk());
        let elsewhere = desks.apply(DeskAction::Answer(id("me"), TAB + 1, past));
        assert_eq!(elsewhere.held(), [7]);
    }

    #[test]
    fn a_stream_grows_in_the_tab_that_waits_for_it_whoever_is_at_work_and_nowhere_else() {
        let both = &["me", "you"];
        let desks = called(&Desks::default().apply(sit("me", both)), "me", "1");
        let grows = |call: &str, answer_id| {
            let action = AnswerAction::Grows(call.into(), Rc::new(answer(answer_id, 200)));
            DeskAction::Comes(call.into(), action)
        };
        assert_eq!(desks.apply(grows("2", 8)), desks, "no tab waits for it");
        let desks = desks.apply(sit("you", both)).apply(grows("1", 7));
        assert_eq!(*desks.desk(), Desk::default());
        assert_eq!(desks.held(), [7]);
        let back = desks.apply(sit("me", both)).desk().answer(TAB);
        assert!(back.live && back.running.is_some());
        let ended = answered(&desks, "me", "1", 7);
        assert_eq!(ended.apply(grows("1", 7)), ended, "it is over");
        // Who signs out is not streamed to any more.
        let gone = desks.apply(sit("you", &["you"]));
        assert_eq!(
            (gone.held(), gone.leftovers().calls.as_slice()),
            (vec![], &["1".to_owned()][..])
        );
    }

    #[test]
    fn a_closed_tab_lets_go_of_what_every_session_had_in_it() {
        let both = &["me", "you"];
        let desks = answered(
            &called(&Desks::default().apply(sit("me", both)), "me", "1"),
            "me",
            "1",
            7,
        );
        let desks = answered(&called(&desks.apply(sit("you", both)), "you", "2"), "you", "2", 8);
        assert_eq!(desks.held(), [7, 8]);
        assert!(desks.apply(DeskAction::Tabs(Vec::new())).held().is_empty());
    }
}
