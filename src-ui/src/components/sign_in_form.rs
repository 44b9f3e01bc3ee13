//! The sign-in form.

use latchkey_ipc::PRACTICE_USER;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::field::{Field, FieldError};
use super::icons::{Icon, icon};
use crate::i18n::use_i18n;
use crate::state::sign_in::{ServerChoice, SignInAction, SignInForm};

/// Properties of [`SignInFields`].
#[derive(Properties, PartialEq)]
pub struct SignInFieldsProps {
    /// What was typed so far.
    pub form: SignInForm,
    /// Called with every change.
    pub onaction: Callback<SignInAction>,
    /// Called when the user wants to sign in.
    pub onsubmit: Callback<()>,
    /// Called when the user wants to try the practice API.
    pub ontry: Callback<()>,
    /// What stands just above the button.
    #[prop_or_default]
    pub children: Children,
}

/// The sign-in form.
#[component]
pub fn SignInFields(props: &SignInFieldsProps) -> Html {
    let i18n = use_i18n();
    let form = &props.form;
    let act = |action: fn(String) -> SignInAction| props.onaction.reform(action);
    let error_at = |field| form.error_at(field).map(|error| i18n.error(error));
    let onsubmit = props
        .onsubmit
        .reform(|event: SubmitEvent| event.prevent_default());
    let reveal_key = if form.reveal {
        "password-hide"
    } else {
        "password-show"
    };
    let reveal = html! {
        <button type="button" class="icon-button" data-testid="reveal-password"
            aria-label={i18n.t(reveal_key)} title={i18n.t(reveal_key)} aria-pressed={form.reveal.to_string()}
            onclick={props.onaction.reform(|_| SignInAction::ToggleReveal)}>
            { icon(if form.reveal { Icon::EyeOff } else { Icon::Eye }) }
        </button>
    };
    let example = if form.choice == ServerChoice::Practice {
        PRACTICE_USER
    } else {
        ""
    };
    let submit_label = i18n.t(if form.busy { "sign-in-busy" } else { "sign-in" });
    html! {
        <form class="sign-in-form" {onsubmit} novalidate={true}>
            <ServerPicker form={form.clone()} onaction={props.onaction.clone()} />
            <Field id="user" label={i18n.t("user")} value={form.user.clone()} autocomplete="username" placeholder={example}
                oninput={act(SignInAction::User)} error={error_at("user")} />
            <Field id="password" label={i18n.t("password")} value={form.password.clone()}
                kind={if form.reveal { "text" } else { "password" }} autocomplete="current-password"
                oninput={act(SignInAction::Password)} error={error_at("password")} trailing={reveal} />
            { for props.children.iter() }
            if let Some(error) = form.error_elsewhere() {
                <Banner tone={Tone::Danger} title={i18n.error(error)} test_id="error-banner">
                    if !error.message.is_empty() && *i18n.error(error) != *error.message {
                        <p class="banner-detail">{ &error.message }</p>
                    }
                </Banner>
            }
            <button type="submit" class="button button-primary button-wide" data-testid="sign-in"
                disabled={form.busy} aria-busy={form.busy.to_string()}>
                { submit_label }
                if form.busy {
                    <span class="spinner" aria-hidden="true"></span>
                }
            </button>
            <div class="or" aria-hidden="true"><span>{ i18n.t("or") }</span></div>
            <button type="button" class="button button-wide" data-testid="try-practice" disabled={form.busy}
                aria-describedby="try-practice-hint" onclick={props.ontry.reform(|_| ())}>
                { icon(Icon::Spark) }
                { i18n.t("try-practice") }
            </button>
            <p class="field-hint try-hint" id="try-practice-hint">{ i18n.t("try-practice-hint") }</p>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct ServerPickerProps {
    form: SignInForm,
    onaction: Callback<SignInAction>,
}

/// Which server: the practice API, or one of the user's with its URL.
#[component]
fn ServerPicker(props: &ServerPickerProps) -> Html {
    let i18n = use_i18n();
    let form = &props.form;
    let choice = |choice: ServerChoice, test_id: &'static str, key: &'static str| {
        html! {
            <label class="segment">
                <input type="radio" name="server" data-testid={test_id} checked={form.choice == choice}
                    onchange={props.onaction.reform(move |_| SignInAction::Choose(choice))} />
                <span>{ i18n.t(key) }</span>
            </label>
        }
    };
    let error_at = |field| form.error_at(field).map(|error| i18n.error(error));
    let onallow = props.onaction.reform(|event: Event| {
        SignInAction::AllowPlainHttp(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    let plain_http_error = error_at("server.allow_plain_http");
    html! {
        <>
            <fieldset class="segments">
                <legend>{ i18n.t("server") }</legend>
                { choice(ServerChoice::Practice, "server-practice", "server-practice") }
                { choice(ServerChoice::Custom, "server-custom", "server-custom") }
            </fieldset>
            if form.choice == ServerChoice::Custom {
                <Field id="base-url" label={i18n.t("base-url")} value={form.base_url.clone()} kind="url"
                    placeholder="https://api.example.com" oninput={props.onaction.reform(SignInAction::BaseUrl)}
                    error={error_at("server.base_url")} />
            }
            if form.offers_plain_http() {
                <div class="field">
                    <label class="check">
                        <input type="checkbox" data-testid="allow-plain-http" checked={form.allow_plain_http}
                            aria-describedby="allow-plain-http-hint" onchange={onallow}
                            aria-invalid={plain_http_error.is_some().then_some("true")} />
                        <span>{ i18n.t("allow-plain-http") }</span>
                    </label>
                    <p class="field-hint" id="allow-plain-http-hint">{ i18n.t("allow-plain-http-hint") }</p>
                    if let Some(text) = plain_http_error {
                        <FieldError field="allow-plain-http" {text} />
                    }
                </div>
            }
        </>
    }
}
