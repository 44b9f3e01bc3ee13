//! The calls of this window, newest first.

use latchkey_ipc::{CallId, UnixMillis};

use super::draft::Draft;

/// How many calls are remembered.
pub const HISTORY_LIMIT: usize = 200;

/// How a call in the history went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryResult {
    /// The server answered with this status.
    Status(u16),
    /// There was no answer.
    Failed,
    /// The user cancelled it.
    Cancelled,
    /// The session ended meanwhile.
    Ended,
}

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The window's name for it.
    pub call_id: CallId,
    /// When it was made.
    pub at: UnixMillis,
    /// What was sent.
    pub draft: Draft,
    /// How it went.
    pub result: HistoryResult,
}

/// The calls of this window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
}

/// What can happen to the history.
#[derive(Debug, Clone)]
pub enum HistoryAction {
    /// A call is over.
    Add(Box<HistoryEntry>),
}

impl History {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: HistoryAction) -> Self {
        match action {
            HistoryAction::Add(entry) => {
                let mut entries = Vec::with_capacity(self.entries.len() + 1);
                entries.push(*entry);
                entries.extend(self.entries.iter().take(HISTORY_LIMIT - 1).cloned());
                Self { entries }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: usize) -> HistoryAction {
        HistoryAction::Add(Box::new(HistoryEntry {
            call_id: n.to_string(),
            at: 0,
            draft: Draft::get("/"),
            result: HistoryResult::Status(200),
        }))
    }

    #[test]
    fn the_newest_call_comes_first_and_the_oldest_goes() {
        let history = (0..=HISTORY_LIMIT).fold(History::default(), |all, n| all.apply(entry(n)));
        assert_eq!(history.entries.len(), HISTORY_LIMIT);
        assert_eq!(history.entries[0].call_id, HISTORY_LIMIT.to_string());
        assert_eq!(history.entries[HISTORY_LIMIT - 1].call_id, "1");
    }
}
