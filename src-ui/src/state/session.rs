//! Who is signed in, why a session ended, and the request that waits for the next one.

use std::rc::Rc;

use latchkey_ipc::{EndReason, LastSignIn, Server, SessionEnded, SessionState, SessionView};

use super::draft::Draft;

/// How things stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Phase {
    /// The shell has not said yet.
    #[default]
    Starting,
    /// The shell cannot be reached; the text says why, empty where there is no shell at all.
    Unreachable(String),
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is signed in.
    SignedIn(Rc<SessionView>),
}

/// A request that met the end of its session.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// The request.
    pub draft: Draft,
    /// The server it was meant for.
    pub base_url: String,
}

/// What becomes of the waiting request after a sign-in.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// It is sent.
    Send(Draft),
    /// It stays in the editor: it was meant for another server.
    KeepUnsent(Draft),
}

/// The session as the window knows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SessionStore {
    /// How things stand.
    pub phase: Phase,
    /// Why the last session ended.
    pub ended: Option<SessionEnded>,
    /// What the sign-in form offers.
    pub last_sign_in: Option<LastSignIn>,
    /// The request that met the end of its session.
    pub waiting: Option<Waiting>,
    /// Whether the user wants it sent; `None` while the user has not said.
    resend: Option<bool>,
    /// What is to be done with it now that somebody is signed in.
    pub due: Option<Due>,
    /// Server and user of the last session, to tell when somebody else signs in.
    owner: Option<(String, String)>,
    /// How often somebody else than before has signed in.
    pub changes_of_owner: u32,
}

/// What can happen to the session.
#[derive(Debug, Clone)]
pub enum SessionAction {
    /// The shell said how things stand.
    Loaded(Box<SessionState>),
    /// The shell could not be asked.
    Unreachable(String),
    /// The user signed in.
    SignedIn(Box<SessionView>, Server),
    /// The session's tokens changed.
    Changed(Box<SessionView>),
    /// The session ended.
    Ended(SessionEnded),
    /// A request met the end of its session.
    Waits(Waiting),
    /// The user ticked or cleared the box.
    Resend(bool),
    /// The waiting request was seen to.
    DueDone,
}

impl SessionStore {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: SessionAction) -> Self {
        let mut next = self.clone();
        match action {
            SessionAction::Loaded(state) => {
                next.ended = state.ended.or(next.ended);
                next.last_sign_in = state.last_sign_in.or(next.last_sign_in);
                match state.session {
                    Some(session) => {
                        next.ended = None;
                        next.begin(session);
                    }
                    None => next.phase = Phase::SignedOut,
                }
            }
            SessionAction::Unreachable(why) => next.phase = Phase::Unreachable(why),
            SessionAction::SignedIn(session, server) => {
                next.last_sign_in = Some(LastSignIn {
                    server,
                    user: session.user.clone(),
                });
                next.due = next.take_due(&session.profile.base_url);
                next.ended = None;
                next.begin(*session);
            }
            // The event of a session that has ended since must not bring it back.
            SessionAction::Changed(session) => {
                if matches!(self.phase, Phase::SignedIn(_)) {
                    next.begin(*session);
                }
            }
            SessionAction::Ended(ended) => {
                next.phase = Phase::SignedOut;
                next.ended = Some(ended);
                next.resend = None;
            }
            SessionAction::Waits(waiting) => next.waiting = Some(waiting),
            SessionAction::Resend(yes) => next.resend = Some(yes),
            SessionAction::DueDone => next.due = None,
        }
        next
    }

    fn begin(&mut self, session: SessionView) {
        let owner = (session.profile.base_url.clone(), session.user.clone());
        if self.owner.as_ref().is_some_and(|last| *last != owner) {
            self.changes_of_owner += 1;
        }
        self.owner = Some(owner);
        self.phase = Phase::SignedIn(Rc::new(session));
    }

    fn take_due(&mut self, base_url: &str) -> Option<Due> {
        let resend = self.resends();
        self.resend = None;
        let waiting = self.waiting.take()?;
        match (resend, waiting.base_url == base_url) {
            (true, true) => Some(Due::Send(waiting.draft)),
            (true, false) => Some(Due::KeepUnsent(waiting.draft)),
            (false, _) => None,
        }
    }

    /// Whether the waiting request is sent after the next sign-in. As a rule it is; who signs out on purpose is
    /// asked to say so.
    pub fn resends(&self) -> bool {
        let on_purpose = self
            .ended
            .as_ref()
            .is_some_and(|it| it.reason == EndReason::SignedOut);
        self.resend.unwrap_or(!on_purpose)
    }

    /// The session, when somebody is signed in.
    pub fn session(&self) -> Option<&Rc<SessionView>> {
        match &self.phase {
            Phase::SignedIn(session) => Some(session),
            _ => None,
        }
    }
}

