//! The markup of the sign-in view.

use std::rc::Rc;

use latchkey_ipc::{EndReason, IpcError, ProfileSummary, SessionEnded, SessionView};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::banner::{Banner, Tone};
use crate::components::clicked::clicked;
use crate::components::icons::{Icon, icon, logo};
use crate::components::seen::seen;
use crate::components::server_picker::ProfileWish;
use crate::components::sign_in_form::SignInFields;
use crate::components::toggles::{TogglesProps, toggles};
use crate::guide::Page;
use crate::i18n::use_i18n;
use crate::state::preferences::Theme;
use crate::state::session::SessionId;
use crate::state::sign_in::{SignInAction, SignInForm};

/// Properties of [`SignInView`].
#[derive(Properties, PartialEq)]
pub struct SignInViewProps {
    /// The form.
    pub form: SignInForm,
    /// The saved profiles.
    #[prop_or_default]
    pub profiles: Rc<Vec<ProfileSummary>>,
    /// Why they could not be read.
    #[prop_or_default]
    pub profiles_error: Option<IpcError>,
    /// The sessions that can be switched to.
    #[prop_or_default]
    pub others: Rc<Vec<SessionView>>,
    /// Why the last session ended.
    #[prop_or_default]
    pub ended: Option<SessionEnded>,
    /// Why the server may not have ended it.
    #[prop_or_default]
    pub not_revoked: Option<IpcError>,
    /// Method and path of the request that waits.
    #[prop_or_default]
    pub waiting: Option<String>,
    /// The server it belongs to, where another one is chosen.
    #[prop_or_default]
    pub waiting_for: Option<String>,
    /// Method and target of the request that a link offers after the sign-in.
    #[prop_or_default]
    pub offered: Option<AttrValue>,
    /// How many more links wait.
    #[prop_or_default]
    pub offered_more: usize,
    /// Called when the user wants none of them.
    #[prop_or_default]
    pub ondiscard: Callback<()>,
    /// Whether it is sent after the sign-in.
    #[prop_or(true)]
    pub resend: bool,
    /// The theme in use.
    #[prop_or_default]
    pub theme: Theme,
    /// Called with every change of the form.
    #[prop_or_default]
    pub onaction: Callback<SignInAction>,
    /// Called with what the user wants to do with a profile.
    #[prop_or_default]
    pub onwish: Callback<ProfileWish>,
    /// Called with the session to switch to.
    #[prop_or_default]
    pub onswitch: Callback<SessionId>,
    /// Called when the user wants back to the session at work; without one there is no way back.
    #[prop_or_default]
    pub onback: Option<Callback<()>>,
    /// Called when the user wants to sign in.
    #[prop_or_default]
    pub onsubmit: Callback<()>,
    /// Called when the user wants to try the practice API.
    #[prop_or_default]
    pub ontry: Callback<()>,
    /// Called when the user ticks or clears the box of the waiting request.
    #[prop_or_default]
    pub onresend: Callback<bool>,
    /// Called with the page of the guide that the user wants to read.
    #[prop_or_default]
    pub onguide: Callback<Page>,
    /// The help menu.
    #[prop_or_default]
    pub help: Html,
    /// What concerns the app as a whole.
    #[prop_or_default]
    pub notices: Html,
    /// To the next theme.
    #[prop_or_default]
    pub ontheme: Callback<()>,
    /// To the other language.
    #[prop_or_default]
    pub onlanguage: Callback<()>,
}

