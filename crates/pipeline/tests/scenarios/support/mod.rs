//! A store with switches, an observer that remembers, and a pipeline with both.

mod clock;
mod relay;
mod server;
mod shared;

pub(crate) use self::{
    clock::{BriskClock, real_wall_ms},
    relay::{BARE_401, Relay},
    server::{Seen, Server, pair, text, torn},
    shared::SharedStore,
};

use std::{
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use latchkey_pipeline::{
    Answer, ApiRequest, Credentials, EndReason, Error, Failed, MemoryStore, Observer, Pipeline, Profile,
    SessionEnded, SessionView, StoreError, StoredSession,
    clock::{Clock, SystemClock},
    description::{Description, Kind, ProactiveFrom},
    store::{SessionStore, StoreFuture},
};
use tokio::sync::{Semaphore, watch};

pub(crate) const LOGIN: &str = "/api/user/login";
pub(crate) const REFRESH: &str = "/api/refresh-token";

/// An unsigned JWT with these claims.
pub(crate) fn jwt(claims: &serde_json::Value) -> String {
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.c2ln",
        part(&serde_json::json!({"alg": "none"})),
        part(claims)
    )
}

/// Ends within a minute, or the test fails: nothing may hang.
#[expect(
    clippy::disallowed_methods,
    reason = "a test that hangs must fail in real time"
)]
pub(crate) async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_mins(1), work)
        .await
        .expect("hangs")
}

/// Waits for something that nobody announces.
pub(crate) async fn until(condition: impl Fn() -> bool) {
    soon(async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// Starts a call, and returns when the pair that it is refreshed with is about to be written. One permit of the
/// store's gate lets it.
pub(crate) async fn held_write(world: &World, target: &str) -> tokio::task::JoinHandle<Result<u16, Error>> {
    world.store.gated.store(true, Ordering::SeqCst);
    let call = tokio::spawn(world.spawn_get(target));
    let mut waiting = world.store.waiting.subscribe();
    soon(waiting.wait_for(|writes| *writes == 1)).await.unwrap();
    call
}

/// Remembers what happened.
#[derive(Default)]
pub(crate) struct Events {
    pub(crate) ended: Mutex<Vec<SessionEnded>>,
    pub(crate) changed: Mutex<Vec<SessionView>>,
}

impl Events {
    pub(crate) fn reasons(&self) -> Vec<EndReason> {
        self.ended
            .lock()
            .unwrap()
            .iter()
            .map(|ended| ended.reason)
            .collect()
    }
}

impl Observer for Events {
    fn session_changed(&self, session: &SessionView) {
        self.changed.lock().unwrap().push(session.clone());
    }

    fn session_ended(&self, ended: &SessionEnded) {
        self.ended.lock().unwrap().push(ended.clone());
    }
}

/// A memory store whose writes can fail, panic, or be held up.
pub(crate) struct SwitchStore {
    pub(crate) inner: MemoryStore,
    pub(crate) fails: AtomicBool,
    pub(crate) panics: AtomicBool,
    /// One permit lets one write through.
    pub(crate) gate: Semaphore,
    pub(crate) gated: AtomicBool,
    pub(crate) waiting: watch::Sender<usize>,
    pub(crate) saved: Mutex<Vec<String>>,
}

impl Default for SwitchStore {
    fn default() -> Self {
        Self {
            inner: MemoryStore::default(),
            fails: AtomicBool::new(false),
            panics: AtomicBool::new(false),
            gate: Semaphore::new(0),
            gated: AtomicBool::new(false),
            waiting: watch::Sender::new(0),
            saved: Mutex::default(),
        }
    }
}

impl SwitchStore {
    pub(crate) async fn stored(&self) -> Option<(String, String)> {
        let stored = self.inner.load().await.unwrap()?;
        Some((
            stored.pair.access.expose().to_owned(),
            stored.pair.refresh.expose().to_owned(),
        ))
    }
}

impl SessionStore for SwitchStore {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        self.inner.load()
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            if self.gated.load(Ordering::SeqCst) {
                self.waiting.send_modify(|count| *count += 1);
                self.gate.acquire().await.unwrap().forget();
            }
            assert!(!self.panics.load(Ordering::SeqCst), "told to panic");
            if self.fails.load(Ordering::SeqCst) {
                return Err(StoreError::Io("no space left on device".to_owned()));
            }
            self.saved
                .lock()
                .unwrap()
                .push(session.pair.access.expose().to_owned());
            self.inner.save(session).await
        })
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        self.inner.remove()
    }
}

