//! What the window asks of the shell, and where the answers go.

mod answers;
mod dropped;
mod history;
mod opened;
mod run;
mod saved;

use std::cell::Cell;
use std::rc::Rc;

use latchkey_ipc::{
    ApiCall, Begin, CallId, CancelCall, ChooseFile, ChooseFiles, Command, ErrorCode, IpcError, Login, Logout,
    Nothing, RefreshNow, ReleaseAnswer, SESSION_CHANGED, SESSION_ENDED, SESSION_SWITCHED, SessionChanged,
    SessionEnded, SessionState, StateOfSession, SwitchSession,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::bridge::{self, Hearing};
use crate::clock;
use crate::held::UseReducerDispatcher;
use crate::state::answer::{AnswerAction, Running};
use crate::state::collection::CollectionStore;
use crate::state::desk::{DeskAction, Desks};
use crate::state::draft::Outgoing;
use crate::state::editor::EditorAction;
use crate::state::fields::Problem;
use crate::state::front::Front;
use crate::state::guide::Guide;
use crate::state::history::{HistoryAction, HistoryStore};
use crate::state::notices::{NoticeAction, Notices};
use crate::state::openings::Openings;
use crate::state::overlay::Overlay;
use crate::state::preferences::Preferences;
use crate::state::session::{SessionAction, SessionId, SessionStore, Waiting};
use crate::state::tabs::{OpenTabs, Restored, Tab, TabId, TabsAction};

/// The window's line to the shell. Never changes, so it costs no rendering to hold it.
#[derive(Clone, PartialEq)]
pub struct Calls {
    /// The sessions.
    pub session: UseReducerDispatcher<SessionStore>,
    /// The open requests.
    pub tabs: UseReducerDispatcher<OpenTabs>,
    /// What belongs to each session.
    pub desks: UseReducerDispatcher<Desks>,
    /// What is in front.
    pub front: UseReducerDispatcher<Front>,
    /// What was opened from outside.
    pub openings: UseReducerDispatcher<Openings>,
    /// What concerns the app as a whole.
    pub notices: UseReducerDispatcher<Notices>,
    /// The user guide.
    pub guide: UseReducerDispatcher<Guide>,
    /// What lies over the view.
    pub overlay: UseReducerDispatcher<Overlay>,
    /// What the user chose.
    pub preferences: UseReducerDispatcher<Preferences>,
    /// The saved requests.
    pub collection: UseReducerDispatcher<CollectionStore>,
    /// The calls that were made.
    pub history: UseReducerDispatcher<HistoryStore>,
}

/// The line to the shell.
#[hook]
pub fn use_calls() -> Option<Calls> {
    use_context::<Calls>()
}

thread_local! {
    static CALL_NUMBER: Cell<u64> = const { Cell::new(0) };
}

/// A name for a call that no other of this window has.
fn next_call_id() -> CallId {
    let number = CALL_NUMBER.get() + 1;
    CALL_NUMBER.set(number);
    format!("window-{}-{number}", clock::now())
}

impl Calls {
    /// Listens for the events of the session, then asks how things stand.
    pub fn start(&self) {
        let this = self.clone();
        spawn_local(async move {
            if !bridge::is_there() {
                this.session.dispatch(SessionAction::Unreachable(String::new()));
                return;
            }
            // All at once: each way to the shell and back counts when a window opens.
            for hearing in this.listen() {
                if let Err(error) = hearing.begun().await {
                    this.session.dispatch(SessionAction::Unreachable(error.message));
                    return;
                }
            }
            this.ask_for_openings();
            let state = bridge::call::<StateOfSession>(Nothing {});
            this.begin().await;
            this.take(state.await);
            this.ask_for_collection();
        });
    }

    /// Takes up what was being written. Without an answer the window begins empty.
    async fn begin(&self) {
        if let Ok(beginning) = bridge::call::<Begin>(Nothing {}).await {
            let tabs = beginning.tabs.tabs.iter().cloned().map(Restored::from).collect();
            self.tabs
                .dispatch(TabsAction::Restore(tabs, beginning.tabs.front));
            self.notices.dispatch(NoticeAction::Begun(Box::new(beginning)));
        }
    }

    fn listen(&self) -> Vec<Hearing> {
        let session = self.session.clone();
        let ended = bridge::hear(SESSION_ENDED, move |ended: SessionEnded| {
            session.dispatch(SessionAction::Ended(ended));
        });
        let session = self.session.clone();
        let changed = bridge::hear(SESSION_CHANGED, move |changed: SessionChanged| {
            session.dispatch(SessionAction::Changed(Box::new(changed.session)));
        });
        let this = self.clone();
        let switched = bridge::hear(SESSION_SWITCHED, move |_: Nothing| {
            let this = this.clone();
            spawn_local(async move { this.ask().await });
        });
        let mut all = vec![ended, changed, switched];
        all.push(self.listen_for_collection());
        all.extend(self.listen_for_files());
        all.extend(self.listen_for_answers());
        all.push(self.listen_for_runs());
        all.push(self.listen_for_openings());
        all
    }

    async fn ask(&self) {
        self.take(bridge::call::<StateOfSession>(Nothing {}).await);
    }

    fn take(&self, state: Result<SessionState, IpcError>) {
        self.session.dispatch(match state {
            Ok(state) => SessionAction::Loaded(Box::new(state)),
            Err(error) => SessionAction::Unreachable(error.message),
        });
    }

    /// What happened to the answer in a tab of a session.
    pub fn on_desk(&self, of: &SessionId, tab: TabId, action: AnswerAction) {
        self.desks.dispatch(DeskAction::Answer(of.clone(), tab, action));
    }

    /// What happened to the request in a tab.
    fn edit(&self, tab: TabId, action: EditorAction) {
        self.tabs.dispatch(TabsAction::Edit(tab, action));
    }

    /// Sends the request of a tab to the API of the session at work, which is `of`.
    pub fn send(&self, tab: &Tab, of: SessionId, base_url: String) {
        let (draft, foreign_body) = (tab.editor.draft.clone(), tab.editor.foreign_body);
        let tab = tab.id;
        let out = match draft.to_call(next_call_id()) {
            Ok(mut out) => {
                out.call.foreign_body = foreign_body;
                out
            }
            Err(problem) => return self.edit(tab, EditorAction::Refuse(*problem)),
        };
        self.edit(tab, EditorAction::Accept);
        let running = Running {
            call_id: out.call.call_id.clone(),
            method: out.call.method.clone(),
            target: out.call.target.clone(),
        };
        self.on_desk(&of, tab, AnswerAction::Started(running));
        let this = self.clone();
        spawn_local(async move {
            let result = bridge::call::<ApiCall>(out.call.clone()).await;
            let waiting = Waiting {
                draft,
                base_url,
                profile_id: of.profile_id.clone(),
                tab,
            };
            match result {
                Ok(answer) => {
                    let id = out.call.call_id.clone();
                    this.on_desk(&of, tab, AnswerAction::Answered(id, Rc::new(answer)));
                }
                Err(error) => this.failed(&of, &out, error, &waiting).await,
            }
            this.history.dispatch(HistoryAction::Changed);
        });
    }

    /// Brings a failure to where it belongs.
    async fn failed(&self, of: &SessionId, out: &Outgoing, error: IpcError, waiting: &Waiting) {
        let (id, tab) = (out.call.call_id.clone(), waiting.tab);
        if matches!(error.code, ErrorCode::SignedOut | ErrorCode::SessionEnded) {
            self.on_desk(of, tab, AnswerAction::Settled(id));
            self.session.dispatch(SessionAction::Waits(waiting.clone()));
            // The event says so too; this holds should it have been missed.
            return self.ask().await;
        }
        if let Some(place) = out.place_of(&error) {
            self.on_desk(of, tab, AnswerAction::Settled(id));
            return self.edit(tab, EditorAction::Refuse(Problem { place, error }));
        }
        self.on_desk(of, tab, AnswerAction::Failed(id, Rc::new(error)));
    }

    /// Cancels a call. Its own answer says what became of it.
    pub fn cancel(call_id: CallId) {
        spawn_local(async move {
            drop(bridge::call::<CancelCall>(CancelCall { call_id }).await);
        });
    }

    /// Lets go of an answer's body.
    pub fn release(answer_id: u64) {
        spawn_local(async move {
            drop(bridge::call::<ReleaseAnswer>(ReleaseAnswer { answer_id }).await);
        });
    }

    /// Signs in. `refused` hears why not.
    pub fn sign_in(&self, login: Login, refused: Callback<IpcError>) {
        let this = self.clone();
        spawn_local(async move {
            let server = login.server.clone();
            match bridge::call::<Login>(login).await {
                Ok(session) => {
                    this.front.dispatch(Front::Sessions);
                    this.session
                        .dispatch(SessionAction::SignedIn(Box::new(session), server));
                }
                Err(error) => refused.emit(error),
            }
        });
    }

    /// Signs out. The event of the session's end leads to the sign-in view.
    pub fn sign_out(&self) {
        let this = self.clone();
        spawn_local(async move {
            drop(bridge::call::<Logout>(Nothing {}).await);
            this.ask().await;
        });
    }

    /// Puts another session to work. `failed` hears why not.
    pub fn switch(&self, to: SessionId, failed: Callback<IpcError>) {
        let this = self.clone();
        spawn_local(async move {
            let request = SwitchSession {
                profile_id: to.profile_id,
                user: to.user,
            };
            match bridge::call::<SwitchSession>(request).await {
                Ok(state) => this.session.dispatch(SessionAction::Loaded(Box::new(state))),
                Err(error) => {
                    failed.emit(error);
                    this.ask().await;
                }
            }
        });
    }

    /// Puts another session to work, from the console. A failure shows in its notices.
    pub fn switch_at_work(&self, to: SessionId) {
        let session = self.session.clone();
        session.dispatch(SessionAction::Failed(None));
        self.switch(
            to,
            Callback::from(move |error| session.dispatch(SessionAction::Failed(Some(error)))),
        );
    }

    /// Refreshes the tokens of the session at work.
    pub fn refresh_now(&self) {
        let this = self.clone();
        this.session.dispatch(SessionAction::Failed(None));
        spawn_local(async move {
            this.session
                .dispatch(match bridge::call::<RefreshNow>(Nothing {}).await {
                    Ok(session) => SessionAction::Changed(Box::new(session)),
                    Err(error) => SessionAction::Failed(Some(error)),
                });
        });
    }

    /// Asks the shell; `heard` hears the answer.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is made for this and nothing else"
    )]
    pub fn command<C: Command + 'static>(
        request: C::Request,
        heard: Callback<Result<C::Response, IpcError>>,
    ) {
        bridge::call_and_tell::<C>(&request, heard);
    }

    /// Lets the user choose several files; `chosen` hears their paths.
    pub fn choose_files(chosen: Callback<Vec<String>>) {
        spawn_local(async move {
            if let Ok(files) = bridge::call::<ChooseFiles>(Nothing {}).await
                && !files.is_empty()
            {
                chosen.emit(files.into_iter().map(|file| file.path).collect());
            }
        });
    }

    /// Lets the user choose a file; `chosen` hears its path.
    pub fn choose_file(chosen: Callback<String>) {
        spawn_local(async move {
            if let Ok(Some(file)) = bridge::call::<ChooseFile>(Nothing {}).await {
                chosen.emit(file.path);
            }
        });
    }
}
