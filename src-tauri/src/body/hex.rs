//! Bytes as people read them: sixteen in a row.

use std::io::{self, Read as _};

use super::content::Content;

/// How many bytes are in a row.
const IN_ROW: u64 = 16;
const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// How many rows so many bytes take.
pub(super) fn count(size: u64) -> u64 {
    size.div_ceil(IN_ROW)
}

/// Rows `first` to `first + count`, as far as they exist, each ended by a line feed: the offset, the bytes in two groups,
/// and their ASCII, with a dot for what has no glyph.
pub(super) fn read(content: &Content, first: u64, rows: u32) -> io::Result<Vec<u8>> {
    let Some(offset) = first.checked_mul(IN_ROW).filter(|it| *it < content.len()) else {
        return Ok(Vec::new());
    };
    let mut bytes = Vec::new();
    content
        .reader(offset)
        .take(u64::from(rows) * IN_ROW)
        .read_to_end(&mut bytes)?;
    // Eight digits reach to 4 GiB, and a body has at most one.
    let mut out = Vec::with_capacity(bytes.len() * 5);
    for (row, bytes) in (first..).zip(bytes.chunks(16)) {
        out.extend_from_slice(format!("{:08x} ", row * IN_ROW).as_bytes());
        for at in 0..16 {
            if at % 8 == 0 {
                out.push(b' ');
            }
            match bytes.get(at) {
                Some(byte) => {
                    out.push(DIGITS[usize::from(byte >> 4)]);
                    out.push(DIGITS[usize::from(byte & 15)]);
                }
                None => out.extend_from_slice(b"  "),
            }
            out.push(b' ');
        }
        out.push(b' ');
        out.extend(bytes.iter().map(|byte| match byte {
            b' '..=b'~' => *byte,
            _ => b'.',
        }));
        out.push(b'\n');
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8], first: u64, count: u32) -> String {
        let mut content = Content::default();
        content.append(bytes).unwrap();
        String::from_utf8(read(&content, first, count).unwrap()).unwrap()
    }

    #[test]
    fn a_row_says_where_what_and_how_it_reads() {
        let text = rows(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR~\x7f", 0, 9);
        assert_eq!(
            text,
            "00000000  89 50 4e 47 0d 0a 1a 0a  00 00 00 0d 49 48 44 52  .PNG........IHDR\n\
             00000010  7e 7f                                             ~.\n"
        );
        let bars: Vec<_> = text.lines().map(|it| it.split_at(60).0.len()).collect();
        assert_eq!(bars, [60, 60], "the texts stand below one another");
    }

    #[test]
    fn any_window_is_read_and_nothing_beyond_the_end() {
        let bytes: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
        assert_eq!(count(bytes.len() as u64), 65_536);
        assert_eq!((count(0), count(1), count(16), count(17)), (0, 1, 1, 2));
        let last = rows(&bytes, 65_535, 5);
        assert!(last.starts_with("000ffff0  f0 f1"), "{last}");
        assert_eq!(last.lines().count(), 1);
        assert_eq!(rows(&bytes, 65_536, 5), "");
        assert_eq!(rows(&bytes, u64::MAX, 5), "");
    }
}
