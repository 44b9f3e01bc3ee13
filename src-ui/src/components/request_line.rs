//! The request line: method, path, Send, Cancel.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;
use yew::props;

use super::clicked::clicked;
use super::completing::{Completing, CompletingProps, Known};
use super::component::component;
use super::field::field_error;
use super::icons::{Icon, icon};
use crate::i18n::{I18n, use_i18n};
use crate::platform::is_mac;
use crate::state::actions::Action;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const CUSTOM: &str = "custom";

/// Properties of [`RequestLine`].
#[derive(Properties, PartialEq)]
pub struct RequestLineProps {
    /// HTTP method.
    pub method: AttrValue,
    /// Path with query.
    pub target: AttrValue,
    /// Paths to offer.
    pub known: Known,
    /// Whether a call is under way.
    pub running: bool,
    /// What is wrong with the method.
    #[prop_or_default]
    pub method_error: Option<AttrValue>,
    /// What is wrong with the path.
    #[prop_or_default]
    pub target_error: Option<AttrValue>,
    /// Called with another method.
    pub onmethod: Callback<String>,
    /// Called with what is typed as the path.
    pub ontarget: Callback<String>,
    /// Called with a command that was pasted into the path.
    pub oncommand: Callback<String>,
    /// Called when the user wants to send.
    pub onsend: Callback<()>,
    /// Called when the user wants to save.
    pub onsave: Callback<()>,
    /// Called when the user wants to cancel.
    pub oncancel: Callback<()>,
}

/// The request line.
#[component]
pub fn RequestLine(props: &RequestLineProps) -> Html {
    let i18n = use_i18n();
    let oncommand = props.oncommand.clone();
    let onpaste = move |event: Event| {
        // The field itself would take the ends of its lines away.
        let data = event
            .dyn_ref::<ClipboardEvent>()
            .and_then(ClipboardEvent::clipboard_data);
        let text = data.and_then(|data| data.get_data("text/plain").ok());
        if let Some(text) = text.filter(|text| latchkey_curl::is_curl(text)) {
            event.prevent_default();
            oncommand.emit(text);
        }
    };
    let onsubmit = {
        let (onsend, running) = (props.onsend.clone(), props.running);
        move |event: SubmitEvent| {
            event.prevent_default();
            if !running {
                onsend.emit(());
            }
        }
    };
    // An Enter that is still held down from elsewhere, as from a dialog that has just gone, sends nothing.
    let onkeydown = |event: KeyboardEvent| {
        if event.repeat() && event.key() == "Enter" {
            event.prevent_default();
        }
    };
    let shortcut = Action::Send.keys(is_mac());
    html! {
        <form class="request-line" {onsubmit} {onkeydown} aria-label={i18n.t("request")}>
            <div class="request-row">
                { method_picker(&i18n, &MethodPickerProps {
                    method: props.method.clone(), wrong: props.method_error.is_some(),
                    onmethod: props.onmethod.clone(),
                }) }
                { component::<Completing>(props!(CompletingProps {
                    id: "target", class: "target", label: i18n.t("target"), value: props.target.clone(),
                    placeholder: i18n.t("target-example"), known: props.known.clone(), onpaste,
                    oninput: &props.ontarget, error: props.target_error.as_ref().map(|_| "target-error"),
                })) }
                <button type="submit" class="button button-primary send" data-testid="send" disabled={props.running}
                    title={i18n.with("send-hint", &[("keys", shortcut.clone().into())])}>
                    { i18n.t("send") }
                    <kbd aria-hidden="true">{ shortcut }</kbd>
                    if props.running {
                        <span class="spinner" aria-hidden="true"></span>
                    }
                </button>
                <button type="button" class="icon-button" data-testid="save-request" aria-label={i18n.t("save-request")}
                    title={i18n.with("save-request-hint", &[("keys", Action::SaveRequest.keys(is_mac()).into())])}
                    onclick={clicked(&props.onsave)}>
                    { icon(Icon::Save) }
                </button>
                <button type="button" class="icon-button cancel" data-testid="cancel" disabled={!props.running}
                    aria-label={i18n.t("cancel-call")} title={i18n.t("cancel-hint")}
                    onclick={clicked(&props.oncancel)}>
                    { icon(Icon::Close) }
                </button>
            </div>
            if let Some(text) = &props.method_error {
                { field_error("method", text.clone()) }
            }
            if let Some(text) = &props.target_error {
                { field_error("target", text.clone()) }
            }
        </form>
    }
}

struct MethodPickerProps {
    method: AttrValue,
    wrong: bool,
    onmethod: Callback<String>,
}

/// The usual methods to choose from, and a field for any other.
fn method_picker(i18n: &I18n, props: &MethodPickerProps) -> Html {
    let usual = METHODS.contains(&props.method.as_str());
    let onchoose = props.onmethod.reform(|event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
        if chosen == CUSTOM { String::new() } else { chosen }
    });
    let ontype = props.onmethod.reform(|event: InputEvent| {
        event
            .target_unchecked_into::<HtmlInputElement>()
            .value()
            .to_ascii_uppercase()
    });
    let option = |method: &'static str| {
        html! { <option value={method} selected={props.method == method} key={method}>{ method }</option> }
    };
    html! {
        <div class="method-picker">
            <select class={classes!("method", method_class(&props.method))} data-testid="method" id="method"
                aria-label={i18n.t("method")} onchange={onchoose}
                aria-invalid={props.wrong.then_some("true")}
                aria-describedby={props.wrong.then_some("method-error")}>
                { for METHODS.into_iter().map(option) }
                <option value={CUSTOM} selected={!usual}>{ i18n.t("method-custom") }</option>
            </select>
            if !usual {
                <input class="method-custom" data-testid="method-custom" type="text" value={props.method.clone()}
                    aria-label={i18n.t("method-custom-label")} placeholder="PURGE" spellcheck="false"
                    autocomplete="off" aria-invalid={props.wrong.then_some("true")}
                    aria-describedby={props.wrong.then_some("method-error")} oninput={ontype} />
            }
        </div>
    }
}

/// The colour of a method.
pub fn method_class(method: &str) -> &'static str {
    match method {
        "GET" | "HEAD" => "method-read",
        "POST" => "method-create",
        "PUT" | "PATCH" => "method-change",
        "DELETE" => "method-delete",
        _ => "method-other",
    }
}
