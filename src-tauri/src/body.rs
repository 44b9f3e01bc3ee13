//! Bodies of answers: kept by the shell, read by the window in pieces.

mod content;
mod indent;
mod rows;

use std::io;

use latchkey_ipc::{BodyKind, BodyRows, BodyView, RowsView};
use latchkey_pipeline::Answer;

use self::{content::Content, rows::Rows};

/// The most that is received of one body, in bytes after decompression.
const RECEIVE_LIMIT: u64 = 1 << 30;
/// The most that goes to the window in one piece, as an image, in bytes.
const WHOLE_LIMIT: u64 = 32 << 20;

/// A body as received, and ready to be shown.
pub(crate) struct Body {
    received: Content,
    raw: Option<Shown>,
    pretty: Option<Shown>,
    view: BodyView,
}

/// Text in UTF-8 and where its rows begin.
struct Shown {
    text: Content,
    rows: Rows,
}

/// Why a piece of a body cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("the body is kept on disk and cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("the body has no rows of that kind")]
    NoRows,
    #[error("the body has {size} bytes; up to {WHOLE_LIMIT} are shown in one piece")]
    TooLarge { size: u64 },
}

impl Body {
    /// Receives the body of `answer`. What breaks off is kept as far as it came, and says so.
    pub(crate) async fn receive(answer: &mut Answer) -> Result<Self, BodyError> {
        let mut redactor = answer.redactor();
        let mut received = Content::default();
        let mut incomplete = None;
        loop {
            match answer.chunk().await {
                Ok(Some(piece)) => received.append(&redactor.push(&piece))?,
                Ok(None) => break,
                Err(error) => {
                    incomplete = Some(error.to_string());
                    break;
                }
            }
            if received.len() > RECEIVE_LIMIT {
                incomplete = Some(format!(
                    "it has more than {RECEIVE_LIMIT} bytes; the rest was not received"
                ));
                break;
            }
        }
        let (rest, hidden_tokens) = redactor.finish();
        received.append(&rest)?;
        let content_type = answer.content_type().unwrap_or_default().to_owned();
        let prepared = tokio::task::spawn_blocking(move || {
            Self::prepare(received, &content_type, hidden_tokens, incomplete)
        });
        prepared.await.map_err(io::Error::other)?.map_err(BodyError::Io)
    }

    fn prepare(
        received: Content,
        content_type: &str,
        hidden_tokens: u32,
        incomplete: Option<String>,
    ) -> io::Result<Self> {
        let media_type = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let size = received.len();
        let mut body = Self {
            view: BodyView {
                kind: BodyKind::Empty,
                media_type,
                size,
                raw_rows: 0,
                pretty_rows: None,
                hidden_tokens,
                incomplete,
            },
            received,
            raw: None,
            pretty: None,
        };
        if size == 0 {
            return Ok(body);
        }
        if is_image(&body.view.media_type) {
            body.view.kind = BodyKind::Image;
            return Ok(body);
        }
        let Some(text) = content::to_utf8(&body.received, content_type)? else {
            body.view.kind = BodyKind::Binary;
            return Ok(body);
        };
        let raw = Shown::new(text)?;
        body.view.raw_rows = raw.rows.count();
        body.view.kind = BodyKind::Text;
        if let Some(indented) = indent::json(&raw.text)? {
            let pretty = Shown::new(indented)?;
            body.view.kind = BodyKind::Json;
            body.view.pretty_rows = Some(pretty.rows.count());
            body.pretty = Some(pretty);
        }
        body.raw = Some(raw);
        Ok(body)
    }

    pub(crate) fn view(&self) -> BodyView {
        self.view.clone()
    }

    /// The rows asked for, as far as there are any.
    pub(crate) fn rows(&self, asked: BodyRows) -> Result<Vec<u8>, BodyError> {
        let shown = match asked.view {
            RowsView::Raw => &self.raw,
            RowsView::Pretty => &self.pretty,
        };
        let shown = shown.as_ref().ok_or(BodyError::NoRows)?;
        Ok(shown.rows.read(&shown.text, asked.first, asked.count)?)
    }

    /// The whole body.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, BodyError> {
        let size = self.received.len();
        if size > WHOLE_LIMIT {
            return Err(BodyError::TooLarge { size });
        }
        Ok(self.received.read_all()?)
    }
}

impl Shown {
    fn new(text: Content) -> io::Result<Self> {
        Ok(Self {
            rows: Rows::index(&text)?,
            text,
        })
    }
}

fn is_image(media_type: &str) -> bool {
    matches!(
        media_type,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    )
}
