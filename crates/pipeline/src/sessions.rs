//! Several sessions side by side: each has a pipeline of its own, so that nothing of one can be used for another.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    clock::{Clock, SystemClock},
    error::{Error, StoreError},
    network::Network,
    pipeline::{Credentials, Pipeline},
    profile::Profile,
    session::{EndReason, Observer, SessionEnded, SessionView},
    store::{SessionKey, SessionStores},
};

/// Every session of this process, one of which is at work. Cheap to clone; all clones share the sessions.
///
/// ```no_run
/// use std::sync::Arc;
/// use latchkey_pipeline::{ApiRequest, Credentials, MemoryStores, Profile, Sessions};
///
/// # async fn demo() -> Result<(), Box<dyn std::error::Error>> {
/// let sessions = Sessions::new(Arc::new(MemoryStores::default()), Arc::new(()));
/// let profile = Profile::header_pair("team", "Team API", "https://api.example.com", false)?;
/// sessions.sign_in(profile.clone(), Credentials::new("me", "secret")).await?;
/// sessions.sign_in(profile, Credentials::new("you", "secret")).await?;
/// let mine = sessions.list().remove(0).key();
/// sessions.switch(&mine);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Sessions {
    inner: Arc<Inner>,
}

struct Inner {
    stores: Arc<dyn SessionStores>,
    observer: Arc<dyn Observer>,
    clock: Arc<dyn Clock>,
    network: Network,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    pipelines: BTreeMap<SessionKey, Pipeline>,
    /// Whose session is at work, also after it has ended: its reason is then the one to tell.
    active: Option<SessionKey>,
    /// Why nothing could be taken up at the start.
    unusable: Option<SessionEnded>,
}

impl Sessions {
    /// No sessions yet.
    pub fn new(stores: Arc<dyn SessionStores>, observer: Arc<dyn Observer>) -> Self {
        Self::with_clock(stores, observer, Arc::new(SystemClock::new()))
    }

    /// The same, with time as `clock` tells it.
    pub fn with_clock(
        stores: Arc<dyn SessionStores>,
        observer: Arc<dyn Observer>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self::over(stores, observer, clock, Network::default())
    }

    /// The same, with connections as `network` has them.
    pub fn over(
        stores: Arc<dyn SessionStores>,
        observer: Arc<dyn Observer>,
        clock: Arc<dyn Clock>,
        network: Network,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                stores,
                observer,
                clock,
                network,
                open: Mutex::default(),
            }),
        }
    }

    /// Takes up every stored session. To be called once, before anything else. `at_work` is put to work, or else the
    /// first one.
    ///
    /// Sessions that cannot be used are left out; the reason of the one that was to be at work is in
    /// [`Sessions::ended`].
    pub async fn restore(&self, at_work: Option<&SessionKey>) {
        let keys = match self.inner.stores.keys().await {
            Ok(keys) => keys,
            Err(error) => {
                tracing::error!(%error, "the stored sessions could not be read");
                let ended = self.unusable(&error);
                self.open().unusable = Some(ended);
                return;
            }
        };
        for key in &keys {
            if let Err(error) = self.take_up(key).await {
                tracing::error!(%error, profile = key.profile, "a stored session could not be taken up");
            }
        }
        let wanted = at_work.filter(|key| keys.contains(key)).or(keys.first());
        self.open().active = wanted.cloned();
    }

    /// Takes up one stored session, if there is one and it can be used.
    pub async fn take_up(&self, key: &SessionKey) -> Result<Option<SessionView>, Error> {
        self.of(key).restore().await
    }

    /// Signs in, and puts the session to work. A session of the same user and profile ends first; others stay.
    pub async fn sign_in(&self, profile: Profile, credentials: Credentials) -> Result<SessionView, Error> {
        let key = SessionKey {
            profile: profile.id().to_owned(),
            user: credentials.user.clone(),
        };
        let view = self.of(&key).sign_in(profile, credentials).await?;
        let mut open = self.open();
        open.active = Some(key);
        open.unusable = None;
        Ok(view)
    }

    /// Puts another session to work. False where nobody is signed in under that key.
    pub fn switch(&self, to: &SessionKey) -> bool {
        let mut open = self.open();
        let signed_in = open.pipelines.get(to).is_some_and(|it| it.session().is_some());
        if signed_in {
            open.active = Some(to.clone());
        }
        signed_in
    }

    /// The pipeline of the session at work, which may have ended.
    pub fn at_work(&self) -> Option<Pipeline> {
        let open = self.open();
        open.pipelines.get(open.active.as_ref()?).cloned()
    }

    /// Whose session is at work.
    pub fn key_at_work(&self) -> Option<SessionKey> {
        self.open().active.clone()
    }

    /// The pipeline of that key, if it was opened in this process.
    pub fn pipeline(&self, key: &SessionKey) -> Option<Pipeline> {
        self.open().pipelines.get(key).cloned()
    }

    /// Everybody who is signed in, in a stable order.
    pub fn list(&self) -> Vec<SessionView> {
        let open = self.open();
        open.pipelines.values().filter_map(Pipeline::session).collect()
    }

    /// Every pipeline whose session stands.
    pub fn signed_in(&self) -> Vec<Pipeline> {
        let open = self.open();
        let standing = open.pipelines.values().filter(|it| it.session().is_some());
        standing.cloned().collect()
    }

    /// Why the session that was at work is over, if it is.
    pub fn ended(&self) -> Option<SessionEnded> {
        match self.at_work() {
            Some(pipeline) => pipeline.ended(),
            None => self.open().unusable.clone(),
        }
    }

    /// Makes the session of `profile` and `user` known, without waiting for a sign-in: a stored session that came with
    /// another process is taken up.
    pub async fn look_elsewhere(&self) {
        let Ok(keys) = self.inner.stores.keys().await else {
            return;
        };
        for key in keys {
            let known = self.pipeline(&key).is_some_and(|it| it.session().is_some());
            if !known && let Err(error) = self.take_up(&key).await {
                tracing::warn!(%error, "another process's session could not be taken up");
            }
        }
        for pipeline in self.signed_in() {
            pipeline.look_elsewhere().await;
        }
    }

    /// The one pipeline of that key: two that begin a session at the same time must meet there.
    fn of(&self, key: &SessionKey) -> Pipeline {
        let mut open = self.open();
        let pipeline = open.pipelines.entry(key.clone());
        pipeline.or_insert_with(|| self.new_pipeline(key)).clone()
    }

    fn new_pipeline(&self, key: &SessionKey) -> Pipeline {
        let Inner {
            stores,
            observer,
            clock,
            network,
            ..
        } = &*self.inner;
        Pipeline::over(stores.of(key), observer.clone(), clock.clone(), network)
    }

    fn unusable(&self, error: &StoreError) -> SessionEnded {
        SessionEnded {
            key: None,
            profile: String::new(),
            reason: EndReason::of_store(error),
            at_ms: self.inner.clock.wall_ms(),
            pending: None,
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.inner.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
