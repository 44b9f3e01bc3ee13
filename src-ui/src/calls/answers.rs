//! What the shell tells of answers while they come.

use std::rc::Rc;

use latchkey_ipc::{ANSWER_GROWS, CALL_PROGRESS, CallProgress, GrowingAnswer};

use super::Calls;
use crate::bridge::{self, Hearing};
use crate::state::answer::AnswerAction;
use crate::state::desk::DeskAction;

impl Calls {
    /// Listens for what comes of the calls under way.
    pub(super) fn listen_for_answers(&self) -> [Hearing; 2] {
        let desks = self.desks.clone();
        let progress = bridge::hear(CALL_PROGRESS, move |progress: CallProgress| {
            let call = progress.call_id.clone();
            desks.dispatch(DeskAction::Comes(call, AnswerAction::Receives(progress)));
        });
        let desks = self.desks.clone();
        let growing = bridge::hear(ANSWER_GROWS, move |growing: GrowingAnswer| {
            let call = growing.call_id;
            let grows = AnswerAction::Grows(call.clone(), Rc::new(growing.answer));
            desks.dispatch(DeskAction::Comes(call, grows));
        });
        [progress, growing]
    }
}
