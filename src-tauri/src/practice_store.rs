//! The store of the session, which knows that the practice API moves to another port with each start.

use std::sync::Arc;

use latchkey_pipeline::{
    StoreError, StoredSession,
    store::{SessionStore, StoreFuture},
};
use tauri::Runtime;

use crate::{
    kept_session::KeptSession,
    practice::{self, Practice},
};

/// The kept session, with the practice API's address of this run.
pub(crate) struct SessionAtHome<R: Runtime> {
    pub(crate) kept: KeptSession<R>,
    pub(crate) practice: Arc<Practice>,
}

impl<R: Runtime> SessionStore for SessionAtHome<R> {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        Box::pin(async {
            let mut stored = self.kept.load().await?;
            if let Some(session) = stored
                .as_mut()
                .filter(|session| session.profile.id == practice::ID)
            {
                let profile = self.practice.profile().await;
                session.profile = profile.map_err(|error| StoreError::Io(error.to_string()))?;
            }
            Ok(stored)
        })
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        self.kept.save(session)
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        self.kept.remove()
    }
}
