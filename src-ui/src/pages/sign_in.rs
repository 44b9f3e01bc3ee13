//! The sign-in view.

use latchkey_ipc::{EndReason, Login, PRACTICE_PASSWORD, PRACTICE_USER, Password, Server, SessionEnded};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::calls::use_calls;
use crate::components::banner::{Banner, Tone};
use crate::components::focus::focus_on;
use crate::components::icons::logo;
use crate::components::sign_in_form::SignInFields;
use crate::components::toggles::Toggles;
use crate::i18n::use_i18n;
use crate::state::preferences::{Preferences, PreferencesAction, Theme};
use crate::state::session::{SessionAction, SessionStore};
use crate::state::sign_in::{SignInAction, SignInForm};

/// The sign-in view, connected.
#[component]
pub fn SignIn() -> Html {
    let store = use_context::<UseReducerHandle<SessionStore>>();
    let preferences = use_context::<UseReducerHandle<Preferences>>();
    let calls = use_calls();
    let form = use_reducer({
        let last = store.as_ref().and_then(|store| store.last_sign_in.clone());
        move || SignInForm::offered(last.as_ref())
    });
    use_effect_with(form.wrong_field(), |wrong| {
        if let Some(field) = wrong {
            focus_on(field);
        }
    });
    use_effect_with((), {
        let first = form.first_empty();
        move |()| focus_on(first)
    });
    let (Some(store), Some(preferences), Some(calls)) = (store, preferences, calls) else {
        return Html::default();
    };
    let sign_in = {
        let form = form.dispatcher();
        move |login: Login| {
            form.dispatch(SignInAction::Sent);
            let form = form.clone();
            calls.sign_in(
                login,
                Callback::from(move |error| form.dispatch(SignInAction::Failed(error))),
            );
        }
    };
    let onsubmit = {
        let (form, sign_in) = (form.clone(), sign_in.clone());
        Callback::from(move |()| {
            if !form.busy {
                sign_in(form.to_login());
            }
        })
    };
    let ontry = Callback::from(move |()| {
        sign_in(Login {
            server: Server::Practice,
            user: PRACTICE_USER.to_owned(),
            password: Password::new(PRACTICE_PASSWORD),
            client_secret: None,
        });
    });
    let session = store.dispatcher();
    let waiting = store
        .waiting
        .as_ref()
        .map(|it| format!("{} {}", it.draft.method, it.draft.path()));
    let change = |action| {
        let preferences = preferences.dispatcher();
        Callback::from(move |()| preferences.dispatch(action))
    };
    let onaction = form.dispatcher();
    html! {
        <SignInView
            form={(*form).clone()}
            ended={store.ended.clone()}
            {waiting}
            resend={store.resends()}
            theme={preferences.theme}
            onaction={move |action| onaction.dispatch(action)}
            {onsubmit}
            {ontry}
            onresend={move |yes| session.dispatch(SessionAction::Resend(yes))}
            ontheme={change(PreferencesAction::NextTheme)}
            onlanguage={change(PreferencesAction::OtherLanguage)}
        />
    }
}

/// Properties of [`SignInView`].
#[derive(Properties, PartialEq)]
pub struct SignInViewProps {
    /// The form.
    pub form: SignInForm,
    /// Why the last session ended.
    #[prop_or_default]
    pub ended: Option<SessionEnded>,
    /// Method and path of the request that waits.
    #[prop_or_default]
    pub waiting: Option<String>,
    /// Whether it is sent after the sign-in.
    #[prop_or(true)]
    pub resend: bool,
    /// The theme in use.
    #[prop_or_default]
    pub theme: Theme,
    /// Called with every change of the form.
    #[prop_or_default]
    pub onaction: Callback<SignInAction>,
    /// Called when the user wants to sign in.
    #[prop_or_default]
    pub onsubmit: Callback<()>,
    /// Called when the user wants to try the practice API.
    #[prop_or_default]
    pub ontry: Callback<()>,
    /// Called when the user ticks or clears the box of the waiting request.
    #[prop_or_default]
    pub onresend: Callback<bool>,
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
                }
            </Banner>
        }
    });
    let onresend = props
        .onresend
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    let waiting = props.waiting.as_ref().map(|request| {
        html! {
            <label class="check check-boxed">
                <input type="checkbox" data-testid="resend-pending" checked={props.resend} onchange={onresend} />
                <span>{ i18n.with("resend-pending", &[("request", request.clone().into())]) }</span>
            </label>
        }
    });
    html! {
        <main class="sign-in-view" data-testid="sign-in-view">
            <div class="sign-in-corner">
                <Toggles theme={props.theme} ontheme={props.ontheme.clone()} onlanguage={props.onlanguage.clone()} />
            </div>
            <div class="sign-in-card">
                <header class="sign-in-head">
                    { logo() }
                    <div>
                        <h1>{ "Latchkey" }</h1>
                        <p>{ i18n.t("tagline") }</p>
                    </div>
                </header>
                { banner }
                <SignInFields form={props.form.clone()} onaction={props.onaction.clone()}
                    onsubmit={props.onsubmit.clone()} ontry={props.ontry.clone()}>
                    { for waiting }
                </SignInFields>
            </div>
        </main>
    }
}
