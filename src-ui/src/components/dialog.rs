//! A window in the window: the rest of the page waits until it is closed. Esc closes it, and the keyboard goes back to
//! where it was.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use super::clicked::clicked;
use super::icons::{Icon, icon};
use crate::effect::use_effect_with;
use crate::i18n::{I18n, use_i18n};

/// Shows a `<dialog>` over everything else for as long as the component lives.
#[hook]
pub(super) fn use_modal() -> NodeRef {
    let dialog = use_node_ref();
    use_effect_with((), {
        let dialog = dialog.clone();
        move |()| {
            let before = gloo::utils::document()
                .active_element()
                .and_then(|it| it.dyn_into::<HtmlElement>().ok());
            let dialog = dialog.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                // It is in the page and was not open.
                drop(dialog.show_modal());
                // What the keyboard is to begin with, where that is not the first that can take it.
                let first = dialog.query_selector("[autofocus]").ok().flatten();
                if let Some(first) = first.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                    drop(first.focus());
                }
            }
            move || {
                // While it is open, nothing behind it takes the keyboard.
                if let Some(dialog) = dialog.filter(HtmlDialogElement::open) {
                    dialog.close();
                }
                if let Some(before) = before {
                    drop(before.focus());
                }
            }
        }
    });
    dialog
}

/// Properties of [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Name for tests, and of its heading.
    pub id: &'static str,
    /// What it is about.
    pub title: AttrValue,
    /// Whether it stands at the side instead of in the middle.
    #[prop_or_default]
    pub at_side: bool,
    /// Whether it has much to show.
    #[prop_or_default]
    pub wide: bool,
    /// What it says.
    pub children: Children,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
    /// Called with Esc, where that does not close it.
    #[prop_or_default]
    pub onescape: Option<Callback<()>>,
}

/// A window in the window.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let i18n = use_i18n();
    let dialog = use_modal();
    let heading = format!("{}-title", props.id);
    let onclose = props.onclose.clone();
    let oncancel = props.onescape.clone().map(|onescape| {
        Callback::from(move |event: Event| {
            event.prevent_default();
            onescape.emit(());
        })
    });
    html! {
        <dialog ref={dialog} class={classes!("dialog", props.at_side.then_some("dialog-side"), props.wide.then_some("dialog-wide"))}
            data-testid={props.id} aria-labelledby={heading.clone()} onclose={onclose.reform(|_: Event| ())} {oncancel}>
            <header class="dialog-head">
                <h2 id={heading}>{ &props.title }</h2>
                <button type="button" class="icon-button" data-testid={format!("{}-close", props.id)}
                    aria-label={i18n.t("close")} title={i18n.t("close")} onclick={clicked(&onclose)}>
                    { icon(Icon::Close) }
                </button>
            </header>
            { for props.children.iter() }
        </dialog>
    }
}

/// Properties of [`question`].
pub struct QuestionProps {
    /// Name for tests.
    pub id: &'static str,
    /// The question.
    pub title: AttrValue,
    /// What a yes means.
    pub text: AttrValue,
    /// The yes.
    pub yes: AttrValue,
    /// Called with a yes.
    pub onyes: Callback<()>,
    /// Called with a no.
    pub onno: Callback<()>,
}

/// A question to which only a clear yes is a yes.
pub fn question(i18n: &I18n, props: &QuestionProps) -> Html {
    html! {
        <Dialog key={props.id} id={props.id} title={props.title.clone()} onclose={props.onno.clone()}>
            <p class="dialog-text">{ &props.text }</p>
            <div class="dialog-buttons">
                <button type="button" class="button" data-testid={format!("{}-no", props.id)}
                    onclick={clicked(&props.onno)}>{ i18n.t("cancel") }</button>
                <button type="button" class="button button-danger" data-testid={format!("{}-yes", props.id)}
                    onclick={clicked(&props.onyes)}>{ &props.yes }</button>
            </div>
        </Dialog>
    }
}
