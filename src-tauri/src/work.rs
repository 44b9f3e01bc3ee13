//! What may change a pair of tokens, and coming to rest before the app ends.

use std::{sync::Arc, time::Duration};

use latchkey_pipeline::Sessions;
use tokio::{
    sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock},
    time::timeout,
};

use crate::calls::Calls;

/// How long calls under way may go on when the app is about to end; then they are cancelled.
const CALLS: Duration = Duration::from_secs(10);

/// What may change a pair of tokens. All clones are about the same.
#[derive(Clone, Default)]
pub(crate) struct Work(Arc<RwLock<()>>);

impl Work {
    /// To be held while something is under way that may sign in or begin a refresh. Waits while all is to be at rest.
    pub(crate) async fn begin(&self) -> OwnedRwLockReadGuard<()> {
        self.0.clone().read_owned().await
    }

    /// Lets nothing more begin for as long as the result lives, and waits until nothing is under way: calls go on for
    /// a while and are then cancelled, refreshes and sign-ins are waited for until what they brought is stored.
    pub(crate) async fn rest(&self, calls: &Calls, sessions: &Sessions) -> OwnedRwLockWriteGuard<()> {
        let mut stopped = std::pin::pin!(self.0.clone().write_owned());
        let stopped = if let Ok(stopped) = timeout(CALLS, stopped.as_mut()).await {
            stopped
        } else {
            calls.cancel_all();
            stopped.await
        };
        // A refresh outlives the call that began it.
        for pipeline in sessions.signed_in() {
            pipeline.settle().await;
        }
        stopped
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use latchkey_pipeline::{
        Credentials, Profile, SessionKey, StoredSession,
        store::{MemoryStores, SessionStore, SessionStores, StoreFuture},
    };
    use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
    use tokio::sync::{mpsc, watch};

    use super::*;

    /// Keeps sessions in memory, and nothing before it may.
    struct Slow {
        inner: Arc<dyn SessionStore>,
        may_keep: watch::Receiver<bool>,
        keeping: mpsc::UnboundedSender<()>,
    }

    impl SessionStore for Slow {
        fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
            self.inner.load()
        }

        fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
            Box::pin(async move {
                self.keeping.send(()).unwrap();
                self.may_keep.clone().wait_for(|yes| *yes).await.unwrap();
                self.inner.save(session).await
            })
        }

        fn remove(&self) -> StoreFuture<'_, ()> {
            self.inner.remove()
        }
    }

    struct SlowStores {
        inner: MemoryStores,
        may_keep: watch::Receiver<bool>,
        keeping: mpsc::UnboundedSender<()>,
    }

    impl SessionStores for SlowStores {
        fn of(&self, key: &SessionKey) -> Arc<dyn SessionStore> {
            Arc::new(Slow {
                inner: self.inner.of(key),
                may_keep: self.may_keep.clone(),
                keeping: self.keeping.clone(),
            })
        }

        fn keys(&self) -> StoreFuture<'_, Vec<SessionKey>> {
            self.inner.keys()
        }
    }

    /// The server has given a new pair and the old one is spent: the app does not end before the new one is kept, even
    /// when nobody waits for the refresh any more.
    #[tokio::test]
    async fn a_pair_that_is_being_stored_is_waited_for_and_nothing_begins_meanwhile() {
        let api = PracticeApi::start(Config::default()).await.unwrap();
        let (may_keep, is_free) = watch::channel(true);
        let (keeping, mut is_keeping) = mpsc::unbounded_channel();
        let stores = Arc::new(SlowStores {
            inner: MemoryStores::default(),
            may_keep: is_free,
            keeping,
        });
        let sessions = Sessions::new(stores.clone(), Arc::new(()));
        let profile = Profile::at_address(api.url(), false).unwrap();
        let signed_in = sessions.sign_in(profile, Credentials::new(DEMO_USER, PASSWORD));
        let before = signed_in.await.unwrap();
        is_keeping.recv().await.unwrap();

        may_keep.send_replace(false);
        let work = Work::default();
        let (pipeline, under_way) = (sessions.at_work().unwrap(), work.begin().await);
        let call = tokio::spawn(async move {
            let _under_way = under_way;
            pipeline.refresh_now().await
        });
        is_keeping.recv().await.unwrap();
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());

        let calls = Calls::new(Arc::new(()));
        let mut rest = std::pin::pin!(work.rest(&calls, &sessions));
        assert!(
            rest.as_mut().now_or_never().is_none(),
            "the new pair is not kept yet"
        );
        assert!(work.begin().now_or_never().is_none(), "nothing begins any more");
        may_keep.send_replace(true);
        let at_rest = rest.await;
        let kept = stores.inner.of(&before.key()).load().await.unwrap().unwrap();
        let now = sessions.at_work().unwrap().session().unwrap();
        assert_eq!(kept.pair.access.fingerprint(), now.access.fingerprint);
        assert_ne!(
            now.access.fingerprint, before.access.fingerprint,
            "it was refreshed"
        );
        assert!(work.begin().now_or_never().is_none());
        drop(at_rest);
        assert!(
            work.begin().now_or_never().is_some(),
            "what failed to install goes on"
        );
    }
}
