//! What the shell tells of answers while they come.

use std::rc::Rc;

use latchkey_ipc::{ANSWER_GROWS, CALL_PROGRESS, CallProgress, GrowingAnswer, IpcError};

use super::Calls;
use crate::bridge;
use crate::state::answer::AnswerAction;
use crate::state::desk::DeskAction;

impl Calls {
    /// Listens for what comes of the calls under way.
    pub(super) async fn listen_for_answers(&self) -> Result<(), IpcError> {
        let desks = self.desks.clone();
        bridge::hear(CALL_PROGRESS, move |progress: CallProgress| {
            let call = progress.call_id.clone();
            desks.dispatch(DeskAction::Comes(call, AnswerAction::Receives(progress)));
        })
        .await?;
        let desks = self.desks.clone();
        bridge::hear(ANSWER_GROWS, move |growing: GrowingAnswer| {
            let call = growing.call_id;
            let grows = AnswerAction::Grows(call.clone(), Rc::new(growing.answer));
            desks.dispatch(DeskAction::Comes(call, grows));
        })
        .await
    }
}
