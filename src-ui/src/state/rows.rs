//! The rows of a body that have been read, and which are wanted next.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use latchkey_ipc::{Fold, IpcError, ROW_LIMIT, Tree};
use yew::AttrValue;

/// How many rows are read at once.
pub const CHUNK: u64 = ROW_LIMIT as u64 / 2;
/// How many chunks are kept; the ones farthest from view go first.
const KEPT: usize = 24;

/// A row of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number among all rows, folded or not, from 0.
    pub number: u64,
    /// Its text.
    pub text: AttrValue,
    /// Whether it can be folded.
    pub fold: Fold,
}

/// The rows of one body in one view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowCache {
    chunks: BTreeMap<u64, Chunk>,
    refused: BTreeSet<u64>,
    first: u64,
    last: u64,
    /// The longest row so far, in characters: keeps the width from jumping while scrolling.
    pub widest: usize,
    /// Why rows could not be read.
    pub error: Option<IpcError>,
    /// How many rows are shown, once that is known: fewer than there are where some are folded.
    pub shown: Option<u64>,
    /// Where the text grows: how many rows are shown, and how many there are. What has just come is shown once it is read.
    grown: Option<(u64, u64)>,
    /// How often what is shown has changed.
    pub turn: u64,
}

/// Rows that were read together, and when.
#[derive(Debug, Clone, PartialEq)]
struct Chunk {
    turn: u64,
    rows: Rc<[Row]>,
}

/// What can happen to the rows.
#[derive(Debug, Clone)]
pub enum RowsAction {
    /// Rows `first` to `last` (exclusive) came into view.
    Look(u64, u64),
    /// A chunk was read, which had been asked for in this turn: rows, each ended by `\n`.
    Read(u64, u64, String),
    /// A chunk of a tree was read, which had been asked for in this turn.
    ReadTree(u64, u64, Tree),
    /// A chunk could not be read.
    Failed(u64, IpcError),
    /// So many rows are shown now: what was read is no longer where it was.
    Changed(u64),
    /// There were so many rows, the last of which may have become longer, and now there are so many.
    Grown(u64, u64),
    /// So many rows are shown. Where it is as many as before, nothing has changed.
    Shown(u64),
}

impl RowCache {
    /// Of a text that has so many rows at present.
    pub fn of(total: u64) -> Self {
        Self {
            grown: Some((total, total)),
            ..Self::default()
        }
    }

    /// The state after `action`.
    #[must_use]
    pub fn apply(&self, action: RowsAction) -> Self {
        let mut next = self.clone();
        match action {
            RowsAction::Look(first, last) => (next.first, next.last) = (first, last),
            RowsAction::Read(turn, chunk, text) => {
                let rows = rows_in(&text).zip(chunk * CHUNK..).map(|(text, number)| Row {
                    number,
                    text: AttrValue::from(text.to_owned()),
                    fold: Fold::None,
                });
                // Rows that come late are still rows of the text, but there may be more of them now.
                if next.chunks.get(&chunk).is_none_or(|kept| kept.turn <= turn) {
                    let rows: Rc<[Row]> = rows.collect();
                    next.show_to(chunk, rows.len());
                    next.keep(turn, chunk, rows);
                }
            }
            // Rows that were asked for before a change may stand in other places now.
            RowsAction::ReadTree(turn, ..) if turn != next.turn => {}
            RowsAction::ReadTree(_, chunk, tree) => {
                let rows = tree.rows.into_iter().map(|row| Row {
                    number: row.row,
                    text: AttrValue::from(row.text),
                    fold: row.fold,
                });
                next.shown = Some(tree.shown);
                next.keep(next.turn, chunk, rows.collect());
            }
            RowsAction::Grown(before, now) => {
                let shown = next.grown.map_or(before, |(shown, _)| shown);
                // Who looks at the end sees what has come when it is read; a text that grows faster is not waited for.
                let waits = next.last >= shown && now.saturating_sub(shown) <= CHUNK;
                next.grown = Some((if waits { shown } else { now }, now));
                let turn = next.turn + 1;
                let whole = before.saturating_sub(1) / CHUNK;
                let kept = next.chunks.range_mut(..whole);
                kept.filter(|(_, chunk)| chunk.turn + 1 == turn)
                    .for_each(|(_, chunk)| chunk.turn = turn);
                next.turn = turn;
            }
            RowsAction::Shown(shown) if next.shown == Some(shown) => {}
            RowsAction::Changed(shown) | RowsAction::Shown(shown) => {
                next.shown = Some(shown);
                next.turn += 1;
            }
            RowsAction::Failed(chunk, error) => {
                next.refused.insert(chunk);
                next.error = Some(error);
            }
        }
        next
    }

