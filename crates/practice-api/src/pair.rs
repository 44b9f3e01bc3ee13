//! Access and refresh token together: as issued, as presented, as remembered.

use crate::users::User;
use parking_lot::Mutex;

/// A pair as it was issued.
pub(crate) struct Pair {
    pub(crate) user: &'static User,
    pub(crate) access: String,
    /// Absent when the old refresh token goes on.
    pub(crate) refresh: Option<String>,
}

/// What a client brings to a refresh.
pub(crate) struct Presented {
    pub(crate) refresh: String,
    /// The access token that was issued with it, where the kind of server wants to see that.
    pub(crate) access: Option<String>,
}

/// Every token issued so far.
#[derive(Default)]
pub(crate) struct Issued(Mutex<Log>);

#[derive(Default)]
struct Log {
    /// Oldest first, each once.
    tokens: Vec<String>,
    /// The newest access token, and the refresh token that goes with it.
    last: Option<(String, String)>,
}

impl Issued {
    pub(crate) fn add_pair(&self, access: &str, refresh: &str) {
        let mut log = self.0.lock();
        log.tokens.extend([access.to_owned(), refresh.to_owned()]);
        log.last = Some((access.into(), refresh.into()));
    }

    /// Adds an access token that goes with an old refresh token.
    pub(crate) fn add_access(&self, access: &str, refresh: &str) {
        let mut log = self.0.lock();
        log.tokens.push(access.into());
        log.last = Some((access.into(), refresh.into()));
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().tokens.clone()
    }

    pub(crate) fn last(&self) -> Option<(String, String)> {
        self.0.lock().last.clone()
    }
}
