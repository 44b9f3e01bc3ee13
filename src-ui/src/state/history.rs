//! The calls that were made, as far as the window lists them. The shell has all of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use latchkey_ipc::{HistoryEntry, HistoryPage, ListHistory};

use super::session::SessionId;

/// How many are listed at once.
pub const SHOWN: u32 = 100;

/// What is to be listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What is looked for.
    pub text: String,
    /// Whether the calls of all sessions are.
    pub everywhere: bool,
    /// Older than this one alone.
    pub before: Option<u64>,
    /// Counts what may have changed the list.
    changes: u64,
}

impl Wanted {
    /// The question to the shell, in a session.
    pub fn request(&self, of: &SessionId) -> ListHistory {
        ListHistory {
            text: self.text.clone(),
            of: (!self.everywhere).then(|| (of.profile_id.clone(), of.user.clone())),
            before: self.before,
            count: SHOWN,
        }
    }
}

/// The calls that are listed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HistoryStore {
    /// What is to be listed.
    pub wanted: Wanted,
    /// What is, for each session: a switch shows what was listed last until the newest is there.
    pages: BTreeMap<SessionId, Rc<HistoryPage>>,
    /// Whether the user is asked about taking all of it away.
    pub clearing: bool,
}

/// What can happen to the list.
#[derive(Debug, Clone)]
pub enum HistoryAction {
    /// A call is over, or something was taken away.
    Changed,
    /// Something was typed to look for.
    Filter(String),
    /// The calls of all sessions are wanted, or those of the one at work.
    Everywhere(bool),
    /// Older ones are wanted, or the newest.
    Before(Option<u64>),
    /// The shell's answer for a session, to what was wanted then.
    Loaded(SessionId, Wanted, Box<HistoryPage>),
    /// The user is asked whether all of it is to be taken away, or has answered.
    Clearing(bool),
}

impl HistoryStore {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: HistoryAction) -> Self {
        let mut next = self.clone();
        match action {
            HistoryAction::Changed => next.wanted.changes += 1,
            HistoryAction::Filter(text) => {
                next.wanted.text = text;
                next.wanted.before = None;
            }
            HistoryAction::Everywhere(everywhere) => {
                next.wanted.everywhere = everywhere;
                next.wanted.before = None;
            }
            HistoryAction::Before(before) => next.wanted.before = before,
            HistoryAction::Loaded(of, wanted, page) => {
                // An answer that comes late is none.
                if wanted == self.wanted {
                    next.pages.insert(of, Rc::new(*page));
                }
            }
            HistoryAction::Clearing(clearing) => next.clearing = clearing,
        }
        next
    }

    /// What is listed for a session. What belongs to another one is not shown beside it.
    pub fn page(&self, of: &SessionId) -> Option<Rc<HistoryPage>> {
        self.pages.get(of).cloned()
    }
}

super::reducible!(HistoryStore, HistoryAction);

/// The entries by their days, as `day` names them.
pub fn by_day(entries: &[HistoryEntry], day: impl Fn(i64) -> String) -> Vec<(String, Vec<&HistoryEntry>)> {
    let mut days: Vec<(String, Vec<&HistoryEntry>)> = Vec::new();
    for entry in entries {
        let of = day(entry.at);
        match days.last_mut() {
            Some((last, entries)) if *last == of => entries.push(entry),
            _ => days.push((of, vec![entry])),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::called;

    fn id(user: &str) -> SessionId {
        SessionId {
            profile_id: "team".into(),
            user: user.into(),
        }
    }

    fn loaded(store: &HistoryStore, user: &str, wanted: &Wanted) -> HistoryStore {
        let page = HistoryPage {
            entries: vec![called(1, "/")],
            ..HistoryPage::default()
        };
        store.apply(HistoryAction::Loaded(id(user), wanted.clone(), Box::new(page)))
    }

    #[test]
    fn what_another_session_sent_is_not_listed_and_a_late_answer_is_none() {
        let store = HistoryStore::default();
        let listed = loaded(&store, "me", &store.wanted);
        assert!(listed.page(&id("me")).is_some() && listed.page(&id("you")).is_none());
        let typed = listed.apply(HistoryAction::Filter("no".into()));
        assert_eq!(loaded(&typed, "you", &store.wanted), typed);
    }

    #[test]
    fn another_search_begins_with_the_newest() {
        let store = HistoryStore::default().apply(HistoryAction::Before(Some(7)));
        assert_eq!(store.wanted.request(&id("me")).before, Some(7));
        let typed = store.apply(HistoryAction::Filter("x".into()));
        assert_eq!(typed.wanted.before, None);
        let everywhere = store.apply(HistoryAction::Everywhere(true));
        let request = everywhere.wanted.request(&id("me"));
        assert_eq!((request.of, request.before), (None, None));
        // The list of a day is shown until the next one is there.
        assert_ne!(typed.apply(HistoryAction::Changed).wanted, typed.wanted);
    }

    #[test]
    fn entries_are_put_under_their_days_in_their_order() {
        let of = |id, at| HistoryEntry {
            at,
            ..called(id, "/")
        };
        let entries = [of(4, 20), of(3, 19), of(2, 11), of(1, 12)];
        let days = by_day(&entries, |at| (at / 10).to_string());
        let ids: Vec<_> = days
            .iter()
            .map(|(day, entries)| (day.as_str(), entries.iter().map(|it| it.id).collect::<Vec<_>>()))
            .collect();
        assert_eq!(ids, [("2", vec![4]), ("1", vec![3, 2, 1])]);
    }
}
