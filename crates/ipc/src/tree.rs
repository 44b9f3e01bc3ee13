//! JSON as a tree whose objects and arrays can be folded. The shell keeps what is folded, for it alone knows all rows.

use serde::{Deserialize, Serialize};

use crate::{AnswerId, Command, Nothing};

/// The most bytes that are copied at once.
pub const COPY_LIMIT: u64 = 16 << 20;
/// The most objects and arrays that can be folded at once.
pub const FOLD_LIMIT: usize = 4_000_000;

/// Read rows of the indented JSON as they are shown: what is folded takes one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeRows {
    /// Which answer.
    pub answer_id: AnswerId,
    /// First row that is shown, from 0.
    pub first: u64,
    /// How many, 1 to [`ROW_LIMIT`](crate::ROW_LIMIT).
    pub count: u32,
}

/// Rows of a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// How many rows are shown in all.
    pub shown: u64,
    /// Those that were asked for, as far as there are any.
    pub rows: Vec<TreeRow>,
}

/// A row of a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeRow {
    /// Its number among all rows, folded or not, from 0.
    pub row: u64,
    /// Its text.
    pub text: String,
    /// Whether an object or an array begins in it.
    pub fold: Fold,
}

/// Whether a row can be folded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// Nothing begins in it that takes more rows.
    #[default]
    None,
    /// What begins in it is shown.
    Open,
    /// What begins in it is not shown.
    Closed {
        /// How many members or elements it has.
        items: u64,
    },
}

/// Fold or unfold, or bring a row among those that are shown. A row is named by its number among all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeTree {
    /// Which answer.
    pub answer_id: AnswerId,
    /// What is to change.
    pub change: TreeChange,
}

/// A change of what is shown of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TreeChange {
    /// Fold what begins in this row.
    Fold(u64),
    /// Unfold what begins in this row.
    Unfold(u64),
    /// Fold every object and array directly in the outermost one. More than [`FOLD_LIMIT`] are refused.
    FoldAll,
    /// Unfold everything.
    UnfoldAll,
    /// Unfold whatever hides this row.
    Reveal(u64),
    /// Change nothing, and look for the row in which what this row stands in begins.
    Parent(u64),
}

/// What a change led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeChanged {
    /// How many rows are shown now.
    pub shown: u64,
    /// Where the row that the change named, or led to, stands among those that are shown.
    pub at: u64,
}

/// Put something of a body on the clipboard, at most [`COPY_LIMIT`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOfBody {
    /// Which answer.
    pub answer_id: AnswerId,
    /// What of it.
    pub part: PartOfBody,
}

/// What is copied of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartOfBody {
    /// The whole text, as it was received.
    Whole,
    /// The value that stands or begins in this row of the indented JSON: a string without quotes and escapes, anything
    /// else as JSON.
    Value(u64),
    /// Where that value is, as a query of RFC 9535 with the shorter notation where a name allows it.
    Path(u64),
}

impl Command for TreeRows {
    const NAME: &'static str = "tree_rows";
    type Request = Self;
    type Response = Tree;
}

impl Command for ChangeTree {
    const NAME: &'static str = "change_tree";
    type Request = Self;
    type Response = TreeChanged;
}

impl Command for CopyOfBody {
    const NAME: &'static str = "copy_of_body";
    type Request = Self;
    type Response = Nothing;
}
