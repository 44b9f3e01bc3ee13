//! Indented JSON as a tree: what is folded of it, and where in it a row is.

mod folds;
mod lines;
mod path;
mod walk;

use std::{
    io,
    sync::{Mutex, MutexGuard, PoisonError},
};

use latchkey_ipc::{FOLD_LIMIT, Fold, Tree, TreeChange, TreeChanged, TreeRow, TreeRows};

use self::{
    folds::{Folded, Folds},
    walk::{Level, Starts},
};
use super::{BodyError, Shown, content::Content};

/// Indented JSON, and what is folded of it.
pub(super) struct JsonTree {
    pub(super) shown: Shown,
    starts: Starts,
    folds: Mutex<Folds>,
}

impl JsonTree {
    pub(super) fn new(text: Content) -> io::Result<Self> {
        Ok(Self {
            starts: Starts::find(&text)?,
            shown: Shown::new(text)?,
            folds: Mutex::default(),
        })
    }

    fn folds(&self) -> MutexGuard<'_, Folds> {
        self.folds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The row in this place among those that are shown.
    pub(super) fn row_at(&self, place: u64) -> u64 {
        self.folds().row_at(place)
    }

    /// The rows in these places, in pieces that follow one another in the text.
    pub(super) fn rows_in(&self, places: std::ops::Range<u64>) -> Vec<std::ops::Range<u64>> {
        self.folds().rows_in(places)
    }

    /// The rows asked for, as far as there are any.
    pub(super) fn rows(&self, asked: TreeRows) -> Result<Tree, BodyError> {
        let folds = self.folds();
        let shown = folds.shown(self.shown.rows.count());
        let last = asked.first.saturating_add(asked.count.into()).min(shown);
        let pieces = folds.rows_in(asked.first..last);
        let closed: Vec<_> = pieces
            .iter()
            .filter_map(|piece| folds.at(piece.end - 1))
            .collect();
        // Reading must not keep a fold waiting.
        drop(folds);
        let mut rows = Vec::new();
        for piece in pieces {
            let mut row = piece.start;
            self.shown.rows.each(&self.shown.text, piece, |text, ends| {
                let opens = ends && matches!(text.last(), Some(b'{' | b'['));
                let folded = closed.iter().find(|it| u64::from(it.row) == row);
                let fold = match folded {
                    Some(folded) => Fold::Closed {
                        items: folded.items.into(),
                    },
                    None if opens => Fold::Open,
                    None => Fold::None,
                };
                rows.push(TreeRow {
                    row,
                    text: String::from_utf8_lossy(text).into_owned(),
                    fold,
                });
                row += 1;
            })?;
        }
        Ok(Tree { shown, rows })
    }

    /// Folds or unfolds.
    pub(super) fn change(&self, change: TreeChange) -> Result<TreeChanged, BodyError> {
        let row = match change {
            TreeChange::Fold(row) => {
                // Found before the others are kept waiting.
                let fold = self.what_begins_in(row)?;
                let mut folds = self.folds();
                if folds.count() >= FOLD_LIMIT {
                    return Err(BodyError::TooManyFolds);
                }
                if let Some(fold) = fold {
                    folds.add(fold);
                }
                row
            }
            TreeChange::Unfold(row) => {
                self.folds().remove(row);
                row
            }
            TreeChange::FoldAll => {
                let all = Folds::new(self.outer_ones()?);
                *self.folds() = all;
                0
            }
            TreeChange::UnfoldAll => {
                self.folds().clear();
                0
            }
            TreeChange::Reveal(row) => {
                self.folds().reveal(row);
                row
            }
            TreeChange::Parent(row) => self.parent(row)?,
        };
        let folds = self.folds();
        Ok(TreeChanged {
            shown: folds.shown(self.shown.rows.count()),
            at: folds.place_of(row),
        })
    }

