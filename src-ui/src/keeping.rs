//! Hands every edit of the open requests over to the shell, which keeps them.
//!
//! One message at a time, with the tabs that changed since the last: what is written while one is under way goes with
//! the next, so that the newest always arrives and nothing waits for a timer. Large drafts pause between messages, for
//! each is copied several times.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use latchkey_ipc::{KeepTabs, KeptTab};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::bridge;
use crate::effect::use_effect_with;
use crate::held::{UseReducerDispatcher, UseReducerHandle};
use crate::state::notices::{NoticeAction, Notices};
use crate::state::tabs::{OpenTabs, Tab, TabId};

/// Drafts up to this many bytes go at once.
const SMALL: usize = 64 * 1024;
/// The pause after larger ones, in milliseconds.
const PAUSE: u32 = 300;

struct Keeper {
    newest: RefCell<Option<Rc<OpenTabs>>>,
    /// What the shell has, by the tab's number.
    known: RefCell<BTreeMap<TabId, Rc<Tab>>>,
    /// The order and the tab in front that the shell has.
    order: RefCell<(Vec<TabId>, TabId)>,
    busy: Cell<bool>,
    notices: UseReducerDispatcher<Notices>,
}

impl Keeper {
    fn keep(self: &Rc<Self>, tabs: Rc<OpenTabs>) {
        self.newest.replace(Some(tabs));
        if self.busy.replace(true) {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            while let Some(tabs) = this.take() {
                this.hand_over(&tabs).await;
            }
            this.busy.set(false);
        });
    }

    fn take(&self) -> Option<Rc<OpenTabs>> {
        self.newest.borrow_mut().take()
    }

    async fn hand_over(&self, tabs: &OpenTabs) {
        let changed: Vec<_> = tabs.all().iter().filter(|tab| !self.knows(tab)).collect();
        let order = (tabs.ids(), tabs.front().id);
        if changed.is_empty() && *self.order.borrow() == order {
            return;
        }
        let whole: Vec<_> = changed.iter().map(|tab| KeptTab::from(&***tab)).collect();
        let size: usize = whole.iter().map(|tab| tab.draft.size()).sum();
        let within = |tab: KeptTab| KeptTab {
            draft: tab.draft.within_limit(),
            ..tab
        };
        let request = KeepTabs {
            order: order.0.clone(),
            front: order.1,
            changed: whole.into_iter().map(within).collect(),
        };
        let answer = bridge::call::<KeepTabs>(request).await;
        let (problem, too_large) = match answer {
            Ok(kept) => {
                let mut known = self.known.borrow_mut();
                known.extend(changed.into_iter().map(|tab| (tab.id, tab.clone())));
                // A body that had no room is offered again with the next edit, when there may be.
                known.retain(|id, _| order.0.contains(id) && !kept.left_out.contains(id));
                self.order.replace(order);
                (kept.problem, !kept.left_out.is_empty())
            }
            Err(error) => (Some(error.message), false),
        };
        self.notices
            .dispatch(NoticeAction::DraftKept { problem, too_large });
        if size > SMALL {
            TimeoutFuture::new(PAUSE).await;
        }
    }

    fn knows(&self, tab: &Rc<Tab>) -> bool {
        let known = self.known.borrow();
        let same = |it: &Rc<Tab>| {
            let file = match (&it.saved, &tab.saved) {
                (Some(one), Some(other)) => Rc::ptr_eq(one, other),
                (one, other) => one.is_none() && other.is_none(),
            };
            let body = it.editor.foreign_body == tab.editor.foreign_body;
            file && body && it.passing == tab.passing && it.editor.draft == tab.editor.draft
        };
        known.get(&tab.id).is_some_and(same)
    }
}

/// Has the drafts of these tabs kept, once there is anything that would be missed.
#[hook]
pub fn use_draft_keeping(tabs: &UseReducerHandle<OpenTabs>, notices: UseReducerDispatcher<Notices>) {
    let keeper = use_memo((), move |()| {
        Rc::new(Keeper {
            newest: RefCell::default(),
            known: RefCell::default(),
            order: RefCell::default(),
            busy: Cell::default(),
            notices,
        })
    });
    use_effect_with(Rc::new((**tabs).clone()), move |tabs| {
        if tabs.worth_keeping() {
            keeper.keep(tabs.clone());
        }
    });
}
