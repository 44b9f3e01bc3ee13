//! Bytes in memory while they are few, in a nameless file when they are many.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
};

use encoding_rs::{CoderResult, Encoding, UTF_8};

/// How many bytes stay in memory.
const IN_MEMORY: usize = 256 * 1024;
/// How much is read at once, in bytes.
const PIECE: usize = 64 * 1024;

/// Bytes that are first written and then read. The file has no name: it is gone when the app is, however it ends.
pub(crate) enum Content {
    Memory(Vec<u8>),
    File { file: File, length: u64 },
}

impl Default for Content {
    fn default() -> Self {
        Self::Memory(Vec::new())
    }
}

impl Content {
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }

    pub(crate) fn append(&mut self, piece: &[u8]) -> io::Result<()> {
        if let Self::Memory(bytes) = self {
            if bytes.len() + piece.len() <= IN_MEMORY {
                bytes.extend_from_slice(piece);
                return Ok(());
            }
            let mut file = tempfile::tempfile()?;
            file.write_all(bytes)?;
            *self = Self::File {
                file,
                length: bytes.len() as u64,
            };
        }
        if let Self::File { file, length } = self {
            file.write_all(piece)?;
            *length += piece.len() as u64;
        }
        Ok(())
    }

    /// Reads from `offset` on. Only one reader at a time: readers of a file share its position.
    pub(crate) fn reader(&self, offset: u64) -> io::Result<Box<dyn Read + '_>> {
        match self {
            Self::Memory(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                Ok(Box::new(&bytes[start..]))
            }
            Self::File { file, .. } => {
                let mut file = file;
                file.seek(SeekFrom::Start(offset))?;
                Ok(Box::new(BufReader::with_capacity(PIECE, file)))
            }
        }
    }

    pub(crate) fn read_all(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.len()).unwrap_or_default());
        self.reader(0)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The content as UTF-8; `None` if it is not text.
///
/// A byte order mark wins over the charset of `Content-Type` (RFC 9110 §8.3.2), which wins over UTF-8.
pub(crate) fn to_utf8(content: &Content, content_type: &str) -> io::Result<Option<Content>> {
    let named = charset(content_type);
    let encoding = named.unwrap_or(UTF_8);
    let says_text = named.is_some() || is_text(content_type);
    let mut decoder = encoding.new_decoder();
    let mut text = Content::default();
    let mut piece = vec![0; PIECE];
    let mut utf_8 = vec![0; decoder.max_utf8_buffer_length(PIECE).unwrap_or(PIECE * 4)];
    let mut reader = content.reader(0)?;
    let mut replaced = false;
    loop {
        let read = reader.read(&mut piece)?;
        let mut rest = &piece[..read];
        loop {
            let (result, consumed, written, bad) = decoder.decode_to_utf8(rest, &mut utf_8, read == 0);
            replaced |= bad;
            text.append(&utf_8[..written])?;
            rest = &rest[consumed..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        // Known only now: a byte order mark may have said UTF-16, where zero bytes are usual.
        if !says_text && decoder.encoding() == UTF_8 && piece[..read].contains(&0) {
            return Ok(None);
        }
        if read == 0 {
            return Ok((says_text || !replaced).then_some(text));
        }
    }
}

fn charset(content_type: &str) -> Option<&'static Encoding> {
    let parameters = content_type
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='));
    let mut labels = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    Encoding::for_label(labels.next()?.1.trim().trim_matches('"').as_bytes())
}

fn is_text(content_type: &str) -> bool {
    let media_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    media_type.starts_with("text/")
        || media_type.ends_with("+json")
        || media_type.ends_with("+xml")
        || matches!(
            media_type.as_str(),
            "application/json"
                | "application/xml"
                | "application/javascript"
                | "application/x-www-form-urlencoded"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(bytes: &[u8]) -> Content {
        let mut content = Content::default();
        content.append(bytes).unwrap();
        content
    }

    #[test]
    fn many_bytes_move_to_a_file_and_come_back() {
        let bytes: Vec<u8> = (0..IN_MEMORY * 2)
            .map(|index| u8::try_from(index % 251).unwrap())
            .collect();
        let mut content = Content::default();
        bytes
            .chunks(10_000)
            .for_each(|piece| content.append(piece).unwrap());
        assert!(matches!(content, Content::File { .. }));
        assert_eq!(content.read_all().unwrap(), bytes);
        let mut tail = Vec::new();
        content.reader(300_000).unwrap().read_to_end(&mut tail).unwrap();
        assert_eq!(tail, bytes[300_000..]);
    }

    #[test]
    fn text_in_a_named_charset_becomes_utf_8() {
        let text = to_utf8(&content(b"\xb0\xa1"), "text/plain; charset=EUC-KR")
            .unwrap()
            .unwrap();
        assert_eq!(text.read_all().unwrap(), "가".as_bytes());
    }

    #[test]
    fn bytes_that_nobody_calls_text_are_not_text() {
        assert!(
            to_utf8(&content(b"\x00\x01\x02"), "application/octet-stream")
                .unwrap()
                .is_none()
        );
        assert!(
            to_utf8(&content(b"\xff\xfeA\x00"), "").unwrap().is_some(),
            "a UTF-16 byte order mark says text"
        );
        assert!(to_utf8(&content(b"\x89PNG\xff"), "").unwrap().is_none());
    }
}
