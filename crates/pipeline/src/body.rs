//! Bodies that can be sent again, byte for byte.

use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    path::{Path, PathBuf},
    pin::Pin,
    sync::{Arc, Mutex},
    time::SystemTime,
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use tokio::{fs::File, io::AsyncReadExt};
use url::form_urlencoded;

use crate::{
    error::{Error, InputError, Rule},
    upload::{PIECE, Sent, Upload, Watcher, pieces},
};

type OneShot = Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send>>;

/// The body of a call.
///
/// A body made of text and files is sent again as often as needed, each time with the same bytes; a file that has
/// changed in between is noticed. A stream can be sent once.
pub struct Body {
    content_type: Option<String>,
    content: Content,
    watcher: Option<Watcher>,
}

/// A body as the HTTP library sends it, once.
pub(crate) struct Outgoing {
    pub(crate) body: reqwest::Body,
    /// Its length in bytes, where that is known.
    pub(crate) length: Option<u64>,
    /// How far it has come; `None` where it leaves in one piece.
    pub(crate) upload: Option<Upload>,
}

enum Content {
    Empty,
    Segments(Vec<Segment>),
    Stream(Mutex<Option<OneShot>>),
}

enum Segment {
    Bytes(Bytes),
    File(FileState),
}

/// A file as it was when the body was made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileState {
    path: PathBuf,
    length: u64,
    modified: Option<SystemTime>,
}

/// A part of a multipart body (RFC 7578).
#[derive(Debug, Clone)]
pub enum Part {
    /// A field of text.
    Text {
        /// Name of the field.
        name: String,
        /// Its text.
        text: String,
    },
    /// A file.
    File {
        /// Name of the field.
        name: String,
        /// Where the file is.
        path: PathBuf,
    },
}

impl Body {
    /// No body.
    pub const fn empty() -> Self {
        Self {
            content_type: None,
            content: Content::Empty,
            watcher: None,
        }
    }

    /// Bytes of the given media type.
    pub fn bytes(content_type: Option<&str>, content: impl Into<Bytes>) -> Self {
        let content = Content::Segments(vec![Segment::Bytes(content.into())]);
        Self {
            content_type: content_type.map(str::to_owned),
            content,
            watcher: None,
        }
    }

