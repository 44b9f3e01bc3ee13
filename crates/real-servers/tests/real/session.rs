//! A session of the pipeline with a real server.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use latchkey_pipeline::{
    Answer, ApiRequest, Credentials, EndReason, Error, Failed, MemoryStore, Observer, Pipeline, Profile,
    SessionEnded, SessionView, StoredSession, Trace,
    description::{Description, ProactiveFrom},
    store::SessionStore as _,
};
use real_servers::PASSWORD;

use crate::{facts::Facts, wire::Wire};

/// Remembers why sessions ended.
#[derive(Default)]
struct Ends(Mutex<Vec<EndReason>>);

impl Observer for Ends {
    fn session_changed(&self, _: &SessionView) {}

    fn session_ended(&self, ended: &SessionEnded) {
        self.0.lock().unwrap().push(ended.reason);
    }
}

/// A pipeline and all that it works with.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) facts: &'static Facts,
    pub(crate) pipeline: Pipeline,
    pub(crate) store: Arc<MemoryStore>,
    ends: Arc<Ends>,
}

impl Session {
    /// Nobody is signed in; `store` may hold a session.
    pub(crate) fn over(facts: &'static Facts, store: Arc<MemoryStore>) -> Self {
        let ends = Arc::new(Ends::default());
        Self {
            facts,
            pipeline: Pipeline::new(store.clone(), ends.clone()),
            store,
            ends,
        }
    }

    /// Signed in with the built-in profile, which refreshes when the server says that the token has expired.
    pub(crate) async fn begin(facts: &'static Facts, wire: &Wire) -> Self {
        Self::begin_with(facts, wire, |profile| profile.proactive.from = ProactiveFrom::Off).await
    }

    /// Signed in with the built-in profile, changed.
    pub(crate) async fn begin_with(
        facts: &'static Facts,
        wire: &Wire,
        change: impl FnOnce(&mut Description),
    ) -> Self {
        let session = Self::over(facts, Arc::default());
        session.sign_in(wire, PASSWORD, change).await.unwrap();
        session
    }

    pub(crate) async fn sign_in(
        &self,
        wire: &Wire,
        password: &str,
        change: impl FnOnce(&mut Description),
    ) -> Result<SessionView, Error> {
        let mut description = self.facts.profile.description("real", "", &wire.url);
        change(&mut description);
        let profile = Profile::new(description).unwrap();
        let credentials = Credentials::new(self.facts.kind.user(), password);
        soon(Box::pin(self.pipeline.sign_in(profile, credentials))).await
    }

    pub(crate) async fn call(&self) -> Result<Answer, Failed> {
        soon(self.pipeline.call(ApiRequest::new("GET", self.facts.who))).await
    }

    /// Makes a call that has to succeed and to tell the user's name.
    pub(crate) async fn call_succeeds(&self) -> Trace {
        let mut answer = self.call().await.unwrap();
        assert_eq!(answer.status, 200);
        let body = soon(answer.bytes(1 << 16)).await.unwrap();
        let user = format!("\"{}\"", self.facts.kind.user());
        assert!(String::from_utf8_lossy(&body).contains(&user));
        answer.finish(body.len() as u64)
    }

    /// Makes a call that has to find the session over, and tells why it is.
    pub(crate) async fn call_ends(&self) -> EndReason {
        match self.call().await.unwrap_err().error {
            Error::SessionEnded(ended) => ended.reason,
            other => panic!("{other}"),
        }
    }

    /// What is stored; there has to be something.
    pub(crate) async fn stored(&self) -> StoredSession {
        self.store.load().await.unwrap().unwrap()
    }

    /// Waits until the server itself refuses the access token for its age.
    pub(crate) async fn expiry(&self, wire: &Wire) {
        let access = self.stored().await.pair.access;
        wire.refusal(self.facts.who, access.expose()).await;
    }

    /// The session is over: nobody signed in, nothing stored, exactly one event.
    pub(crate) async fn assert_ended(&self, reason: EndReason) {
        assert!(self.pipeline.session().is_none(), "still in memory");
        assert!(self.store.load().await.unwrap().is_none(), "still in the store");
        assert_eq!(*self.ends.0.lock().unwrap(), [reason]);
    }
}

/// Ends within two minutes, or the test fails: nothing may hang.
pub(crate) async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_mins(2), work)
        .await
        .expect("hangs")
}
