//! What lies over the console because the user asked for it by name or by key, connected.

use std::rc::Rc;

use latchkey_ipc::{BodyKind, HistoryEntry, HistoryPage, ListHistory};
use yew::prelude::*;
use yew::props;

use super::commands::perform;
use crate::calls::Calls;
use crate::components::component::component;
use crate::components::palette::{Entry, Palette, PaletteProps};
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, use_state};
use crate::i18n::{I18n, use_i18n};
use crate::platform::is_mac;
use crate::state::actions::{ALL, Action, Known, Standing};
use crate::state::answer::Outcome;
use crate::state::collection::CollectionStore;
use crate::state::desk::Desk;
use crate::state::draft::Draft;
use crate::state::history::Wanted;
use crate::state::overlay::Overlay;
use crate::state::samples::GROUPS;
use crate::state::samples::PRACTICE;
use crate::state::session::{SessionId, SessionStore};
use crate::state::tabs::{OpenTabs, TabId, TabsAction};
use crate::state::update::UpdateStore;

/// What an entry of the palette leads to.
enum Aim {
    Do(Action),
    Show(TabId),
    Open(Box<Draft>),
    Past(u64),
    Switch(SessionId),
}

/// Properties of [`Overlays`].
#[derive(Properties, PartialEq)]
pub(super) struct OverlaysProps {
    /// The open requests.
    pub(super) tabs: UseReducerHandle<OpenTabs>,
    /// What the session at work was answered.
    pub(super) desk: Rc<Desk>,
    /// The session at work.
    pub(super) of: SessionId,
    /// The line to the shell.
    pub(super) calls: Calls,
}

/// What lies over the console.
#[component]
pub(super) fn Overlays(props: &OverlaysProps) -> Html {
    let overlay = use_context::<UseReducerHandle<Overlay>>();
    // What lay over the console does not come to lie over the next view.
    use_effect_with((), {
        let overlay = props.calls.overlay.clone();
        move |()| move || overlay.dispatch(Overlay::None)
    });
    match overlay.map(|it| *it) {
        Some(Overlay::Palette) => component::<Everything>(props!(OverlaysProps {
            tabs: props.tabs.clone(),
            desk: props.desk.clone(),
            of: props.of.clone(),
            calls: props.calls.clone()
        })),
        _ => Html::default(),
    }
}

/// The palette with all there is.
#[component]
fn Everything(props: &OverlaysProps) -> Html {
    let i18n = use_i18n();
    let store = use_context::<UseReducerHandle<SessionStore>>();
    let updates = use_context::<UseReducerHandle<UpdateStore>>();
    let sent = use_state(Vec::new);
    use_effect_with((), {
        let (sent, request) = (sent.setter(), Wanted::default().request(&props.of));
        move |()| {
            let heard = move |answer: Result<HistoryPage, _>| sent.set(answer.unwrap_or_default().entries);
            Calls::command::<ListHistory>(request, Callback::from(heard));
        }
    });
    let collection = use_context::<UseReducerHandle<CollectionStore>>();
    let Some(store) = store else {
        return Html::default();
    };
    let collection = collection.is_some_and(|it| it.view.is_some());
    let mut all = all(props, &store, updates.as_deref(), collection, &i18n);
    all.extend(sent_before(&sent, &props.tabs, &i18n));
    let (entries, aims): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let onclose = {
        let calls = props.calls.clone();
        Callback::from(move |()| calls.overlay.dispatch(Overlay::None))
    };
    let onchoose = {
        let OverlaysProps {
            tabs,
            desk,
            of,
            calls,
        } = props;
        let (tabs, desk, of, calls) = (tabs.clone(), desk.clone(), of.clone(), calls.clone());
        Callback::from(move |place: usize| {
            calls.overlay.dispatch(Overlay::None);
            match aims.get(place) {
                Some(Aim::Do(action)) => {
                    let running = desk.answer(tabs.front().id).running.clone();
                    perform(*action, &calls, &tabs, running.map(|it| it.call_id));
                }
                Some(Aim::Show(tab)) => calls.tabs.dispatch(TabsAction::Show(*tab)),
                Some(Aim::Open(draft)) => calls.tabs.dispatch(TabsAction::Open(Draft::clone(draft))),
                Some(Aim::Past(id)) => calls.open_history(*id, of.clone(), tabs.clone()),
                Some(Aim::Switch(to)) => {
                    calls.switch_at_work(to.clone());
                }
                None => {}
            }
        })
    };
    component::<Palette>(props!(PaletteProps {
        entries,
        onchoose,
        onclose
    }))
}