/// A pipeline and all that it works with.
pub(crate) struct World {
    pub(crate) pipeline: Pipeline,
    pub(crate) store: Arc<SwitchStore>,
    pub(crate) events: Arc<Events>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock::new()))
    }

    pub(crate) fn with_clock(clock: Arc<dyn Clock>) -> Self {
        let (store, events) = (Arc::new(SwitchStore::default()), Arc::new(Events::default()));
        let pipeline = Pipeline::with_clock(store.clone(), events.clone(), clock);
        Self {
            pipeline,
            store,
            events,
        }
    }

    /// Signed in at `url`, with the default profile.
    pub(crate) async fn signed_in(url: &str) -> Self {
        Self::signed_in_with(url, |_| {}).await
    }

    pub(crate) async fn signed_in_with(url: &str, change: impl FnOnce(&mut Description)) -> Self {
        let world = Self::new();
        world.sign_in_with(url, change).await;
        world
    }

    pub(crate) async fn sign_in_with(&self, url: &str, change: impl FnOnce(&mut Description)) {
        let mut description = description(url);
        change(&mut description);
        let profile = Profile::new(description).unwrap();
        let credentials = Credentials::new("demo@latchkey.dev", "latchkey");
        self.pipeline.sign_in(profile, credentials).await.unwrap();
    }

    pub(crate) async fn get(&self, target: &str) -> Result<Answer, Failed> {
        soon(self.pipeline.call(ApiRequest::new("GET", target))).await
    }

    /// As [`World::get_status`], to be spawned.
    pub(crate) fn spawn_get(
        &self,
        target: &str,
    ) -> impl Future<Output = Result<u16, Error>> + Send + 'static {
        let (pipeline, request) = (self.pipeline.clone(), ApiRequest::new("GET", target));
        async move {
            match pipeline.call(request).await {
                Ok(answer) => Ok(answer.status.as_u16()),
                Err(failed) => Err(failed.error),
            }
        }
    }

    pub(crate) async fn get_status(&self, target: &str) -> u16 {
        self.get(target).await.unwrap().status.as_u16()
    }

    pub(crate) async fn get_error(&self, target: &str) -> Error {
        self.get(target).await.unwrap_err().error
    }

    /// The session is over: nobody signed in, nothing stored, exactly one event, for this reason.
    pub(crate) async fn assert_ended(&self, reason: EndReason) {
        assert!(self.pipeline.session().is_none(), "still in memory");
        assert_eq!(self.store.stored().await, None, "still in the store");
        assert_eq!(self.events.reasons(), [reason]);
    }

    pub(crate) async fn assert_alive(&self) {
        assert!(self.pipeline.session().is_some());
        assert!(self.store.stored().await.is_some());
        assert_eq!(self.events.reasons(), []);
    }
}

pub(crate) fn profile(url: &str) -> Profile {
    Profile::new(description(url)).unwrap()
}

/// The default profile, which refreshes only when the server says that the token has expired.
pub(crate) fn description(url: &str) -> Description {
    let mut description = Kind::HeaderPair.description("test", "Test API", url);
    description.proactive.from = ProactiveFrom::Off;
    description
}

/// Which reason an error gives for a session that ended.
pub(crate) fn end_reason(error: &Error) -> Option<EndReason> {
    match error {
        Error::SessionEnded(ended) => Some(ended.reason),
        _ => None,
    }
}
