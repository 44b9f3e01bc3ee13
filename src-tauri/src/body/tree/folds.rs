//! Which rows are shown when some objects and arrays are folded.

use std::ops::Range;

/// A folded object or array. A body has fewer rows than fit into 32 bits: it has at most a gigabyte, and each row takes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folded {
    /// The row in which it begins, which is shown.
    pub(super) row: u32,
    /// The row in which it ends, which is not.
    pub(super) last: u32,
    /// How many members or elements it has.
    pub(super) items: u32,
}

/// Rows that are not shown, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hidden {
    first: u32,
    /// The row after the last.
    end: u32,
    /// How many rows are hidden before them.
    before: u32,
}

/// All that is folded.
#[derive(Debug, Default)]
pub(super) struct Folds {
    /// In order of their rows; one may lie inside another.
    folded: Vec<Folded>,
    /// What follows from them, in order.
    hidden: Vec<Hidden>,
}

impl Folds {
    pub(super) fn new(mut folded: Vec<Folded>) -> Self {
        folded.sort_unstable_by_key(|it| it.row);
        folded.dedup_by_key(|it| it.row);
        let mut this = Self {
            folded,
            hidden: Vec::new(),
        };
        this.derive();
        this
    }

    pub(super) fn count(&self) -> usize {
        self.folded.len()
    }

    pub(super) fn add(&mut self, fold: Folded) {
        if let Err(place) = self.folded.binary_search_by_key(&fold.row, |it| it.row) {
            self.folded.insert(place, fold);
            self.derive();
        }
    }

    /// Unfolds what begins in this row.
    pub(super) fn remove(&mut self, row: u64) {
        self.folded.retain(|it| u64::from(it.row) != row);
        self.derive();
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Unfolds whatever hides this row.
    pub(super) fn reveal(&mut self, row: u64) {
        let before = self.folded.len();
        self.folded
            .retain(|it| !(u64::from(it.row)..u64::from(it.last)).contains(&row.wrapping_sub(1)));
        if self.folded.len() != before {
            self.derive();
        }
    }

    /// What is folded in this row.
    pub(super) fn at(&self, row: u64) -> Option<Folded> {
        let row = u32::try_from(row).ok()?;
        let place = self.folded.binary_search_by_key(&row, |it| it.row).ok()?;
        Some(self.folded[place])
    }

    fn derive(&mut self) {
        self.hidden.clear();
        let mut before = 0;
        for fold in &self.folded {
            let outside = self.hidden.last().is_none_or(|it| it.end <= fold.row);
            if outside {
                let (first, end) = (fold.row + 1, fold.last + 1);
                self.hidden.push(Hidden { first, end, before });
                before += end - first;
            }
        }
    }

    /// How many of so many rows are shown.
    pub(super) fn shown(&self, rows: u64) -> u64 {
        let last = self.hidden.last();
        rows.saturating_sub(last.map_or(0, |it| u64::from(it.before + (it.end - it.first))))
    }

    /// Where a row stands among those that are shown; a hidden one stands where what hides it does.
    pub(super) fn place_of(&self, row: u64) -> u64 {
        let after = self.hidden.partition_point(|it| u64::from(it.first) <= row);
        let Some(hidden) = after.checked_sub(1).map(|at| self.hidden[at]) else {
            return row;
        };
        let (first, end, before) = (
            u64::from(hidden.first),
            u64::from(hidden.end),
            u64::from(hidden.before),
        );
        if row < end {
            first - 1 - before
        } else {
            row - before - (end - first)
        }
    }

    /// The row in this place among those that are shown.
    pub(super) fn row_at(&self, place: u64) -> u64 {
        let shown_before = |it: &Hidden| u64::from(it.first - it.before);
        let after = self.hidden.partition_point(|it| shown_before(it) <= place);
        let hidden_before = after.checked_sub(1).map_or(0, |at| {
            let it = self.hidden[at];
            u64::from(it.before + (it.end - it.first))
        });
        place + hidden_before
    }

    /// The rows in these places, in pieces that follow one another in the text.
    pub(super) fn rows_in(&self, places: Range<u64>) -> Vec<Range<u64>> {
        let mut pieces: Vec<Range<u64>> = Vec::new();
        for row in places.map(|place| self.row_at(place)) {
            match pieces.last_mut() {
                Some(piece) if piece.end == row => piece.end += 1,
                _ => pieces.push(row..row + 1),
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fold(row: u32, last: u32) -> Folded {
        Folded { row, last, items: 1 }
    }

    #[test]
    fn what_is_folded_takes_one_row() {
        let mut folds = Folds::new(vec![fold(2, 5), fold(8, 9)]);
        assert_eq!(folds.shown(12), 8);
        let rows: Vec<_> = (0..8).map(|place| folds.row_at(place)).collect();
        assert_eq!(rows, [0, 1, 2, 6, 7, 8, 10, 11]);
        assert_eq!(folds.rows_in(1..6), [1..3, 6..9]);
        assert_eq!(folds.place_of(4), 2, "hidden: where what hides it is");
        folds.remove(2);
        assert_eq!(folds.shown(12), 11);
    }

    #[test]
    fn what_was_folded_inside_stays_folded() {
        let mut folds = Folds::new(vec![fold(3, 5)]);
        folds.add(fold(1, 9));
        assert_eq!(folds.shown(10), 2);
        folds.remove(1);
        assert_eq!((folds.shown(10), folds.at(3)), (8, Some(fold(3, 5))));
        folds.add(fold(1, 9));
        folds.reveal(4);
        assert_eq!(folds.count(), 0);
        folds.add(fold(1, 9));
        folds.reveal(1);
        assert_eq!(folds.count(), 1, "the row in which it begins is shown");
    }

    proptest! {
        #[test]
        fn places_and_rows_agree(spans in prop::collection::vec((0..40_u32, 1..40_u32), 0..20), total in 80..100_u64) {
            // Spans that lie inside one another or apart, as those of brackets do.
            let mut folded: Vec<Folded> = Vec::new();
            for (row, length) in spans {
                let last = row + length;
                let crosses = folded.iter().any(|it| {
                    it.row == row ||
                    (it.row < row && row <= it.last && it.last <= last) || (row < it.row && it.row <= last && last <= it.last)
                });
                if !crosses {
                    folded.push(fold(row, last));
                }
            }
            let hidden = |row: u64| folded.iter().any(|it| u64::from(it.row) < row && row <= u64::from(it.last));
            let shown: Vec<u64> = (0..total).filter(|row| !hidden(*row)).collect();
            let folds = Folds::new(folded.clone());
            prop_assert_eq!(folds.shown(total), shown.len() as u64);
            for (place, row) in shown.iter().enumerate() {
                prop_assert_eq!(folds.row_at(place as u64), *row);
                prop_assert_eq!(folds.place_of(*row), place as u64);
            }
            let pieces: Vec<u64> = folds.rows_in(0..shown.len() as u64).into_iter().flatten().collect();
            prop_assert_eq!(pieces, shown);
        }
    }
}
