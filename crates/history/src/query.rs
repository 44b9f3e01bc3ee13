use std::sync::Arc;

use crate::{Entry, Outcome};

/// What is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'a> {
    /// Words that all must be in method, target, status, server or user, in any case of letters.
    pub text: &'a str,
    /// The profile and the user of the session; `None`: of all.
    pub of: Option<(&'a str, &'a str)>,
    /// Older than this entry alone.
    pub before: Option<u64>,
    /// So many at most; 0 for none.
    pub count: usize,
}

/// What was found, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The entries with their numbers.
    pub entries: Vec<(u64, Arc<Entry>)>,
    /// How many fit in all, whatever was asked for with `before` and `count`.
    pub total: usize,
    /// How many that fit are older than the last of `entries`.
    pub rest: usize,
    /// How many there are of other sessions.
    pub elsewhere: usize,
    /// How many there are.
    pub all: usize,
}

/// The words of a query, ready to be compared.
pub(crate) struct Words(Vec<String>);

impl Words {
    pub(crate) fn of(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_lowercase).collect())
    }

    pub(crate) fn fit(&self, entry: &Entry) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let outcome = match entry.outcome {
            Outcome::Status(status) => status.to_string(),
            Outcome::Failed => "failed".to_owned(),
            Outcome::Cancelled => "cancelled".to_owned(),
            Outcome::Ended => "ended".to_owned(),
        };
        let Entry {
            request,
            server,
            user,
            ..
        } = entry;
        let text = [&request.method, &request.target, &outcome, server, user].map(|it| it.to_lowercase());
        self.0.iter().all(|word| text.iter().any(|it| it.contains(word)))
    }
}
