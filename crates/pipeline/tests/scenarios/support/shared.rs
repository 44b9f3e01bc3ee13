//! What two processes share.

use std::sync::Arc;

use latchkey_pipeline::{
    Hold, MemoryStore, StoredSession,
    store::{SessionStore, StoreFuture},
};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

/// A store that two pipelines write, each as if it were a process of its own, with a lock between them.
pub(crate) struct SharedStore {
    pub(crate) inner: MemoryStore,
    lock: Arc<Mutex<()>>,
    /// How many have asked for the lock.
    pub(crate) asked: watch::Sender<usize>,
}

impl Default for SharedStore {
    fn default() -> Self {
        Self {
            inner: MemoryStore::default(),
            lock: Arc::default(),
            asked: watch::Sender::new(0),
        }
    }
}

impl SharedStore {
    /// Holds the session as another process would.
    pub(crate) async fn hold_as_another(&self) -> OwnedMutexGuard<()> {
        self.lock.clone().lock_owned().await
    }

    pub(crate) async fn stored(&self) -> Option<(String, String)> {
        let pair = self.inner.load().await.unwrap()?.pair;
        Some((pair.access.expose().to_owned(), pair.refresh.expose().to_owned()))
    }
}

impl SessionStore for SharedStore {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        self.inner.load()
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        self.inner.save(session)
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        self.inner.remove()
    }

    fn hold(&self) -> StoreFuture<'_, Hold> {
        self.asked.send_modify(|times| *times += 1);
        let lock = self.lock.clone();
        Box::pin(async move { Ok(Hold::until_dropped(lock.lock_owned().await)) })
    }
}
