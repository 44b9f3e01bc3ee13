//! What was opened from outside, connected: over every view, one after the other.

use std::rc::Rc;

use latchkey_ipc::{OfferedRequest, Opened, ProfileFromFile, SessionView};
use yew::prelude::*;
use yew::props;

use crate::calls::{Calls, use_calls};
use crate::components::bad_opening::{BadOpening, BadOpeningProps};
use crate::components::component::keyed_component;
use crate::components::dialog::{QuestionProps, question};
use crate::components::offered::{OfferedProps, offered};
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, use_state_eq};
use crate::i18n::use_i18n;
use crate::state::answer::AnswerAction;
use crate::state::front::Front;
use crate::state::openings::{Openings, draft_of, request_line};
use crate::state::session::{Phase, SessionAction, SessionId, SessionStore};
use crate::state::tabs::{OpenTabs, TabsAction};

/// Properties of [`Opening`].
#[derive(Properties, PartialEq)]
pub struct OpeningProps {
    /// What was opened.
    pub openings: UseReducerHandle<Openings>,
    /// What is in front.
    pub front: Front,
}

/// What was opened from outside and comes next.
#[component]
pub fn Opening(props: &OpeningProps) -> Html {
    let store = use_context::<UseReducerHandle<SessionStore>>();
    let (Some(store), Some(calls)) = (store, use_calls()) else {
        return Html::default();
    };
    if matches!(store.phase, Phase::Starting | Phase::Unreachable(_)) {
        return Html::default();
    }
    let session = store.session().cloned();
    let Some(next) = props.openings.next(session.is_some()) else {
        return Html::default();
    };
    let id = next.id;
    let onclose = {
        let calls = calls.clone();
        Callback::from(move |()| calls.settle_opening(id))
    };
    match (&next.what, session) {
        (Opened::Request { request }, Some(session)) => keyed_component::<OfferedRequestDialog>(
            id,
            props!(OfferedRequestProps {
                id,
                request: request.clone(),
                session,
                store,
                behind: props.openings.behind(),
                calls,
                ondiscard: onclose
            }),
        ),
        (Opened::Request { .. }, None) => Html::default(),
        (Opened::BadLink { error }, _) => keyed_component::<BadOpening>(
            id,
            props!(BadOpeningProps {
                error: error.clone(),
                onclose
            }),
        ),
        (Opened::BadFile { file, error }, _) => keyed_component::<BadOpening>(
            id,
            props!(BadOpeningProps {
                file: file.clone(),
                error: error.clone(),
                onclose
            }),
        ),
        (Opened::Profile { profile }, _) => keyed_component::<OpenedProfile>(
            id,
            props!(OpenedProfileProps {
                id,
                profile: Rc::new((**profile).clone()),
                editing: props.front.is_profile(),
                calls,
                onclose
            }),
        ),
    }
}

#[derive(Properties, PartialEq)]
struct OfferedRequestProps {
    id: u64,
    request: OfferedRequest,
    session: Rc<SessionView>,
    store: UseReducerHandle<SessionStore>,
    behind: usize,
    calls: Calls,
    ondiscard: Callback<()>,
}

/// A request that a link offers. A yes puts it into a tab; it is never sent from here.
#[component]
fn OfferedRequestDialog(props: &OfferedRequestProps) -> Html {
    let i18n = use_i18n();
    let Some(tabs) = use_context::<UseReducerHandle<OpenTabs>>() else {
        return Html::default();
    };
    let draft = draft_of(&props.request);
    let onopen = {
        let (calls, id) = (props.calls.clone(), props.id);
        let of = SessionId::from(&*props.session);
        let tab = tabs.tab_for(&draft);
        move |()| {
            let request = request_line(&draft.method, &draft.target);
            calls.tabs.dispatch(TabsAction::Open(draft.clone()));
            calls.on_desk(&of, tab, AnswerAction::FromLink(request));
            calls.session.dispatch(SessionAction::Back);
            calls.settle_opening(id);
        }
    };
    let onswitch = {
        let calls = props.calls.clone();
        move |to| calls.switch(to, Callback::noop())
    };
    offered(
        &i18n,
        &OfferedProps {
            request: props.request.clone(),
            session: props.session.clone(),
            others: props.store.others(),
            behind: props.behind,
            onopen: onopen.into(),
            ondiscard: props.ondiscard.clone(),
            onswitch: onswitch.into(),
        },
    )
}

#[derive(Properties, PartialEq)]
struct OpenedProfileProps {
    id: u64,
    profile: Rc<ProfileFromFile>,
    editing: bool,
    calls: Calls,
    onclose: Callback<()>,
}

/// A profile from a file: into the profile editor at once, unless that has something in it already.
#[component]
fn OpenedProfile(props: &OpenedProfileProps) -> Html {
    let i18n = use_i18n();
    let open = {
        let (calls, id, profile) = (props.calls.clone(), props.id, props.profile.clone());
        Callback::from(move |()| {
            calls.front.dispatch(Front::ProfileFromFile(id, profile.clone()));
            calls.settle_opening(id);
        })
    };
    let asks = use_state_eq(|| props.editing);
    use_effect_with(*asks, {
        let open = open.clone();
        move |asks| {
            if !*asks {
                open.emit(());
            }
        }
    });
    if !*asks {
        return Html::default();
    }
    let title = i18n.with(
        "opened-over-title",
        &[("file", props.profile.file.clone().into())],
    );
    question(
        &i18n,
        &QuestionProps {
            id: "opened-over",
            title,
            text: i18n.t("opened-over-text"),
            yes: i18n.t("opened-over-yes"),
            onyes: open,
            onno: props.onclose.clone(),
        },
    )
}
