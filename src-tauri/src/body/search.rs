//! Looks for a text or a regular expression, row by row, with a bounded amount of memory.

use std::{io, ops::Range};

use latchkey_ipc::{
    MATCH_LIMIT, Match, MatchAt, MatchesInRows, PATTERN_LIMIT, ROW_LIMIT, RowsView, SearchBody, SearchFound,
};
use regex::{Regex, RegexBuilder};

use super::{BodyError, content::Content, rows::RowReader};

/// How far a match may reach into the next row, in bytes: a long line takes several rows.
const OVERLAP: usize = 1_024;
/// The most memory that a compiled pattern, and what it needs while it runs, may take, in bytes.
const PATTERN_MEMORY: usize = 4 << 20;
/// The most matches that are told at once.
const TOLD_AT_ONCE: usize = 20_000;
/// How many rows lie between two looks at whether the search is still wanted.
const PACE: u64 = 512;

/// What a search found.
#[derive(Default)]
pub(super) struct Found {
    search: u64,
    /// Whether the rows are those of the tree, of which some may be folded.
    in_tree: bool,
    places: Vec<Place>,
    more: bool,
}

/// A match, in 16 bytes. A row has at most 2,000 characters, so a place in it fits.
struct Place {
    row: u64,
    start: u16,
    end: u16,
}

/// Compiles what is looked for, within bounds.
pub(super) fn pattern(asked: &SearchBody) -> Result<Regex, BodyError> {
    let refused = |reason: String| BodyError::Pattern {
        found: asked.pattern.clone(),
        reason,
    };
    if asked.pattern.chars().count() > PATTERN_LIMIT {
        return Err(refused(format!("it has more than {PATTERN_LIMIT} characters")));
    }
    let text = if asked.regex {
        asked.pattern.clone()
    } else {
        regex::escape(&asked.pattern)
    };
    RegexBuilder::new(&text)
        .case_insensitive(!asked.match_case)
        .size_limit(PATTERN_MEMORY)
        .dfa_size_limit(PATTERN_MEMORY)
        .build()
        .map_err(|error| refused(reason(&error)))
}

/// The last line of what the library says: those before it repeat the pattern and point into it.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

/// Looks through the whole text. `None` when the search was no longer wanted.
pub(super) fn run(
    text: &Content,
    pattern: &Regex,
    search: u64,
    wanted: impl Fn() -> bool,
) -> io::Result<Option<Found>> {
    let limit = usize::try_from(MATCH_LIMIT).unwrap_or(usize::MAX);
    let mut rows = RowReader::new(text.reader(0));
    let mut found = Found {
        search,
        ..Found::default()
    };
    let mut number = 0;
    let (mut row, mut goes_on) = (Vec::new(), false);
    let mut there = rows.next_into(&mut row, &mut goes_on)?;
    // Where looking begins: behind a match that began in the row before.
    let mut from = 0;
    while there {
        if number % PACE == 0 && !wanted() {
            return Ok(None);
        }
        let length = row.len();
        let (mut next, mut next_goes_on) = (Vec::new(), false);
        there = rows.next_into(&mut next, &mut next_goes_on)?;
        if goes_on {
            row.extend_from_slice(&next[..boundary(&next, OVERLAP)]);
        }
        let begin = std::mem::take(&mut from);
        // Rows are cut between characters, and the text is UTF-8.
        let line = std::str::from_utf8(&row).unwrap_or_default();
        let mut at = begin;
        while let Some(it) = (at <= line.len()).then(|| pattern.find_at(line, at)).flatten() {
            if it.start() >= length {
                break;
            }
            if it.is_empty() {
                at = boundary_after(line, it.end());
                continue;
            }
            if found.places.len() == limit {
                found.more = true;
                return Ok(Some(found));
            }
            let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
            found.places.push(Place {
                row: number,
                start: place(it.start()),
                end: place(it.end().min(length)),
            });
            at = it.end();
            from = at.saturating_sub(length);
        }
        number += 1;
        (row, goes_on) = (next, next_goes_on);
    }
    Ok(Some(found))
}

/// The greatest end of a piece of at most `limit` bytes that cuts no character.
fn boundary(text: &[u8], limit: usize) -> usize {
    if text.len() <= limit {
        return text.len();
    }
    (0..=limit)
        .rev()
        .find(|&at| text[at] & 0xC0 != 0x80)
        .unwrap_or_default()
}

fn boundary_after(text: &str, at: usize) -> usize {
    (at + 1..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len() + 1)
}

impl Found {
    pub(super) fn summary(&self, from_row: u64) -> SearchFound {
        let nearest = self.places.partition_point(|place| place.row < from_row);
        SearchFound {
            count: self.places.len() as u64,
            more: self.more,
            nearest: if nearest == self.places.len() {
                0
            } else {
                nearest as u64
            },
        }
    }

    /// The matches in these rows, none of them folded.
    fn in_rows(&self, rows: Range<u64>) -> impl Iterator<Item = Match> {
        let first = self.places.partition_point(|place| place.row < rows.start);
        let inside = self.places[first..].iter();
        inside
            .take_while(move |place| place.row < rows.end)
            .map(Match::from)
    }

    pub(super) fn at(&self, asked: MatchAt) -> Option<Match> {
        let number = usize::try_from(asked.number).ok()?;
        let place = self.places.get(number)?;
        (self.search == asked.search).then(|| place.into())
    }
}

impl From<&Place> for Match {
    fn from(place: &Place) -> Self {
        Self {
            row: place.row,
            start: place.start.into(),
            end: place.end.into(),
        }
    }
}

