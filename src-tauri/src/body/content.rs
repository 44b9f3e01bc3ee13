//! Bytes in memory while they are few, in a nameless file when they are many.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    sync::Arc,
};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

/// How many bytes stay in memory.
const IN_MEMORY: usize = 256 * 1024;
/// How much is read at once, in bytes.
const PIECE: usize = 64 * 1024;

/// Bytes that are added to and read. The file has no name: it is gone when the app is, however it ends. A clone costs
/// little, and stays as it is when more is added to the other.
#[derive(Clone)]
pub(crate) enum Content {
    Memory(Arc<Vec<u8>>),
    File { file: Arc<File>, length: u64 },
}

impl Default for Content {
    fn default() -> Self {
        Self::Memory(Arc::default())
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
                Arc::make_mut(bytes).extend_from_slice(piece);
                return Ok(());
            }
            let file = tempfile::tempfile()?;
            write_at(&file, bytes, 0)?;
            *self = Self::File {
                file: Arc::new(file),
                length: bytes.len() as u64,
            };
        }
        if let Self::File { file, length } = self {
            write_at(file, piece, *length)?;
            *length += piece.len() as u64;
        }
        Ok(())
    }

    /// Reads from `offset` on. Readers have a place of their own, so that a search does not keep the rows waiting.
    pub(crate) fn reader(&self, offset: u64) -> Box<dyn BufRead + '_> {
        self.reader_of(offset, PIECE)
    }

    /// As [`reader`](Self::reader), with so many bytes read at once.
    pub(crate) fn reader_of(&self, offset: u64, piece: usize) -> Box<dyn BufRead + '_> {
        match self {
            Self::Memory(bytes) => {
                let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                Box::new(&bytes[start..])
            }
            Self::File { file, length } => {
                let end = *length;
                Box::new(BufReader::with_capacity(piece, Place { file, offset, end }))
            }
        }
    }

    pub(crate) fn read_all(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.len()).unwrap_or_default());
        self.reader(0).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Writes to a place of a file, whose own position nobody relies on.
fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    #[cfg(unix)]
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)?;
    #[cfg(windows)]
    {
        let (mut rest, mut offset) = (bytes, offset);
        while !rest.is_empty() {
            let written = std::os::windows::fs::FileExt::seek_write(file, rest, offset)?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            rest = &rest[written..];
            offset += written as u64;
        }
    }
    Ok(())
}

/// A place in a file. What is added behind `end` is none of its reader's.
struct Place<'a> {
    file: &'a File,
    offset: u64,
    end: u64,
}

impl Read for Place<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.offset)).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let buffer = &mut buffer[..wanted];
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(self.file, buffer, self.offset)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(self.file, buffer, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}

/// The content as UTF-8; `None` if it is not text.
///
/// A byte order mark wins over the charset of `Content-Type` (RFC 9110 §8.3.2), which wins over UTF-8.
pub(crate) fn to_utf8(content: &Content, content_type: &str) -> io::Result<Option<Content>> {
    let says_text = charset(content_type).is_some() || is_text(content_type);
    let mut decoder = decoder(content_type);
    let mut text = Content::default();
    let mut piece = vec![0; PIECE];
    let mut utf_8 = vec![0; decoder.max_utf8_buffer_length(PIECE).unwrap_or(PIECE * 4)];
    let mut reader = content.reader(0);
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

/// What reads the bytes of a text of this type, piece by piece.
pub(super) fn decoder(content_type: &str) -> Decoder {
    charset(content_type).unwrap_or(UTF_8).new_decoder()
}

fn charset(content_type: &str) -> Option<&'static Encoding> {
    let parameters = content_type
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='));
    let mut labels = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    Encoding::for_label(labels.next()?.1.trim().trim_matches('"').as_bytes())
}

/// The media type that `Content-Type` names, without parameters and in lower case.
pub(super) fn media_type(content_type: &str) -> String {
    let named = content_type.split(';').next().unwrap_or_default();
    named.trim().to_ascii_lowercase()
}

/// Whether a body of this media type is made to be read while it comes: events, or a JSON text in each line.
pub(super) fn streams(media_type: &str) -> bool {
    matches!(
        media_type,
        "text/event-stream"
            | "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonlines"
            | "application/json-seq"
    )
}

fn is_text(content_type: &str) -> bool {
    let media_type = media_type(content_type);
    media_type.starts_with("text/")
        || streams(&media_type)
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
        content.reader(300_000).read_to_end(&mut tail).unwrap();
        assert_eq!(tail, bytes[300_000..]);
    }

    #[test]
    fn a_clone_stays_as_it_is_when_more_is_added() {
        for size in [10, IN_MEMORY, IN_MEMORY * 2] {
            let mut growing = content(&vec![1; size]);
            let before = growing.clone();
            growing.append(&vec![2; IN_MEMORY]).unwrap();
            assert_eq!(before.read_all().unwrap(), vec![1; size]);
            assert_eq!(
                growing.read_all().unwrap(),
                [vec![1; size], vec![2; IN_MEMORY]].concat()
            );
        }
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
