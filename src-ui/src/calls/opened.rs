//! What was opened from outside: asked for, and decided on.

use latchkey_ipc::{IpcError, Nothing, OPENED, Opening, Openings, SettleOpening};
use yew::prelude::*;

use super::Calls;
use crate::bridge::{self, Hearing};
use crate::state::openings::OpeningAction;

impl Calls {
    /// Hears that something was opened, and asks what waits already.
    pub(super) fn listen_for_openings(&self) -> Hearing {
        let this = self.clone();
        bridge::hear(OPENED, move |_: Nothing| this.ask_for_openings())
    }

    pub(super) fn ask_for_openings(&self) {
        let openings = self.openings.clone();
        let heard = move |answer: Result<Vec<Opening>, IpcError>| {
            // What cannot be asked now is asked at the next event, or when the window is opened again.
            if let Ok(waiting) = answer {
                openings.dispatch(OpeningAction::Asked(waiting));
            }
        };
        Self::command::<Openings>(Nothing {}, Callback::from(heard));
    }

    /// Says that the user has decided.
    pub fn settle_opening(&self, id: u64) {
        self.openings.dispatch(OpeningAction::Settled(id));
        Self::command::<SettleOpening>(SettleOpening { id }, Callback::noop());
    }
}
