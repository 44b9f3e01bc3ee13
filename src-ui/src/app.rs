//! The root: the state, its providers, and which view is in front.

use gloo::storage::{LocalStorage, Storage};
use yew::prelude::*;

use crate::calls::Calls;
use crate::i18n::I18n;
use crate::pages::{Console, Placeholder, SignIn};
use crate::state::answer::{AnswerAction, AnswerState};
use crate::state::editor::{Editor, EditorAction};
use crate::state::history::{History, HistoryAction};
use crate::state::preferences::{Language, Preferences, Theme};
use crate::state::samples::first_request;
use crate::state::session::{Due, Phase, SessionAction, SessionStore};

const PREFERENCES_KEY: &str = "latchkey.preferences";

/// The window.
#[component]
pub fn App() -> Html {
    let session = use_reducer(SessionStore::default);
    let editor = use_reducer(Editor::default);
    let answer = use_reducer(AnswerState::default);
    let history = use_reducer(History::default);
    let preferences = use_reducer(stored_preferences);
    let calls = Calls {
        session: session.dispatcher(),
        editor: editor.dispatcher(),
        answer: answer.dispatcher(),
        history: history.dispatcher(),
    };

    use_effect_with((), {
        let calls = calls.clone();
        move |()| calls.start()
    });
    use_effect_with(*preferences, |preferences| {
        show_preferences(*preferences);
        // A browser that keeps nothing costs the user the choice at the next start, nothing else.
        drop(LocalStorage::set(PREFERENCES_KEY, preferences));
    });
    use_session_effects(&session, &calls);
    use_effect_with(answer.held(), |held| {
        let held = *held;
        move || held.into_iter().for_each(Calls::release)
    });

    let i18n = use_memo(preferences.language(), |language| I18n::new(*language));
    let view = match &session.phase {
        Phase::Starting => html! { <Placeholder /> },
        Phase::Unreachable(why) => html! { <Placeholder failure={why.clone()} /> },
        Phase::SignedOut => html! { <SignIn /> },
        Phase::SignedIn(_) => html! { <Console /> },
    };
    html! {
        <ContextProvider<I18n> context={(*i18n).clone()}>
        <ContextProvider<UseReducerHandle<Preferences>> context={preferences}>
        <ContextProvider<UseReducerHandle<SessionStore>> context={session}>
        <ContextProvider<UseReducerHandle<Editor>> context={editor}>
        <ContextProvider<UseReducerHandle<AnswerState>> context={answer}>
        <ContextProvider<UseReducerHandle<History>> context={history}>
        <ContextProvider<Calls> context={calls}>
            { view }
        </ContextProvider<Calls>>
        </ContextProvider<UseReducerHandle<History>>>
        </ContextProvider<UseReducerHandle<AnswerState>>>
        </ContextProvider<UseReducerHandle<Editor>>>
        </ContextProvider<UseReducerHandle<SessionStore>>>
        </ContextProvider<UseReducerHandle<Preferences>>>
        </ContextProvider<I18n>>
    }
}

/// What follows from a change of the session, in this order: nothing of somebody else's work stays, a newcomer is
/// offered a first request, and the waiting request is seen to.
#[hook]
fn use_session_effects(session: &UseReducerHandle<SessionStore>, calls: &Calls) {
    use_effect_with(session.changes_of_owner, {
        let calls = calls.clone();
        move |changes| {
            if *changes > 0 {
                calls.answer.dispatch(AnswerAction::Clear);
                calls.history.dispatch(HistoryAction::Clear);
            }
        }
    });
    let profile = session
        .session()
        .map(|it| (it.profile.id.clone(), it.profile.base_url.clone()));
    use_effect_with(profile.clone(), {
        let calls = calls.clone();
        move |profile| {
            if let Some((id, _)) = profile {
                calls.editor.dispatch(EditorAction::Offer(first_request(id)));
            }
        }
    });
    use_effect_with((session.due.clone(), profile), {
        let calls = calls.clone();
        move |(due, profile)| {
            let (Some(due), Some((_, base_url))) = (due, profile) else {
                return;
            };
            match due.clone() {
                Due::Send(draft) => calls.send(draft, base_url.clone()),
                Due::KeepUnsent(draft) => {
                    let request = format!("{} {}", draft.method, draft.path());
                    calls.answer.dispatch(AnswerAction::KeptUnsent(request));
                    calls.editor.dispatch(EditorAction::Open(draft));
                }
            }
            calls.session.dispatch(SessionAction::DueDone);
        }
    });
}

fn stored_preferences() -> Preferences {
    let system = gloo::utils::window().navigator().language().unwrap_or_default();
    let stored: Preferences = LocalStorage::get(PREFERENCES_KEY).unwrap_or_default();
    Preferences {
        system_language: Language::for_system(&system),
        ..stored
    }
}

/// Tells the page the theme and the language.
fn show_preferences(preferences: Preferences) {
    let Some(root) = gloo::utils::document().document_element() else {
        return;
    };
    let theme = match preferences.theme {
        Theme::System => root.remove_attribute("data-theme"),
        chosen => root.set_attribute("data-theme", chosen.slug()),
    };
    // Neither name nor value can be refused.
    drop(theme.and_then(|()| root.set_attribute("lang", preferences.language().tag())));
}
