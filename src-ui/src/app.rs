//! The root: the state, its providers, and which view is in front.

use latchkey_ipc::SetZoom;
use web_sys::Storage;
use yew::prelude::*;
use yew::props;

use crate::calls::Calls;
use crate::components::component::{component, keyed_component};
use crate::components::icons::logo;
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, use_reducer};
use crate::i18n::{I18n, Words, use_words};
use crate::keeping::use_draft_keeping;
use crate::pages::{
    Console, Opening, OpeningProps, Placeholder, PlaceholderProps, ProfilePage, ProfilePageProps, SignIn,
    SignInProps, UserGuide, UserGuideProps, use_zoom_keys,
};
use crate::platform::is_linux;
use crate::state::answer::AnswerAction;
use crate::state::collection::CollectionStore;
use crate::state::desk::{DeskAction, Desks, Leftovers};
use crate::state::front::Front;
use crate::state::guide::Guide;
use crate::state::history::HistoryStore;
use crate::state::notices::Notices;
use crate::state::openings::Openings;
use crate::state::overlay::Overlay;
use crate::state::preferences::{Language, Preferences, PreferencesAction, Theme};
use crate::state::samples::first_request;
use crate::state::session::{Due, Phase, SessionAction, SessionId, SessionStore};
use crate::state::tabs::{OpenTabs, TabsAction};
use crate::state::update::UpdateStore;
use crate::update_calls;

const PREFERENCES_KEY: &str = "latchkey.preferences";

/// The window.
#[component]
pub fn App() -> Html {
    let session = use_reducer(SessionStore::default);
    let tabs = use_reducer(OpenTabs::default);
    let desks = use_reducer(Desks::default);
    let front = use_reducer(Front::default);
    let openings = use_reducer(Openings::default);
    let notices = use_reducer(Notices::default);
    let guide = use_reducer(Guide::default);
    let overlay = use_reducer(Overlay::default);
    let preferences = use_reducer(stored_preferences);
    let updates = use_reducer(UpdateStore::default);
    let collection = use_reducer(CollectionStore::default);
    let history = use_reducer(HistoryStore::default);
    let calls = Calls {
        session: session.dispatcher(),
        tabs: tabs.dispatcher(),
        desks: desks.dispatcher(),
        front: front.dispatcher(),
        openings: openings.dispatcher(),
        notices: notices.dispatcher(),
        guide: guide.dispatcher(),
        overlay: overlay.dispatcher(),
        preferences: preferences.dispatcher(),
        collection: collection.dispatcher(),
        history: history.dispatcher(),
    };

    use_effect_with((), {
        let calls = calls.clone();
        let updates = updates.dispatcher();
        move |()| {
            calls.start();
            update_calls::start(updates);
        }
    });
    use_effect_with(*preferences, |preferences| {
        show_preferences(*preferences);
        keep_preferences(*preferences);
    });
    use_effect_with(preferences.zoom, |zoom| {
        let request = SetZoom {
            percent: zoom.percent(),
        };
        // Should the web view refuse, everything stays as large as it is.
        Calls::command::<SetZoom>(request, Callback::noop());
    });
    let onzoom = use_callback(preferences.dispatcher(), |step, preferences| {
        preferences.dispatch(PreferencesAction::Zoom(step));
    });
    use_zoom_keys(onzoom);
    use_session_effects(&session, &tabs, &calls);
    use_draft_keeping(&tabs, notices.dispatcher());
    use_tab_effects(&tabs, &desks);

    let words = use_words(preferences.language());
    let language = match &words {
        Words::There(i18n) => Some(i18n.language()),
        Words::Coming | Words::Missing => None,
    };
    // The page says which language it is in, not which it is to be in.
    use_effect_with(language, |language| {
        if let Some(language) = language {
            show_attribute("lang", language.tag());
        }
    });
    let i18n = match words {
        Words::There(i18n) => i18n,
        Words::Coming => return boot(),
        Words::Missing => return wordless(),
    };
    let view = match (&session.phase, &*front) {
        (Phase::Starting, _) => component::<Placeholder>(props!(PlaceholderProps {})),
        (Phase::Unreachable(why), _) => {
            component::<Placeholder>(props!(PlaceholderProps { failure: why.clone() }))
        }
        // A profile that is being written stays in front whatever happens to the sessions.
        (_, front) if front.is_profile() => keyed_component::<ProfilePage>(
            front.opening(),
            props!(ProfilePageProps {
                opening: front.clone()
            }),
        ),
        (Phase::SignedIn(_), _) if !session.adding => component::<Console>(()),
        (_, front) => component::<SignIn>(props!(SignInProps {
            chosen: front.chosen().map(str::to_owned)
        })),
    };
    html! {
        <ContextProvider<I18n> context={i18n}>
        <ContextProvider<UseReducerHandle<Preferences>> context={preferences}>
        <ContextProvider<UseReducerHandle<SessionStore>> context={session}>
        <ContextProvider<UseReducerHandle<OpenTabs>> context={tabs}>
        <ContextProvider<UseReducerHandle<Desks>> context={desks}>
        <ContextProvider<UseReducerHandle<Openings>> context={openings.clone()}>
        <ContextProvider<UseReducerHandle<UpdateStore>> context={updates}>
        <ContextProvider<UseReducerHandle<Notices>> context={notices}>
        <ContextProvider<UseReducerHandle<Overlay>> context={overlay}>
        <ContextProvider<UseReducerHandle<CollectionStore>> context={collection}>
        <ContextProvider<UseReducerHandle<HistoryStore>> context={history}>
        <ContextProvider<Calls> context={calls}>
            { view }
            { component::<Opening>(props!(OpeningProps { openings, front: (*front).clone() })) }
            { component::<UserGuide>(props!(UserGuideProps { guide })) }
        </ContextProvider<Calls>>
        </ContextProvider<UseReducerHandle<HistoryStore>>>
        </ContextProvider<UseReducerHandle<CollectionStore>>>
        </ContextProvider<UseReducerHandle<Overlay>>>
        </ContextProvider<UseReducerHandle<Notices>>>
        </ContextProvider<UseReducerHandle<UpdateStore>>>
        </ContextProvider<UseReducerHandle<Openings>>>
        </ContextProvider<UseReducerHandle<Desks>>>
        </ContextProvider<UseReducerHandle<OpenTabs>>>
        </ContextProvider<UseReducerHandle<SessionStore>>>
        </ContextProvider<UseReducerHandle<Preferences>>>
        </ContextProvider<I18n>>
    }
}

