//! The frame of the profile editor: the way back, which asks before anything is lost, and the buttons.

use yew::prelude::*;

use super::help::Help;
use crate::calls::use_calls;
use crate::components::component::component;
use crate::components::dialog::{QuestionProps, question};
use crate::components::icons::{Icon, icon};
use crate::components::toggles::{TogglesProps, toggles};
use crate::held::{UseReducerHandle, use_state};
use crate::i18n::use_i18n;
use crate::state::front::Front;
use crate::state::preferences::{Preferences, PreferencesAction};

/// Properties of [`ProfileFrame`].
#[derive(Properties, PartialEq)]
pub(super) struct ProfileFrameProps {
    /// What is being done.
    pub(super) title: AttrValue,
    /// Whether there is something to lose.
    pub(super) changed: bool,
    /// The buttons at the end.
    #[prop_or_default]
    pub(super) buttons: Html,
    /// What is in it.
    pub(super) children: Children,
}

/// The frame of the profile editor.
#[component]
pub(super) fn ProfileFrame(props: &ProfileFrameProps) -> Html {
    let i18n = use_i18n();
    let asking = use_state(|| false);
    let preferences = use_context::<UseReducerHandle<Preferences>>();
    let (Some(preferences), Some(calls)) = (preferences, use_calls()) else {
        return Html::default();
    };
    let change = |action| {
        let preferences = preferences.dispatcher();
        Callback::from(move |()| preferences.dispatch(action))
    };
    let leave = {
        let front = calls.front.clone();
        Callback::from(move |()| front.dispatch(Front::Sessions))
    };
    let onback = {
        let (leave, asking, changed) = (leave.clone(), asking.setter(), props.changed);
        move |_| if changed { asking.set(true) } else { leave.emit(()) }
    };
    let onno = {
        let asking = asking.setter();
        move |()| asking.set(false)
    };
    html! {
        <main class="profile-view" data-testid="profile-view">
            <header class="session-bar">
                <button type="button" class="button button-small" data-testid="profile-back" onclick={onback}>
                    { icon(Icon::Back) }
                    { i18n.t("back") }
                </button>
                <h1 class="profile-title">{ &props.title }</h1>
                if props.changed {
                    <span class="profile-changed" data-testid="profile-changed">{ i18n.t("profile-changed") }</span>
                }
                <span class="bar-gap"></span>
                { component::<Help>(()) }
                { toggles(&i18n, &TogglesProps {
                    theme: preferences.theme, ontheme: change(PreferencesAction::NextTheme),
                    onlanguage: change(PreferencesAction::OtherLanguage),
                }) }
                { props.buttons.clone() }
            </header>
            { for props.children.iter() }
            if *asking {
                { question(&i18n, &QuestionProps {
                    id: "leave-profile", title: i18n.t("profile-leave-title"), text: i18n.t("profile-leave-text"),
                    yes: i18n.t("profile-leave-yes"), onyes: leave, onno: onno.into(),
                }) }
            }
        </main>
    }
}
