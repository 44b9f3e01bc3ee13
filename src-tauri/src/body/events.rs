//! Counts what a stream has brought.

/// What is counted.
enum Kind {
    /// Events of `text/event-stream`, each ended by a blank line (WHATWG HTML §9.2.6). Without data it is none.
    Events,
    /// Lines that are not blank.
    Lines,
}

/// Counts as the text comes, wherever it is cut.
pub(super) struct Events {
    kind: Kind,
    count: u64,
    /// The beginning of the line, as far as it matters.
    line: Vec<u8>,
    /// Whether the event has data so far.
    has_data: bool,
    /// A line feed that follows a carriage return ends no second line.
    after_return: bool,
}

/// How much of a line is looked at, in bytes: the name of a field, and what may end it.
const LOOKED_AT: usize = 5;

impl Events {
    pub(super) fn of(media_type: &str) -> Self {
        Self {
            kind: match media_type {
                "text/event-stream" => Kind::Events,
                _ => Kind::Lines,
            },
            count: 0,
            line: Vec::with_capacity(LOOKED_AT),
            has_data: false,
            after_return: false,
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Takes the next piece of the text.
    pub(super) fn push(&mut self, text: &[u8]) {
        let mut rest = text;
        while !rest.is_empty() {
            let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            if end > 0 {
                self.after_return = false;
                self.look_at(&rest[..end]);
            }
            match rest.get(end) {
                Some(b'\n') if self.after_return => self.after_return = false,
                Some(byte) => {
                    self.after_return = *byte == b'\r';
                    self.end_line();
                }
                None => return,
            }
            rest = &rest[end + 1..];
        }
    }

    /// Remembers of a piece of a line what matters.
    fn look_at(&mut self, piece: &[u8]) {
        let room = LOOKED_AT - self.line.len();
        match self.kind {
            Kind::Events => self.line.extend(piece.iter().take(room)),
            // What is blank makes no line; in an event it would be the name of a field.
            Kind::Lines => self
                .line
                .extend(piece.iter().filter(|byte| !is_blank(**byte)).take(room.min(1))),
        }
    }

    /// The text is over. A last line counts without its end, an event does not.
    pub(super) fn end(&mut self) {
        if matches!(self.kind, Kind::Lines) {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let line = self.line.as_slice();
        match self.kind {
            Kind::Lines => self.count += u64::from(!line.is_empty()),
            Kind::Events if line.is_empty() => {
                self.count += u64::from(std::mem::take(&mut self.has_data));
            }
            Kind::Events => self.has_data |= matches!(line, b"data" | b"data:"),
        }
        self.line.clear();
    }
}

/// What JSON calls blank, and the mark before each text of `application/json-seq` (RFC 7464 §2.2).
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x1e)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(media_type: &str, text: &str) -> u64 {
        let counts: Vec<_> = [1, 2, 3, text.len()]
            .into_iter()
            .map(|size| {
                let mut events = Events::of(media_type);
                text.as_bytes().chunks(size).for_each(|piece| events.push(piece));
                events.end();
                events.count()
            })
            .collect();
        assert!(counts.iter().all(|it| *it == counts[0]), "{counts:?}");
        counts[0]
    }

    #[test]
    fn an_event_has_data_and_is_ended_by_a_blank_line() {
        for (text, expected) in [
            ("data: 1\n\ndata: 2\n\n", 2),
            ("data: 1\r\n\r\ndata\r\rdata:2\r\n\r\n", 3),
            ("event: a\ndata: 1\ndata: 2\nid: 7\n\n", 1),
            (": still there\n\nevent: a\n\ndatas: 1\n\n\n\n", 0),
            ("data: cut off\n", 0),
        ] {
            assert_eq!(count("text/event-stream", text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_counts_that_is_not_blank() {
        for (text, expected) in [
            ("{}\n{}\n", 2),
            ("{}\r\n \t\r\n\n{}", 2),
            ("\u{1e}{}\n\u{1e}{}\n", 2),
        ] {
            assert_eq!(count("application/x-ndjson", text), expected, "{text:?}");
        }
    }
}
