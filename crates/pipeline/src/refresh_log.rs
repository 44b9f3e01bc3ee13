//! What was done to keep a session alive: when, why, and what came of it.

use std::sync::Arc;

/// How many refreshes of a session are remembered; the oldest go first.
pub const REMEMBERED: usize = 20;

/// Why there was a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The server told a call that the access token has expired.
    Expired,
    /// The access token was about to expire.
    Ahead,
    /// The user asked for it.
    Asked,
    /// Another process had refreshed, and its pair was taken over.
    Elsewhere,
}

/// One refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// When it ended, in milliseconds since 1970.
    pub at_ms: i64,
    /// Why it was made.
    pub cause: Cause,
    /// The fingerprint of the new access token, or why there is none and the session stays as it was.
    pub result: Result<String, String>,
}

/// The last refreshes of a session, the newest last. Replaced as a whole, as the session is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefreshLog(Arc<Vec<Refreshed>>);

impl RefreshLog {
    /// The refreshes, the newest last; [`REMEMBERED`] at most.
    pub fn entries(&self) -> &[Refreshed] {
        &self.0
    }

    pub(crate) fn with(&self, refreshed: Refreshed) -> Self {
        let forgotten = (self.0.len() + 1).saturating_sub(REMEMBERED);
        let mut entries = self.0[forgotten..].to_vec();
        entries.push(refreshed);
        Self(Arc::new(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_first() {
        let log = (0..50).fold(RefreshLog::default(), |log, at_ms| {
            log.with(Refreshed {
                at_ms,
                cause: Cause::Ahead,
                result: Err("no answer".to_owned()),
            })
        });
        let times: Vec<_> = log.entries().iter().map(|entry| entry.at_ms).collect();
        assert_eq!(times, (30..50).collect::<Vec<_>>());
    }
}
