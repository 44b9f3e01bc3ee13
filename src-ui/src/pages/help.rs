//! The help menu, connected: what it opens.

use latchkey_ipc::UpdateStep;
use yew::prelude::*;

use super::diagnostics::Diagnostics;
use crate::calls::use_calls;
use crate::components::dialog::Dialog;
use crate::components::help_menu::{HelpItem, HelpMenu};
use crate::components::icons::logo;
use crate::components::update_chip::UpdateChip;
use crate::components::update_dialog::{UpdateAct, UpdateDialog};
use crate::i18n::{I18n, use_i18n};
use crate::state::guide::GuideAction;
use crate::state::session::SessionStore;
use crate::state::update::UpdateStore;
use crate::update_calls;

/// The help menu and what it opens.
#[component]
pub(super) fn Help() -> Html {
    let i18n = use_i18n();
    let sessions = use_context::<UseReducerHandle<SessionStore>>();
    let updates = use_context::<UseReducerHandle<UpdateStore>>();
    let calls = use_calls();
    let chosen = use_state(|| None::<HelpItem>);
    let view = updates.as_ref().and_then(|updates| updates.view().cloned());
    let onact = updates.as_ref().map(|updates| {
        let store = updates.dispatcher();
        Callback::from(move |act| update_calls::act(act, store.clone()))
    });
    let onchoose = {
        let (chosen, view, onact) = (chosen.setter(), view.clone(), onact.clone());
        Callback::from(move |item| {
            if let (HelpItem::Guide, Some(calls)) = (item, &calls) {
                return calls.guide.dispatch(GuideAction::Open(None));
            }
            chosen.set(Some(item));
            // Who asks wants to know; what is known already needs no asking.
            if item == HelpItem::Updates
                && let (Some(view), Some(onact)) = (&view, &onact)
                && view.release.is_none()
                && view.step == UpdateStep::Idle
            {
                onact.emit(UpdateAct::Check);
            }
        })
    };
    let onopen = {
        let chosen = chosen.setter();
        Callback::from(move |()| chosen.set(Some(HelpItem::Updates)))
    };
    let onclose = {
        let chosen = chosen.setter();
        Callback::from(move |()| chosen.set(None))
    };
    let opened = chosen.and_then(|item| match item {
        // It lies over every view, and is none of this one.
        HelpItem::Guide => None,
        HelpItem::Updates => {
            let (view, onact) = (view.clone()?, onact.clone()?);
            Some(html! { <UpdateDialog {view} {onact} {onclose} /> })
        }
        HelpItem::Diagnostics => Some(html! { <Diagnostics {onclose} /> }),
        HelpItem::About => {
            let version = sessions.as_ref().map(|store| store.version.clone());
            Some(about(version.as_deref().unwrap_or_default(), onclose, &i18n))
        }
    });
    html! {
        <>
            if let Some(notice) = updates.as_ref().and_then(|updates| updates.notice()) {
                <UpdateChip {notice} {onopen} />
            }
            <HelpMenu updates={view.is_some()} {onchoose} />
            { opened.unwrap_or_default() }
        </>
    }
}

/// Which app this is.
fn about(version: &str, onclose: Callback<()>, i18n: &I18n) -> Html {
    html! {
        <Dialog id="about" title={i18n.t("help-about")} {onclose}>
            <div class="about">
                { logo() }
                <div>
                    <p class="about-name">{ format!("Latchkey {version}") }</p>
                    <p>{ i18n.t("tagline") }</p>
                    <p>{ i18n.t("about-licence") }</p>
                </div>
            </div>
        </Dialog>
    }
}
