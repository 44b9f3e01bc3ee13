//! The refresh: one at a time, in a task of its own, so that no caller can tear it.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{
    core::Core,
    expiry::Expiry,
    outside,
    refresh_log::Cause,
    renew,
    session::{Live, PendingCall, SessionEnded},
};

/// A refresh under way, as those who wait for it hold it.
#[derive(Clone)]
pub(crate) struct Flight {
    /// Whether a call met an expired token; otherwise the token may still be good, whatever becomes of this.
    pub(crate) expired: bool,
    report: watch::Receiver<Option<Report>>,
}

/// Why a refresh is made.
pub(crate) enum Why {
    /// The server told this call that the token has expired.
    Expired(PendingCall),
    /// The token will expire soon. There may be a call that waits.
    Due(Option<PendingCall>),
    /// The user wants it.
    Asked,
}

/// How a refresh went, for every call that waited.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// Readings of the stop-watch: begin and end of the exchange with the server.
    pub(crate) exchange: (Duration, Duration),
    /// Readings of the stop-watch around writing the new pair, and what went wrong.
    pub(crate) stored: Option<(Duration, Duration, Option<String>)>,
    pub(crate) outcome: Outcome,
}

#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    Renewed {
        token: String,
    },
    /// Another process had refreshed: its pair was taken from the store.
    Adopted {
        token: String,
    },
    Ended(SessionEnded),
    Unavailable(String),
    /// The session was over before the result came.
    Discarded,
}

impl Outcome {
    /// What came of it, for the log: no token, and nothing that a server said.
    pub(crate) fn words(&self) -> &'static str {
        match self {
            Self::Renewed { .. } => "renewed",
            Self::Adopted { .. } => "taken over from another process",
            Self::Ended(_) => "the session ended",
            Self::Unavailable(_) => "the server could not be asked",
            Self::Discarded => "not needed any more",
        }
    }
}

impl Flight {
    /// Waits for the end of the refresh, or of the session. `None`: the refresh stopped without a result.
    pub(crate) async fn wait(&self, session: &Live) -> Waited {
        let mut report = self.report.clone();
        let mut over = session.identity.over.subscribe();
        tokio::select! {
            biased;
            done = report.wait_for(Option::is_some) => match done.ok().and_then(|report| report.clone()) {
                Some(report) => Waited::Report(Box::new(report)),
                None => Waited::Crashed,
            },
            ended = over.wait_for(Option::is_some) => match ended.ok().and_then(|ended| ended.clone()) {
                Some(ended) => Waited::Over(ended),
                None => Waited::Crashed,
            },
        }
    }
}

pub(crate) enum Waited {
    Report(Box<Report>),
    /// The session ended first.
    Over(SessionEnded),
    Crashed,
}

impl Waited {
    /// The fingerprint of the new access token, if there is one.
    pub(crate) fn token(&self) -> Option<String> {
        match self {
            Self::Report(report) => match &report.outcome {
                Outcome::Renewed { token } | Outcome::Adopted { token } => Some(token.clone()),
                _ => None,
            },
            Self::Over(_) | Self::Crashed => None,
        }
    }
}

/// Starts the refresh of `live` in a task of its own.
pub(crate) fn launch(core: &Arc<Core>, live: &Live, why: Why) -> Flight {
    let (cause, pending) = match why {
        Why::Expired(call) => (Cause::Expired, Some(call)),
        Why::Due(call) => (Cause::Ahead, call),
        Why::Asked => (Cause::Asked, None),
    };
    let expired = cause == Cause::Expired;
    let over = |expiry: Expiry| expiry.is_over(core.clock.elapsed(), core.clock.wall_ms());
    let may_be_good = !expired && !live.expiry.is_some_and(over);
    let (sender, report) = watch::channel(None);
    let (core, live) = (core.clone(), live.clone());
    outside::spawn(async move {
        // Should this task panic, the guard takes the flight out of the state, and the closed channel wakes all.
        let guard = Landing {
            core: &core,
            epoch: live.epoch(),
            generation: live.generation,
        };
        let report = renew::run(&core, &live, (cause, pending), may_be_good).await;
        drop(guard);
        sender.send_replace(Some(report));
    });
    Flight { expired, report }
}

struct Landing<'a> {
    core: &'a Arc<Core>,
    epoch: u64,
    generation: u64,
}

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        self.core.clear_flight(self.epoch, self.generation);
    }
}
