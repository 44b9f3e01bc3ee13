//! The console: the request in the editor, its answer, and what was sent before.

use std::rc::Rc;

use latchkey_ipc::{Answer, RowsView};
use yew::prelude::*;
use yew::props;

use super::body::body_of;
use super::body_tools::body_tools;
use super::commands::{perform, tab_is_drawn};
use super::history::{PastCalls, PastCallsProps};
use super::overlays::{Overlays, OverlaysProps};
use super::saved::{SavedQuestions, SavedRequests};
use super::sessions::{Sessions, SessionsProps};
use super::shortcuts::{edit_text, is_typing, use_shortcuts};
use crate::calls::{Calls, use_calls};
use crate::components::answer_pane::{AnswerPane, AnswerPaneProps};
use crate::components::body_editor::FileFor;
use crate::components::component::{component, keyed_component};
use crate::components::pasted_note::{PastedNoteProps, pasted_note};
use crate::components::request_editor::{RequestEditor, RequestEditorProps};
use crate::components::request_line::{RequestLine, RequestLineProps};
use crate::components::request_tabs::{PANEL_ID, RequestTabs, RequestTabsProps, request_tab_id};
use crate::components::sidebar::Sidebar;
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, use_reducer};
use crate::i18n::use_i18n;
use crate::state::actions::Action;
use crate::state::answer::AnswerAction;
use crate::state::collection::CollectionStore;
use crate::state::desk::{Desk, Desks};
use crate::state::editor::{Editor, EditorAction};
use crate::state::fields::Place;
use crate::state::find::Find;
use crate::state::history::HistoryStore;
use crate::state::known::paths;
use crate::state::pasted::from_curl;
use crate::state::samples::PRACTICE;
use crate::state::session::{SessionId, SessionStore};
use crate::state::tabs::{OpenTabs, TabsAction};
use crate::state::tree::TreeTools;

/// The console, connected.
#[component]
pub fn Console() -> Html {
    let store = use_context::<UseReducerHandle<SessionStore>>();
    let calls = use_calls();
    let (Some(store), Some(calls)) = (store, calls) else {
        return Html::default();
    };
    let Some(session) = store.session().cloned() else {
        return Html::default();
    };
    let base_url = session.profile.base_url.clone();
    let of = SessionId::from(&*session);
    let samples = session.profile.id == PRACTICE;
    html! {
        <main class="console-view" data-testid="console-view">
            <h1 class="visually-hidden">{ "Latchkey" }</h1>
            { component::<Sessions>(props!(SessionsProps {
                store: store.clone(), session: session.clone(), calls: calls.clone(),
            })) }
            { component::<Requests>(props!(RequestsProps { samples, of: of.clone() })) }
            { component::<Workbench>(props!(WorkbenchProps { calls, of, base_url, samples })) }
            { component::<SavedQuestions>(()) }
        </main>
    }
}

#[derive(Properties, PartialEq)]
struct RequestsProps {
    samples: bool,
    of: SessionId,
}

/// The side bar: opening a request brings it to the front, in a tab.
#[component]
fn Requests(props: &RequestsProps) -> Html {
    let Some(calls) = use_calls() else {
        return Html::default();
    };
    let onopen = move |draft| calls.tabs.dispatch(TabsAction::Open(draft));
    let history = component::<PastCalls>(props!(PastCallsProps { of: props.of.clone() }));
    html! {
        <Sidebar samples={props.samples} {history} {onopen}>
            { component::<SavedRequests>(()) }
        </Sidebar>
    }
}

#[derive(Properties, PartialEq)]
struct WorkbenchProps {
    calls: Calls,
    of: SessionId,
    base_url: String,
    samples: bool,
}