/// The sign-in view.
#[component]
pub fn SignInView(props: &SignInViewProps) -> Html {
    let i18n = use_i18n();
    let banner = props.ended.as_ref().map(|ended| {
        let on_purpose = ended.reason == EndReason::SignedOut;
        let title = if on_purpose {
            i18n.with("signed-out-of", &[("profile", ended.profile.clone().into())])
        } else {
            i18n.with("session-over", &[("profile", ended.profile.clone().into())])
        };
        html! {
            <Banner tone={if on_purpose { Tone::Neutral } else { Tone::Warning }} {title} test_id="ended-banner">
                if !on_purpose {
                    <p>{ i18n.end_reason(ended.reason) }</p>
                    <button type="button" class="link" data-testid="guide-session-ends"
                        onclick={props.onguide.reform(|_| Page::SessionEnds)}>{ i18n.t("guide-session-ends") }</button>
                }
            </Banner>
        }
    });
    let onresend = props
        .onresend
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    let waiting = props.waiting.as_ref().map(|request| {
        if let Some(server) = &props.waiting_for {
            let values = [("request", request.clone().into()), ("server", server.clone().into())];
            return html! {
                <p class="field-hint waits-elsewhere" data-testid="waiting-elsewhere">
                    { i18n.with("waiting-elsewhere", &values) }
                </p>
            };
        }
        html! {
            <label class="check check-boxed">
                <input type="checkbox" data-testid="resend-pending" checked={props.resend} onchange={onresend} />
                <span>{ i18n.with("resend-pending", &[("request", request.clone().into())]) }</span>
            </label>
        }
    });
    let offered = props.offered.as_ref().map(|request| {
        let title = i18n.with("offered-later", &[("request", request.to_string().into())]);
        html! {
            <Banner tone={Tone::Neutral} {title} test_id="offered-later">
                <p>
                    { i18n.t("offered-later-text") }
                    if props.offered_more > 0 {
                        { " " }
                        { i18n.with("offered-behind", &[("count", props.offered_more.into())]) }
                    }
                </p>
                <button type="button" class="button button-small" data-testid="offered-later-discard"
                    onclick={clicked(&props.ondiscard)}>{ i18n.t("offered-discard") }</button>
            </Banner>
        }
    });
    let others = (props.onback.is_none() && !props.others.is_empty()).then(|| {
        let button = |session: &SessionView| {
            let to = SessionId::from(session);
            let values = [
                ("profile", session.profile.name.clone().into()),
                ("user", session.user.clone().into()),
            ];
            html! {
                <button type="button" class="button" data-testid="switch-to"
                    onclick={props.onswitch.reform(move |_| to.clone())}>
                    { i18n.with("switch-to", &values) }
                </button>
            }
        };
        html! { <div class="switch-to">{ for props.others.iter().map(button) }</div> }
    });
    html! {
        <main class="sign-in-view" data-testid="sign-in-view">
            <div class="sign-in-corner">
                { props.help.clone() }
                { toggles(&i18n, &TogglesProps {
                    theme: props.theme, ontheme: props.ontheme.clone(), onlanguage: props.onlanguage.clone(),
                }) }
            </div>
            if let Some(onback) = &props.onback {
                <button type="button" class="button button-small sign-in-back" data-testid="back"
                    onclick={clicked(onback)}>
                    { icon(Icon::Back) }
                    { i18n.t("back") }
                </button>
            }
            <div class="sign-in-card">
                <header class="sign-in-head">
                    { logo() }
                    <div>
                        <h1>{ "Latchkey" }</h1>
                        <p>{ i18n.t("tagline") }</p>
                    </div>
                </header>
                { props.notices.clone() }
                { banner }
                { for offered }
                if let Some(error) = &props.not_revoked {
                    <Banner tone={Tone::Warning} title={i18n.error(error)} test_id="not-revoked" />
                }
                if let Some(error) = &props.profiles_error {
                    <Banner tone={Tone::Danger} title={i18n.t("profiles-unread")} test_id="profiles-error">
                        <p class="banner-detail">{ seen(&error.message) }</p>
                    </Banner>
                }
                { for others }
                <SignInFields form={props.form.clone()} profiles={props.profiles.clone()}
                    onwish={props.onwish.clone()} onaction={props.onaction.clone()}
                    onsubmit={props.onsubmit.clone()} ontry={props.ontry.clone()}>
                    { for waiting }
                </SignInFields>
            </div>
        </main>
    }
}
