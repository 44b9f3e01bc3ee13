//! The user guide, connected, and the key that opens it from anywhere.

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::window_keys::use_window_keys;
use crate::components::guide_view::GuideView;
use crate::state::guide::{Guide, GuideAction};
use crate::state::preferences::{Preferences, PreferencesAction};

/// Properties of [`UserGuide`].
#[derive(Properties, PartialEq)]
pub struct UserGuideProps {
    /// Where the user is in it.
    pub guide: UseReducerHandle<Guide>,
}

/// The user guide, over whatever the user is doing.
#[component]
pub fn UserGuide(props: &UserGuideProps) -> Html {
    let preferences = use_context::<UseReducerHandle<Preferences>>();
    let heard = use_callback(props.guide.dispatcher(), |event: KeyboardEvent, guide| {
        if event.key() == "F1" {
            event.prevent_default();
            guide.dispatch(GuideAction::Open(None));
        }
    });
    use_window_keys(heard);
    let Some(preferences) = preferences.filter(|_| props.guide.open) else {
        return Html::default();
    };
    let change = |action| {
        let preferences = preferences.dispatcher();
        Callback::from(move |()| preferences.dispatch(action))
    };
    let onaction = props.guide.dispatcher();
    html! {
        <GuideView guide={(*props.guide).clone()} theme={preferences.theme}
            onaction={move |action| onaction.dispatch(action)} ontheme={change(PreferencesAction::NextTheme)}
            onlanguage={change(PreferencesAction::OtherLanguage)} />
    }
}