/// The open requests, the one in front, and its answer.
#[component]
fn Workbench(props: &WorkbenchProps) -> Html {
    let tabs = use_context::<UseReducerHandle<OpenTabs>>();
    let desks = use_context::<UseReducerHandle<Desks>>();
    let (Some(tabs), Some(desks)) = (tabs, desks) else {
        return Html::default();
    };
    let desk = desks.desk();
    html! {
        <div class="workbench">
            { component::<RequestTabs>(props!(RequestTabsProps {
                tabs: (*tabs).clone(), running: desk.running(), onaction: tabs_of(&props.calls),
            })) }
            { component::<Bench>(props!(BenchProps {
                tabs, desk, calls: props.calls.clone(), of: props.of.clone(), base_url: props.base_url.clone(),
                samples: props.samples,
            })) }
        </div>
    }
}

fn tabs_of(calls: &Calls) -> Callback<TabsAction> {
    let tabs = calls.tabs.clone();
    Callback::from(move |action| tabs.dispatch(action))
}

#[derive(Properties, PartialEq)]
struct BenchProps {
    tabs: UseReducerHandle<OpenTabs>,
    desk: Rc<Desk>,
    calls: Calls,
    of: SessionId,
    base_url: String,
    samples: bool,
}

#[component]
fn Bench(props: &BenchProps) -> Html {
    let i18n = use_i18n();
    let find = use_reducer(Find::default);
    let tools = use_reducer(TreeTools::default);
    let collection = use_context::<UseReducerHandle<CollectionStore>>().and_then(|it| it.view.clone());
    let BenchProps {
        tabs, desk, calls, ..
    } = props;
    let tab = tabs.front().id;
    let editor = tabs.editor();
    let answer = desk.answer(tab);
    let running = answer.running.as_ref().map(|it| it.call_id.clone());
    let edit = {
        let tabs = calls.tabs.clone();
        Callback::from(move |action| tabs.dispatch(TabsAction::Edit(tab, action)))
    };
    let history = use_context::<UseReducerHandle<HistoryStore>>().and_then(|it| it.page(&props.of));
    // Not that of the tab in front: it is what is being written, and each key would make the list anew.
    let others = tabs.all().iter().filter(|it| it.id != tab);
    let open: Vec<_> = others.map(|it| it.editor.draft.target.clone()).collect();
    let known = use_memo((open, history, collection.clone()), {
        let samples = props.samples;
        move |(open, history, collection)| paths(open, history.as_deref(), collection.as_deref(), samples)
    });
    use_effect_with(tab, |_| tab_is_drawn());
    use_sending(props);
    let onsend = edit.reform(|()| EditorAction::Send);
    let oncancel = {
        let running = running.clone();
        Callback::from(move |()| {
            if let Some(call_id) = running.clone() {
                Calls::cancel(call_id);
            }
        })
    };
    use_shortcuts({
        let (calls, tabs, collection) = (calls.clone(), tabs.clone(), collection.clone());
        Callback::from(move |action| {
            let stepped = tabs.editor().stepped;
            match action {
                // A text field undoes its own typing, and has none to undo just after a step.
                Action::Undo if !stepped && is_typing() => return edit_text("undo"),
                Action::Redo if is_typing() => return edit_text("redo"),
                Action::SaveRequest => calls.save(tabs.front(), collection.as_deref()),
                _ => perform(action, &calls, &tabs, running.clone()),
            }
            // Esc has a meaning of its own in many a control.
            action != Action::Cancel
        })
    });
    let onsave = {
        let (calls, tab, collection) = (calls.clone(), tabs.front().clone(), collection.clone());
        Callback::from(move |()| calls.save(&tab, collection.as_deref()))
    };
    let error_at = |place: Place| {
        editor
            .problem
            .as_ref()
            .filter(|problem| problem.place == place)
            .map(|problem| i18n.error(&problem.error))
    };
    let oncommand = {
        let base_url = props.base_url.clone();
        edit.reform(move |command: String| match from_curl(&command, &base_url) {
            Ok(pasted) => EditorAction::Paste(Box::new(pasted)),
            Err(problem) => EditorAction::Refuse(*problem),
        })
    };
    let ondismiss = {
        let (calls, of) = (calls.clone(), props.of.clone());
        move |()| calls.on_desk(&of, tab, AnswerAction::DismissNotice)
    };
    html! {
        <div class="bench" role="tabpanel" id={PANEL_ID} aria-labelledby={request_tab_id(tab)}>
            // Each tab has fields of its own: what one remembers to undo is none of another's.
            { keyed_component::<RequestLine>(format!("line-{tab}"), props!(RequestLineProps {
                method: editor.draft.method.clone(), target: editor.draft.target.clone(), known: (*known).clone(),
                running: answer.running.is_some(), method_error: error_at(Place::Method),
                target_error: error_at(Place::Target), onmethod: edit.reform(EditorAction::Method),
                ontarget: edit.reform(EditorAction::Target), oncommand, onsend, onsave, oncancel: oncancel.clone(),
            })) }
            if let Some(pasted) = &editor.pasted {
                { pasted_note(&i18n, &PastedNoteProps { pasted: pasted.clone(), onaction: edit.clone() }) }
            }
            { keyed_component::<RequestEditor>(format!("editor-{tab}"), props!(RequestEditorProps {
                editor: editor.clone(), onaction: edit.clone(), onchoose: choose(editor, &edit),
            })) }
            { component::<AnswerPane>(props!(AnswerPaneProps { state: (*answer).clone(), body: Callback::from({
                    let (find, tools, live, i18n) = (find.clone(), tools.clone(), answer.live, i18n.clone());
                    move |(answer, view): (Rc<Answer>, RowsView)| body_of(&answer, view, live, &find, &tools, &i18n)
                }), tools: Callback::from(move |(answer, view): (Rc<Answer>, RowsView)| {
                    body_tools(&answer, view, &find, &tools)
                }), onstop: oncancel, ondismiss })) }
            { component::<Overlays>(props!(OverlaysProps {
                tabs: tabs.clone(), desk: desk.clone(), of: props.of.clone(), calls: calls.clone(),
            })) }
        </div>
    }
}