impl super::Body {
    /// Looks for something in the rows. A later search ends this one.
    pub(crate) fn search(&self, asked: &SearchBody) -> Result<SearchFound, BodyError> {
        let turn = self.end_search();
        let pattern = pattern(asked)?;
        let shown = self.shown(asked.view)?;
        let found = run(&shown.text, &pattern, asked.search, || self.searches() == turn)?;
        let mut found = found.ok_or(BodyError::Superseded)?;
        found.in_tree = asked.view == RowsView::Pretty;
        let from_row = match &self.tree {
            Some(tree) if found.in_tree => tree.row_at(asked.from_row),
            _ => asked.from_row,
        };
        let summary = found.summary(from_row);
        *self.found() = found;
        Ok(summary)
    }

    pub(crate) fn matches_in(&self, asked: MatchesInRows) -> Vec<Match> {
        let last = asked.last.min(asked.first.saturating_add(ROW_LIMIT.into()));
        let found = self.found();
        if found.search != asked.search {
            return Vec::new();
        }
        let shown = asked.first..last;
        let rows = match &self.tree {
            Some(tree) if found.in_tree => tree.rows_in(shown),
            _ => vec![shown],
        };
        let matches = rows.into_iter().flat_map(|rows| found.in_rows(rows));
        matches.take(TOLD_AT_ONCE).collect()
    }

    pub(crate) fn match_at(&self, asked: MatchAt) -> Option<Match> {
        self.found().at(asked)
    }
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::RowsView;

    use super::*;

    fn asked(pattern: &str, regex: bool, match_case: bool) -> SearchBody {
        SearchBody {
            answer_id: 1,
            view: RowsView::Raw,
            search: 7,
            pattern: pattern.to_owned(),
            regex,
            match_case,
            from_row: 0,
        }
    }

    fn find(text: &str, asked: &SearchBody) -> Vec<(u64, u16, u16)> {
        let mut content = Content::default();
        content.append(text.as_bytes()).unwrap();
        let found = run(&content, &pattern(asked).unwrap(), 7, || true)
            .unwrap()
            .unwrap();
        let places = found.places.iter();
        places.map(|it| (it.row, it.start, it.end)).collect()
    }

    #[test]
    fn a_text_is_found_wherever_it_stands_and_as_it_is_written() {
        let text = "one.two\n가One\r\n\nONE";
        assert_eq!(
            find(text, &asked("one", false, false)),
            [(0, 0, 3), (1, 3, 6), (3, 0, 3)]
        );
        assert_eq!(find(text, &asked("one", false, true)), [(0, 0, 3)]);
        assert_eq!(find(text, &asked("e.t", false, true)), [(0, 2, 5)]);
        assert_eq!(find("axt", &asked("a.t", false, true)), []);
        assert_eq!(find(text, &asked("^.ne|가", true, true)), [(0, 0, 3), (1, 0, 3)]);
    }

    #[test]
    fn empty_matches_are_none_and_do_not_stop_the_search() {
        assert_eq!(find("b가a", &asked("a*", true, true)), [(0, 4, 5)]);
        assert_eq!(find("", &asked("$", true, true)), []);
    }

    #[test]
    fn a_match_may_reach_into_the_next_row_of_a_long_line() {
        let text = format!("{}needle{}", "x".repeat(1_997), "가".repeat(3_000));
        assert_eq!(find(&text, &asked("needle", false, true)), [(0, 1_997, 2_000)]);
        assert_eq!(
            find(&text, &asked("needle가|e가", true, true)).len(),
            1,
            "what was found before is not found again"
        );
        let lines = format!("{}\nneedle", "x".repeat(1_997));
        assert_eq!(find(&lines, &asked("xneedle", false, true)), []);
    }

    #[test]
    fn a_pattern_that_cannot_be_used_is_named() {
        for bad in ["(", "a{1000}{1000}{1000}", &"x".repeat(PATTERN_LIMIT + 1)] {
            let refused = pattern(&asked(bad, true, true)).unwrap_err();
            let BodyError::Pattern { found, reason } = refused else {
                panic!("{refused}")
            };
            assert_eq!(found, bad);
            assert!(!reason.is_empty() && !reason.contains('\n'), "{reason}");
        }
        assert!(
            pattern(&asked("(", false, true)).is_ok(),
            "a bracket is only a text"
        );
    }

    #[test]
    fn a_search_that_is_no_longer_wanted_ends() {
        let mut content = Content::default();
        content.append(b"a\na\n").unwrap();
        let ended = run(&content, &pattern(&asked("a", false, true)).unwrap(), 1, || false).unwrap();
        assert!(ended.is_none());
    }

    #[test]
    fn matches_are_told_by_row_and_by_number_and_only_of_their_own_search() {
        let mut content = Content::default();
        content.append(b"a\nb\naa\n").unwrap();
        let found = run(&content, &pattern(&asked("a", false, true)).unwrap(), 7, || true);
        let found = found.unwrap().unwrap();
        assert_eq!(
            found.summary(1),
            SearchFound {
                count: 3,
                more: false,
                nearest: 1
            }
        );
        assert_eq!(found.summary(3).nearest, 0, "round to the first");
        assert_eq!((found.in_rows(1..3).count(), found.in_rows(0..2).count()), (2, 1));
        let at = |search, number| {
            found.at(MatchAt {
                answer_id: 1,
                search,
                number,
            })
        };
        assert_eq!(
            at(7, 2),
            Some(Match {
                row: 2,
                start: 1,
                end: 2
            })
        );
        assert_eq!((at(7, 3), at(6, 0)), (None, None));
    }
}
