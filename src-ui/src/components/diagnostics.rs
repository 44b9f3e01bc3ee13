//! The text that helps whoever looks into a problem, to be read and then copied.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};
use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::dialog::Dialog;
use super::icons::{Icon, icon};
use crate::held::use_state;
use crate::i18n::use_i18n;

/// Properties of [`DiagnosticsDialog`].
#[derive(Properties, PartialEq)]
pub struct DiagnosticsDialogProps {
    /// The text; `None` while it is being made, an error where it could not be.
    pub text: Option<Result<AttrValue, AttrValue>>,
    /// Called when the user is done with it.
    pub onclose: Callback<()>,
}

/// The dialog.
#[component]
pub fn DiagnosticsDialog(props: &DiagnosticsDialogProps) -> Html {
    let i18n = use_i18n();
    let area = use_node_ref();
    let copied = use_state(|| None::<bool>);
    let onclick = {
        let (area, copied) = (area.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| copied.set(Some(copy_all(&area))))
    };
    let text = match &props.text {
        None => html! { <p class="dialog-text" role="status">{ i18n.t("diagnostics-wait") }</p> },
        Some(Err(why)) => html! {
            <Banner tone={Tone::Danger} title={i18n.t("diagnostics-failed")}>
                <p class="banner-detail">{ why }</p>
            </Banner>
        },
        Some(Ok(text)) => html! {
            <textarea ref={area} class="code diagnostics-text" readonly={true} rows="18" wrap="off"
                data-testid="diagnostics-text" aria-label={i18n.t("help-diagnostics")} lang="en"
                value={text} />
        },
    };
    let said = copied.map(|done| i18n.t(if done { "copied" } else { "copy-failed" }));
    let ready = matches!(props.text, Some(Ok(_)));
    html! {
        <Dialog id="diagnostics" title={i18n.t("help-diagnostics")} wide={true} onclose={props.onclose.clone()}>
            <div class="diagnostics">
                <p class="dialog-text">{ i18n.t("diagnostics-about") }</p>
                { text }
            </div>
            <div class="dialog-buttons">
                <span class="dialog-said" role="status" data-testid="copied">{ said }</span>
                <button type="button" class="button button-primary" data-testid="diagnostics-copy"
                    disabled={!ready} {onclick}>
                    { icon(if *copied == Some(true) { Icon::Check } else { Icon::Copy }) }
                    { i18n.t("copy") }
                </button>
            </div>
        </Dialog>
    }
}

/// Selects the text and copies it, as a person would: every web view can do that at the press of a button, without
/// any permission. What cannot be copied stays selected.
fn copy_all(area: &NodeRef) -> bool {
    let Some(area) = area.cast::<HtmlTextAreaElement>() else {
        return false;
    };
    area.select();
    let page = gloo::utils::document().dyn_into::<HtmlDocument>();
    page.is_ok_and(|page| page.exec_command("copy").unwrap_or(false))
}