/// What can be done or opened now.
fn all(
    props: &OverlaysProps,
    store: &SessionStore,
    updates: Option<&UpdateStore>,
    collection: bool,
    i18n: &I18n,
) -> Vec<(Entry, Aim)> {
    let OverlaysProps { tabs, desk, .. } = props;
    let front = tabs.front().id;
    let shown = desk.answer(front).shown.clone();
    let answer = shown.as_ref().and_then(|it| match &it.outcome {
        Outcome::Answer(answer) => Some(answer),
        Outcome::Failure(_) => None,
    });
    let standing = Standing {
        tabs: tabs.all().len(),
        can_reopen: tabs.can_reopen(),
        running: desk.answer(front).running.is_some(),
        answered: answer.is_some(),
        searchable: answer.is_some_and(|it| matches!(it.body.kind, BodyKind::Json | BodyKind::Text)),
        updates: updates.is_some_and(|it| it.view().is_some()),
        collection,
    };
    let entry = |id: String, label: String, kind: &str| entry(id, label, i18n.t(kind));
    // A tab is found by its request, not by its place.
    let listed = |it: &&Known| !matches!(it.action, Action::Palette | Action::TabAt(_));
    let available = ALL
        .iter()
        .filter(|it| listed(it) && it.action.available(standing));
    let actions = available.map(|known| {
        let entry = Entry {
            keys: known.action.keys(is_mac()),
            ..entry(
                format!("palette-{}", known.name),
                i18n.t(known.name).to_string(),
                "palette-action",
            )
        };
        (entry, Aim::Do(known.action))
    });
    let others = tabs.all().iter().filter(|tab| tab.id != front);
    let open = others.map(|tab| {
        let entry = entry(
            format!("palette-tab-{}", tab.id),
            line(&tab.editor.draft),
            "palette-tab",
        );
        (entry, Aim::Show(tab.id))
    });
    let practice = store.session().is_some_and(|it| it.profile.id == PRACTICE);
    let samples = GROUPS
        .iter()
        .filter(|_| practice)
        .flat_map(|group| group.samples.iter());
    let samples = samples.map(|sample| {
        let name = i18n.t(&format!("sample-{}", sample.slug));
        let label = format!("{name} · {} {}", sample.method, sample.target);
        let entry = entry(format!("palette-sample-{}", sample.slug), label, "palette-sample");
        (entry, Aim::Open(Box::new(sample.draft())))
    });
    let sessions = store.others();
    let sessions = sessions.iter().enumerate().map(|(at, session)| {
        let label = format!("{} · {}", session.profile.name, session.user);
        let entry = entry(format!("palette-session-{at}"), label, "palette-session");
        (entry, Aim::Switch(SessionId::from(session)))
    });
    open.chain(actions).chain(samples).chain(sessions).collect()
}

/// What was sent before, each request once, and none that another tab has.
fn sent_before(sent: &[HistoryEntry], tabs: &OpenTabs, i18n: &I18n) -> Vec<(Entry, Aim)> {
    let front = tabs.front().id;
    let others = tabs.all().iter().filter(|tab| tab.id != front);
    let mut seen: Vec<_> = others.map(|tab| line(&tab.editor.draft)).collect();
    let mut entries = Vec::new();
    for it in sent {
        let label = format!("{} {}", it.method, it.target);
        if !seen.contains(&label) {
            seen.push(label.clone());
            let entry = entry(format!("palette-sent-{}", it.id), label, i18n.t("history"));
            entries.push((entry, Aim::Past(it.id)));
        }
    }
    entries
}

fn line(draft: &Draft) -> String {
    format!("{} {}", draft.method, draft.target)
}

fn entry(id: String, label: String, kind: AttrValue) -> Entry {
    Entry {
        id,
        label,
        kind,
        keys: String::new(),
    }
}
