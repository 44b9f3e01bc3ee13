//! Edits of a table.

/// What the user did to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListEdit<T> {
    /// A row was changed, or begun just after the last one. Quick typing begins the same row more than once before
    /// the page is drawn again, so this names the row and not the wish to add one.
    Set(usize, T),
    /// A row was removed.
    Remove(usize),
}

impl<T: Clone> ListEdit<T> {
    /// The table after the edit.
    pub fn apply(self, rows: &[T]) -> Vec<T> {
        let mut rows = rows.to_vec();
        match self {
            Self::Set(at, row) if at == rows.len() => rows.push(row),
            Self::Set(at, row) => {
                if let Some(old) = rows.get_mut(at) {
                    *old = row;
                }
            }
            Self::Remove(at) if at < rows.len() => {
                rows.remove(at);
            }
            Self::Remove(_) => {}
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits() {
        assert_eq!(ListEdit::Set(1, 9).apply(&[1, 2]), [1, 9]);
        assert_eq!(ListEdit::Remove(0).apply(&[1, 2]), [2]);
        assert_eq!(ListEdit::Set(2, 3).apply(&[1, 2]), [1, 2, 3]);
    }

    #[test]
    fn a_row_that_is_begun_twice_is_one_row() {
        assert_eq!(
            ListEdit::Set(0, "Ba").apply(&ListEdit::Set(0, "B").apply(&[])),
            ["Ba"]
        );
    }

    #[test]
    fn an_edit_of_a_row_that_is_gone_changes_nothing() {
        assert_eq!(ListEdit::Set(5, 9).apply(&[1]), [1]);
        assert_eq!(ListEdit::Remove(5).apply(&[1]), [1]);
    }
}
