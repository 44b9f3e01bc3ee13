//! The sign-in form.

use std::rc::Rc;

use latchkey_ipc::{PRACTICE_USER, ProfileSummary};
use yew::prelude::*;

use super::banner::{Banner, Tone};
use super::clicked::clicked;
use super::field::Field;
use super::icons::{Icon, icon};
use super::server_picker::{ProfileWish, ServerPickerProps, server_picker};
use crate::i18n::use_i18n;
use crate::state::sign_in::{ServerChoice, SignInAction, SignInForm};

/// Properties of [`SignInFields`].
#[derive(Properties, PartialEq)]
pub struct SignInFieldsProps {
    /// What was typed so far.
    pub form: SignInForm,
    /// The saved profiles.
    pub profiles: Rc<Vec<ProfileSummary>>,
    /// Called with every change.
    pub onaction: Callback<SignInAction>,
    /// Called with what the user wants to do with a profile.
    pub onwish: Callback<ProfileWish>,
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
    let chosen = |it: &&ProfileSummary| form.choice == ServerChoice::Profile(it.id.clone());
    let profile = props.profiles.iter().find(chosen);
    let wants_secret =
        form.error_at("client_secret").is_some() || profile.is_some_and(|it| it.wants_client_secret);
    let unchecked = profile.is_some_and(|it| !it.checks_certificate);
    let submit_label = i18n.t(if form.busy { "sign-in-busy" } else { "sign-in" });
    html! {
        <form class="sign-in-form" {onsubmit} novalidate={true}>
            { server_picker(&i18n, &ServerPickerProps { form: form.clone(), profiles: props.profiles.clone(),
                onaction: props.onaction.clone(), onwish: props.onwish.clone() }) }
            if unchecked {
                <Banner tone={Tone::Warning} title={i18n.t("profile-unchecked")} test_id="sign-in-unchecked" />
            }
            <Field id="user" label={i18n.t("user")} value={form.user.clone()} autocomplete="username" placeholder={example}
                oninput={act(SignInAction::User)} error={error_at("user")} />
            <Field id="password" label={i18n.t("password")} value={form.password.clone()}
                kind={if form.reveal { "text" } else { "password" }} autocomplete="current-password"
                oninput={act(SignInAction::Password)} error={error_at("password")} trailing={reveal} />
            if wants_secret {
                <Field id="client-secret" label={i18n.t("client-secret")} value={form.client_secret.clone()}
                    kind="password" hint={i18n.t("client-secret-hint")} oninput={act(SignInAction::ClientSecret)}
                    error={error_at("client_secret")} />
            }
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
                aria-describedby="try-practice-hint" onclick={clicked(&props.ontry)}>
                { icon(Icon::Spark) }
                { i18n.t("try-practice") }
            </button>
            <p class="field-hint try-hint" id="try-practice-hint">{ i18n.t("try-practice-hint") }</p>
        </form>
    }
}
