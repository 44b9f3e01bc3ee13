//! An answer: its head at once, its body piece by piece.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Version, header};
use reqwest::Response;
use url::Url;

use crate::{
    clock::{Clock, within},
    error::NetworkError,
    profile::Profile,
    redact::Redactor,
    trace::{Event, Recorder, Trace},
    transport,
};

/// What the server answered.
pub struct Answer {
    /// Status code.
    pub status: StatusCode,
    /// HTTP version.
    pub version: Version,
    /// Where it came from in the end.
    pub url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: BodyReader,
    pub(crate) recorder: Recorder,
    pub(crate) redactor: Redactor,
    pub(crate) profile: Arc<Profile>,
    pub(crate) head_at: Duration,
}

/// A header as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisibleHeader {
    /// Name, in lower case.
    pub name: String,
    /// Value; a token's place is taken by its fingerprint.
    pub value: String,
    /// Whether the value was replaced.
    pub hidden: bool,
}

impl Answer {
    /// The headers in order of arrival, without tokens.
    pub fn visible_headers(&self) -> Vec<VisibleHeader> {
        self.headers
            .iter()
            .map(|(name, value)| {
                let text = String::from_utf8_lossy(value.as_bytes());
                let (value, hidden) = if self.profile.hides(name) {
                    (crate::redact::placeholder(value.as_bytes()), true)
                } else {
                    let (shown, replaced) = self.redactor.text(&text);
                    (shown, replaced > 0)
                };
                VisibleHeader {
                    name: name.as_str().to_owned(),
                    value,
                    hidden,
                }
            })
            .collect()
    }

    /// `Content-Type`, if it is text.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// How many bytes the body is to have, if the server said so. What is decompressed on the way has no size that is known
    /// ahead.
    pub fn expected(&self) -> Option<u64> {
        self.headers
            .get(header::CONTENT_LENGTH)?
            .to_str()
            .ok()?
            .parse()
            .ok()
    }

    /// Waits for the next piece for as long as it takes: a stream of events may be silent, and ends when its reader wants.
    pub fn may_be_silent(&mut self) {
        self.body.idle = None;
    }

    /// How the call went until now.
    pub fn trace_so_far(&self) -> Trace {
        self.recorder.so_far()
    }

    /// Replaces this session's tokens, should the body hold them, before it is shown to anybody.
    pub fn redactor(&self) -> Redactor {
        self.redactor.clone()
    }

    /// The next piece of the body, decompressed; `None` at its end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, NetworkError> {
        self.body.chunk().await
    }

    /// The whole body, which may have at most `limit` bytes.
    pub async fn bytes(&mut self, limit: usize) -> Result<Vec<u8>, NetworkError> {
        let mut whole = Vec::new();
        while let Some(piece) = self.chunk().await? {
            if whole.len() + piece.len() > limit {
                return Err(NetworkError {
                    kind: crate::error::NetworkFailure::Malformed,
                    detail: format!("the body has more than {limit} bytes"),
                });
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }

    /// Closes the trace; `size` is what was read of the body, in bytes.
    pub fn finish(mut self, size: u64) -> Trace {
        self.recorder.since(self.head_at, Event::Body { size });
        self.recorder.finish()
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Reads a body; what was peeked at comes first.
pub(crate) struct BodyReader {
    peeked: Option<Bytes>,
    response: Response,
    /// How long a piece may take; `None` for as long as it likes.
    idle: Option<Duration>,
    clock: Arc<dyn Clock>,
}

impl BodyReader {
    pub(crate) fn new(response: Response, idle: Duration, clock: Arc<dyn Clock>) -> Self {
        Self {
            peeked: None,
            response,
            idle: Some(idle),
            clock,
        }
    }

    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, NetworkError> {
        if let Some(peeked) = self.peeked.take() {
            return Ok(Some(peeked));
        }
        let next = self.response.chunk();
        let piece = match self.idle {
            Some(idle) => within(&*self.clock, idle, next)
                .await
                .ok_or_else(|| transport::timed_out(idle))?,
            None => next.await,
        };
        piece.map_err(|error| transport::network_error(&error))
    }

    /// Reads up to `limit` bytes within `time` and keeps them for the reader.
    pub(crate) async fn peek(&mut self, limit: usize, time: Duration) -> Result<Bytes, NetworkError> {
        let read = async {
            let mut seen = Vec::new();
            while seen.len() < limit {
                match self
                    .response
                    .chunk()
                    .await
                    .map_err(|error| transport::network_error(&error))?
                {
                    Some(piece) => seen.extend_from_slice(&piece),
                    None => break,
                }
            }
            Ok(Bytes::from(seen))
        };
        let seen = match within(&*self.clock, time, read).await {
            Some(result) => result?,
            None => return Err(transport::timed_out(time)),
        };
        if !seen.is_empty() {
            self.peeked = Some(seen.clone());
        }
        Ok(seen)
    }
}
