//! The lines of indented JSON, as far as its structure shows in them, without keeping any of them in memory.

use std::io::{self, BufRead};

use crate::body::rows::ROW_CHARS;

/// A line of indented JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins, in bytes.
    pub(super) offset: u64,
    /// Where the next one begins.
    pub(super) end: u64,
    /// Its first row.
    pub(super) row: u64,
    /// How many rows it takes.
    pub(super) rows: u64,
    /// How many spaces it begins with.
    pub(super) indent: usize,
    /// An object or an array ends at its beginning.
    pub(super) closes: bool,
    /// The object or array that begins at its end.
    pub(super) opens: Option<Kind>,
}

/// What holds other values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
}

impl Line {
    /// Its last row, in which what begins in it begins.
    pub(super) fn last_row(&self) -> u64 {
        self.row + self.rows - 1
    }

    pub(super) fn holds(&self, row: u64) -> bool {
        (self.row..self.row + self.rows).contains(&row)
    }
}

/// Reads line after line.
pub(super) struct Lines<R> {
    reader: R,
    offset: u64,
    row: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads on from a line that begins at `offset`, which is where the reader is.
    pub(super) fn new(reader: R, offset: u64, row: u64) -> Self {
        Self { reader, offset, row }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        let (mut length, mut chars, mut indent) = (0, 0, 0);
        let (mut first, mut last) = (None, b' ');
        loop {
            let buffer = self.reader.fill_buf()?;
            let end = memchr::memchr(b'\n', buffer);
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            if first.is_none() {
                first = piece.iter().copied().find(|it| *it != b' ');
                indent += piece.iter().take_while(|it| **it == b' ').count();
            }
            last = piece.last().copied().unwrap_or(last);
            let whole = length == 0 && end.is_some() && piece.len() <= ROW_CHARS;
            if !whole {
                // Few lines are so long that their characters have to be counted.
                chars += piece.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
            }
            let read = piece.len();
            length += read as u64;
            let (is_end, over) = (end.is_some(), buffer.is_empty());
            self.reader.consume(read + usize::from(is_end));
            if over && length == 0 {
                return Ok(None);
            }
            if !(is_end || over) {
                continue;
            }
            let line = Line {
                offset: self.offset,
                end: self.offset + length + u64::from(is_end),
                row: self.row,
                rows: chars.div_ceil(ROW_CHARS).max(1) as u64,
                indent,
                closes: matches!(first, Some(b'}' | b']')),
                opens: match last {
                    b'{' => Some(Kind::Object),
                    b'[' => Some(Kind::Array),
                    _ => None,
                },
            };
            (self.offset, self.row) = (line.end, line.row + line.rows);
            return Ok(Some(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        // A buffer that cuts lines and characters apart.
        let reader = std::io::BufReader::with_capacity(7, text.as_bytes());
        let mut lines = Lines::new(reader, 0, 0);
        std::iter::from_fn(|| lines.next().unwrap()).collect()
    }

    #[test]
    fn what_begins_and_ends_in_a_line_is_known_from_its_ends() {
        let found = lines("{\n  \"a[\": \"{\",\n  \"b\": [\n    {},\n    1\n  ]\n}");
        let opens: Vec<_> = found.iter().map(|it| it.opens).collect();
        assert_eq!(
            opens,
            [
                Some(Kind::Object),
                None,
                Some(Kind::Array),
                None,
                None,
                None,
                None
            ]
        );
        let closes: Vec<_> = found.iter().filter(|it| it.closes).map(|it| it.row).collect();
        assert_eq!(closes, [5, 6]);
        assert_eq!(found[3].indent, 4);
        assert_eq!(found[6].end - found[6].offset, 1, "the last line has no end");
    }

    #[test]
    fn a_long_line_takes_as_many_rows_as_are_shown_of_it() {
        for (chars, rows) in [(0, 1), (1_999, 1), (2_000, 1), (2_001, 2), (6_001, 4)] {
            let text = format!("{}\n[", "가".repeat(chars));
            let found = lines(&text);
            assert_eq!((found[0].rows, found[1].row), (rows, rows), "{chars}");
            assert_eq!(found[1].offset, (chars * 3 + 1) as u64);
        }
    }
}
