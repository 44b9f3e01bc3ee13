//! A button that copies a text.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::icons::{Icon, icon};
use crate::held::use_state;
use crate::i18n::use_i18n;

/// Properties of [`CopyText`].
#[derive(Properties, PartialEq)]
pub struct CopyTextProps {
    /// Name for tests.
    pub test_id: &'static str,
    /// What the button says.
    pub label: AttrValue,
    /// What is in the text, and what is not.
    pub about: AttrValue,
    /// Makes the text, when it is asked for.
    pub text: Callback<(), String>,
}

/// A button that copies a text, and says whether it could.
#[component]
pub fn CopyText(props: &CopyTextProps) -> Html {
    let i18n = use_i18n();
    let (area, button) = (use_node_ref(), use_node_ref());
    let copied = use_state(|| None::<bool>);
    let onclick = {
        let (area, button) = (area.clone(), button.clone());
        let (copied, text) = (copied.setter(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let done = copy(&area, &text.emit(()));
            if let Some(button) = button.cast::<HtmlElement>() {
                // Selecting takes the focus along, and where it went nobody sees it.
                drop(button.focus());
            }
            copied.set(Some(done));
        })
    };
    let said = copied.map(|done| i18n.t(if done { "copied" } else { "trace-copy-failed" }));
    html! {
        <div class="copy-text">
            <button ref={button} type="button" class="button button-small" data-testid={props.test_id} {onclick}>
                { icon(if *copied == Some(true) { Icon::Check } else { Icon::Copy }) }
                { &props.label }
            </button>
            <span>{ &props.about }</span>
            <span role="status">{ said }</span>
            <textarea ref={area} class="visually-hidden" readonly={true} tabindex="-1" aria-hidden="true" />
        </div>
    }
}

/// As a person would: every web view can do that at the press of a button, without any permission.
fn copy(area: &NodeRef, text: &str) -> bool {
    let Some(area) = area.cast::<HtmlTextAreaElement>() else {
        return false;
    };
    area.set_value(text);
    area.select();
    let page = gloo::utils::document().dyn_into::<HtmlDocument>();
    page.is_ok_and(|page| page.exec_command("copy").unwrap_or(false))
}
