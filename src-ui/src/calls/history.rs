//! The calls that were made: listed, opened again, taken away.

use std::rc::Rc;

use latchkey_ipc::{ClearHistory, IpcError, KeptCall, Nothing, OpenHistory, RemoveHistory};
use yew::prelude::*;

use super::Calls;
use crate::held::UseReducerHandle;
use crate::state::answer::{AnswerAction, Past};
use crate::state::draft::Draft;
use crate::state::history::{HistoryAction, Wanted};
use crate::state::session::SessionId;
use crate::state::tabs::{OpenTabs, TabsAction};

impl Calls {
    /// Lists the calls that are wanted in a session.
    pub fn list_history(&self, of: &SessionId, wanted: &Wanted) {
        let (history, of, wanted) = (self.history.clone(), of.clone(), wanted.clone());
        let request = wanted.request(&of);
        let heard = move |answer| {
            // Should it fail, what was listed stays.
            if let Ok(page) = answer {
                history.dispatch(HistoryAction::Loaded(of.clone(), wanted.clone(), Box::new(page)));
            }
        };
        Self::command::<latchkey_ipc::ListHistory>(request, Callback::from(heard));
    }

    /// Opens a call again: its request in a tab, with its answer where that is kept.
    pub fn open_history(&self, id: u64, of: SessionId, tabs: UseReducerHandle<OpenTabs>) {
        let this = self.clone();
        let heard = move |answer: Result<Option<KeptCall>, IpcError>| match answer {
            Ok(Some(kept)) => this.open_kept(kept, &of, &tabs),
            // It is gone, or cannot be had: the list says how it is.
            _ => this.history.dispatch(HistoryAction::Changed),
        };
        Self::command::<OpenHistory>(OpenHistory { id }, Callback::from(heard));
    }

    fn open_kept(&self, kept: KeptCall, of: &SessionId, tabs: &OpenTabs) {
        let body_gone = kept.draft.body.left_out;
        let draft = Draft::from(kept.draft);
        let tab = tabs.tab_for(&draft);
        let past = Past {
            method: draft.method.clone(),
            target: draft.target.clone(),
            at: kept.at,
            answer: kept.answer.map(|answer| Rc::new(*answer)),
            body_gone,
        };
        self.tabs.dispatch(TabsAction::Open(draft));
        if kept.foreign_body {
            self.tabs.dispatch(TabsAction::Foreign(tab));
        }
        if past.answer.is_some() || body_gone {
            self.on_desk(of, tab, AnswerAction::Past(Box::new(past)));
        }
    }

    /// Takes a call away.
    pub fn remove_history(&self, id: u64) {
        let changed = self.history_changed();
        Self::command::<RemoveHistory>(RemoveHistory { id }, changed.reform(|_| ()));
    }

    /// Takes all calls away. `heard` hears how that went.
    pub fn clear_history(&self, heard: Callback<Result<(), IpcError>>) {
        let changed = self.history_changed();
        let heard = move |answer: Result<Nothing, IpcError>| {
            heard.emit(answer.map(|_| ()));
            changed.emit(());
        };
        Self::command::<ClearHistory>(Nothing {}, Callback::from(heard));
    }

    fn history_changed(&self) -> Callback<()> {
        let history = self.history.clone();
        Callback::from(move |()| history.dispatch(HistoryAction::Changed))
    }
}