    /// The object or array that begins in this row, from its beginning to its end.
    fn what_begins_in(&self, row: u64) -> io::Result<Option<Folded>> {
        let mut walk = self.starts.before(row, &self.shown.text);
        let begins = walk.to(row)?;
        if begins.is_none_or(|line| line.opens.is_none() || line.last_row() != row) {
            return Ok(None);
        }
        let end = walk.end_of_begun()?;
        Ok(end.and_then(|(line, ended)| folded(ended, line.row)))
    }

    /// All that stands directly in the outermost object or array.
    fn outer_ones(&self) -> Result<Vec<Folded>, BodyError> {
        let mut walk = self.starts.before(0, &self.shown.text);
        let mut found = Vec::new();
        while let Some(line) = walk.next()? {
            if walk.levels.len() == 1
                && let Some(ended) = walk.ended
            {
                if found.len() == FOLD_LIMIT {
                    return Err(BodyError::TooManyFolds);
                }
                found.extend(folded(ended, line.row));
            }
        }
        Ok(found)
    }

    /// The row in which what this row stands in begins; the row itself where that is nothing.
    fn parent(&self, row: u64) -> io::Result<u64> {
        let mut walk = self.starts.before(row, &self.shown.text);
        let Some(_) = walk.to(row)? else { return Ok(row) };
        // A closing bracket belongs to what it ends.
        let inside = walk.ended.as_ref().or(walk.levels.last());
        Ok(inside.map_or(row, |level| level.row))
    }
}

