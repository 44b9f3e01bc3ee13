//! Where a session is kept between two runs. The pipeline decides when; the store decides how.

use std::{future::Future, pin::Pin, sync::Mutex};

use crate::{error::StoreError, profile::Profile, token::TokenPair};

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// The server.
    pub profile: Profile,
    /// Who signed in.
    pub user: String,
    /// When, in milliseconds since 1970.
    pub signed_in_at_ms: i64,
    /// The tokens.
    pub pair: TokenPair,
    /// Server's clock minus this computer's, in milliseconds, when the pair came.
    pub skew_ms: i64,
}

/// What a store operation ends with.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Keeps one session. The pipeline never runs two operations at once.
pub trait SessionStore: Send + Sync + 'static {
    /// Reads the session; `None` where there is none.
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>>;
    /// Keeps the session in place of any other. It must be durable when this ends.
    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()>;
    /// Forgets the session, and nothing else that the store may hold.
    fn remove(&self) -> StoreFuture<'_, ()>;
}

/// Keeps the session in memory alone.
#[derive(Debug, Default)]
pub struct MemoryStore {
    session: Mutex<Option<StoredSession>>,
}

impl MemoryStore {
    fn cell(&self) -> std::sync::MutexGuard<'_, Option<StoredSession>> {
        self.session
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl SessionStore for MemoryStore {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        let session = self.cell().clone();
        Box::pin(async { Ok(session) })
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        *self.cell() = Some(session.clone());
        Box::pin(async { Ok(()) })
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        *self.cell() = None;
        Box::pin(async { Ok(()) })
    }
}
