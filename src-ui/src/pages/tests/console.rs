//! The console: names, roles, languages, errors in their place.

use latchkey_ipc::{HistoryEntry, HistoryOutcome, HistoryPage};
use yew::prelude::*;

use super::{has, render, tag};
use crate::calls::Calls;
use crate::fixtures::{called, error, session};
use crate::held::{UseReducerHandle, use_reducer};
use crate::i18n::I18n;
use crate::pages::Console;
use crate::state::body::Row;
use crate::state::collection::CollectionStore;
use crate::state::desk::{DeskAction, Desks};
use crate::state::editor::EditorAction;
use crate::state::fields::{Place, Problem};
use crate::state::front::Front;
use crate::state::guide::Guide;
use crate::state::history::{HistoryAction, HistoryStore};
use crate::state::list::ListEdit;
use crate::state::notices::Notices;
use crate::state::openings::Openings;
use crate::state::overlay::Overlay;
use crate::state::preferences::{Language, Preferences};
use crate::state::samples::first_request;
use crate::state::session::{SessionAction, SessionId, SessionStore};
use crate::state::tabs::{OpenTabs, TabsAction};

#[derive(Properties, PartialEq)]
struct StageProps {
    tabs: OpenTabs,
    history: HistoryPage,
    profile: AttrValue,
    language: Language,
}

