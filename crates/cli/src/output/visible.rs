//! Control characters made visible: what a server sends must not move the cursor, change colours or hide text.

pub(crate) use latchkey_running::visible;

/// Makes a stream of text visible for a terminal. Line breaks and tabs stay.
#[derive(Debug, Default)]
pub(crate) struct VisibleStream {
    /// The start of a character, or a carriage return, whose rest is in the next piece.
    held_back: Vec<u8>,
}

impl VisibleStream {
    /// Takes a piece and gives what is settled.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.held_back);
        bytes.extend_from_slice(piece);
        let whole = bytes.len() - unsettled(&bytes);
        self.held_back = bytes.split_off(whole);
        shown(&bytes)
    }

    /// Gives what was held back.
    pub(crate) fn finish(self) -> Vec<u8> {
        shown(&self.held_back)
    }
}

/// How many bytes at the end may change their meaning with what follows.
fn unsettled(bytes: &[u8]) -> usize {
    if bytes.last() == Some(&b'\r') {
        return 1;
    }
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
        _ => 0,
    }
}

fn shown(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let ends = lines.peek().is_some();
        let line = if ends {
            line.strip_suffix('\r').unwrap_or(line)
        } else {
            line
        };
        for (index, part) in line.split('\t').enumerate() {
            if index > 0 {
                out.push('\t');
            }
            out.push_str(&visible(part));
        }
        if ends {
            out.push('\n');
        }
    }
    out.into_bytes()
}

/// Whether the start of a body is not text in UTF-8.
pub(crate) fn looks_binary(start: &[u8]) -> bool {
    let cut_or_whole = match std::str::from_utf8(start) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    start.contains(&0) || !cut_or_whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streamed(bytes: &[u8], step: usize) -> String {
        let mut stream = VisibleStream::default();
        let mut out = Vec::new();
        for piece in bytes.chunks(step) {
            out.extend(stream.push(piece));
        }
        out.extend(stream.finish());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn control_characters_are_seen_wherever_a_piece_ends() {
        let text = "one\r\n\ttwo \x1b[31mred\x07 \u{9b}2J \u{202e}evil 서연\rover\n";
        for step in 1..text.len() {
            let shown = streamed(text.as_bytes(), step);
            assert_eq!(
                shown, "one\n\ttwo \\u{1b}[31mred\\u{7} \\u{9b}2J \\u{202e}evil 서연\\rover\n",
                "in steps of {step}"
            );
        }
    }

    #[test]
    fn text_is_told_from_bytes() {
        assert!(!looks_binary("서연".as_bytes()));
        assert!(!looks_binary(&"서연".as_bytes()[..4]), "cut within a character");
        assert!(looks_binary(b"\x89PNG\r\n"));
        assert!(looks_binary(b"text\0"));
    }
}
