//! Finds the rows of a text without keeping the text in memory.

use std::{
    io::{self, BufRead},
    ops::Range,
    sync::Arc,
};

use super::content::Content;

/// The most characters in a row; a longer line takes several rows.
pub(super) const ROW_CHARS: usize = 2_000;
/// How many rows lie between two known places.
const STRIDE: u64 = 128;
/// How much is read at once for a few rows, in bytes.
const READ_AT_ONCE: usize = 16 * 1024;

/// Where every 128th row begins. A clone costs little, and stays as it is when more is added to the other.
#[derive(Clone, Default)]
pub(crate) struct Rows {
    starts: Arc<Vec<u64>>,
    count: u64,
    /// How long the text is so far, in bytes.
    length: u64,
    /// How many characters the last row has, where it can still grow.
    open: Option<usize>,
}

impl Rows {
    pub(crate) fn index(text: &Content) -> io::Result<Self> {
        let mut reader = text.reader(0);
        let mut rows = Self::default();
        loop {
            let piece = reader.fill_buf()?;
            if piece.is_empty() {
                return Ok(rows);
            }
            rows.push(piece);
            let read = piece.len();
            reader.consume(read);
        }
    }

    /// Takes the next piece of the text. The last row may grow by the one after it.
    pub(super) fn push(&mut self, piece: &[u8]) {
        let mut rest = piece;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            self.push_line(&rest[..=end]);
            rest = &rest[end + 1..];
        }
        self.push_line(rest);
    }

    /// Takes what has a line feed at its end, or none.
    fn push_line(&mut self, line: &[u8]) {
        // What has no more bytes than a row has characters is not cut, so they need not be counted.
        if line.ends_with(b"\n") && self.open.unwrap_or(0) + line.len() <= ROW_CHARS {
            if self.open.is_none() {
                self.begin();
            }
            self.length += line.len() as u64;
            self.open = None;
            return;
        }
        for &byte in line {
            let begins_char = byte & 0xC0 != 0x80;
            let chars = match self.open {
                Some(chars) if chars < ROW_CHARS || !begins_char || byte == b'\n' => chars,
                _ => {
                    self.begin();
                    0
                }
            };
            self.length += 1;
            self.open = (byte != b'\n').then_some(chars + usize::from(begins_char));
        }
    }

    fn begin(&mut self) {
        if self.count.is_multiple_of(STRIDE) {
            Arc::make_mut(&mut self.starts).push(self.length);
        }
        self.count += 1;
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Rows `first` to `first + count`, as far as they exist, each ended by a line feed.
    pub(crate) fn read(&self, text: &Content, first: u64, count: u32) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        self.each(text, first..first.saturating_add(count.into()), |row, _| {
            out.extend_from_slice(row);
            out.push(b'\n');
        })?;
        Ok(out)
    }

    /// Hands over these rows, as far as they exist, each with whether its line ends with it.
    pub(super) fn each(
        &self,
        text: &Content,
        rows: Range<u64>,
        mut take: impl FnMut(&[u8], bool),
    ) -> io::Result<()> {
        let place = usize::try_from(rows.start / STRIDE)
            .ok()
            .and_then(|index| self.starts.get(index));
        let Some(&start) = place else { return Ok(()) };
        let mut reader = RowReader::new(text.reader_of(start, READ_AT_ONCE));
        let (mut row, mut goes_on) = (Vec::new(), false);
        for _ in 0..rows.start % STRIDE {
            reader.next_into(&mut row, &mut goes_on)?;
        }
        for _ in rows {
            if !reader.next_into(&mut row, &mut goes_on)? {
                break;
            }
            take(&row, !goes_on);
        }
        Ok(())
    }
}

/// Reads row after row, and tells whether the line goes on in the next.
pub(super) struct RowReader<R>(R);

impl<R: BufRead> RowReader<R> {
    pub(super) fn new(reader: R) -> Self {
        Self(reader)
    }

    /// Reads the next row; `false` at the end of the text.
    pub(super) fn next_into(&mut self, row: &mut Vec<u8>, goes_on: &mut bool) -> io::Result<bool> {
        let taken = next_row(&mut self.0, row)?;
        *goes_on = taken == Some(row.len() as u64);
        Ok(taken.is_some())
    }
}

/// Reads one row without its line end; says how many bytes it took. `None` at the end of the text.
fn next_row(reader: &mut impl BufRead, row: &mut Vec<u8>) -> io::Result<Option<u64>> {
    row.clear();
    let (mut chars, mut taken) = (0, 0);
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok((taken > 0).then_some(taken));
        }
        let mut used = 0;
        for &byte in buffer {
            if byte == b'\n' {
                reader.consume(used + 1);
                if row.last() == Some(&b'\r') {
                    row.pop();
                }
                return Ok(Some(taken + 1));
            }
            let begins_char = byte & 0xC0 != 0x80;
            if begins_char && chars == ROW_CHARS {
                reader.consume(used);
                return Ok(Some(taken));
            }
            chars += usize::from(begins_char);
            row.push(byte);
            used += 1;
            taken += 1;
        }
        reader.consume(used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn content(text: &str) -> Content {
        let mut content = Content::default();
        content.append(text.as_bytes()).unwrap();
        content
    }

    fn all(text: &str, window: u32) -> (u64, Vec<String>) {
        let content = content(text);
        let rows = Rows::index(&content).unwrap();
        let mut found = Vec::new();
        let mut first = 0;
        while first < rows.count() {
            let bytes = rows.read(&content, first, window).unwrap();
            found.extend(
                String::from_utf8(bytes)
                    .unwrap()
                    .split_terminator('\n')
                    .map(str::to_owned),
            );
            first += u64::from(window);
        }
        (rows.count(), found)
    }

    #[test]
    fn a_line_longer_than_a_row_takes_several() {
        let line = "가".repeat(ROW_CHARS * 2 + 5);
        let (count, rows) = all(&line, 2);
        assert_eq!(count, 3);
        assert_eq!(rows.concat(), line);
        assert_eq!(rows[2].chars().count(), 5);
    }

    #[test]
    fn reading_beyond_the_end_gives_nothing() {
        let content = content("a\nb");
        let rows = Rows::index(&content).unwrap();
        assert_eq!(rows.count(), 2);
        assert!(rows.read(&content, 2, 10).unwrap().is_empty());
        assert!(rows.read(&content, u64::MAX, 10).unwrap().is_empty());
    }

    #[test]
    fn a_text_that_comes_in_pieces_has_the_rows_of_the_whole() {
        let long = "가".repeat(ROW_CHARS);
        let text = format!("a\r\n\n{long}\n{long}b\n{}c", "x\n".repeat(300));
        let whole = Rows::index(&content(&text)).unwrap();
        for size in [1, 2, 3, 1_000] {
            let mut rows = Rows::default();
            for piece in text.as_bytes().chunks(size) {
                rows.push(piece);
            }
            assert_eq!((rows.count, &rows.starts), (whole.count, &whole.starts), "{size}");
        }
        assert_eq!(whole.count, 306);
        let mut grown = Rows::default();
        grown.push(b"a\nb");
        let before = grown.clone();
        grown.push(b"c\nd");
        assert_eq!((before.count(), grown.count()), (2, 3));
    }

    proptest! {
        #[test]
        fn windows_of_any_size_make_up_the_text(lines in prop::collection::vec("[a-z가-힣 ]{0,12}", 0..400), window in 1..200u32) {
            let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
            let (count, rows) = all(&text, window);
            prop_assert_eq!(count, lines.len() as u64);
            prop_assert_eq!(rows, lines);
        }
    }
}
