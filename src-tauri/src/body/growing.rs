//! A stream of events or lines, read while it comes. Its rows only ever become more: what was shown stays where it is.

use std::{io, sync::Arc};

use encoding_rs::{CoderResult, Decoder};
use latchkey_ipc::{BodyKind, BodyView, StreamView};
use latchkey_pipeline::{Answer, redact::Redactor};

use super::{Body, Shown, content, events::Events, file_name, hex};

/// A body that is still received.
pub(crate) struct Growing {
    redactor: Redactor,
    decoder: Decoder,
    events: Events,
    /// What can be read of it: looks that were taken earlier stay as they are.
    body: Body,
    text: Shown,
}

impl Growing {
    /// The body of `answer`, before any of it was received; `None` where it is not made to be read while it comes.
    pub(crate) fn of(answer: &Answer, redactor: Redactor) -> Option<Self> {
        let content_type = answer.content_type().unwrap_or_default();
        let media_type = content::media_type(content_type);
        if !content::streams(&media_type) {
            return None;
        }
        let events = Events::of(&media_type);
        let file_name = file_name::suggest(answer.url.path(), &media_type);
        let view = BodyView {
            kind: BodyKind::Text,
            ..super::empty_view(media_type)
        };
        Some(Self {
            redactor,
            decoder: content::decoder(content_type),
            events,
            body: Body {
                file_name,
                ..Body::of_view(view)
            },
            text: Shown::default(),
        })
    }

    /// How much of it there is, in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.body.received.len()
    }

    /// Takes what was received next.
    pub(crate) fn push(&mut self, piece: &[u8]) -> io::Result<()> {
        let shown = self.redactor.push(piece);
        self.take(&shown, false)
    }

    fn take(&mut self, piece: &[u8], last: bool) -> io::Result<()> {
        self.body.received.append(piece)?;
        let room = self.decoder.max_utf8_buffer_length(piece.len());
        let mut utf_8 = vec![0; room.unwrap_or(piece.len() * 4)];
        let mut rest = piece;
        loop {
            let (result, read, written, _) = self.decoder.decode_to_utf8(rest, &mut utf_8, last);
            let text = &utf_8[..written];
            self.text.text.append(text)?;
            self.text.rows.push(text);
            self.events.push(text);
            rest = &rest[read..];
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }

    /// What has come until now, to be read as any body.
    pub(crate) fn look(&self) -> Body {
        let size = self.len();
        Body {
            received: self.body.received.clone(),
            raw: Some(self.text.clone()),
            tree: None,
            view: BodyView {
                size,
                raw_rows: self.text.rows.count(),
                hex_rows: hex::count(size),
                hidden_credentials: self.redactor.replaced(),
                stream: Some(StreamView {
                    events: self.events.count(),
                    stopped: false,
                }),
                ..self.body.view.clone()
            },
            file_name: self.body.file_name.clone(),
            searches: Arc::clone(&self.body.searches),
            found: Arc::clone(&self.body.found),
        }
    }

    /// The body as it is in the end. `incomplete` says why it broke off; it was not whole either if the user `stopped` it.
    pub(crate) fn finish(mut self, stopped: bool, incomplete: Option<String>) -> Body {
        let (rest, hidden_credentials) = self.redactor.clone().finish();
        // What came before is kept, whatever becomes of the last few bytes.
        let problem = self.take(&rest, true).err().map(|error| unwritten(&error));
        self.events.end();
        let mut body = self.look();
        body.view.hidden_credentials = hidden_credentials;
        body.view.incomplete = incomplete.or(problem);
        if let Some(stream) = &mut body.view.stream {
            stream.stopped = stopped;
        }
        if body.view.size == 0 {
            body.view.kind = BodyKind::Empty;
        }
        body
    }
}

/// Why a stream ended that could not be kept.
pub(crate) fn unwritten(error: &io::Error) -> String {
    format!("it is kept on disk, which took no more of it: {error}")
}

#[cfg(test)]
mod tests {
    use latchkey_ipc::{BodyRows, RowsView};

    use super::*;

    fn rows(body: &Body) -> String {
        let asked = BodyRows {
            answer_id: 1,
            view: RowsView::Raw,
            first: 0,
            count: 100,
        };
        String::from_utf8(body.rows(asked).unwrap()).unwrap()
    }

    fn growing(content_type: &str) -> Growing {
        let media_type = content::media_type(content_type);
        Growing {
            redactor: Redactor::default(),
            decoder: content::decoder(content_type),
            events: Events::of(&media_type),
            body: Body::of_view(BodyView {
                kind: BodyKind::Text,
                ..super::super::empty_view(media_type)
            }),
            text: Shown::default(),
        }
    }

    #[test]
    fn a_look_stays_as_it_was_while_more_comes() {
        let mut body = growing("text/event-stream");
        body.push("data: 가".as_bytes()).unwrap();
        let first = body.look();
        let (half, rest) = "\ndata: 나\n\n".as_bytes().split_at(8);
        body.push(half).unwrap();
        body.push(rest).unwrap();
        assert_eq!(rows(&first), "data: 가\n");
        assert_eq!(rows(&body.look()), "data: 가\ndata: 나\n\n");
        let events = |body: &Body| body.view().stream.unwrap().events;
        assert_eq!((events(&first), events(&body.look())), (0, 1));
        let end = body.finish(true, None);
        assert_eq!(
            end.view().stream,
            Some(StreamView {
                events: 1,
                stopped: true
            })
        );
        assert_eq!((end.view().raw_rows, end.view().incomplete), (3, None));
    }

    #[test]
    fn what_breaks_off_within_a_character_says_why_and_nothing_is_nothing() {
        let mut body = growing("application/x-ndjson; charset=utf-8");
        body.push(b"{\"a\":1}\n\"\xea\xb0").unwrap();
        let end = body.finish(false, Some("the connection broke".to_owned()));
        assert_eq!(rows(&end), "{\"a\":1}\n\"\u{fffd}\n");
        assert_eq!(end.view().incomplete.unwrap(), "the connection broke");
        assert_eq!(end.view().stream.unwrap().events, 2);
        let nothing = growing("application/jsonl").finish(false, None);
        assert_eq!(nothing.view().kind, BodyKind::Empty);
    }

    /// A stream goes on for as long as it likes: it spills to disk as any body, and stays readable from its beginning.
    #[test]
    fn a_long_stream_moves_to_disk_and_its_rows_stay() {
        let mut body = growing("application/x-ndjson");
        let line = format!("{{\"text\":\"{}\"}}\n", "x".repeat(1_000));
        for _ in 0..1_000 {
            body.push(line.as_bytes()).unwrap();
        }
        let look = body.look();
        assert!(matches!(look.received, content::Content::File { .. }));
        body.push(line.as_bytes()).unwrap();
        assert_eq!(
            (look.view().raw_rows, body.look().view().raw_rows),
            (1_000, 1_001)
        );
        assert_eq!(rows(&look), line.repeat(100));
    }
}