/// Sends what any tab wants sent. The wish goes through the editor's own state, so that an edit made just before it is
/// sent too.
#[hook]
fn use_sending(props: &BenchProps) {
    let wanted = props.tabs.all().iter().filter(|tab| tab.editor.wants_send);
    let wanted: Vec<_> = wanted.map(|tab| tab.id).collect();
    let BenchProps {
        tabs,
        desk,
        calls,
        of,
        base_url,
        ..
    } = props;
    use_effect_with(wanted, {
        let (tabs, calls, of, base_url) = (tabs.clone(), calls.clone(), of.clone(), base_url.clone());
        let running = desk.running();
        move |wanted| {
            for tab in tabs.all().iter().filter(|tab| wanted.contains(&tab.id)) {
                calls
                    .tabs
                    .dispatch(TabsAction::Edit(tab.id, EditorAction::SendTaken));
                if !running.contains(&tab.id) {
                    calls.send(tab, of.clone(), base_url.clone());
                }
            }
        }
    });
}

/// Lets the user choose a file and puts its path where it is wanted.
fn choose(editor: &Editor, edit: &Callback<EditorAction>) -> Callback<FileFor> {
    let (edit, body) = (edit.clone(), editor.draft.body.clone());
    Callback::from(move |wanted| {
        let (edit, body) = (edit.clone(), body.clone());
        if wanted == FileFor::NewParts {
            return Calls::choose_files(edit.reform(EditorAction::Files));
        }
        Calls::choose_file(Callback::from(move |path: String| {
            let mut body = body.clone();
            match wanted {
                FileFor::Body => body.file = path,
                FileFor::NewParts => {}
                FileFor::Part(at) => {
                    if let Some(part) = body.parts.get_mut(at) {
                        part.row.value = path;
                    }
                }
            }
            edit.emit(EditorAction::Body(body));
        }));
    })
}
