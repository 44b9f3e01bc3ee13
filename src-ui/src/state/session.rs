//! Who is signed in, why a session ended, and the request that waits for the next one.

use std::rc::Rc;

use latchkey_ipc::{
    EndReason, IpcError, LastSignIn, Server, SessionEnded, SessionState, SessionView, StorageView, UnixMillis,
};

use super::draft::Draft;
use super::tabs::TabId;

/// Whose session it is: no two have both in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId {
    /// The id of the profile.
    pub profile_id: String,
    /// The user there.
    pub user: String,
}

impl From<&SessionView> for SessionId {
    fn from(session: &SessionView) -> Self {
        Self {
            profile_id: session.profile.id.clone(),
            user: session.user.clone(),
        }
    }
}

impl From<&SessionEnded> for SessionId {
    fn from(ended: &SessionEnded) -> Self {
        Self {
            profile_id: ended.profile_id.clone(),
            user: ended.user.clone(),
        }
    }
}

/// How things stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Phase {
    /// The shell has not said yet.
    #[default]
    Starting,
    /// The shell cannot be reached; the text says why, empty where there is no shell at all.
    Unreachable(String),
    /// No session is at work.
    SignedOut,
    /// This session is at work.
    SignedIn(Rc<SessionView>),
}

/// A request that met the end of its session.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// The request.
    pub draft: Draft,
    /// The server it was meant for.
    pub base_url: String,
    /// The profile of that server.
    pub profile_id: String,
    /// The tab it was sent from.
    pub tab: TabId,
}

/// What becomes of the waiting request after a sign-in.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// It is sent, from this tab.
    Send(TabId, Draft),
    /// It stays in the editor: it was meant for another server.
    KeepUnsent(TabId, Draft),
}

/// The sessions as the window knows them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SessionStore {
    /// How things stand.
    pub phase: Phase,
    /// Everybody who is signed in, the session at work among them.
    pub sessions: Rc<Vec<SessionView>>,
    /// Why the last session at work ended.
    pub ended: Option<SessionEnded>,
    /// The end of a session that was not at work, until the user has read it.
    pub notice: Option<SessionEnded>,
    /// Whether the user is signing in to another server while a session is at work.
    pub adding: bool,
    /// Why the server may not have ended the session that the user signed out of everywhere.
    pub not_revoked: Option<IpcError>,
    /// Why what the user wanted of a session did not come about: another to work, a refresh.
    pub failure: Option<IpcError>,
    /// What the sign-in form offers.
    pub last_sign_in: Option<LastSignIn>,
    /// Version of the app; empty until the shell has said it.
    pub version: Rc<str>,
    /// The request that met the end of its session.
    pub waiting: Option<Waiting>,
    /// Whether the user wants it sent; `None` while the user has not said.
    resend: Option<bool>,
    /// What is to be done with it now that somebody is signed in.
    pub due: Option<Due>,
    /// Sessions that are over, each with the time of its sign-in: a late event must not bring one back.
    over: Vec<(SessionId, UnixMillis)>,
}

