//! The rows of a body that have been read, and which are wanted next.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use latchkey_ipc::{IpcError, ROW_LIMIT};
use yew::AttrValue;

/// How many rows are read at once.
pub const CHUNK: u64 = ROW_LIMIT as u64 / 2;
/// How many chunks are kept; the ones farthest from view go first.
const KEPT: usize = 24;

/// The rows of one body in one view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowCache {
    chunks: BTreeMap<u64, Rc<[AttrValue]>>,
    refused: BTreeSet<u64>,
    first: u64,
    last: u64,
    /// The longest row so far, in characters: keeps the width from jumping while scrolling.
    pub widest: usize,
    /// Why rows could not be read.
    pub error: Option<IpcError>,
}

/// What can happen to the rows.
#[derive(Debug, Clone)]
pub enum RowsAction {
    /// Rows `first` to `last` (exclusive) came into view.
    Look(u64, u64),
    /// A chunk was read: rows, each ended by `\n`.
    Read(u64, String),
    /// A chunk could not be read.
    Failed(u64, IpcError),
}

impl RowCache {
    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: RowsAction) -> Self {
        let mut next = self.clone();
        match action {
            RowsAction::Look(first, last) => (next.first, next.last) = (first, last),
            RowsAction::Read(chunk, text) => {
                let rows: Rc<[AttrValue]> = rows_in(&text)
                    .map(|row| AttrValue::from(row.to_owned()))
                    .collect();
                let widest = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0);
                next.widest = next.widest.max(widest);
                next.chunks.insert(chunk, rows);
                next.forget_far();
            }
            RowsAction::Failed(chunk, error) => {
                next.refused.insert(chunk);
                next.error = Some(error);
            }
        }
        next
    }

    fn forget_far(&mut self) {
        let middle = u64::midpoint(self.first, self.last) / CHUNK;
        while self.chunks.len() > KEPT {
            let Some(far) = self
                .chunks
                .keys()
                .copied()
                .max_by_key(|chunk| chunk.abs_diff(middle))
            else {
                return;
            };
            self.chunks.remove(&far);
        }
    }

    /// The first chunk in view that has not been read; `None` when all of them are there.
    pub fn wanted(&self) -> Option<u64> {
        let chunks = self.first / CHUNK..self.last.div_ceil(CHUNK);
        chunks
            .into_iter()
            .find(|it| !self.chunks.contains_key(it) && !self.refused.contains(it))
    }

    /// One row, if it has been read.
    pub fn row(&self, row: u64) -> Option<&AttrValue> {
        let within = usize::try_from(row % CHUNK).ok()?;
        self.chunks.get(&(row / CHUNK))?.get(within)
    }
}

/// The rows of a text in which each row is ended by `\n`. A carriage return is part of the row.
fn rows_in(text: &str) -> impl Iterator<Item = &str> {
    text.strip_suffix('\n').unwrap_or(text).split('\n')
}

super::reducible!(RowCache, RowsAction);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::error;

    fn chunk_text(chunk: u64) -> String {
        use std::fmt::Write;
        (0..CHUNK).fold(String::new(), |mut all, row| {
            writeln!(all, "row {}", chunk * CHUNK + row).expect("a string");
            all
        })
    }

    #[test]
    fn what_is_in_view_and_missing_is_wanted() {
        let cache = RowCache::default().apply(RowsAction::Look(CHUNK - 10, CHUNK + 10));
        assert_eq!(cache.wanted(), Some(0));
        let cache = cache.apply(RowsAction::Read(0, chunk_text(0)));
        assert_eq!(cache.wanted(), Some(1));
        let cache = cache.apply(RowsAction::Read(1, chunk_text(1)));
        assert_eq!(cache.wanted(), None);
        assert_eq!(cache.row(CHUNK + 3).map(AttrValue::as_str), Some("row 253"));
        assert_eq!(cache.row(CHUNK * 2), None);
    }

    #[test]
    fn a_refused_chunk_is_not_asked_for_again() {
        let cache = RowCache::default().apply(RowsAction::Look(0, 10));
        let cache = cache.apply(RowsAction::Failed(0, error("answer-gone")));
        assert_eq!(cache.wanted(), None);
        assert!(cache.error.is_some());
    }

    #[test]
    fn memory_is_bounded_and_what_is_in_view_stays() {
        let mut cache = RowCache::default();
        for chunk in 0..100 {
            cache = cache.apply(RowsAction::Look(chunk * CHUNK, chunk * CHUNK + 40));
            cache = cache.apply(RowsAction::Read(chunk, chunk_text(chunk)));
        }
        assert_eq!(cache.chunks.len(), KEPT);
        assert_eq!(cache.wanted(), None);
    }

    #[test]
    fn empty_rows_count_and_no_row_is_invented() {
        let cache = RowCache::default().apply(RowsAction::Read(0, "a\n\nb\n".into()));
        assert_eq!(cache.row(1).map(AttrValue::as_str), Some(""));
        assert_eq!(cache.row(2).map(AttrValue::as_str), Some("b"));
        assert_eq!(cache.row(3), None);
        assert_eq!(cache.widest, 1);
    }
}
