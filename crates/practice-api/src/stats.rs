//! Counters of what the server did.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What the server did since it started, as `GET /__stats` tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Sign-ins that were answered with tokens.
    pub sign_ins: u64,
    /// Sign-ins that were refused, for whatever reason.
    pub refused_sign_ins: u64,
    /// Every request that reached the refresh endpoint, those that met a fault included.
    pub refresh_requests: u64,
    /// Refreshes that replaced the pair. A torn answer and one without one of the tokens count too: the
    /// old refresh token is dead then.
    pub refreshes: u64,
    /// Refreshes refused by the rules. An answer made up by a fault does not count.
    pub refused_refreshes: u64,
    /// Every request to a resource under `/api`, refused ones included.
    pub calls: u64,
    /// Those answered 401 because of their token.
    pub refused_calls: u64,
}

/// One counter.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// The counters behind [`Stats`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) sign_ins: Counter,
    pub(crate) refused_sign_ins: Counter,
    pub(crate) refresh_requests: Counter,
    pub(crate) refreshes: Counter,
    pub(crate) refused_refreshes: Counter,
    pub(crate) calls: Counter,
    pub(crate) refused_calls: Counter,
}

impl Counters {
    pub(crate) fn read(&self) -> Stats {
        Stats {
            sign_ins: self.sign_ins.get(),
            refused_sign_ins: self.refused_sign_ins.get(),
            refresh_requests: self.refresh_requests.get(),
            refreshes: self.refreshes.get(),
            refused_refreshes: self.refused_refreshes.get(),
            calls: self.calls.get(),
            refused_calls: self.refused_calls.get(),
        }
    }
}
