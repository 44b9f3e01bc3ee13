//! The user guide, connected, and the key that opens it from anywhere.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::KeyboardEvent;
use yew::prelude::*;
use yew::props;

use super::window_keys::use_window_keys;
use crate::components::component::component;
use crate::components::guide_view::{GuideView, GuideViewProps, Shown};
use crate::effect::use_effect_with;
use crate::files;
use crate::held::{UseReducerHandle, use_state};
use crate::i18n::use_i18n;
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
    let shown = use_shown(&props.guide);
    let Some(preferences) = preferences.filter(|_| props.guide.open) else {
        return Html::default();
    };
    let change = |action| {
        let preferences = preferences.dispatcher();
        Callback::from(move |()| preferences.dispatch(action))
    };
    let onaction = props.guide.dispatcher();
    component::<GuideView>(props!(GuideViewProps {
        guide: (*props.guide).clone(),
        shown,
        theme: preferences.theme,
        onaction: move |action| onaction.dispatch(action),
        ontheme: change(PreferencesAction::NextTheme),
        onlanguage: change(PreferencesAction::OtherLanguage)
    }))
}

/// What is shown of the guide while it is open. The page before stays until the next one is read: nothing flickers, and
/// another language keeps the place.
#[hook]
fn use_shown(guide: &Guide) -> Option<Shown> {
    let shown = use_state(|| None);
    let wanted = (guide.open, guide.at.page, use_i18n().language());
    use_effect_with(wanted, {
        let shown = shown.setter();
        move |&(open, page, language)| {
            let is_wanted = Rc::new(Cell::new(true));
            if open {
                let is_wanted = is_wanted.clone();
                spawn_local(async move {
                    let html = files::read(&page.path(language)).await.map(AttrValue::from);
                    if is_wanted.get() {
                        shown.set(Some(Shown { page, language, html }));
                    }
                });
            } else {
                shown.set(None);
            }
            move || is_wanted.set(false)
        }
    });
    (*shown).clone()
}
