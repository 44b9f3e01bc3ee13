//! What the core meets its surroundings by: locks, the cell that holds the state, tasks, and the network.
//!
//! This crate's own unit tests take [`crate::interleavings`] for all of it, where shuttle decides who goes on when. The
//! tests in `tests/`, like everybody else, have the real ones.

#[cfg(test)]
pub(crate) use crate::interleavings::outside::{ArcSwap, Mutex, MutexGuard, PoisonError, exchange, spawn};
#[cfg(not(test))]
pub(crate) use real::{ArcSwap, Mutex, MutexGuard, PoisonError, exchange, spawn};

#[cfg(not(test))]
mod real {
    pub(crate) use std::sync::{Mutex, MutexGuard, PoisonError};

    pub(crate) use arc_swap::ArcSwap;
    pub(crate) use tokio::spawn;

    use std::sync::Arc;

    use crate::{connecting::Watch, error::NetworkError, transport::network_error};

    /// Sends, and waits for the head of the answer.
    pub(crate) async fn exchange(
        client: &reqwest::Client,
        request: reqwest::Request,
        watch: Option<&Arc<Watch>>,
    ) -> Result<reqwest::Response, NetworkError> {
        let sending = client.execute(request);
        let sent = match watch {
            Some(watch) => watch.over(sending).await,
            None => sending.await,
        };
        sent.map_err(|error| network_error(&error))
    }
}
