//! The stored sessions, with the practice API's address of this run: it moves to another port with each start.

use std::sync::Arc;

use latchkey_keeping::Kept;
use latchkey_pipeline::{
    SessionKey, StoreError, StoredSession, TokenPair,
    store::{Hold, Replaced, SessionStore, SessionStores, StoreFuture},
};

use crate::practice::{self, Practice};

/// Every stored session, the practice API's at its address of this run.
pub(crate) struct AtHome {
    pub(crate) kept: Kept,
    pub(crate) practice: Arc<Practice>,
}

impl SessionStores for AtHome {
    fn of(&self, key: &SessionKey) -> Arc<dyn SessionStore> {
        let store = self.kept.of(key);
        if key.profile != practice::ID {
            return store;
        }
        Arc::new(PracticeStore {
            store,
            practice: self.practice.clone(),
        })
    }

    fn keys(&self) -> StoreFuture<'_, Vec<SessionKey>> {
        self.kept.keys()
    }
}

/// Where a session of the practice API is kept.
struct PracticeStore {
    store: Arc<dyn SessionStore>,
    practice: Arc<Practice>,
}

impl PracticeStore {
    async fn at_home(&self, mut session: StoredSession) -> Result<StoredSession, StoreError> {
        let profile = self.practice.profile().await;
        session.profile = profile.map_err(|error| StoreError::Io(error.to_string()))?;
        Ok(session)
    }
}

impl SessionStore for PracticeStore {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        Box::pin(async {
            match self.store.load().await? {
                Some(session) => self.at_home(session).await.map(Some),
                None => Ok(None),
            }
        })
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        self.store.save(session)
    }

    fn replace<'a>(
        &'a self,
        before: Option<&'a TokenPair>,
        session: &'a StoredSession,
    ) -> StoreFuture<'a, Replaced> {
        Box::pin(async move {
            match self.store.replace(before, session).await? {
                Replaced::No(Some(now)) => Ok(Replaced::No(Some(Box::new(self.at_home(*now).await?)))),
                replaced => Ok(replaced),
            }
        })
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        self.store.remove()
    }

    fn hold(&self) -> StoreFuture<'_, Hold> {
        self.store.hold()
    }
}
