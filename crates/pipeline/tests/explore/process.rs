//! One process: sessions on a runtime of its own, which can be dropped at any moment.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use latchkey_pipeline::{
    ApiRequest, Credentials, Observer, Pipeline, Profile, SessionEnded, SessionKey, SessionView, Sessions,
    clock::ManualClock,
};
use tokio::{runtime::Runtime, task::JoinHandle};

use crate::{
    ledger::{Id, USERS},
    store::{Disk, Mounted},
};

/// What a task came to.
pub(crate) enum Done {
    /// A call: its status, or the error's and the trace's debug output.
    Call {
        status: Option<u16>,
        shown: String,
    },
    /// A sign-out: the pair that was thrown away, by its refresh token's fingerprint.
    SignedOut {
        refresh: Option<String>,
    },
    Other(String),
}

/// Counts begins and ends per session key.
#[derive(Default)]
pub(crate) struct Events {
    pub(crate) begun: Mutex<BTreeMap<SessionKey, usize>>,
    pub(crate) ended: Mutex<Vec<SessionEnded>>,
    /// Fingerprints of all refresh tokens that this process has had.
    pub(crate) had: Mutex<Vec<String>>,
}

impl Observer for Events {
    fn session_changed(&self, session: &SessionView) {
        self.had.lock().unwrap().push(session.refresh.fingerprint.clone());
        if session.refreshes == 0 && session.refresh_log.entries().is_empty() {
            *self.begun.lock().unwrap().entry(session.key()).or_default() += 1;
        }
    }

    fn session_ended(&self, ended: &SessionEnded) {
        self.ended.lock().unwrap().push(ended.clone());
    }
}

pub(crate) struct Process {
    pub(crate) sessions: Sessions,
    pub(crate) events: Arc<Events>,
    pub(crate) running: Vec<JoinHandle<Done>>,
    runtime: Runtime,
}

pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .event_interval(3)
        .build()
        .unwrap()
}

/// Lets what runs on `runtime` go on for a while.
pub(crate) fn run(runtime: &Runtime, ticks: usize) {
    runtime.block_on(async {
        for _ in 0..ticks {
            tokio::task::yield_now().await;
        }
    });
}

impl Process {
    /// Starts, and takes up what is stored.
    pub(crate) fn start(disk: &Arc<Disk>, clock: &ManualClock) -> Self {
        let events = Arc::new(Events::default());
        let mounted = Arc::new(Mounted(disk.clone()));
        let sessions = Sessions::with_clock(mounted, events.clone(), Arc::new(clock.clone()));
        let runtime = runtime();
        runtime.block_on(sessions.restore(None));
        Self {
            sessions,
            events,
            running: Vec::new(),
            runtime,
        }
    }

    pub(crate) fn run(&self, ticks: usize) {
        run(&self.runtime, ticks);
    }

    fn spawn(&mut self, task: impl Future<Output = Done> + Send + 'static) {
        self.running.push(self.runtime.spawn(task));
    }

    pub(crate) fn pipeline(&self, profile: &Profile, user: usize) -> Option<Pipeline> {
        self.sessions.pipeline(&key(profile, user))
    }

    pub(crate) fn call(&mut self, profile: &Profile, user: usize, path: &'static str) {
        let Some(pipeline) = self.pipeline(profile, user) else {
            return;
        };
        let request = ApiRequest::new("GET", path).with_header("x-user", USERS[user]);
        self.spawn(async move {
            match pipeline.call(request).await {
                Ok(mut answer) => {
                    let body = answer.bytes(1000).await;
                    let status = body.is_ok().then(|| answer.status.as_u16());
                    let shown = format!("{answer:?} {:?} {body:?}", answer.visible_headers());
                    let trace = answer.finish(0);
                    Done::Call {
                        status,
                        shown: format!("{shown} {trace:?}"),
                    }
                }
                Err(failed) => Done::Call {
                    status: None,
                    shown: format!("{failed:?}"),
                },
            }
        });
    }

    pub(crate) fn sign_in(&mut self, profile: &Profile, user: usize) {
        let (sessions, profile) = (self.sessions.clone(), profile.clone());
        self.spawn(async move {
            let credentials = Credentials::new(USERS[user], "password");
            Done::Other(format!("{:?}", sessions.sign_in(profile, credentials).await))
        });
    }

    pub(crate) fn sign_out(&mut self, profile: &Profile, user: usize, everywhere: bool) {
        let Some(pipeline) = self.pipeline(profile, user) else {
            return;
        };
        self.spawn(async move {
            let refresh = pipeline.session().map(|view| view.refresh.fingerprint);
            if everywhere {
                let _ = pipeline.sign_out_everywhere().await;
            } else {
                pipeline.sign_out().await;
            }
            Done::SignedOut { refresh }
        });
    }

    pub(crate) fn refresh_now(&mut self, profile: &Profile, user: usize) {
        if let Some(pipeline) = self.pipeline(profile, user) {
            self.spawn(async move { Done::Other(format!("{:?}", pipeline.refresh_now().await)) });
        }
    }

    pub(crate) fn keep_alive(&mut self, profile: &Profile, user: usize) {
        if let Some(pipeline) = self.pipeline(profile, user) {
            self.spawn(async move { Done::Other(format!("{:?}", pipeline.keep_alive().await)) });
        }
    }

    pub(crate) fn look_elsewhere(&mut self) {
        let sessions = self.sessions.clone();
        self.spawn(async move {
            sessions.look_elsewhere().await;
            Done::Other(String::new())
        });
    }

    /// The tasks that have come to their end; a task that panicked is an error.
    pub(crate) fn finished(&mut self) -> Vec<Result<Done, String>> {
        let (done, running) = std::mem::take(&mut self.running)
            .into_iter()
            .partition(JoinHandle::is_finished);
        self.running = running;
        let done: Vec<JoinHandle<Done>> = done;
        done.into_iter()
            .filter_map(|task| match self.runtime.block_on(task) {
                Ok(done) => Some(Ok(done)),
                Err(error) if error.is_cancelled() => None,
                Err(error) => Some(Err(error.to_string())),
            })
            .collect()
    }

    /// The pairs that this process has had, as the ledger knows them.
    pub(crate) fn had(&self, named: impl Fn(&str) -> Option<Id>) -> Vec<Id> {
        let had = self.events.had.lock().unwrap();
        had.iter().filter_map(|print| named(print)).collect()
    }
}

pub(crate) fn key(profile: &Profile, user: usize) -> SessionKey {
    SessionKey {
        profile: profile.id().to_owned(),
        user: USERS[user].to_owned(),
    }
}
