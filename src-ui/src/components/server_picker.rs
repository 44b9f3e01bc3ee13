//! Which server: the practice API, an address, or a saved profile.

use std::rc::Rc;

use latchkey_ipc::ProfileSummary;
use web_sys::HtmlInputElement;
use yew::prelude::*;
use yew::props;

use super::component::keyed_component;
use super::field::{Field, field_error};
use super::icons::{Icon, icon};
use super::seen::seen;
use crate::i18n::{I18n, use_i18n};
use crate::state::sign_in::{ServerChoice, SignInAction, SignInForm};

/// What the user wants to do with the saved profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileWish {
    /// Describe a new server.
    New,
    /// Begin with what a file says.
    Import,
    /// Change this profile.
    Edit(String),
    /// Begin another one as a copy of this.
    Copy(String),
    /// Remove this one.
    Remove(String),
}

/// Properties of [`server_picker`].
pub struct ServerPickerProps {
    /// The form.
    pub form: SignInForm,
    /// The saved profiles.
    pub profiles: Rc<Vec<ProfileSummary>>,
    /// Called with every change.
    pub onaction: Callback<SignInAction>,
    /// Called with what the user wants to do with a profile.
    pub onwish: Callback<ProfileWish>,
}

/// Which server.
pub fn server_picker(i18n: &I18n, props: &ServerPickerProps) -> Html {
    let form = &props.form;
    let choice = |server: ServerChoice, test_id: &'static str| {
        let checked = form.choice == server;
        let onchange = props
            .onaction
            .reform(move |_| SignInAction::Choose(server.clone()));
        html! {
            <label class="segment">
                <input type="radio" name="server" data-testid={test_id} {checked} {onchange} />
                <span>{ i18n.t(test_id) }</span>
            </label>
        }
    };
    let onwish = &props.onwish;
    html! {
        <>
            // As a fieldset is, without the layout of its own that a legend has.
            <div class="servers" role="group" aria-labelledby="servers-label">
                <p class="servers-label" id="servers-label">{ i18n.t("server") }</p>
                <div class="segments">
                    { choice(ServerChoice::Practice, "server-practice") }
                    { choice(ServerChoice::Custom, "server-custom") }
                </div>
                if !props.profiles.is_empty() {
                    <div class="saved-profiles" data-testid="saved-profiles">
                        { for props.profiles.iter().map(|profile| keyed_component::<SavedProfile>(profile.id.clone(), props!(SavedProfileProps {
                            profile: profile.clone(), onwish: onwish.clone(),
                            checked: form.choice == ServerChoice::Profile(profile.id.clone()),
                            onaction: props.onaction.clone(),
                        }))) }
                    </div>
                }
                <button type="button" class="quiet-button" data-testid="describe-server"
                    onclick={onwish.reform(|_| ProfileWish::New)}>
                    { icon(Icon::Plus) }
                    { i18n.t("describe-server") }
                </button>
                <button type="button" class="quiet-button" data-testid="import-profile"
                    onclick={onwish.reform(|_| ProfileWish::Import)}>
                    { icon(Icon::File) }
                    { i18n.t("import-profile") }
                </button>
            </div>
            if form.choice == ServerChoice::Custom {
                { address(i18n, &AddressProps { form: form.clone(), onaction: props.onaction.clone() }) }
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SavedProfileProps {
    profile: ProfileSummary,
    checked: bool,
    onaction: Callback<SignInAction>,
    onwish: Callback<ProfileWish>,
}

/// A saved profile: to choose, to edit, to copy, to remove. One whose file is wrong says so.
#[component]
fn SavedProfile(props: &SavedProfileProps) -> Html {
    let i18n = use_i18n();
    let profile = &props.profile;
    let id = profile.id.clone();
    let onchange = {
        let id = id.clone();
        props
            .onaction
            .reform(move |_| SignInAction::Choose(ServerChoice::Profile(id.clone())))
    };
    let button = |wish: fn(String) -> ProfileWish, key: &str, image: Icon| {
        let label = i18n.with(key, &[("profile", profile.name.clone().into())]);
        let id = id.clone();
        html! {
            <button type="button" class="icon-button" data-testid={format!("{key}-{id}")} aria-label={label.clone()}
                title={label} onclick={props.onwish.reform(move |_| wish(id.clone()))}>
                { icon(image) }
            </button>
        }
    };
    let problem = profile.problem.as_ref();
    html! {
        <div class={classes!("saved-profile", problem.is_some().then_some("saved-wrong"))}>
            <label>
                <input type="radio" name="server" data-testid={format!("server-profile-{id}")}
                    checked={props.checked} disabled={problem.is_some()} {onchange} />
                <span class="saved-name">{ seen(&profile.name) }</span>
                if let Some(error) = problem {
                    <span class="saved-detail" data-testid={format!("problem-{id}")} title={seen(&error.message)}>
                        { i18n.error(error) }
                    </span>
                } else {
                    <span class="saved-detail">{ seen(&profile.base_url) }</span>
                }
            </label>
            if problem.is_none() {
                { button(ProfileWish::Edit, "profile-edit", Icon::Edit) }
                { button(ProfileWish::Copy, "profile-copy", Icon::Copy) }
            }
            { button(ProfileWish::Remove, "profile-remove", Icon::Bin) }
        </div>
    }
}

struct AddressProps {
    form: SignInForm,
    onaction: Callback<SignInAction>,
}

/// The address of a server that speaks the default profile.
fn address(i18n: &I18n, props: &AddressProps) -> Html {
    let form = &props.form;
    let error_at = |field| form.error_at(field).map(|error| i18n.error(error));
    let onallow = props.onaction.reform(|event: Event| {
        SignInAction::AllowPlainHttp(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    let plain_http_error = error_at("server.allow_plain_http");
    html! {
        <>
            <Field id="base-url" label={i18n.t("base-url")} value={form.base_url.clone()} kind="url"
                placeholder="https://api.example.com" oninput={props.onaction.reform(SignInAction::BaseUrl)}
                error={error_at("server.base_url")} />
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
                        { field_error("allow-plain-http", text) }
                    }
                </div>
            }
        </>
    }
}