    /// Plain text in UTF-8.
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes(Some("text/plain; charset=utf-8"), text.into())
    }

    /// A JSON document, sent exactly as written. Text that is not JSON is refused with line and column.
    pub fn json(text: impl Into<String>) -> Result<Self, InputError> {
        let text = text.into();
        if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&text) {
            let found = error.to_string();
            return Err(InputError::new(
                "body.text",
                Rule::Json,
                &found,
                "a JSON document",
            ));
        }
        Ok(Self::bytes(Some("application/json"), text))
    }

    /// `application/x-www-form-urlencoded` fields, in order.
    pub fn form<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let text = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        Self::bytes(Some("application/x-www-form-urlencoded"), text)
    }

    /// The bytes of a file.
    pub async fn file(path: impl Into<PathBuf>) -> Result<Self, InputError> {
        let file = FileState::of(path.into(), "body.path").await?;
        let content_type = media_type(&file.path);
        Ok(Self {
            content_type,
            content: Content::Segments(vec![Segment::File(file)]),
            watcher: None,
        })
    }

    /// `multipart/form-data`. The boundary is chosen once, so that a repetition is identical.
    pub async fn multipart(parts: impl IntoIterator<Item = Part>) -> Result<Self, InputError> {
        let seed = RandomState::new();
        let boundary = format!("latchkey-{:016x}{:016x}", seed.hash_one(0), seed.hash_one(1));
        let mut segments = Vec::new();
        for (index, part) in parts.into_iter().enumerate() {
            let (head, content) = match part {
                Part::Text { name, text } => (disposition(&name, None), Segment::Bytes(text.into())),
                Part::File { name, path } => {
                    let file = FileState::of(path, &format!("body.parts[{index}].path")).await?;
                    let media = media_type(&file.path);
                    let media = media.as_deref().unwrap_or("application/octet-stream");
                    let file_name = file
                        .path
                        .file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned();
                    let head = format!(
                        "{}\r\nContent-Type: {media}",
                        disposition(&name, Some(&file_name))
                    );
                    (head, Segment::File(file))
                }
            };
            segments.push(Segment::Bytes(format!("--{boundary}\r\n{head}\r\n\r\n").into()));
            segments.push(content);
            segments.push(Segment::Bytes(Bytes::from_static(b"\r\n")));
        }
        segments.push(Segment::Bytes(format!("--{boundary}--\r\n").into()));
        let content_type = Some(format!("multipart/form-data; boundary={boundary}"));
        Ok(Self {
            content_type,
            content: Content::Segments(segments),
            watcher: None,
        })
    }

    /// A stream, which can be sent once.
    pub fn stream(
        content_type: Option<&str>,
        pieces: impl Stream<Item = std::io::Result<Bytes>> + Send + 'static,
    ) -> Self {
        let content = Content::Stream(Mutex::new(Some(Box::pin(pieces))));
        Self {
            content_type: content_type.map(str::to_owned),
            content,
            watcher: None,
        }
    }

    /// The same body; `watcher` is told whenever a piece of it has been taken by the connection, and begins at 0 bytes
    /// each time the body is sent. It is called on the way, and must not wait.
    #[must_use]
    pub fn watched(self, watcher: impl Fn(Sent) + Send + Sync + 'static) -> Self {
        Self {
            watcher: Some(Arc::new(watcher)),
            ..self
        }
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Whether it can be sent a second time.
    pub(crate) fn replays(&self) -> bool {
        !matches!(self.content, Content::Stream(_))
    }

    /// The body as the HTTP library sends it.
    pub(crate) async fn to_send(&self) -> Result<Outgoing, Error> {
        let in_one_piece = |body, length| Outgoing {
            body,
            length,
            upload: None,
        };
        let segments = match &self.content {
            Content::Empty => return Ok(in_one_piece(reqwest::Body::from(Bytes::new()), None)),
            Content::Stream(once) => {
                let taken = once
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .take();
                let Some(pieces) = taken else {
                    return Err(Error::BodyNotReplayable("it is a stream".to_owned()));
                };
                return Ok(self.in_pieces(pieces, None));
            }
            Content::Segments(segments) => segments,
        };
        if let [Segment::Bytes(bytes)] = segments.as_slice()
            && bytes.len() <= PIECE
        {
            let length = bytes.len() as u64;
            return Ok(in_one_piece(reqwest::Body::from(bytes.clone()), Some(length)));
        }
        let mut length = 0;
        let mut streams: Vec<OneShot> = Vec::new();
        for segment in segments {
            match segment {
                Segment::Bytes(bytes) => {
                    length += bytes.len() as u64;
                    streams.push(Box::pin(pieces(bytes.clone())));
                }
                Segment::File(file) => {
                    length += file.length;
                    streams.push(file.open_unchanged().await?);
                }
            }
        }
        Ok(self.in_pieces(stream::iter(streams).flatten(), Some(length)))
    }

    fn in_pieces(
        &self,
        pieces: impl Stream<Item = std::io::Result<Bytes>> + Send + 'static,
        length: Option<u64>,
    ) -> Outgoing {
        let upload = Upload::default();
        let counted = upload.count(pieces, length, self.watcher.clone());
        Outgoing {
            body: reqwest::Body::wrap_stream(counted),
            length,
            upload: Some(upload),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

impl FileState {
    async fn of(path: PathBuf, field: &str) -> Result<Self, InputError> {
        let refuse = |why: &str| {
            let found = format!("{} ({why})", path.display());
            Err(InputError::new(
                field,
                Rule::FileUnreadable,
                &found,
                "a file that can be read",
            ))
        };
        if path.as_os_str().is_empty() {
            return refuse("no path");
        }
        match Self::look(&path).await {
            Ok(metadata) if metadata.is_file() => Ok(Self {
                length: metadata.len(),
                modified: metadata.modified().ok(),
                path,
            }),
            Ok(_) => refuse("not a regular file"),
            Err(error) => refuse(&plain(&error)),
        }
    }

    /// A pipe is not opened: that would wait for somebody who writes into it.
    async fn look(path: &Path) -> std::io::Result<std::fs::Metadata> {
        let metadata = tokio::fs::metadata(path).await?;
        if !metadata.is_file() {
            return Ok(metadata);
        }
        // Opening tells what metadata alone does not: whether it may be read.
        File::open(path).await?.metadata().await
    }

    async fn open_unchanged(&self) -> Result<OneShot, Error> {
        let now = Self::of(self.path.clone(), "body.path").await?;
        if now != *self {
            return Err(Error::BodyNotReplayable(format!(
                "{} has changed",
                self.path.display()
            )));
        }
        let file = File::open(&self.path).await.map_err(|error| {
            Error::BodyNotReplayable(format!("{}: {}", self.path.display(), plain(&error)))
        })?;
        // No more than was announced, should the file grow while it is read.
        let pieces = stream::try_unfold(file.take(self.length), |mut file| async move {
            let mut piece = Vec::with_capacity(PIECE);
            (&mut file).take(PIECE as u64).read_to_end(&mut piece).await?;
            Ok::<_, std::io::Error>((!piece.is_empty()).then(|| (Bytes::from(piece), file)))
        });
        Ok(Box::pin(pieces.into_stream()))
    }
}

/// The system's own words, without the number that says the same.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// `Content-Disposition` of a part. Quotes and line breaks are escaped as browsers do (WHATWG, multipart/form-data).
fn disposition(name: &str, file_name: Option<&str>) -> String {
    let escaped = |text: &str| text.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22");
    let line = format!("Content-Disposition: form-data; name=\"{}\"", escaped(name));
    match file_name {
        Some(file_name) => format!("{line}; filename=\"{}\"", escaped(file_name)),
        None => line,
    }
}

fn media_type(path: &Path) -> Option<String> {
    mime_guess::from_path(path).first_raw().map(str::to_owned)
}
