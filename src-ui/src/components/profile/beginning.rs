//! Beginning a profile: the kind that comes nearest, the address, the name.

use latchkey_ipc::profiles::Kind;
use yew::prelude::*;

use crate::components::field::Field;
use crate::guide::Page;
use crate::i18n::I18n;
use crate::state::profile::begin::{Beginning, BeginningAction};

/// Properties of [`beginning_form`].
pub struct BeginningFormProps {
    /// What was chosen and typed so far.
    pub begun: Beginning,
    /// Called with every change.
    pub onaction: Callback<BeginningAction>,
    /// Called when the user wants to go on.
    pub ongo: Callback<()>,
    /// Called with the page of the guide that the user wants to read.
    pub onguide: Callback<Page>,
}

/// Beginning a profile.
pub fn beginning_form(i18n: &I18n, props: &BeginningFormProps) -> Html {
    let BeginningFormProps {
        begun,
        onaction,
        ongo,
        onguide,
    } = props;
    let kind = |kind: Kind| {
        html! {
            <label class="choice" key={kind.id()}>
                <input type="radio" name="kind" data-testid={format!("kind-{}", kind.id())}
                    checked={begun.kind == kind} onchange={onaction.reform(move |_| BeginningAction::Kind(kind))} />
                <span>{ i18n.t(&format!("kind-{}", kind.id())) }</span>
                <small>{ i18n.t(&format!("kind-{}-about", kind.id())) }</small>
            </label>
        }
    };
    html! {
        <form class="profile-begin" novalidate={true}
            onsubmit={ongo.reform(|event: SubmitEvent| event.prevent_default())}>
            <fieldset class="choices">
                <legend>{ i18n.t("kind") }</legend>
                <p class="field-hint">
                    { i18n.t("kind-about") }
                    { " " }
                    <button type="button" class="link" data-testid="guide-own-server"
                        onclick={onguide.reform(|_| Page::OwnServer)}>{ i18n.t("guide-own-server") }</button>
                </p>
                { for Kind::ALL.into_iter().map(kind) }
            </fieldset>
            <div class="profile-begin-fields">
                <Field id="new-name" label={i18n.t("pf-name")} value={begun.name.clone()}
                    hint={i18n.t("pf-name-about")} oninput={onaction.reform(BeginningAction::Name)} />
                <Field id="new-base-url" label={i18n.t("pf-base-url")} value={begun.base_url.clone()} kind="url"
                    placeholder="https://api.example.com" hint={i18n.t("pf-base-url-about")}
                    oninput={onaction.reform(BeginningAction::BaseUrl)} />
                <Field id="new-id" label={i18n.t("pf-id")} value={begun.id()} hint={i18n.t("pf-id-about")}
                    oninput={onaction.reform(BeginningAction::Id)} />
                <button type="submit" class="button button-primary" data-testid="profile-go">
                    { i18n.t("profile-go") }
                </button>
            </div>
        </form>
    }
}
