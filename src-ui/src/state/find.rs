//! Looking for a text in the body that is shown: what is looked for, what was found, and which match is in front.

use std::rc::Rc;

use latchkey_ipc::{ErrorCode, IpcError, Match, SearchFound};

/// The search in the answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Find {
    /// Whether its bar is shown.
    pub open: bool,
    /// Changes whenever the bar is asked for, even if it is there.
    pub asked_for: u64,
    /// What is looked for.
    pub pattern: String,
    /// Whether that is a regular expression.
    pub regex: bool,
    /// Whether `a` differs from `A`.
    pub match_case: bool,
    /// The number of the search: a new one for whatever changes what is found.
    pub search: u64,
    /// How far it is.
    pub progress: Progress,
    /// The number of the match in front, from 0.
    pub number: u64,
    /// Where that is, once it is known.
    pub front: Option<Front>,
    /// The matches in the rows that are shown.
    pub marks: Rc<[Match]>,
}

/// Where the match in front is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Front {
    /// In the text.
    pub place: Match,
    /// The place of its row among those that are shown.
    pub at: u64,
    /// Tells two visits of one match apart.
    pub visit: u64,
}

/// How far a search is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Progress {
    /// Nothing is looked for.
    #[default]
    Idle,
    /// The shell is looking.
    Searching,
    /// It is over.
    Found(SearchFound),
    /// It cannot be looked for.
    Failed(IpcError),
}

/// What can happen to a search.
#[derive(Debug, Clone)]
pub enum FindAction {
    /// The bar is wanted.
    Open,
    /// The bar is no longer wanted.
    Close,
    /// What is looked for was edited.
    Pattern(String),
    /// Regular expressions were switched on or off.
    Regex(bool),
    /// The difference of case was switched on or off.
    MatchCase(bool),
    /// Other rows are shown: another answer, or another view of it.
    Elsewhere,
    /// The search of this number is over.
    Done(u64, Result<SearchFound, IpcError>),
    /// On to the next match, or back to the one before. Round at the ends.
    Step {
        /// Whether to go back.
        back: bool,
    },
    /// Where a match of a search is, and the place of its row among those that are shown.
    Front(u64, u64, Match, u64),
    /// The matches in view of a search.
    Marks(u64, Vec<Match>),
}

impl Find {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: FindAction) -> Self {
        let mut next = self.clone();
        match action {
            FindAction::Open => {
                next.asked_for += 1;
                if !next.open {
                    next.open = true;
                    next.begin();
                }
            }
            FindAction::Close => {
                next.open = false;
                next.begin();
            }
            FindAction::Pattern(pattern) => {
                next.pattern = pattern;
                next.begin();
            }
            FindAction::Regex(on) => {
                next.regex = on;
                next.begin();
            }
            FindAction::MatchCase(on) => {
                next.match_case = on;
                next.begin();
            }
            FindAction::Elsewhere => next.begin(),
            // Of an earlier search, or ended by a later one, whose own answer comes.
            FindAction::Done(search, _) | FindAction::Front(search, ..) | FindAction::Marks(search, _)
                if search != next.search => {}
            FindAction::Done(_, Ok(found)) => {
                next.number = found.nearest;
                next.progress = Progress::Found(found);
            }
            FindAction::Done(_, Err(error)) if error.code == ErrorCode::Cancelled => {}
            FindAction::Done(_, Err(error)) => next.progress = Progress::Failed(error),
            FindAction::Step { back } => {
                if let Some(count) = next.count().filter(|count| *count > 0) {
                    next.number = (next.number + if back { count - 1 } else { 1 }) % count;
                }
            }
            FindAction::Front(_, number, place, at) => {
                if number == next.number {
                    let visit = next.front.map_or(0, |front| front.visit + 1);
                    next.front = Some(Front { place, at, visit });
                }
            }
            FindAction::Marks(_, marks) => next.marks = marks.into(),
        }
        next
    }

    fn begin(&mut self) {
        self.search += 1;
        self.number = 0;
        self.front = None;
        self.marks = Rc::default();
        self.progress = if self.wants() {
            Progress::Searching
        } else {
            Progress::Idle
        };
    }

    /// Whether there is something to look for.
    pub fn wants(&self) -> bool {
        self.open && !self.pattern.is_empty()
    }

    /// How many matches there are, once that is known.
    pub fn count(&self) -> Option<u64> {
        match &self.progress {
            Progress::Found(found) => Some(found.count),
            _ => None,
        }
    }

    /// The matches of a row that are in view.
    pub fn marks_in(&self, row: u64) -> &[Match] {
        let first = self.marks.partition_point(|it| it.row < row);
        let last = self.marks.partition_point(|it| it.row <= row);
        &self.marks[first..last]
    }
}

super::reducible!(Find, FindAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::error;

    fn found(count: u64, nearest: u64) -> SearchFound {
        SearchFound {
            count,
            more: false,
            nearest,
        }
    }

    fn searching() -> Find {
        Find::default()
            .apply(FindAction::Open)
            .apply(FindAction::Pattern("a".into()))
    }

    #[test]
    fn every_change_of_what_is_found_is_a_search_of_its_own() {
        let mut find = searching();
        for action in [
            FindAction::Pattern("ab".into()),
            FindAction::Regex(true),
            FindAction::MatchCase(true),
            FindAction::Elsewhere,
        ] {
            let next = find.apply(action);
            assert!(next.search > find.search);
            assert_eq!(next.progress, Progress::Searching);
            find = next;
        }
        let shut = find.apply(FindAction::Close);
        assert_eq!((shut.progress.clone(), shut.wants()), (Progress::Idle, false));
        assert_eq!(shut.pattern, "ab", "what was looked for is kept");
    }

    #[test]
    fn what_an_earlier_search_found_is_not_shown() {
        let find = searching();
        let late = find.apply(FindAction::Done(find.search - 1, Ok(found(3, 0))));
        assert_eq!(late, find);
        let ended = find.apply(FindAction::Done(
            find.search,
            Err(IpcError {
                code: ErrorCode::Cancelled,
                ..error("cancelled")
            }),
        ));
        assert_eq!(ended, find, "the later search answers too");
    }

    #[test]
    fn next_and_previous_go_round() {
        let find = searching();
        let search = find.search;
        assert_eq!(find.apply(FindAction::Step { back: false }), find);
        let find = find.apply(FindAction::Done(search, Ok(found(3, 2))));
        assert_eq!(find.number, 2);
        let first = find.apply(FindAction::Step { back: false });
        assert_eq!(first.number, 0);
        assert_eq!(first.apply(FindAction::Step { back: true }).number, 2);
        let none = searching().apply(FindAction::Done(search, Ok(found(0, 0))));
        assert_eq!(none.apply(FindAction::Step { back: true }), none);
    }

    #[test]
    fn marks_are_found_by_their_row() {
        let at = |row, start| Match {
            row,
            start,
            end: start + 1,
        };
        let find = searching();
        let marks = vec![at(1, 0), at(3, 0), at(3, 4)];
        let find = find.apply(FindAction::Marks(find.search, marks));
        assert_eq!(find.marks_in(3), [at(3, 0), at(3, 4)]);
        assert!(find.marks_in(2).is_empty());
    }
}
