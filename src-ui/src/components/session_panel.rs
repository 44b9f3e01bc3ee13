//! The session at work: who, since when, how long, and where its tokens are kept.

use std::rc::Rc;

use latchkey_ipc::{FileReason, IpcError, Protection, SessionView, StorageView, TokenView};
use yew::prelude::*;
use yew::props;

use super::banner::{Banner, Tone};
use super::claims_table::{ClaimsTableProps, claims_table};
use super::component::component;
use super::countdown::{Countdown, CountdownProps};
use super::dialog::Dialog;
use super::refresh_list::{RefreshListProps, refresh_list};
use super::seen::seen;
use crate::clock;
use crate::i18n::{I18n, use_i18n};

/// What the panel is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelAct {
    /// Refreshing.
    Refresh,
    /// Signing out here.
    SignOut,
    /// Signing out at the server too.
    SignOutEverywhere,
    /// Keeping the tokens elsewhere.
    Keep(Protection),
}

/// Properties of [`SessionPanel`].
#[derive(Properties, PartialEq)]
pub struct SessionPanelProps {
    /// The session.
    pub session: Rc<SessionView>,
    /// What is under way.
    #[prop_or_default]
    pub busy: Option<PanelAct>,
    /// What went wrong.
    #[prop_or_default]
    pub error: Option<IpcError>,
    /// Called with what the user wants.
    pub onact: Callback<PanelAct>,
    /// Called when the user is done.
    pub onclose: Callback<()>,
}

/// The session at work.
#[component]
pub fn SessionPanel(props: &SessionPanelProps) -> Html {
    let i18n = use_i18n();
    let session = &props.session;
    let button = |act: PanelAct, key: &str, class: &'static str| {
        let busy = props.busy == Some(act);
        html! {
            <button type="button" class={classes!("button", class)} data-testid={format!("panel-{key}")}
                disabled={props.busy.is_some()} aria-busy={busy.to_string()}
                onclick={props.onact.reform(move |_| act)}>
                { i18n.t(key) }
                if busy {
                    <span class="spinner" aria-hidden="true"></span>
                }
            </button>
        }
    };
    let refreshes = i18n.with("refreshes", &[("count", session.refreshes.into())]);
    html! {
        <Dialog id="session-panel" title={i18n.t("session")} at_side={true} onclose={props.onclose.clone()}>
            <div class="dialog-scroll">
                <dl class="facts">
                    { fact(&i18n, "panel-profile", html! { { seen(&session.profile.name) } }) }
                    { fact(&i18n, "panel-address", html! { <code>{ seen(&session.profile.base_url) }</code> }) }
                    { fact(&i18n, "panel-user", html! { { seen(&session.user) } }) }
                    { fact(&i18n, "panel-since", html! { { clock::date_and_time(session.signed_in_at) } }) }
                    { fact(&i18n, "panel-access", token(&session.access)) }
                    { fact(&i18n, "panel-refresh", token(&session.refresh)) }
                    { fact(&i18n, "panel-refreshes", html! { <span data-testid="panel-count">{ refreshes }</span> }) }
                </dl>
                { refresh_list(&i18n, &RefreshListProps { refreshes: session.refresh_log.clone() }) }
                { storage(props, &i18n) }
                { claims_table(&i18n, &ClaimsTableProps { claims: session.claims.clone() }) }
                if let Some(error) = &props.error {
                    <Banner tone={Tone::Danger} title={i18n.error(error)} test_id="panel-error">
                        if *i18n.error(error) != *error.message {
                            <p class="banner-detail">{ seen(&error.message) }</p>
                        }
                    </Banner>
                }
            </div>
            <div class="panel-buttons">
                { button(PanelAct::Refresh, "refresh-now", "button-primary") }
                { button(PanelAct::SignOut, "sign-out", "") }
                if session.profile.can_revoke {
                    { button(PanelAct::SignOutEverywhere, "sign-out-everywhere", "") }
                    <p class="field-hint">{ i18n.t("sign-out-everywhere-hint") }</p>
                }
            </div>
        </Dialog>
    }
}

fn fact(i18n: &I18n, key: &str, value: Html) -> Html {
    html! {
        <>
            <dt>{ i18n.t(key) }</dt>
            <dd data-testid={key.to_owned()}>{ value }</dd>
        </>
    }
}

fn token(token: &TokenView) -> Html {
    html! {
        <span class="fact-token">
            <code>{ &token.fingerprint }</code>
            { component::<Countdown>(props!(CountdownProps { until: token.expires_at })) }
        </span>
    }
}

/// Where the tokens are kept, in plain words, and where else they could be.
fn storage(props: &SessionPanelProps, i18n: &I18n) -> Html {
    let kept = &props.session.storage;
    let words = match kept {
        StorageView::Keychain => i18n.t("kept-keychain"),
        StorageView::Memory => i18n.t("kept-memory"),
        StorageView::MemoryOnly { problem } => {
            i18n.with("storage-memory-only", &[("problem", problem.clone().into())])
        }
        StorageView::File { why } => match why {
            FileReason::Chosen => i18n.t("kept-file"),
            FileReason::TurnedOff => i18n.t("kept-file-off"),
            FileReason::NoKeychain { detail } => {
                i18n.with("kept-file-none", &[("detail", detail.clone().into())])
            }
        },
    };
    let now = match kept {
        StorageView::Keychain => Protection::Keychain,
        StorageView::File { .. } => Protection::File,
        StorageView::Memory | StorageView::MemoryOnly { .. } => Protection::Memory,
    };
    let choice = |protection: Protection, slug: &str| {
        html! {
            <label class="choice">
                <input type="radio" name="protection" data-testid={format!("keep-{slug}")}
                    checked={now == protection} disabled={props.busy.is_some()}
                    onchange={props.onact.reform(move |_| PanelAct::Keep(protection))} />
                <span>{ i18n.t(&format!("keep-{slug}")) }</span>
                <small>{ i18n.t(&format!("keep-{slug}-hint")) }</small>
            </label>
        }
    };
    html! {
        <fieldset class="choices">
            <legend>{ i18n.t("kept-where") }</legend>
            <p class="field-hint" data-testid="kept-where">{ words }</p>
            { choice(Protection::Keychain, "keychain") }
            { choice(Protection::File, "file") }
            { choice(Protection::Memory, "memory") }
        </fieldset>
    }
}
