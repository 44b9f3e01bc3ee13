//! Where sessions are kept between two runs. The pipeline decides when; the store decides how.

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

use zeroize::Zeroizing;

use crate::{error::StoreError, profile::Profile, token::TokenPair};

/// Whose session: one user of one profile. Nothing that belongs to one key is ever used for another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey {
    /// The profile's [`Profile::id`].
    pub profile: String,
    /// The user's name as it was typed at the sign-in.
    pub user: String,
}

/// The secret of an OAuth 2.0 client (RFC 6749 §2.3.1). `Debug` shows nothing of it; there is no `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(Zeroizing<String>);

impl ClientSecret {
    /// Takes over what the user typed.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(Zeroizing::new(secret.into()))
    }

    /// The secret itself. For the request that carries it and the store that keeps it, and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(<redacted>)")
    }
}

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
    /// When the access token expires by this computer's clock, in milliseconds since 1970, where the answer that
    /// brought it said so (`expires_in`, RFC 6749 §5.1).
    pub expires_at_ms: Option<i64>,
    /// The client's secret, where the profile's client has one: every refresh needs it.
    pub client_secret: Option<ClientSecret>,
}

impl StoredSession {
    /// Whose session it is.
    pub fn key(&self) -> SessionKey {
        SessionKey {
            profile: self.profile.id().to_owned(),
            user: self.user.clone(),
        }
    }
}

/// What a store operation ends with.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A session held against other processes until this is dropped.
pub struct Hold {
    _held: Option<Box<dyn Send>>,
}

impl Hold {
    /// There is no other process to hold it against.
    pub const fn alone() -> Self {
        Self { _held: None }
    }

    /// Lets go when `held` is dropped.
    pub fn until_dropped(held: impl Send + 'static) -> Self {
        Self {
            _held: Some(Box::new(held)),
        }
    }
}

/// Whether a pair took the place of the one before it.
#[derive(Debug)]
pub enum Replaced {
    /// It did.
    Yes,
    /// Somebody else was faster: this is kept now, if anything is.
    No(Option<Box<StoredSession>>),
}

/// Keeps one session. The pipeline never runs two operations at once.
pub trait SessionStore: Send + Sync + 'static {
    /// Reads the session as it is now, also if another process has written it; `None` where there is none.
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>>;
    /// Keeps the session in place of any other. It must be durable when this ends.
    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()>;
    /// Keeps `session` if what is kept now is `before`; otherwise leaves everything as it is and says what is kept.
    /// A store that other processes write does both in one step.
    fn replace<'a>(
        &'a self,
        before: Option<&'a TokenPair>,
        session: &'a StoredSession,
    ) -> StoreFuture<'a, Replaced> {
        Box::pin(async move {
            // What cannot be read cannot be compared: then the pair at hand is the one to keep.
            if let Ok(now) = self.load().await
                && now.as_ref().map(|now| &now.pair) != before
            {
                return Ok(Replaced::No(now.map(Box::new)));
            }
            self.save(session).await.map(|()| Replaced::Yes)
        })
    }
    /// Forgets the session, and nothing else that the store may hold.
    fn remove(&self) -> StoreFuture<'_, ()>;
    /// Holds the session against other processes: they wait before they refresh it. Waits as long as another
    /// process holds it; dropping the future gives up. The system lets go when the holder dies.
    fn hold(&self) -> StoreFuture<'_, Hold> {
        Box::pin(async { Ok(Hold::alone()) })
    }
}

/// Keeps any number of sessions, each apart from the others.
pub trait SessionStores: Send + Sync + 'static {
    /// Where the session of that key is kept, whether there is one or not.
    fn of(&self, key: &SessionKey) -> Arc<dyn SessionStore>;
    /// Whose sessions there are, in a stable order.
    fn keys(&self) -> StoreFuture<'_, Vec<SessionKey>>;
}

/// Keeps a session in memory alone.
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

/// Keeps sessions in memory alone.
#[derive(Debug, Default)]
pub struct MemoryStores {
    stores: Mutex<BTreeMap<SessionKey, Arc<MemoryStore>>>,
}

impl SessionStores for MemoryStores {
    fn of(&self, key: &SessionKey) -> Arc<dyn SessionStore> {
        let mut stores = self
            .stores
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        stores.entry(key.clone()).or_default().clone()
    }

    fn keys(&self) -> StoreFuture<'_, Vec<SessionKey>> {
        let stores = self
            .stores
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let kept = stores.iter().filter(|(_, store)| store.cell().is_some());
        let keys = kept.map(|(key, _)| key.clone()).collect();
        Box::pin(async { Ok(keys) })
    }
}
