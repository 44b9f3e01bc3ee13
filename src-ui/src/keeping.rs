//! Hands every edit of the request over to the shell, which keeps it.
//!
//! One message at a time: what is written while one is under way goes with the next, so that the newest always
//! arrives and nothing waits for a timer. Large drafts pause between messages, for each is copied several times.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use latchkey_ipc::{KeepDraft, KeptDraft};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::bridge;
use crate::state::draft::Draft;
use crate::state::editor::Editor;
use crate::state::notices::{NoticeAction, Notices};

/// Drafts up to this many bytes go at once.
const SMALL: usize = 64 * 1024;
/// The pause after a larger one, in milliseconds.
const PAUSE: u32 = 300;

struct Keeper {
    newest: RefCell<Option<Draft>>,
    busy: Cell<bool>,
    notices: UseReducerDispatcher<Notices>,
}

impl Keeper {
    fn keep(self: &Rc<Self>, draft: Draft) {
        self.newest.replace(Some(draft));
        if self.busy.replace(true) {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            while let Some(draft) = this.take() {
                this.hand_over(&draft).await;
            }
            this.busy.set(false);
        });
    }

    fn take(&self) -> Option<Draft> {
        self.newest.borrow_mut().take()
    }

    async fn hand_over(&self, draft: &Draft) {
        let whole = KeptDraft::from(draft);
        let size = whole.size();
        let draft = whole.within_limit();
        let too_large = draft.body.left_out;
        let problem = match bridge::call::<KeepDraft>(KeepDraft { draft }).await {
            Ok(kept) => kept.problem,
            Err(error) => Some(error.message),
        };
        self.notices
            .dispatch(NoticeAction::DraftKept { problem, too_large });
        if size > SMALL {
            TimeoutFuture::new(PAUSE).await;
        }
    }
}

/// Has the draft of this editor kept, from the first edit on.
#[hook]
pub fn use_draft_keeping(editor: &Editor, notices: UseReducerDispatcher<Notices>) {
    let keeper = use_memo((), move |()| {
        Rc::new(Keeper {
            newest: RefCell::default(),
            busy: Cell::default(),
            notices,
        })
    });
    use_effect_with((editor.touched, editor.draft.clone()), move |(touched, draft)| {
        if *touched {
            keeper.keep(draft.clone());
        }
    });
}
