//! Watches a connection being made, from outside the HTTP library: it tells nobody how long its parts took.
//!
//! Who watches is known to the task that sends. The library asks our resolver for addresses and our layer for a
//! connection in that task, and only where none stands; and the first random bytes a handshake needs are for its first
//! message (RFC 8446 §4.1.2): that is when TLS begins.

use std::{
    sync::{Arc, LazyLock, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::crypto::{CryptoProvider, GetRandomFailed, SecureRandom};
use tokio::task::futures::TaskLocalFuture;
use tower_layer::Layer;
use tower_service::Service;

use crate::clock::Clock;

tokio::task_local! {
    static WATCH: Arc<Watch>;
}

/// What was seen of a connection being made, by the stop-watch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// When the connection was asked for.
    pub(crate) asked: Option<Duration>,
    /// The look-up of the name; without an end if none came.
    pub(crate) look_up: Option<(Duration, Option<Duration>)>,
    /// The first message of the handshake.
    pub(crate) tls: Option<Duration>,
    /// When it stood.
    pub(crate) stood: Option<Duration>,
}

/// Somebody who sends, and wants to know how the connection comes to be.
pub(crate) struct Watch {
    clock: Arc<dyn Clock>,
    seen: Mutex<Seen>,
}

impl Watch {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            clock,
            seen: Mutex::default(),
        })
    }

    pub(crate) fn seen(&self) -> Seen {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` watched.
    pub(crate) fn over<F: Future>(self: &Arc<Self>, work: F) -> TaskLocalFuture<Arc<Self>, F> {
        WATCH.scope(self.clone(), work)
    }

    fn note(&self, change: impl FnOnce(&mut Seen, Duration)) {
        let now = self.clock.elapsed();
        change(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner), now);
    }

    fn current() -> Option<Arc<Self>> {
        WATCH.try_with(Clone::clone).ok()
    }
}

/// The system's resolver, with a look at the clock before and after.
pub(crate) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let watch = Watch::current();
            if let Some(watch) = &watch {
                watch.note(|seen, now| seen.look_up = Some((now, None)));
            }
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            // Into a list: what the system hands out borrows the name.
            let found: Vec<_> = found.collect();
            if let Some(watch) = &watch {
                watch.note(|seen, now| {
                    if let Some(look_up) = &mut seen.look_up {
                        look_up.1 = Some(now);
                    }
                });
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Looks at the clock before and after a connection is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looking;

impl<S> Layer<S> for Looking {
    type Service = Looked<S>;

    fn layer(&self, inner: S) -> Looked<S> {
        Looked { inner }
    }
}

/// A service that makes connections, and is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Looked<S> {
    inner: S,
}

impl<S, R> Service<R> for Looked<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
    S::Response: 'static,
    S::Error: 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let Some(watch) = Watch::current() else {
            return Box::pin(self.inner.call(request));
        };
        watch.note(|seen, now| {
            *seen = Seen {
                asked: Some(now),
                ..Seen::default()
            }
        });
        // It may be carried on by another task, should a connection become free meanwhile.
        let connecting = watch.over(self.inner.call(request));
        Box::pin(async move {
            let connected = connecting.await;
            if connected.is_ok() {
                watch.note(|seen, now| seen.stood = Some(now));
            }
            connected
        })
    }
}

/// Random bytes from ring, with a look at the clock for the first that a connection asks for.
#[derive(Debug)]
struct Random;

static RING: LazyLock<CryptoProvider> = LazyLock::new(rustls::crypto::ring::default_provider);

impl SecureRandom for Random {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), GetRandomFailed> {
        // A name is looked up first: what asks before that is no handshake with a server.
        let _ = WATCH.try_with(|watch| {
            watch.note(|seen, now| {
                let connecting = seen.asked.is_some() && seen.stood.is_none();
                if connecting && seen.tls.is_none() {
                    seen.tls = Some(now);
                }
            });
        });
        RING.secure_random.fill(bytes)
    }
}

/// Chooses ring for TLS in the whole process. Does nothing where somebody has chosen already; then traces say how long a
/// connection took, and not how much of that was TLS.
pub fn choose_crypto() {
    if CryptoProvider::get_default().is_none() {
        let provider = CryptoProvider {
            secure_random: &Random,
            ..RING.clone()
        };
        // Somebody else's choice for the whole process is as good as ours.
        let _ = provider.install_default();
    }
}
