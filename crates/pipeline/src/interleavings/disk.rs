//! A store that two processes share, with a moment for others before and after every step.

use std::sync::{Arc, Mutex, PoisonError};

use shuttle::future::yield_now;

use crate::{
    store::{Hold, Replaced, SessionStore, StoreFuture, StoredSession},
    token::TokenPair,
};

#[derive(Default)]
pub(super) struct SharedDisk {
    session: Mutex<Option<StoredSession>>,
    held: Arc<tokio::sync::Mutex<()>>,
}

impl SharedDisk {
    pub(super) fn now(&self) -> Option<StoredSession> {
        self.with(|session| session.clone())
    }

    fn with<T>(&self, change: impl FnOnce(&mut Option<StoredSession>) -> T) -> T {
        change(&mut self.session.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl SessionStore for SharedDisk {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        Box::pin(async {
            yield_now().await;
            let now = self.now();
            yield_now().await;
            Ok(now)
        })
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        Box::pin(async {
            yield_now().await;
            self.with(|kept| *kept = Some(session.clone()));
            yield_now().await;
            Ok(())
        })
    }

    fn replace<'a>(
        &'a self,
        before: Option<&'a TokenPair>,
        session: &'a StoredSession,
    ) -> StoreFuture<'a, Replaced> {
        Box::pin(async move {
            yield_now().await;
            let replaced = self.with(|kept| {
                if kept.as_ref().map(|kept| &kept.pair) != before {
                    return Replaced::No(kept.clone().map(Box::new));
                }
                *kept = Some(session.clone());
                Replaced::Yes
            });
            yield_now().await;
            Ok(replaced)
        })
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        Box::pin(async {
            yield_now().await;
            self.with(|kept| *kept = None);
            yield_now().await;
            Ok(())
        })
    }

    fn hold(&self) -> StoreFuture<'_, Hold> {
        let held = self.held.clone();
        Box::pin(async move { Ok(Hold::until_dropped(held.lock_owned().await)) })
    }
}