fn folded(level: Level, last: u64) -> Option<Folded> {
    Some(Folded {
        row: u32::try_from(level.row).ok()?,
        last: u32::try_from(last).ok()?,
        items: u32::try_from(level.items).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::body::indent;

    pub(super) fn tree(text: &str) -> JsonTree {
        let mut content = Content::default();
        content.append(text.as_bytes()).unwrap();
        JsonTree::new(indent::json(&content).unwrap().expect("JSON")).unwrap()
    }

    fn shown(tree: &JsonTree) -> Vec<String> {
        let asked = TreeRows {
            answer_id: 1,
            first: 0,
            count: 500,
        };
        let found = tree.rows(asked).unwrap();
        assert_eq!(found.rows.len() as u64, found.shown);
        let rows = found.rows.into_iter();
        rows.map(|it| match it.fold {
            Fold::Closed { items } => format!("{}: {}…{items}", it.row, it.text.trim()),
            Fold::Open => format!("{}: {}+", it.row, it.text.trim()),
            Fold::None => format!("{}: {}", it.row, it.text.trim()),
        })
        .collect()
    }

    const TEXT: &str = r#"{"a":[1,{"b":[]},3],"c":{"d[":"{"},"e":0}"#;

    #[test]
    fn one_row_stands_for_what_is_folded() {
        let tree = tree(TEXT);
        assert_eq!(
            shown(&tree),
            [
                "0: {+",
                "1: \"a\": [+",
                "2: 1,",
                "3: {+",
                "4: \"b\": []",
                "5: },",
                "6: 3",
                "7: ],",
                "8: \"c\": {+",
                "9: \"d[\": \"{\"",
                "10: },",
                "11: \"e\": 0",
                "12: }"
            ]
        );
        let changed = tree.change(TreeChange::Fold(3)).unwrap();
        assert_eq!((changed.shown, changed.at), (11, 3));
        let changed = tree.change(TreeChange::Fold(8)).unwrap();
        assert_eq!((changed.shown, changed.at), (9, 6));
        assert_eq!(
            shown(&tree),
            [
                "0: {+",
                "1: \"a\": [+",
                "2: 1,",
                "3: {…1",
                "6: 3",
                "7: ],",
                "8: \"c\": {…1",
                "11: \"e\": 0",
                "12: }"
            ]
        );
        tree.change(TreeChange::UnfoldAll).unwrap();
        assert_eq!(
            tree.change(TreeChange::Fold(2)).unwrap().shown,
            13,
            "nothing begins there"
        );
    }

    #[test]
    fn all_is_folded_to_the_first_level_and_a_hidden_row_is_brought_back() {
        let tree = tree(TEXT);
        let changed = tree.change(TreeChange::FoldAll).unwrap();
        assert_eq!((changed.shown, changed.at), (5, 0));
        assert_eq!(
            shown(&tree),
            ["0: {+", "1: \"a\": […3", "8: \"c\": {…1", "11: \"e\": 0", "12: }"]
        );
        let changed = tree.change(TreeChange::Reveal(9)).unwrap();
        assert_eq!((changed.shown, changed.at), (7, 3));
        assert_eq!(tree.change(TreeChange::Fold(0)).unwrap().shown, 1);
        assert_eq!(shown(&tree), ["0: {…3"]);
    }

    #[test]
    fn the_parent_of_a_row_is_where_what_holds_it_begins() {
        let tree = tree(TEXT);
        let parent = |row| tree.change(TreeChange::Parent(row)).unwrap().at;
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 7, 9, 12].map(parent),
            [0, 0, 1, 1, 3, 3, 1, 8, 0]
        );
        assert_eq!(parent(99), 99, "no such row");
    }

    #[test]
    fn a_scalar_and_a_document_of_one_row_have_nothing_to_fold() {
        for text in ["1", "\"[\"", "[]", "{}"] {
            let tree = tree(text);
            assert_eq!(tree.change(TreeChange::FoldAll).unwrap().shown, 1);
            assert_eq!(tree.change(TreeChange::Fold(0)).unwrap().shown, 1);
        }
    }

    #[test]
    fn a_large_document_is_folded_from_the_middle() {
        let items: Vec<String> = (0..40_000)
            .map(|id| format!("{{\"id\":{id},\"on\":[{id}]}}"))
            .collect();
        let tree = tree(&format!("[{}]", items.join(",")));
        let rows = tree.shown.rows.count();
        assert_eq!(rows, 40_000 * 6 + 2);
        let row = 1 + 30_000 * 6;
        assert_eq!(tree.change(TreeChange::Fold(row)).unwrap().shown, rows - 5);
        assert_eq!(
            tree.change(TreeChange::Parent(row + 3)).unwrap().at,
            row,
            "it is hidden"
        );
        assert_eq!(tree.change(TreeChange::FoldAll).unwrap().shown, 40_002);
        let asked = TreeRows {
            answer_id: 1,
            first: 30_000,
            count: 2,
        };
        let found = tree.rows(asked).unwrap();
        let numbers: Vec<_> = found.rows.iter().map(|it| it.row).collect();
        assert_eq!(numbers, [1 + 29_999 * 6, row]);
        assert_eq!(found.rows[0].fold, Fold::Closed { items: 2 });
    }

    #[test]
    fn a_name_that_takes_several_rows_can_be_folded_at_its_end() {
        let tree = tree(&format!("{{\"{}\":[1]}}", "[".repeat(4_500)));
        let folds: Vec<_> = (0..4)
            .map(|row| tree.what_begins_in(row).unwrap().is_some())
            .collect();
        assert_eq!(folds, [true, false, false, true]);
        assert_eq!(tree.change(TreeChange::Fold(3)).unwrap().shown, 5);
    }

    proptest! {
        #[test]
        fn rows_and_lines_agree_on_what_can_be_folded(text in "[\\[{0,\"a]{0,40}") {
            let mut content = Content::default();
            content.append(text.as_bytes()).unwrap();
            let Some(indented) = indent::json(&content).unwrap() else { return Ok(()) };
            let tree = JsonTree::new(indented).unwrap();
            let asked = TreeRows { answer_id: 1, first: 0, count: 500 };
            for row in tree.rows(asked).unwrap().rows {
                prop_assert_eq!(row.fold == Fold::Open, tree.what_begins_in(row.row).unwrap().is_some());
            }
        }
    }
}