/// What can happen to the sessions.
#[derive(Debug, Clone)]
pub enum SessionAction {
    /// The shell said how things stand.
    Loaded(Box<SessionState>),
    /// The shell could not be asked.
    Unreachable(String),
    /// The user signed in.
    SignedIn(Box<SessionView>, Server),
    /// The tokens of a session changed, or a session was taken over from another process.
    Changed(Box<SessionView>),
    /// A session ended.
    Ended(SessionEnded),
    /// The session is over here, and the server may not know.
    NotRevoked(IpcError),
    /// What the user wanted of a session did not come about, or is tried anew.
    Failed(Option<IpcError>),
    /// Tokens are kept elsewhere now.
    Kept(StorageView),
    /// The user wants to sign in to another server.
    Add,
    /// The user does not want that any more.
    Back,
    /// The user has read the notice.
    DismissNotice,
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
                next.version = state.version.into();
                next.sessions = Rc::new(state.sessions);
                match state.session {
                    Some(session) => next.begin(session),
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
                next.put(&session);
                next.begin(*session);
            }
            SessionAction::Changed(session) => next.change(*session),
            SessionAction::Ended(ended) => next.end(ended),
            SessionAction::NotRevoked(error) => next.not_revoked = Some(error),
            SessionAction::Failed(error) => next.failure = error,
            SessionAction::Kept(storage) => next.keep(&storage),
            SessionAction::Add => next.adding = next.session().is_some(),
            SessionAction::Back => next.adding = false,
            SessionAction::DismissNotice => next.notice = None,
            SessionAction::Waits(waiting) => next.waiting = Some(waiting),
            SessionAction::Resend(yes) => next.resend = Some(yes),
            SessionAction::DueDone => next.due = None,
        }
        next
    }

    fn begin(&mut self, session: SessionView) {
        self.ended = None;
        self.not_revoked = None;
        self.adding = false;
        self.phase = Phase::SignedIn(Rc::new(session));
    }

    fn change(&mut self, session: SessionView) {
        let id = SessionId::from(&session);
        if self.over.contains(&(id.clone(), session.signed_in_at)) {
            return;
        }
        self.put(&session);
        if self.id_at_work().as_ref() == Some(&id) {
            self.phase = Phase::SignedIn(Rc::new(session));
        }
    }

    /// Puts a session into the list, in the place of its earlier state.
    fn put(&mut self, session: &SessionView) {
        let id = SessionId::from(session);
        let mut sessions = (*self.sessions).clone();
        match sessions.iter_mut().find(|it| SessionId::from(&**it) == id) {
            Some(earlier) => *earlier = session.clone(),
            None => sessions.push(session.clone()),
        }
        self.sessions = Rc::new(sessions);
    }

    fn end(&mut self, ended: SessionEnded) {
        let id = SessionId::from(&ended);
        let at_work = self.id_at_work();
        let known = self.sessions.iter().find(|it| SessionId::from(*it) == id);
        self.over.extend(known.map(|it| (id.clone(), it.signed_in_at)));
        let others = self.sessions.iter().filter(|it| SessionId::from(*it) != id);
        self.sessions = Rc::new(others.cloned().collect());
        // An end that names nobody concerns them all: the stored sessions could not be read.
        if at_work.is_none_or(|it| it == id) || id == SessionId::default() {
            self.phase = Phase::SignedOut;
            self.adding = false;
            self.ended = Some(ended);
            self.resend = None;
        } else {
            self.notice = Some(ended);
        }
    }

    fn keep(&mut self, storage: &StorageView) {
        let moved = |session: &SessionView| SessionView {
            storage: storage.clone(),
            ..session.clone()
        };
        self.sessions = Rc::new(self.sessions.iter().map(moved).collect());
        if let Phase::SignedIn(session) = &self.phase {
            self.phase = Phase::SignedIn(Rc::new(moved(session)));
        }
    }

    fn take_due(&mut self, base_url: &str) -> Option<Due> {
        let resend = self.resends();
        self.resend = None;
        let waiting = self.waiting.take()?;
        match (resend, waiting.base_url == base_url) {
            (true, true) => Some(Due::Send(waiting.tab, waiting.draft)),
            (true, false) => Some(Due::KeepUnsent(waiting.tab, waiting.draft)),
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

    /// What the server of the waiting request is called: by the name that its end was told with, or else by its address.
    pub fn server_waited_for(&self) -> Option<String> {
        let waiting = self.waiting.as_ref()?;
        let told = self.ended.iter().find(|it| it.profile_id == waiting.profile_id);
        Some(told.map_or_else(|| waiting.base_url.clone(), |it| it.profile.clone()))
    }

    /// The session at work.
    pub fn session(&self) -> Option<&Rc<SessionView>> {
        match &self.phase {
            Phase::SignedIn(session) => Some(session),
            _ => None,
        }
    }

    /// Whose session is at work.
    pub fn id_at_work(&self) -> Option<SessionId> {
        self.session().map(|session| SessionId::from(&**session))
    }

    /// The sessions that can be switched to.
    pub fn others(&self) -> Vec<SessionView> {
        let at_work = self.id_at_work();
        let other = |it: &&SessionView| Some(SessionId::from(*it)) != at_work;
        self.sessions.iter().filter(other).cloned().collect()
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
            profile_id: "practice".into(),
            tab: 1,
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
        assert_eq!(store.due, Some(Due::Send(1, Draft::get("/api/notes"))));
        assert!(store.waiting.is_none());
        assert!(store.apply(SessionAction::DueDone).due.is_none());
    }

    #[test]
    fn it_is_kept_unsent_for_another_server() {
        let store = SessionStore::default()
            .apply(waiting("http://a"))
            .apply(signed_in("http://b"));
        assert_eq!(store.due, Some(Due::KeepUnsent(1, Draft::get("/api/notes"))));
    }

    #[test]
    fn the_server_of_a_waiting_request_has_a_name_once_its_end_was_told() {
        let store = SessionStore::default();
        assert_eq!(store.server_waited_for(), None);
        let store = store.apply(waiting("http://a"));
        assert_eq!(store.server_waited_for().as_deref(), Some("http://a"));
        let told = store.apply(SessionAction::Ended(ended(EndReason::RefreshRefused)));
        assert_eq!(told.server_waited_for().as_deref(), Some("Practice API"));
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
        assert!(matches!(asked.due, Some(Due::Send(..))));
    }

    #[test]
    fn a_request_that_waits_before_the_end_is_told_sends_nothing_yet() {
        let store = SessionStore::default()
            .apply(signed_in("http://a"))
            .apply(waiting("http://a"));
        assert_eq!(store.due, None);
    }

    fn of(user: &str) -> SessionView {
        SessionView {
            user: user.into(),
            ..session("team", "http://a")
        }
    }

    fn two() -> SessionStore {
        let sign_in = |user| SessionAction::SignedIn(Box::new(of(user)), Server::Practice);
        SessionStore::default().apply(sign_in("me")).apply(sign_in("you"))
    }

    fn end_of(user: &str) -> SessionAction {
        SessionAction::Ended(SessionEnded {
            profile_id: "team".into(),
            user: user.into(),
            ..ended(EndReason::RefreshRefused)
        })
    }

    #[test]
    fn a_late_change_does_not_bring_a_session_back() {
        let store = two().apply(end_of("you"));
        let late = store.apply(SessionAction::Changed(Box::new(of("you"))));
        assert_eq!(late.phase, Phase::SignedOut);
        assert_eq!(late.sessions.len(), 1);
        let again = SessionView {
            signed_in_at: 1,
            ..of("you")
        };
        assert_eq!(
            late.apply(SessionAction::Changed(Box::new(again))).sessions.len(),
            2
        );
    }

    #[test]
    fn a_change_of_another_session_keeps_the_one_at_work() {
        let refreshed = SessionView {
            refreshes: 3,
            ..of("me")
        };
        let store = two().apply(SessionAction::Changed(Box::new(refreshed)));
        assert_eq!(store.session().expect("at work").user, "you");
        assert_eq!(store.others()[0].refreshes, 3);
    }

    #[test]
    fn the_end_of_another_session_is_a_notice_and_that_of_the_one_at_work_leaves_the_others() {
        let store = two().apply(end_of("me"));
        assert_eq!(store.session().expect("at work").user, "you");
        assert_eq!(store.notice.as_ref().expect("a notice").user, "me");
        assert!(store.others().is_empty());
        assert!(store.apply(SessionAction::DismissNotice).notice.is_none());

        let store = two().apply(end_of("you"));
        assert_eq!(store.phase, Phase::SignedOut);
        assert_eq!(store.others().len(), 1);
        assert!(store.notice.is_none());
    }

    #[test]
    fn signing_in_to_another_server_has_a_way_back() {
        let store = two().apply(SessionAction::Add);
        assert!(store.adding && store.session().is_some());
        assert!(!store.apply(SessionAction::Back).adding);
        assert!(!store.apply(end_of("you")).adding);
        assert!(!SessionStore::default().apply(SessionAction::Add).adding);
    }

    #[test]
    fn where_tokens_are_kept_holds_for_all_sessions() {
        let store = two().apply(SessionAction::Kept(StorageView::Memory));
        assert!(store.sessions.iter().all(|it| it.storage == StorageView::Memory));
        assert_eq!(store.session().expect("at work").storage, StorageView::Memory);
    }
}
