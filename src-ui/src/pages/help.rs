//! The help menu, connected: what it opens.

use latchkey_ipc::UpdateStep;
use web_sys::KeyboardEvent;
use yew::prelude::*;
use yew::props;

use super::diagnostics::{Diagnostics, DiagnosticsProps};
use super::settings::{Settings, SettingsProps};
use super::shortcuts::action_of;
use super::window_keys::{is_covered, use_window_keys};
use crate::calls::use_calls;
use crate::components::component::component;
use crate::components::dialog::Dialog;
use crate::components::help_menu::{HelpMenuProps, help_menu};
use crate::components::icons::logo;
use crate::components::shortcut_list::{ShortcutListProps, shortcut_list};
use crate::components::update_chip::{UpdateChipProps, update_chip};
use crate::components::update_dialog::{UpdateAct, UpdateDialog, UpdateDialogProps};
use crate::effect::use_effect_with;
use crate::held::UseReducerHandle;
use crate::i18n::{I18n, use_i18n};
use crate::state::actions::Action;
use crate::state::guide::GuideAction;
use crate::state::overlay::Overlay;
use crate::state::session::SessionStore;
use crate::state::update::UpdateStore;
use crate::update_calls;

/// The help menu and what it opens.
#[component]
pub(super) fn Help() -> Html {
    let i18n = use_i18n();
    let sessions = use_context::<UseReducerHandle<SessionStore>>();
    let updates = use_context::<UseReducerHandle<UpdateStore>>();
    let overlay = use_context::<UseReducerHandle<Overlay>>();
    let calls = use_calls();
    let view = updates.as_ref().and_then(|updates| updates.view().cloned());
    let onact = updates.as_ref().map(|_| Callback::from(update_calls::act));
    let over = overlay.as_ref().map(|it| **it).unwrap_or_default();
    // Who asks wants to know; what is known already needs no asking.
    use_effect_with(over == Overlay::Updates, {
        let (view, onact) = (view.clone(), onact.clone());
        move |asked| {
            if let (true, Some(view), Some(onact)) = (*asked, &view, &onact)
                && view.release.is_none()
                && view.step == UpdateStep::Idle
            {
                onact.emit(UpdateAct::Check);
            }
        }
    });
    let show = {
        let overlay = overlay.as_ref().map(UseReducerHandle::dispatcher);
        Callback::from(move |over| overlay.iter().for_each(|it| it.dispatch(over)))
    };
    let onchoose = {
        let show = show.clone();
        Callback::from(move |action: Action| match (action.overlay(), &calls) {
            (Some(over), _) => show.emit(over),
            // The guide lies over every view, and is none of this one.
            (None, Some(calls)) => calls.guide.dispatch(GuideAction::Open(None)),
            (None, None) => {}
        })
    };
    use_help_keys(onchoose.clone());
    let onclose = show.reform(|()| Overlay::None);
    let opened = match over {
        Overlay::None | Overlay::Palette | Overlay::Session => None,
        Overlay::Settings => Some(component::<Settings>(props!(SettingsProps { onclose }))),
        Overlay::Shortcuts => Some(shortcut_list(&i18n, &ShortcutListProps { onclose })),
        Overlay::Diagnostics => Some(component::<Diagnostics>(props!(DiagnosticsProps { onclose }))),
        Overlay::Updates => view.clone().zip(onact).map(|(view, onact)| {
            component::<UpdateDialog>(props!(UpdateDialogProps { view, onact, onclose }))
        }),
        Overlay::About => {
            let version = sessions.as_ref().map(|store| store.version.clone());
            Some(about(version.as_deref().unwrap_or_default(), onclose, &i18n))
        }
    };
    html! {
        <>
            if let Some(notice) = updates.as_ref().and_then(|updates| updates.notice()) {
                { update_chip(&i18n, &UpdateChipProps { notice, onopen: show.reform(|()| Overlay::Updates) }) }
            }
            { help_menu(&i18n, &HelpMenuProps { updates: view.is_some(), onchoose }) }
            { opened.unwrap_or_default() }
        </>
    }
}

/// Calls `wanted` for the keys of what the menu offers, unless a dialog lies over the window.
#[hook]
fn use_help_keys(wanted: Callback<Action>) {
    let heard = use_callback(wanted, |event: KeyboardEvent, wanted| {
        let action = action_of(&event).filter(|it| matches!(it, Action::Settings | Action::Shortcuts));
        if let Some(action) = action.filter(|_| !event.is_composing() && !is_covered()) {
            event.prevent_default();
            wanted.emit(action);
        }
    });
    use_window_keys(heard);
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