super::reducible!(SessionStore, SessionAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{ended, session};

    fn signed_in(base_url: &str) -> SessionAction {
        SessionAction::SignedIn(Box::new(session("practice", base_url)), Server::Practice)
    }

    fn waiting(base_url: &str) -> SessionAction {
        SessionAction::Waits(Waiting {
            draft: Draft::get("/api/notes"),
            base_url: base_url.into(),
        })
    }

    #[test]
    fn the_waiting_request_is_sent_to_the_same_server() {
        let store = SessionStore::default().apply(signed_in("http://a"));
        let store = store
            .apply(SessionAction::Ended(ended(EndReason::RefreshRefused)))
            .apply(waiting("http://a"));
        assert_eq!(store.phase, Phase::SignedOut);
        assert!(store.resends());
        let store = store.apply(signed_in("http://a"));
        assert_eq!(store.due, Some(Due::Send(Draft::get("/api/notes"))));
        assert!(store.waiting.is_none());
        assert!(store.apply(SessionAction::DueDone).due.is_none());
    }

    #[test]
    fn it_is_kept_unsent_for_another_server() {
        let store = SessionStore::default()
            .apply(waiting("http://a"))
            .apply(signed_in("http://b"));
        assert_eq!(store.due, Some(Due::KeepUnsent(Draft::get("/api/notes"))));
    }

    #[test]
    fn it_is_not_sent_when_the_box_is_cleared_or_the_user_signed_out() {
        let store = SessionStore::default().apply(waiting("http://a"));
        let cleared = store
            .apply(SessionAction::Resend(false))
            .apply(signed_in("http://a"));
        assert_eq!(cleared.due, None);
        let left = store.apply(SessionAction::Ended(ended(EndReason::SignedOut)));
        assert!(!left.resends());
        assert_eq!(left.apply(signed_in("http://a")).due, None);
        let asked = left
            .apply(SessionAction::Resend(true))
            .apply(signed_in("http://a"));
        assert!(matches!(asked.due, Some(Due::Send(_))));
    }

    #[test]
    fn a_request_that_waits_before_the_end_is_told_sends_nothing_yet() {
        let store = SessionStore::default()
            .apply(signed_in("http://a"))
            .apply(waiting("http://a"));
        assert_eq!(store.due, None);
    }

    #[test]
    fn a_late_change_does_not_bring_a_session_back() {
        let store = SessionStore::default().apply(signed_in("http://a"));
        let store = store.apply(SessionAction::Ended(ended(EndReason::SignedOut)));
        let late = store.apply(SessionAction::Changed(Box::new(session("practice", "http://a"))));
        assert_eq!(late.phase, Phase::SignedOut);
    }

    #[test]
    fn somebody_else_is_noticed_and_the_same_user_is_not() {
        let store = SessionStore::default()
            .apply(signed_in("http://a"))
            .apply(signed_in("http://a"));
        assert_eq!(store.changes_of_owner, 0);
        assert_eq!(store.apply(signed_in("http://b")).changes_of_owner, 1);
    }
}