/// The console with everything the app gives it.
#[component]
fn Stage(props: &StageProps) -> Html {
    let store = use_reducer(|| {
        let view = Box::new(session(&props.profile, "http://127.0.0.1:1"));
        SessionStore::default().apply(SessionAction::SignedIn(view, latchkey_ipc::Server::Practice))
    });
    let tabs = use_reducer(|| props.tabs.clone());
    let desks = use_reducer(|| {
        let at = SessionId {
            profile_id: props.profile.to_string(),
            user: "demo@latchkey.dev".into(),
        };
        Desks::default().apply(DeskAction::Sit {
            at,
            signed_in: Vec::new(),
        })
    });
    let history = use_reducer(|| {
        let of = SessionId {
            profile_id: props.profile.to_string(),
            user: "demo@latchkey.dev".into(),
        };
        let store = HistoryStore::default();
        let page = Box::new(props.history.clone());
        store.apply(HistoryAction::Loaded(of, store.wanted.clone(), page))
    });
    let preferences = use_reducer(Preferences::default);
    let front = use_reducer(Front::default);
    let openings = use_reducer(Openings::default);
    let notices = use_reducer(Notices::default);
    let guide = use_reducer(Guide::default);
    let overlay = use_reducer(Overlay::default);
    let collection = use_reducer(CollectionStore::default);
    let calls = Calls {
        session: store.dispatcher(),
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
    html! {
        <ContextProvider<I18n> context={I18n::new(props.language)}>
        <ContextProvider<UseReducerHandle<Preferences>> context={preferences}>
        <ContextProvider<UseReducerHandle<SessionStore>> context={store}>
        <ContextProvider<UseReducerHandle<OpenTabs>> context={tabs}>
        <ContextProvider<UseReducerHandle<Desks>> context={desks}>
        <ContextProvider<UseReducerHandle<Overlay>> context={overlay}>
        <ContextProvider<UseReducerHandle<CollectionStore>> context={collection}>
        <ContextProvider<UseReducerHandle<HistoryStore>> context={history}>
        <ContextProvider<Calls> context={calls}>
            <Console />
        </ContextProvider<Calls>>
        </ContextProvider<UseReducerHandle<HistoryStore>>>
        </ContextProvider<UseReducerHandle<CollectionStore>>>
        </ContextProvider<UseReducerHandle<Overlay>>>
        </ContextProvider<UseReducerHandle<Desks>>>
        </ContextProvider<UseReducerHandle<OpenTabs>>>
        </ContextProvider<UseReducerHandle<SessionStore>>>
        </ContextProvider<UseReducerHandle<Preferences>>>
        </ContextProvider<I18n>>
    }
}

fn stage(profile: &'static str, language: Language) -> StageProps {
    StageProps {
        tabs: OpenTabs::default().apply(TabsAction::Offer(first_request(profile))),
        history: HistoryPage::default(),
        profile: profile.into(),
        language,
    }
}

#[tokio::test]
async fn the_console_has_its_names_and_roles() {
    let html = render::<Stage>(|| stage("practice", Language::En)).await;
    for id in [
        "console-view",
        "session-bar",
        "countdown",
        "sign-out",
        "method",
        "send",
        "cancel",
        "tab-headers",
        "tab-body",
        "tab-settings",
        "sample-notes-list",
        "sample-revoke",
        "saved-open-folder",
        "save-request",
    ] {
        assert!(has(&html, id), "{id}");
    }
    assert!(tag(&html, "target").contains("value=\"/api/notes?limit=20\""));
    assert!(tag(&html, "cancel").contains("disabled"));
    assert!(tag(&html, "countdown").contains("role=\"timer\""));
    let chosen = tag(&html, "tab-params");
    for part in [
        "role=\"tab\"",
        "aria-selected=\"true\"",
        "tabindex=\"0\"",
        "aria-controls=\"tab-panel\"",
    ] {
        assert!(chosen.contains(part), "{chosen}");
    }
    assert!(tag(&html, "tab-body").contains("tabindex=\"-1\""));
    assert!(html.contains("role=\"tabpanel\" id=\"tab-panel\" aria-labelledby=\"tab-params\""));
    assert!(tag(&html, "params-0-name").contains("value=\"limit\""));
}

#[tokio::test]
async fn another_server_has_no_ready_made_requests_but_a_history() {
    let html = render::<Stage>(|| {
        let entry = HistoryEntry {
            at: 50_520_000,
            outcome: HistoryOutcome::Status(503),
            ..called(1, "/v1/things")
        };
        let history = HistoryPage {
            entries: vec![entry],
            ..HistoryPage::default()
        };
        StageProps {
            history,
            ..stage("default", Language::En)
        }
    })
    .await;
    assert!(!has(&html, "sample-notes-list"));
    assert!(tag(&html, "history-item").contains("14:02:00 · GET /v1/things"));
    assert!(html.contains("503"));
}

#[tokio::test]
async fn the_console_speaks_korean() {
    let html = render::<Stage>(|| stage("practice", Language::Ko)).await;
    for text in ["로그아웃", "보내기", "노트 목록", "세션 무효화하기"] {
        assert!(html.contains(text), "{text}");
    }
}

#[tokio::test]
async fn a_wrong_header_is_shown_in_its_row() {
    let html = render::<Stage>(|| {
        let problem = Problem {
            place: Place::HeaderName(1),
            error: error("header-name-invalid"),
        };
        let edits = [
            EditorAction::Headers(ListEdit::Set(0, Row::new("Accept", "*/*"))),
            EditorAction::Headers(ListEdit::Set(1, Row::new("bad name", "1"))),
            EditorAction::Refuse(problem),
        ];
        let edited = |tabs: OpenTabs, edit| tabs.apply(TabsAction::EditFront(edit));
        StageProps {
            tabs: edits.into_iter().fold(OpenTabs::default(), edited),
            ..stage("practice", Language::En)
        }
    })
    .await;
    let cell = tag(&html, "headers-1-name");
    assert!(
        cell.contains("aria-describedby=\"headers-1-name-error\""),
        "{cell}"
    );
    assert!(has(&html, "error-headers-1-name"));
    assert!(!tag(&html, "headers-0-name").contains("aria-invalid"));
}

#[tokio::test]
async fn each_open_request_has_a_tab_and_the_one_in_front_names_the_panel() {
    let html = render::<Stage>(|| {
        let StageProps { tabs, .. } = stage("practice", Language::En);
        StageProps {
            tabs: tabs.apply(TabsAction::New),
            ..stage("practice", Language::En)
        }
    })
    .await;
    assert_eq!(html.matches("data-testid=\"request-tab\"").count(), 2);
    let first = tag(&html, "request-tab");
    for part in [
        "aria-label=\"GET /api/notes\"",
        "aria-selected=\"false\"",
        "tabindex=\"-1\"",
    ] {
        assert!(first.contains(part), "{first}");
    }
    assert!(html.contains("role=\"tabpanel\" id=\"request-tab-panel\" aria-labelledby=\"request-tab-2\""));
    assert!(has(&html, "tab-list") && has(&html, "new-tab"));
}
