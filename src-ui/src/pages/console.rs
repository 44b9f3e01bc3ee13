//! The console: the request in the editor, its answer, and what was sent before.

use std::rc::Rc;

use latchkey_ipc::{Answer, RowsView};
use yew::prelude::*;

use super::body::body_of;
use super::sessions::Sessions;
use super::shortcuts::{Shortcut, use_shortcuts};
use crate::calls::{Calls, use_calls};
use crate::components::answer_pane::AnswerPane;
use crate::components::body_editor::FileFor;
use crate::components::request_editor::RequestEditor;
use crate::components::request_line::RequestLine;
use crate::components::sidebar::Sidebar;
use crate::i18n::use_i18n;
use crate::state::answer::AnswerAction;
use crate::state::desk::{Desk, Desks};
use crate::state::draft::Draft;
use crate::state::editor::{Editor, EditorAction};
use crate::state::fields::Place;
use crate::state::session::{SessionId, SessionStore};

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
    html! {
        <main class="console-view" data-testid="console-view">
            <Sessions store={store.clone()} session={session.clone()} calls={calls.clone()} />
            <Requests samples={session.profile.id == "practice"} />
            <Workbench {calls} {of} {base_url} />
        </main>
    }
}

#[derive(Properties, PartialEq)]
struct RequestsProps {
    samples: bool,
}

/// The side bar: opening a request puts it into the editor.
#[component]
fn Requests(props: &RequestsProps) -> Html {
    let desks = use_context::<UseReducerHandle<Desks>>();
    let calls = use_calls();
    let (Some(desks), Some(calls)) = (desks, calls) else {
        return Html::default();
    };
    let onopen = move |draft| calls.editor.dispatch(EditorAction::Open(draft));
    html! { <Sidebar samples={props.samples} history={desks.desk().history.entries.clone()} {onopen} /> }
}

#[derive(Properties, PartialEq)]
struct WorkbenchProps {
    calls: Calls,
    of: SessionId,
    base_url: String,
}

/// The request and its answer.
#[component]
fn Workbench(props: &WorkbenchProps) -> Html {
    let editor = use_context::<UseReducerHandle<Editor>>();
    let desks = use_context::<UseReducerHandle<Desks>>();
    let (Some(editor), Some(desks)) = (editor, desks) else {
        return Html::default();
    };
    html! {
        <Bench {editor} desk={desks.desk()} calls={props.calls.clone()} of={props.of.clone()}
            base_url={props.base_url.clone()} />
    }
}

#[derive(Properties, PartialEq)]
struct BenchProps {
    editor: UseReducerHandle<Editor>,
    desk: Rc<Desk>,
    calls: Calls,
    of: SessionId,
    base_url: String,
}

#[component]
fn Bench(props: &BenchProps) -> Html {
    let i18n = use_i18n();
    let BenchProps { editor, calls, .. } = props;
    let answer = &props.desk.answer;
    let running = answer.running.as_ref().map(|it| it.call_id.clone());
    // The wish goes through the editor's own state, so that an edit made just before it is sent too.
    let onsend = {
        let editor = editor.dispatcher();
        Callback::from(move |()| editor.dispatch(EditorAction::Send))
    };
    use_effect_with(editor.wants_send, {
        let (calls, of, base_url) = (calls.clone(), props.of.clone(), props.base_url.clone());
        let editor = editor.clone();
        let idle = running.is_none();
        move |wanted| {
            if *wanted {
                editor.dispatch(EditorAction::SendTaken);
                if idle {
                    calls.send(editor.draft.clone(), of, base_url);
                }
            }
        }
    });
    let oncancel = {
        let running = running.clone();
        Callback::from(move |()| {
            if let Some(call_id) = running.clone() {
                Calls::cancel(call_id);
            }
        })
    };
    use_shortcuts({
        let (onsend, oncancel) = (onsend.clone(), oncancel.clone());
        Callback::from(move |shortcut| match shortcut {
            Shortcut::Send => onsend.emit(()),
            Shortcut::Cancel => oncancel.emit(()),
        })
    });
    let act = |action: fn(String) -> EditorAction| {
        let editor = editor.dispatcher();
        Callback::from(move |text| editor.dispatch(action(text)))
    };
    let error_at = |place: Place| {
        editor
            .problem
            .as_ref()
            .filter(|problem| problem.place == place)
            .map(|problem| i18n.error(&problem.error))
    };
    let onaction = editor.dispatcher();
    let ondismiss = {
        let (calls, of) = (calls.clone(), props.of.clone());
        move |()| calls.on_desk(&of, AnswerAction::DismissNotice)
    };
    let onbringback = {
        let (calls, of) = (calls.clone(), props.of.clone());
        move |before: Rc<Draft>| {
            calls.editor.dispatch(EditorAction::Open((*before).clone()));
            calls.on_desk(&of, AnswerAction::DismissNotice);
        }
    };
    html! {
        <div class="workbench">
            <RequestLine method={editor.draft.method.clone()} target={editor.draft.target.clone()}
                running={running.is_some()} method_error={error_at(Place::Method)}
                target_error={error_at(Place::Target)} onmethod={act(EditorAction::Method)}
                ontarget={act(EditorAction::Target)} {onsend} {oncancel} />
            <RequestEditor editor={(**editor).clone()} onaction={move |action| onaction.dispatch(action)}
                onchoose={choose(editor)} />
            <AnswerPane state={answer.clone()}
                body={Callback::from(|(answer, view): (Rc<Answer>, RowsView)| body_of(&answer, view))}
                {ondismiss} {onbringback} />
        </div>
    }
}

/// Lets the user choose a file and puts its path where it is wanted.
fn choose(editor: &UseReducerHandle<Editor>) -> Callback<FileFor> {
    let (dispatch, body) = (editor.dispatcher(), editor.draft.body.clone());
    Callback::from(move |wanted| {
        let (dispatch, body) = (dispatch.clone(), body.clone());
        Calls::choose_file(Callback::from(move |path: String| {
            let mut body = body.clone();
            match wanted {
                FileFor::Body => body.file = path,
                FileFor::Part(at) => {
                    if let Some(part) = body.parts.get_mut(at) {
                        part.row.value = path;
                    }
                }
            }
            dispatch.dispatch(EditorAction::Body(body));
        }));
    })
}
