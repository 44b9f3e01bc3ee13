//! What can be done with the body of an answer: fold it, copy it, look for something in it, and save it.

use std::rc::Rc;

use latchkey_ipc::{
    Answer, AnswerId, BodyKind, CopyOfBody, IpcError, OpenBody, PartOfBody, RowsView, SaveBody, TreeChange,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew::props;

use crate::bridge;
use crate::calls::Calls;
use crate::components::clicked::clicked;
use crate::components::component::keyed_component;
use crate::components::icons::{Icon, icon};
use crate::components::seen::seen;
use crate::effect::use_effect_with;
use crate::held::{UseReducerDispatcher, UseReducerHandle, use_state};
use crate::i18n::use_i18n;
use crate::platform::is_mac;
use crate::state::actions::Action;
use crate::state::find::{Find, FindAction};
use crate::state::tree::{TreeAction, TreeTools};

/// The tools for the body of an answer.
pub(super) fn body_tools(
    answer: &Rc<Answer>,
    view: RowsView,
    find: &UseReducerHandle<Find>,
    tools: &UseReducerHandle<TreeTools>,
) -> Html {
    let text = matches!(answer.body.kind, BodyKind::Json | BodyKind::Text);
    let in_rows = view != RowsView::Hex && !(answer.body.is_page() && view == RowsView::Pretty);
    let onfind = find.dispatcher();
    keyed_component::<Tools>(
        answer.answer_id,
        props!(ToolsProps {
            answer_id: answer.answer_id,
            text,
            document: answer.body.is_document(),
            searched: text && in_rows,
            tree: answer.body.kind == BodyKind::Json && view == RowsView::Pretty,
            tools: tools.clone(),
            onfind: Callback::from(move |()| onfind.dispatch(FindAction::Open))
        }),
    )
}

#[derive(Properties, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is about another tool")]
struct ToolsProps {
    answer_id: u64,
    text: bool,
    document: bool,
    searched: bool,
    tree: bool,
    tools: UseReducerHandle<TreeTools>,
    onfind: Callback<()>,
}

#[component]
fn Tools(props: &ToolsProps) -> Html {
    let i18n = use_i18n();
    let saved = use_state(|| None::<Result<String, IpcError>>);
    let tools = props.tools.dispatcher();
    let told = props.tools.told_of(props.answer_id);
    // What was done last is told.
    use_effect_with(told.cloned(), {
        let saved = saved.setter();
        move |told| {
            if told.is_some() {
                saved.set(None);
            }
        }
    });
    let onsave = {
        let (saved, answer_id) = (saved.setter(), props.answer_id);
        move |_| {
            let saved = saved.clone();
            spawn_local(async move {
                match bridge::call::<SaveBody>(SaveBody { answer_id }).await {
                    // The dialog was closed without a name.
                    Ok(None) => {}
                    Ok(Some(path)) => saved.set(Some(Ok(path))),
                    Err(error) => saved.set(Some(Err(error))),
                }
            });
        }
    };
    let onopen = {
        let (saved, answer_id) = (saved.setter(), props.answer_id);
        let heard = Callback::from(move |answer: Result<_, IpcError>| saved.set(answer.err().map(Err)));
        move |_| Calls::command::<OpenBody>(OpenBody { answer_id }, heard.clone())
    };
    let (class, said) = match (&*saved, told) {
        (None, None) => ("note", AttrValue::default()),
        (Some(Ok(path)), _) => (
            "note",
            i18n.with("save-body-done", &[("path", seen(path).into())]),
        ),
        (None, Some(Ok(()))) => ("note", i18n.t("copied")),
        (Some(Err(error)), _) | (None, Some(Err(error))) => ("note note-warning", i18n.error(error)),
    };
    let oncopy = {
        let (tools, answer_id) = (tools.clone(), props.answer_id);
        move |_: MouseEvent| copy(tools.clone(), answer_id, PartOfBody::Whole)
    };
    let fold = |id: &'static str, image: Icon, change: TreeChange| {
        let (tools, answer_id) = (tools.clone(), props.answer_id);
        let label = i18n.t(id);
        html! {
            <button type="button" class="icon-button" data-testid={id} title={label.clone()} aria-label={label}
                onclick={move |_| tools.dispatch(TreeAction::Want(answer_id, change))}>
                { icon(image) }
            </button>
        }
    };
    let keys = Action::Find.keys(is_mac());
    html! {
        <div class="body-tools">
            <span {class} role="status" data-testid="saved">{ said }</span>
            if props.tree {
                { fold("fold-all", Icon::FoldAll, TreeChange::FoldAll) }
                { fold("unfold-all", Icon::UnfoldAll, TreeChange::UnfoldAll) }
            }
            if props.text {
                <button type="button" class="text-button tool-button" data-testid="copy-body" title={i18n.t("copy-body-hint")}
                    onclick={oncopy}>
                    { icon(Icon::Copy) }{ i18n.t("copy-body") }
                </button>
            }
            if props.searched {
                <button type="button" class="text-button tool-button" data-testid="find-open"
                    title={i18n.with("find-open-hint", &[("keys", keys.into())])}
                    onclick={clicked(&props.onfind)}>
                    { icon(Icon::Search) }{ i18n.t("find-open") }
                </button>
            }
            if props.document {
                <button type="button" class="text-button tool-button" data-testid="open-body" title={i18n.t("open-body-hint")}
                    onclick={onopen}>
                    { icon(Icon::Eye) }{ i18n.t("open-body") }
                </button>
            }
            <button type="button" class="text-button tool-button" data-testid="save-body" title={i18n.t("save-body-hint")}
                onclick={onsave}>
                { icon(Icon::Save) }{ i18n.t("save-body") }
            </button>
        </div>
    }
}

/// Has the shell copy a part of the body. What became of it is told among the tools.
pub(super) fn copy(tools: UseReducerDispatcher<TreeTools>, answer_id: AnswerId, part: PartOfBody) {
    spawn_local(async move {
        let done = bridge::call::<CopyOfBody>(CopyOfBody { answer_id, part }).await;
        tools.dispatch(TreeAction::Told(answer_id, done.map(drop)));
    });
}
