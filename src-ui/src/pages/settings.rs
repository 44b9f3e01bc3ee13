//! The settings, connected.

use latchkey_ipc::{KeepHistory, NetworkSettings, Nothing, OpenDataFolder, SaveSettings, Settings as Ask};
use yew::prelude::*;

use crate::calls::{Calls, use_calls};
use crate::components::settings_dialog::{Saved, SettingsDialogProps, settings_dialog};
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, use_state};
use crate::i18n::use_i18n;
use crate::state::history::HistoryAction;
use crate::state::preferences::Preferences;

/// Properties of [`Settings`].
#[derive(Properties, PartialEq)]
pub(super) struct SettingsProps {
    /// Called when the user is done with it.
    pub(super) onclose: Callback<()>,
}

/// The settings: asked for anew each time they are opened.
#[component]
pub(super) fn Settings(props: &SettingsProps) -> Html {
    let i18n = use_i18n();
    let preferences = use_context::<UseReducerHandle<Preferences>>();
    let view = use_state(|| None);
    let saved = use_state(|| None::<Saved>);
    let unopened = use_state(|| None);
    use_effect_with((), {
        let view = view.setter();
        move |()| Calls::command::<Ask>(Nothing {}, Callback::from(move |answer| view.set(Some(answer))))
    });
    let history_failed = use_state(|| None);
    let (Some(preferences), Some(calls)) = (preferences, use_calls()) else {
        return Html::default();
    };
    let onpreference = {
        let preferences = preferences.dispatcher();
        Callback::from(move |action| preferences.dispatch(action))
    };
    let onsave = {
        let (saved, view) = (saved.setter(), view.setter());
        Callback::from(move |network: NetworkSettings| {
            let (saved, view) = (saved.clone(), view.clone());
            let heard = Callback::from(move |answer| match answer {
                Ok(now) => {
                    view.set(Some(Ok(now)));
                    saved.set(Some(Ok(())));
                }
                Err(error) => saved.set(Some(Err(error))),
            });
            Calls::command::<SaveSettings>(SaveSettings { network }, heard);
        })
    };
    let onfolder = {
        let unopened = unopened.setter();
        Callback::from(move |()| {
            let unopened = unopened.clone();
            let heard = Callback::from(move |answer: Result<Nothing, _>| unopened.set(answer.err()));
            Calls::command::<OpenDataFolder>(Nothing {}, heard);
        })
    };
    let heard_history = {
        let (view, failed, history) = (view.setter(), history_failed.setter(), calls.history.clone());
        Callback::from(move |answer| {
            match answer {
                Ok(now) => {
                    view.set(Some(Ok(now)));
                    failed.set(None);
                }
                Err(error) => failed.set(Some(error)),
            }
            history.dispatch(HistoryAction::Changed);
        })
    };
    let onhistory = {
        let heard = heard_history.clone();
        Callback::from(move |settings| Calls::command::<KeepHistory>(KeepHistory { settings }, heard.clone()))
    };
    let onclear = Callback::from(move |()| {
        let heard = heard_history.clone();
        calls.clear_history(Callback::from(move |answer| match answer {
            Ok(()) => Calls::command::<Ask>(Nothing {}, heard.clone()),
            Err(error) => heard.emit(Err(error)),
        }));
    });
    settings_dialog(
        &i18n,
        &SettingsDialogProps {
            preferences: *preferences,
            onpreference,
            view: (*view).clone(),
            saved: (*saved).clone(),
            onsave,
            onfolder,
            unopened: (*unopened).clone(),
            onchoose: Callback::from(Calls::choose_file),
            history_failed: (*history_failed).clone(),
            onhistory,
            onclear,
            onclose: props.onclose.clone(),
        },
    )
}