/// The boot screen as it is in `index.html`, until there are words.
fn boot() -> Html {
    html! { <div class="boot" role="status" aria-label="Latchkey">{ logo() }</div> }
}

/// What there is to say where no words can be read: only a damaged app is like that.
fn wordless() -> Html {
    html! {
        <main class="boot">
            { logo() }
            <p role="alert">{ "Latchkey cannot read its own files. Please install it again." }</p>
        </main>
    }
}

/// What follows from what is open and what is held: whatever nobody can see any more is let go.
#[hook]
fn use_tab_effects(tabs: &UseReducerHandle<OpenTabs>, desks: &UseReducerHandle<Desks>) {
    use_effect_with(tabs.ids(), {
        let desks = desks.dispatcher();
        move |open| desks.dispatch(DeskAction::Tabs(open.clone()))
    });
    let held_before = use_mut_ref(Vec::new);
    use_effect_with(desks.held(), move |held| {
        let before = held_before.replace(held.clone());
        let gone = before.into_iter().filter(|id| !held.contains(id));
        gone.for_each(Calls::release);
    });
    use_effect_with(desks.leftovers().clone(), {
        let desks = desks.dispatcher();
        move |left| {
            if *left != Leftovers::default() {
                left.calls.iter().cloned().for_each(Calls::cancel);
                left.answers.iter().copied().for_each(Calls::release);
                desks.dispatch(DeskAction::Cleared(left.clone()));
            }
        }
    });
}

/// What follows from a change of the session, in this order: the window turns to its answers, a newcomer is offered
/// a first request, and the waiting request is seen to.
#[hook]
fn use_session_effects(
    session: &UseReducerHandle<SessionStore>,
    tabs: &UseReducerHandle<OpenTabs>,
    calls: &Calls,
) {
    let signed_in: Vec<_> = session.sessions.iter().map(SessionId::from).collect();
    use_effect_with((session.id_at_work(), signed_in), {
        let desks = calls.desks.clone();
        move |(at_work, signed_in)| {
            if let Some(at) = at_work.clone() {
                let signed_in = signed_in.clone();
                desks.dispatch(DeskAction::Sit { at, signed_in });
            }
        }
    });
    let profile = session
        .session()
        .map(|it| (SessionId::from(&**it), it.profile.base_url.clone()));
    use_effect_with(profile.clone(), {
        let calls = calls.clone();
        move |profile| {
            if let Some((id, _)) = profile {
                let first = first_request(&id.profile_id);
                calls.tabs.dispatch(TabsAction::Offer(first));
            }
        }
    });
    use_effect_with((session.due.clone(), profile), {
        let (calls, tabs) = (calls.clone(), tabs.clone());
        move |(due, profile)| {
            let (Some(due), Some((id, _))) = (due, profile) else {
                return;
            };
            let (tab, draft, send) = match due.clone() {
                Due::Send(tab, draft) => (tab, draft, true),
                Due::KeepUnsent(tab, draft) => (tab, draft, false),
            };
            if !send {
                let request = format!("{} {}", draft.method, draft.path());
                let tab = tabs.tab_to_resume(tab, &draft);
                calls.on_desk(id, tab, AnswerAction::KeptUnsent(request));
            }
            calls.tabs.dispatch(TabsAction::Resume { tab, draft, send });
            calls.session.dispatch(SessionAction::DueDone);
        }
    });
}

fn stored_preferences() -> Preferences {
    let system = gloo::utils::window().navigator().language().unwrap_or_default();
    let stored = local_storage().and_then(|storage| storage.get_item(PREFERENCES_KEY).ok().flatten());
    let stored: Preferences = stored
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    Preferences {
        system_language: Language::for_system(&system),
        ..stored
    }
}

/// A web view that keeps nothing costs the user the choice at the next start, nothing else.
fn keep_preferences(preferences: Preferences) {
    if let (Some(storage), Ok(text)) = (local_storage(), serde_json::to_string(&preferences)) {
        drop(storage.set_item(PREFERENCES_KEY, &text));
    }
}

/// Where the web view keeps things; `None` where it has no such place, as on a disk that takes nothing.
fn local_storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// Tells the page the theme and the density.
fn show_preferences(preferences: Preferences) {
    if preferences.theme != Theme::System {
        show_attribute("data-theme", preferences.theme.slug());
    } else if let Some(root) = gloo::utils::document().document_element() {
        drop(root.remove_attribute("data-theme"));
    }
    show_attribute("data-density", preferences.density.slug());
    if is_linux() {
        show_attribute("data-system", "linux");
    }
}

/// Writes something on the page's root, where the styles look for it.
fn show_attribute(name: &str, value: &str) {
    if let Some(root) = gloo::utils::document().document_element() {
        // Neither name nor value can be refused.
        drop(root.set_attribute(name, value));
    }
}