    /// So many rows of a chunk were read: where what is shown ends in it, they are shown as well.
    fn show_to(&mut self, chunk: u64, rows: usize) {
        let first = chunk * CHUNK;
        let end = first + rows as u64;
        if let Some((shown, there)) = &mut self.grown
            && (first..=end).contains(shown)
        {
            *shown = end.min(*there);
        }
    }

    /// How many of so many rows are shown.
    pub fn shown_of(&self, total: u64) -> u64 {
        let grown = self.grown.map(|(shown, _)| shown);
        self.shown.or(grown).unwrap_or(total)
    }

    fn keep(&mut self, turn: u64, chunk: u64, rows: Rc<[Row]>) {
        let widest = rows.iter().map(|row| row.text.chars().count()).max();
        self.widest = self.widest.max(widest.unwrap_or(0));
        self.chunks.insert(chunk, Chunk { turn, rows });
        self.forget_far();
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

    /// The first chunk in view that has not been read since the last change; `None` when all of them are there.
    pub fn wanted(&self) -> Option<u64> {
        let last = match self.grown {
            Some((shown, there)) if shown < there && self.last >= shown => shown + 1,
            _ => self.last,
        };
        let chunks = self.first / CHUNK..last.div_ceil(CHUNK);
        chunks.into_iter().find(|it| {
            self.chunks.get(it).is_none_or(|chunk| chunk.turn != self.turn) && !self.refused.contains(it)
        })
    }

    /// The row in this place among those that are shown, if it has been read. Until the rows that a change has put there
    /// are read, it is the one before.
    pub fn row(&self, place: u64) -> Option<&Row> {
        let within = usize::try_from(place % CHUNK).ok()?;
        self.chunks.get(&(place / CHUNK))?.rows.get(within)
    }
}

/// The rows of a text in which each row is ended by `\n`. A carriage return is part of the row.
fn rows_in(text: &str) -> impl Iterator<Item = &str> {
    text.strip_suffix('\n').unwrap_or(text).split('\n')
}

super::reducible!(RowCache, RowsAction);

#[cfg(test)]
mod tests {
    use latchkey_ipc::TreeRow;

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
        let cache = cache.apply(RowsAction::Read(0, 0, chunk_text(0)));
        assert_eq!(cache.wanted(), Some(1));
        let cache = cache.apply(RowsAction::Read(0, 1, chunk_text(1)));
        assert_eq!(cache.wanted(), None);
        assert_eq!(cache.row(CHUNK + 3).map(|row| row.text.as_str()), Some("row 253"));
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
            cache = cache.apply(RowsAction::Read(0, chunk, chunk_text(chunk)));
        }
        assert_eq!(cache.chunks.len(), KEPT);
        assert_eq!(cache.wanted(), None);
    }

    #[test]
    fn what_was_read_before_a_change_is_read_again_and_shown_until_then() {
        let row = |row| TreeRow {
            row,
            text: format!("row {row}"),
            fold: Fold::None,
        };
        let tree = |rows: &[u64]| Tree {
            shown: rows.len() as u64,
            rows: rows.iter().copied().map(row).collect(),
        };
        let cache = RowCache::default().apply(RowsAction::Look(0, 3));
        let cache = cache.apply(RowsAction::ReadTree(0, 0, tree(&[0, 1, 2])));
        assert_eq!((cache.wanted(), cache.shown), (None, Some(3)));
        assert_eq!(cache.apply(RowsAction::Shown(3)), cache);
        let cache = cache.apply(RowsAction::Changed(2));
        assert_eq!((cache.wanted(), cache.shown), (Some(0), Some(2)));
        assert_eq!(cache.row(1).map(|it| it.number), Some(1));
        let late = cache.apply(RowsAction::ReadTree(0, 0, tree(&[0, 1, 2])));
        assert_eq!(late, cache);
        let cache = cache.apply(RowsAction::ReadTree(1, 0, tree(&[0, 2])));
        assert_eq!(cache.row(1).map(|it| it.number), Some(2));
        assert_eq!(cache.wanted(), None);
    }

    #[test]
    fn rows_of_a_text_that_grows_are_read_again_from_its_last_row_on() {
        let cache = RowCache::default().apply(RowsAction::Look(CHUNK - 1, CHUNK + 2));
        let cache = cache.apply(RowsAction::Read(0, 0, chunk_text(0)));
        let cache = cache.apply(RowsAction::Read(0, 1, "a\nb".into()));
        let grown = cache.apply(RowsAction::Grown(CHUNK + 2, CHUNK + 3));
        assert_eq!(grown.wanted(), Some(1));
        assert_eq!(grown.row(CHUNK + 1).map(|row| row.text.as_str()), Some("b"));
        // What was asked for before it grew is shown, and asked for again.
        let late = grown.apply(RowsAction::Read(0, 1, "a\nbc".into()));
        assert_eq!(late.row(CHUNK + 1).map(|row| row.text.as_str()), Some("bc"));
        assert_eq!(late.wanted(), Some(1));
        let read = late.apply(RowsAction::Read(1, 1, "a\nbcd\ne\n".into()));
        assert_eq!((read.wanted(), read.shown_of(CHUNK + 3)), (None, CHUNK + 3));
        assert_eq!(read.apply(RowsAction::Read(0, 1, "a\nbc".into())), read);
        let whole = RowCache::default().apply(RowsAction::Read(0, 0, chunk_text(0)));
        let whole = whole
            .apply(RowsAction::Look(0, CHUNK))
            .apply(RowsAction::Grown(CHUNK, CHUNK));
        assert_eq!(whole.wanted(), Some(0), "its last row may be longer now");
    }

    #[test]
    fn what_comes_at_the_end_is_shown_when_it_is_read_and_elsewhere_at_once() {
        let start = RowCache::of(CHUNK).apply(RowsAction::Read(0, 0, chunk_text(0)));
        let at_end = start.apply(RowsAction::Look(CHUNK - 20, CHUNK));
        assert_eq!(at_end.shown_of(CHUNK + 2), CHUNK, "told of and not taken up");
        let grown = at_end.apply(RowsAction::Grown(CHUNK, CHUNK + 2));
        assert_eq!(grown.shown_of(CHUNK + 2), CHUNK);
        let read = grown.apply(RowsAction::Read(1, 0, chunk_text(0)));
        assert_eq!(
            (read.shown_of(CHUNK + 2), read.wanted()),
            (CHUNK, Some(1)),
            "beyond a chunk's end"
        );
        let read = read.apply(RowsAction::Read(1, 1, "a\nb\n".into()));
        assert_eq!((read.shown_of(CHUNK + 2), read.wanted()), (CHUNK + 2, None));
        let far = at_end.apply(RowsAction::Grown(CHUNK, CHUNK * 3));
        assert_eq!(far.shown_of(CHUNK * 3), CHUNK * 3);
        let above = start.apply(RowsAction::Look(0, 40));
        let above = above.apply(RowsAction::Grown(CHUNK, CHUNK + 2));
        assert_eq!(above.shown_of(CHUNK + 2), CHUNK + 2);
    }

    #[test]
    fn empty_rows_count_and_no_row_is_invented() {
        let cache = RowCache::default().apply(RowsAction::Read(0, 0, "a\n\nb\n".into()));
        assert_eq!(cache.row(1).map(|row| row.text.as_str()), Some(""));
        assert_eq!(cache.row(2).map(|row| row.text.as_str()), Some("b"));
        assert_eq!(cache.row(3), None);
        assert_eq!(cache.widest, 1);
    }
}
