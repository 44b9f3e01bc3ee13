//! Goes through indented JSON and knows at each line in which objects and arrays it stands.

use std::io::{self, BufReader, Read};

use super::lines::{Kind, Line, Lines};
use crate::body::content::Content;

/// How many lines lie between two places from which a walk can begin.
const STRIDE: u64 = 16 * 1024;

/// An object or array that a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    pub(super) kind: Kind,
    /// Where the line begins in which it begins, in bytes.
    pub(super) offset: u64,
    /// The row in which it begins.
    pub(super) row: u64,
    /// How many members or elements have begun.
    pub(super) items: u64,
}

/// A place from which a walk can begin.
struct Start {
    offset: u64,
    row: u64,
    levels: Box<[Level]>,
}

/// Places all over the text from which walks can begin.
pub(super) struct Starts(Vec<Start>);

impl Starts {
    pub(super) fn find(text: &Content) -> io::Result<Self> {
        let mut starts = Vec::new();
        let mut walk = Walk::over(text.reader(0), 0, 0, &[]);
        let mut count = 0_u64;
        loop {
            // The levels are complete only when what the last line began is among them.
            walk.enter();
            if count.is_multiple_of(STRIDE) {
                let (offset, row) = walk.at;
                let levels = walk.levels.clone().into_boxed_slice();
                starts.push(Start { offset, row, levels });
            }
            count += 1;
            if walk.next()?.is_none() {
                return Ok(Self(starts));
            }
        }
    }

    /// A walk that comes to the row before long.
    pub(super) fn before<'a>(&self, row: u64, text: &'a Content) -> Walk<'a> {
        let after = self.0.partition_point(|start| start.row <= row);
        match after.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some(start) => Walk::over(text.reader(start.offset), start.offset, start.row, &start.levels),
            None => Walk::over(text.reader(0), 0, 0, &[]),
        }
    }
}

/// A walk from line to line.
pub(super) struct Walk<'a> {
    lines: Lines<BufReader<Box<dyn Read + 'a>>>,
    /// Where the next line begins: in bytes, and its row.
    at: (u64, u64),
    /// What the last line began.
    begun: Option<Level>,
    /// What the last line ended.
    pub(super) ended: Option<Level>,
    /// What the last line stands in, from the outside. A line that ends something stands outside of it.
    pub(super) levels: Vec<Level>,
}

impl<'a> Walk<'a> {
    fn over(reader: Box<dyn Read + 'a>, offset: u64, row: u64, levels: &[Level]) -> Self {
        Self {
            lines: Lines::new(BufReader::with_capacity(64 * 1024, reader), offset, row),
            at: (offset, row),
            begun: None,
            ended: None,
            levels: levels.to_vec(),
        }
    }

    fn enter(&mut self) {
        self.levels.extend(self.begun.take());
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        self.enter();
        let Some(line) = self.lines.next()? else {
            return Ok(None);
        };
        self.at = (line.end, line.row + line.rows);
        self.ended = if line.closes { self.levels.pop() } else { None };
        if !line.closes
            && let Some(inside) = self.levels.last_mut()
        {
            inside.items += 1;
        }
        self.begun = line.opens.map(|kind| Level {
            kind,
            offset: line.offset,
            row: line.last_row(),
            items: 0,
        });
        Ok(Some(line))
    }

    /// On to the line that holds the row; `None` if there is none.
    pub(super) fn to(&mut self, row: u64) -> io::Result<Option<Line>> {
        while let Some(line) = self.next()? {
            if line.holds(row) {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// On to the line that ends what the last line began, and what that was.
    pub(super) fn end_of_begun(&mut self) -> io::Result<Option<(Line, Level)>> {
        let depth = self.levels.len();
        while let Some(line) = self.next()? {
            if self.levels.len() == depth
                && let Some(ended) = self.ended
            {
                return Ok(Some((line, ended)));
            }
        }
        Ok(None)
    }
}
