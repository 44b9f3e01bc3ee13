//! The session bar with its menu and the panel of the session, connected.

use std::rc::Rc;

use latchkey_ipc::{IpcError, KeepTokens, LogoutEverywhere, Nothing, RefreshNow, SessionView};
use yew::prelude::*;
use yew::props;

use super::app_notices::Noticed;
use super::help::Help;
use crate::calls::Calls;
use crate::components::banner::{Banner, Tone};
use crate::components::component::{component, keyed_component};
use crate::components::ending_notice::{EndingNotice, EndingNoticeProps};
use crate::components::session_bar::{SessionBar, SessionBarProps};
use crate::components::session_panel::{PanelAct, SessionPanel, SessionPanelProps};
use crate::effect::use_effect_with;
use crate::held::{UseReducerHandle, UseStateSetter, use_state};
use crate::i18n::use_i18n;
use crate::state::overlay::Overlay;
use crate::state::preferences::{Preferences, PreferencesAction};
use crate::state::session::{SessionAction, SessionId, SessionStore};

/// Properties of [`Sessions`].
#[derive(Properties, PartialEq)]
pub(super) struct SessionsProps {
    /// The sessions.
    pub(super) store: UseReducerHandle<SessionStore>,
    /// The one at work.
    pub(super) session: Rc<SessionView>,
    /// The line to the shell.
    pub(super) calls: Calls,
}

/// The session bar with its menu, the notice of another session's end, and the panel.
#[component]
pub(super) fn Sessions(props: &SessionsProps) -> Html {
    let i18n = use_i18n();
    let preferences = use_context::<UseReducerHandle<Preferences>>();
    let overlay = use_context::<UseReducerHandle<Overlay>>();
    let (Some(preferences), Some(overlay)) = (preferences, overlay) else {
        return Html::default();
    };
    let change = |action| {
        let preferences = preferences.dispatcher();
        Callback::from(move |()| preferences.dispatch(action))
    };
    let act = |action: SessionAction| {
        let store = props.store.dispatcher();
        Callback::from(move |()| store.dispatch(action.clone()))
    };
    let show = |over: Overlay| {
        let overlay = overlay.dispatcher();
        Callback::from(move |()| overlay.dispatch(over))
    };
    let onswitch = {
        let calls = props.calls.clone();
        Callback::from(move |to| calls.switch_at_work(to))
    };
    let ended = props.store.notice.as_ref().map(|ended| {
        let values = [
            ("profile", ended.profile.clone().into()),
            ("user", ended.user.clone().into()),
        ];
        html! {
            <Banner tone={Tone::Neutral} title={i18n.with("other-session-over", &values)} test_id="other-ended"
                ondismiss={act(SessionAction::DismissNotice)}>
                <p>{ i18n.end_reason(ended.reason) }</p>
            </Banner>
        }
    });
    let calls = props.calls.clone();
    let onrefresh = {
        let calls = calls.clone();
        move |()| calls.refresh_now()
    };
    html! {
        <>
            { component::<SessionBar>(props!(SessionBarProps {
                session: props.session.clone(), sessions: props.store.sessions.clone(), theme: preferences.theme,
                help: component::<Help>(()), ontheme: change(PreferencesAction::NextTheme),
                onlanguage: change(PreferencesAction::OtherLanguage), onswitch, onadd: act(SessionAction::Add),
                onpanel: show(Overlay::Session), onpalette: show(Overlay::Palette),
                onsignout: move |()| calls.sign_out(),
            })) }
            <div class="notices">
                { component::<Noticed>(()) }
                { component::<EndingNotice>(props!(EndingNoticeProps {
                    session: props.session.clone(), onrefresh: onrefresh, onsignin: act(SessionAction::Add),
                })) }
                { ended }
                if let Some(error) = &props.store.failure {
                    <Banner tone={Tone::Danger} title={i18n.error(error)} test_id="switch-failed"
                        ondismiss={act(SessionAction::Failed(None))} />
                }
            </div>
            if *overlay == Overlay::Session {
                { keyed_component::<Panel>(props.session.profile.id.clone(), props!(PanelProps {
                    session: props.session.clone(), calls: props.calls.clone(), onclose: show(Overlay::None),
                })) }
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PanelProps {
    session: Rc<SessionView>,
    calls: Calls,
    onclose: Callback<()>,
}

/// The panel of the session at work.
#[component]
fn Panel(props: &PanelProps) -> Html {
    let busy = use_state(|| None::<PanelAct>);
    let error = use_state(|| None::<IpcError>);
    let of = SessionId::from(&*props.session);
    let first = use_state(|| of.clone());
    // The panel is about one session: with another at work, it has nothing to say.
    use_effect_with(*first != of, {
        let onclose = props.onclose.clone();
        move |other| {
            if *other {
                onclose.emit(());
            }
        }
    });
    let onact = {
        let (busy, error, calls) = (busy.setter(), error.setter(), props.calls.clone());
        Callback::from(move |act: PanelAct| {
            busy.set(Some(act));
            error.set(None);
            perform(act, &calls, busy.clone(), error.clone());
        })
    };
    component::<SessionPanel>(props!(SessionPanelProps {
        session: props.session.clone(),
        busy: *busy,
        error: (*error).clone(),
        onact,
        onclose: props.onclose.clone()
    }))
}

fn perform(
    act: PanelAct,
    calls: &Calls,
    busy: UseStateSetter<Option<PanelAct>>,
    error: UseStateSetter<Option<IpcError>>,
) {
    let session = calls.session.clone();
    match act {
        PanelAct::Refresh => Calls::command::<RefreshNow>(
            Nothing {},
            Callback::from(move |answer| {
                busy.set(None);
                match answer {
                    Ok(view) => session.dispatch(SessionAction::Changed(Box::new(view))),
                    Err(problem) => error.set(Some(problem)),
                }
            }),
        ),
        PanelAct::Keep(protection) => Calls::command::<KeepTokens>(
            KeepTokens { protection },
            Callback::from(move |answer| {
                busy.set(None);
                match answer {
                    Ok(storage) => session.dispatch(SessionAction::Kept(storage)),
                    Err(problem) => error.set(Some(problem)),
                }
            }),
        ),
        // The event of the end leads to the sign-in view.
        PanelAct::SignOut => calls.sign_out(),
        PanelAct::SignOutEverywhere => Calls::command::<LogoutEverywhere>(
            Nothing {},
            Callback::from(move |answer: Result<Nothing, IpcError>| {
                if let Err(problem) = answer {
                    session.dispatch(SessionAction::NotRevoked(problem));
                }
            }),
        ),
    }
}
