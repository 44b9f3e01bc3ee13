//! Looking for a text in a body, which the shell does: the window never holds more than what it shows.

use serde::{Deserialize, Serialize};

use crate::{AnswerId, Command, RowsView};

/// The most matches whose places are kept; beyond them a search ends.
pub const MATCH_LIMIT: u64 = 1_000_000;
/// The most characters a pattern may have.
pub const PATTERN_LIMIT: usize = 1_000;

/// Look for a text or a regular expression in the rows of a body. A later search of the same body ends an earlier one,
/// whose answer is [`ErrorCode::Cancelled`](crate::ErrorCode::Cancelled).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchBody {
    /// Which answer.
    pub answer_id: AnswerId,
    /// Indented or raw; hexadecimal rows are not searched.
    pub view: RowsView,
    /// The window's number for this search; what is asked of its matches names it again.
    pub search: u64,
    /// What is looked for; nothing ends the search before it.
    pub pattern: String,
    /// Whether the pattern is a regular expression, in the syntax of Rust's `regex`.
    pub regex: bool,
    /// Whether `a` differs from `A`.
    pub match_case: bool,
    /// The row from which the first match is wanted, as it is shown.
    pub from_row: u64,
}

/// What a search found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchFound {
    /// How many matches there are, up to [`MATCH_LIMIT`].
    pub count: u64,
    /// Whether there may be more than were kept.
    pub more: bool,
    /// The number of the first match at or below the wanted row, or else the first of all.
    pub nearest: u64,
}

/// Where a match stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// Its row, from 0, folded or not.
    pub row: u64,
    /// Where it begins in the row, in bytes of UTF-8.
    pub start: u32,
    /// Where it ends in the row. What goes on in the next row of a long line ends with the row.
    pub end: u32,
}

/// The matches in these rows, as they are shown: what is folded takes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchesInRows {
    /// Which answer.
    pub answer_id: AnswerId,
    /// Which search.
    pub search: u64,
    /// First row, from 0.
    pub first: u64,
    /// The row after the last, at most [`ROW_LIMIT`](crate::ROW_LIMIT) further.
    pub last: u64,
}

/// One match by its number, from 0; `None` if there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchAt {
    /// Which answer.
    pub answer_id: AnswerId,
    /// Which search.
    pub search: u64,
    /// Which match.
    pub number: u64,
}

/// Write the body, as it was received, to a file that the user names in a dialog. Answers where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveBody {
    /// Which answer.
    pub answer_id: AnswerId,
}

impl Command for SearchBody {
    const NAME: &'static str = "search_body";
    type Request = Self;
    type Response = SearchFound;
}

impl Command for MatchesInRows {
    const NAME: &'static str = "matches_in_rows";
    type Request = Self;
    type Response = Vec<Match>;
}

impl Command for MatchAt {
    const NAME: &'static str = "match_at";
    type Request = Self;
    type Response = Option<Match>;
}

impl Command for SaveBody {
    const NAME: &'static str = "save_body";
    type Request = Self;
    type Response = Option<String>;
}
