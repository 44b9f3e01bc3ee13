//! The bar at the top: who is signed in, for how long, and the way out.

use std::rc::Rc;

use latchkey_ipc::{SessionView, StorageView};
use yew::prelude::*;
use yew::props;

use super::clicked::clicked;
use super::component::component;
use super::countdown::{Countdown, CountdownProps};
use super::icons::{Icon, icon, logo};
use super::session_menu::{SessionMenuProps, session_menu};
use super::toggles::{TogglesProps, toggles};
use crate::i18n::use_i18n;
use crate::platform::is_mac;
use crate::state::actions::Action;
use crate::state::preferences::Theme;
use crate::state::session::SessionId;

/// Properties of [`SessionBar`].
#[derive(Properties, PartialEq)]
pub struct SessionBarProps {
    /// The session at work.
    pub session: Rc<SessionView>,
    /// Everybody who is signed in.
    pub sessions: Rc<Vec<SessionView>>,
    /// The theme in use.
    pub theme: Theme,
    /// The help menu.
    #[prop_or_default]
    pub help: Html,
    /// To the next theme.
    pub ontheme: Callback<()>,
    /// To the other language.
    pub onlanguage: Callback<()>,
    /// Called with the session to switch to.
    pub onswitch: Callback<SessionId>,
    /// Called when the user wants to sign in to another server.
    pub onadd: Callback<()>,
    /// Called when the user wants to see the session.
    pub onpanel: Callback<()>,
    /// Called when the user wants to find an action or a request.
    #[prop_or_default]
    pub onpalette: Callback<()>,
    /// Called when the user wants to sign out.
    pub onsignout: Callback<()>,
}

/// The bar at the top.
#[component]
pub fn SessionBar(props: &SessionBarProps) -> Html {
    let i18n = use_i18n();
    let session = &props.session;
    let refreshes = i18n.with("refreshes", &[("count", session.refreshes.into())]);
    let memory_only = match &session.storage {
        StorageView::Keychain | StorageView::File { .. } | StorageView::Memory => None,
        StorageView::MemoryOnly { problem } => {
            Some(i18n.with("storage-memory-only", &[("problem", problem.clone().into())]))
        }
    };
    html! {
        <header class="session-bar" data-testid="session-bar">
            { logo() }
            { session_menu(&i18n, &SessionMenuProps {
                session: session.clone(), sessions: props.sessions.clone(), onswitch: props.onswitch.clone(),
                onadd: props.onadd.clone(), onpanel: props.onpanel.clone(),
            }) }
            <div class="session-state">
                <span class="signed-in"><span class="dot" aria-hidden="true"></span>{ i18n.t("signed-in") }</span>
                { component::<Countdown>(props!(CountdownProps { until: session.access.expires_at })) }
                <span class="refreshes" data-testid="refreshes" title={refreshes.clone()} aria-label={refreshes}>
                    { icon(Icon::Refresh) }
                    { session.refreshes }
                </span>
            </div>
            if let Some(text) = memory_only {
                { warning("storage-warning", i18n.t("storage-memory-only-short"), text) }
            }
            if !session.profile.checks_certificate {
                { warning("tls-warning", i18n.t("unchecked-short"), i18n.t("profile-unchecked")) }
            }
            <button type="button" class="palette-open" data-testid="palette-open" title={i18n.t("action-palette")}
                onclick={clicked(&props.onpalette)}>
                { icon(Icon::Search) }
                <span>{ i18n.t("search-everything") }</span>
                <kbd>{ Action::Palette.keys(is_mac()) }</kbd>
            </button>
            { props.help.clone() }
            { toggles(&i18n, &TogglesProps {
                theme: props.theme, ontheme: props.ontheme.clone(), onlanguage: props.onlanguage.clone(),
            }) }
            <button type="button" class="button button-small" data-testid="sign-out"
                onclick={clicked(&props.onsignout)}>
                { icon(Icon::SignOut) }
                { i18n.t("sign-out") }
            </button>
        </header>
    }
}

/// What the user has to know at all times: in short, and in full for who asks.
fn warning(id: &'static str, short: AttrValue, full: AttrValue) -> Html {
    html! {
        <span class="bar-warning" role="status" data-testid={id} tabindex="0" title={full.clone()} aria-label={full}>
            { icon(Icon::Warning) }
            <span class="bar-warning-text">{ short }</span>
        </span>
    }
}
