//! The store of the session that the window shows, which knows that the practice API moves to another port with each
//! start.

use std::sync::{Arc, Mutex, PoisonError};

use latchkey_keeping::Kept;
use latchkey_pipeline::{
    SessionKey, StoreError, StoredSession, TokenPair,
    store::{Hold, Replaced, SessionStore, SessionStores, StoreFuture},
};

use crate::practice::{self, Practice};

/// The session of the newest sign-in, with the practice API's address of this run.
pub(crate) struct SessionAtHome {
    kept: Kept,
    practice: Arc<Practice>,
    /// Whose session was read or written last: it alone is replaced and removed.
    shown: Mutex<Option<SessionKey>>,
}

impl SessionAtHome {
    pub(crate) fn new(kept: Kept, practice: Arc<Practice>) -> Self {
        Self {
            kept,
            practice,
            shown: Mutex::default(),
        }
    }

    /// Notes whose session is shown from now on, and tells whose it was.
    fn show(&self, key: Option<SessionKey>) -> Option<SessionKey> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut shown, key)
    }

    /// The practice API's address of this run in place of that of an earlier one.
    async fn at_home(&self, mut session: StoredSession) -> Result<StoredSession, StoreError> {
        if session.profile.id() == practice::ID {
            let profile = self.practice.profile().await;
            session.profile = profile.map_err(|error| StoreError::Io(error.to_string()))?;
        }
        Ok(session)
    }

    fn shown(&self) -> Option<SessionKey> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl SessionStore for SessionAtHome {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        Box::pin(async {
            let key = match self.shown() {
                Some(key) => key,
                None => match self.kept.keys().await?.pop() {
                    Some(newest) => newest,
                    None => return Ok(None),
                },
            };
            let stored = self.kept.of(&key).load().await?;
            self.show(stored.as_ref().map(StoredSession::key));
            match stored {
                Some(session) => self.at_home(session).await.map(Some),
                None => Ok(None),
            }
        })
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        Box::pin(async {
            let key = session.key();
            let earlier = self.show(Some(key.clone())).filter(|earlier| *earlier != key);
            self.kept.of(&key).save(session).await?;
            match earlier {
                Some(earlier) => self.kept.of(&earlier).remove().await,
                None => Ok(()),
            }
        })
    }

    fn replace<'a>(
        &'a self,
        before: Option<&'a TokenPair>,
        session: &'a StoredSession,
    ) -> StoreFuture<'a, Replaced> {
        Box::pin(async move {
            match self.kept.of(&session.key()).replace(before, session).await? {
                Replaced::No(Some(now)) => Ok(Replaced::No(Some(Box::new(self.at_home(*now).await?)))),
                replaced => Ok(replaced),
            }
        })
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        Box::pin(async {
            match self.shown() {
                Some(key) => self.kept.of(&key).remove().await,
                None => Ok(()),
            }
        })
    }

    fn hold(&self) -> StoreFuture<'_, Hold> {
        Box::pin(async {
            match self.shown() {
                Some(key) => {
                    let store = self.kept.of(&key);
                    store.hold().await
                }
                None => Ok(Hold::alone()),
            }
        })
    }
}
