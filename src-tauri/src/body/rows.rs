//! Finds the rows of a text without keeping the text in memory.

use std::io::{self, BufRead, BufReader};

use super::content::Content;

/// The most characters in a row; a longer line takes several rows.
const ROW_CHARS: usize = 2_000;
/// How many rows lie between two known places.
const STRIDE: u64 = 128;

/// Where every 128th row begins.
pub(crate) struct Rows {
    starts: Vec<u64>,
    count: u64,
}

impl Rows {
    pub(crate) fn index(text: &Content) -> io::Result<Self> {
        let mut reader = BufReader::new(text.reader(0)?);
        let (mut starts, mut count, mut offset) = (Vec::new(), 0, 0);
        let mut row = Vec::new();
        while let Some(taken) = next_row(&mut reader, &mut row)? {
            if count % STRIDE == 0 {
                starts.push(offset);
            }
            count += 1;
            offset += taken;
        }
        Ok(Self { starts, count })
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Rows `first` to `first + count`, as far as they exist, each ended by a line feed.
    pub(crate) fn read(&self, text: &Content, first: u64, count: u32) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let place = usize::try_from(first / STRIDE)
            .ok()
            .and_then(|index| self.starts.get(index));
        let Some(&start) = place else { return Ok(out) };
        let mut reader = BufReader::new(text.reader(start)?);
        let mut row = Vec::new();
        for _ in 0..first % STRIDE {
            next_row(&mut reader, &mut row)?;
        }
        for _ in 0..count {
            if next_row(&mut reader, &mut row)?.is_none() {
                break;
            }
            out.extend_from_slice(&row);
            out.push(b'\n');
        }
        Ok(out)
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
