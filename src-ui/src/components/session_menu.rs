//! The menu of the session bar: who is signed in, and the ways to other sessions.

use std::rc::Rc;

use latchkey_ipc::SessionView;
use yew::prelude::*;

use super::menu::{Menu, MenuItem};
use super::seen::seen;
use crate::i18n::I18n;
use crate::state::session::SessionId;

/// Properties of [`session_menu`].
pub struct SessionMenuProps {
    /// The session at work.
    pub session: Rc<SessionView>,
    /// Everybody who is signed in.
    pub sessions: Rc<Vec<SessionView>>,
    /// Called with the session to switch to.
    pub onswitch: Callback<SessionId>,
    /// Called when the user wants to sign in to another server.
    pub onadd: Callback<()>,
    /// Called when the user wants to see the session.
    pub onpanel: Callback<()>,
}

/// The menu of the session bar.
pub fn session_menu(i18n: &I18n, props: &SessionMenuProps) -> Html {
    let at_work = SessionId::from(&*props.session);
    let mut items: Vec<_> = props
        .sessions
        .iter()
        .enumerate()
        .map(|(at, session)| MenuItem {
            id: format!("switch-{at}"),
            label: seen(&session.profile.name).into(),
            detail: seen(&session.user).into(),
            chosen: Some(SessionId::from(session) == at_work),
            apart: false,
        })
        .collect();
    let action = |id: &str, apart| MenuItem {
        id: id.to_owned(),
        label: i18n.t(id),
        detail: AttrValue::default(),
        chosen: None,
        apart,
    };
    items.push(action("add-session", true));
    items.push(action("open-session", false));
    let onchoose = {
        let SessionMenuProps {
            onswitch,
            onadd,
            onpanel,
            ..
        } = props;
        let (sessions, onswitch) = (props.sessions.clone(), onswitch.clone());
        let (onadd, onpanel) = (onadd.clone(), onpanel.clone());
        Callback::from(move |id: String| match id.as_str() {
            "add-session" => onadd.emit(()),
            "open-session" => onpanel.emit(()),
            other => {
                let at = other
                    .strip_prefix("switch-")
                    .and_then(|at| at.parse::<usize>().ok());
                let chosen = at.and_then(|at| sessions.get(at)).map(SessionId::from);
                if let Some(chosen) = chosen.filter(|chosen| *chosen != at_work) {
                    onswitch.emit(chosen);
                }
            }
        })
    };
    // A name has all that is to be read on the button, for those who speak to it (WCAG 2.2, 2.5.3).
    let label = format!(
        "{}: {} {}",
        i18n.t("session-menu"),
        seen(&props.session.profile.name),
        seen(&props.session.user)
    );
    html! {
        <Menu id="session-menu" {label} {items} {onchoose}>
            <span class="who" title={seen(&props.session.profile.base_url)}>
                <strong class="who-server">{ seen(&props.session.profile.name) }</strong>
                // Two words when they are read out.
                { " " }
                <span class="who-user">{ seen(&props.session.user) }</span>
            </span>
        </Menu>
    }
}
