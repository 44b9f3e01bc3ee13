//! `/api/echo`: what was sent, part by part, with hashes and without secrets.

use super::{ECHO_LIMIT, refusal::Refusal};
use crate::{
    dialects::{REFRESH_HEADER, bearer_token},
    key::hex,
    tokens::fingerprint,
};
use axum::{
    Json,
    body::{Body, BodyDataStream},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use multer::Multipart;
use parking_lot::Mutex;
use ring::digest::{Context as Hash, SHA256};
use serde::Serialize;
use serde_json::{Value, json};
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use url::form_urlencoded;

/// A JSON body up to this size is told back.
const JSON_TOLD: usize = 64 << 10;
/// A form up to this size is taken apart.
const FORM_LIMIT: usize = 8 << 20;
const MOST_PARTS: usize = 10_000;

/// The answer.
#[derive(Default, Serialize)]
struct Told {
    method: String,
    query: Option<String>,
    content_type: Option<String>,
    /// Of the whole body, in bytes.
    size: u64,
    sha256: String,
    parts: Vec<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<Value>,
    headers: Vec<(String, String)>,
}

/// One field of a form or one part of a multipart body.
#[derive(Serialize)]
struct Part {
    name: Option<String>,
    filename: Option<String>,
    content_type: Option<String>,
    size: u64,
    sha256: String,
}

/// Any method at `/api/echo`.
pub(crate) async fn echo(request: Request) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let media_type = media_type(&head.headers);
    let body = Metered::new(body);
    let mut told = Told {
        method: head.method.as_str().into(),
        query: head.uri.query().map(str::to_owned),
        content_type: head.headers.get(header::CONTENT_TYPE).map(text),
        ..Told::default()
    };
    match media_type.as_deref() {
        Some("multipart/form-data") => told.parts = multipart(&head.headers, &body).await?,
        Some("application/x-www-form-urlencoded") => told.parts = form(&body).await?,
        Some(kind) if kind == "application/json" || kind.ends_with("+json") => {
            told.json = Some(json_body(&body).await?);
        }
        _ => {}
    }
    (told.size, told.sha256) = body.finish().await?;
    told.headers = head
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), shown(name, value)))
        .collect();
    Ok(Json(told).into_response())
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let whole = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(whole.split(';').next()?.trim().to_ascii_lowercase())
}

/// A header's value, or the fingerprint of the secret in it.
fn shown(name: &HeaderName, value: &HeaderValue) -> String {
    if [header::AUTHORIZATION, REFRESH_HEADER, header::COOKIE].contains(name) {
        return bearer_token(value).map_or_else(|| fingerprint(&text(value)), fingerprint);
    }
    text(value)
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

async fn multipart(headers: &HeaderMap, body: &Metered) -> Result<Vec<Part>, Refusal> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let boundary = multer::parse_boundary(content_type).map_err(|error| {
        Refusal::bad_body(format!(
            "The Content-Type of a multipart body needs a boundary: {error}."
        ))
    })?;
    let mut multipart = Multipart::new(body.clone(), boundary);
    let mut parts = Vec::new();
    while let Some(mut field) = multipart.next_field().await.map_err(broken)? {
        if parts.len() == MOST_PARTS {
            return Err(Refusal::bad_body(format!(
                "The body has more than {MOST_PARTS} parts."
            )));
        }
        let mut tally = Tally::default();
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            tally.add(&piece);
        }
        let (size, sha256) = tally.result();
        parts.push(Part {
            name: field.name().map(str::to_owned),
            filename: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(ToString::to_string),
            size,
            sha256,
        });
    }
    Ok(parts)
}

fn broken(error: multer::Error) -> Refusal {
    match error {
        multer::Error::StreamReadFailed(cause) => cause.downcast::<BodyError>().map_or_else(
            |_| Refusal::bad_body("The body could not be read."),
            |error| (*error).into(),
        ),
        error => Refusal::bad_body(format!("The body is not sound multipart: {error}.")),
    }
}

async fn form(body: &Metered) -> Result<Vec<Part>, Refusal> {
    let bytes = body
        .collect(FORM_LIMIT)
        .await?
        .ok_or_else(|| Refusal::too_large(FORM_LIMIT))?;
    let pairs = form_urlencoded::parse(&bytes);
    let parts = pairs.take(MOST_PARTS).map(|(name, value)| {
        let mut tally = Tally::default();
        tally.add(value.as_bytes());
        let (size, sha256) = tally.result();
        Part {
            name: Some(name.into_owned()),
            filename: None,
            content_type: None,
            size,
            sha256,
        }
    });
    Ok(parts.collect())
}

/// The body itself when it is small and sound, a note on why not otherwise.
async fn json_body(body: &Metered) -> Result<Value, Refusal> {
    Ok(match body.collect(JSON_TOLD).await? {
        None => json!({"not_told": format!("larger than {JSON_TOLD} bytes")}),
        Some(bytes) => serde_json::from_slice(&bytes)
            .unwrap_or_else(|error| json!({"not_told": format!("not sound JSON: {error}")})),
    })
}

/// Why a body cannot be read to its end.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum BodyError {
    #[error("the body is too large")]
    TooLarge,
    #[error("the body broke off")]
    Broken,
}

impl From<BodyError> for Refusal {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::too_large(ECHO_LIMIT),
            BodyError::Broken => Self::bad_body("The body broke off before its end."),
        }
    }
}

/// Size and hash, added up piece by piece.
struct Tally {
    size: u64,
    hash: Hash,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            size: 0,
            hash: Hash::new(&SHA256),
        }
    }
}

impl Tally {
    fn add(&mut self, piece: &[u8]) {
        self.size += piece.len() as u64;
        self.hash.update(piece);
    }

    fn result(self) -> (u64, String) {
        (self.size, hex(self.hash.finish().as_ref()))
    }
}

/// A body whose size and hash are taken as it passes, whoever reads it.
#[derive(Clone)]
struct Metered(Arc<Mutex<(BodyDataStream, Tally)>>);

impl Metered {
    fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new((body.into_data_stream(), Tally::default()))))
    }

    /// Reads up to `limit` bytes; `None` when there are more, which then stay unread.
    async fn collect(&self, limit: usize) -> Result<Option<Vec<u8>>, BodyError> {
        let (mut body, mut all) = (self.clone(), Vec::new());
        while let Some(piece) = body.next().await {
            let piece = piece?;
            if all.len() + piece.len() > limit {
                return Ok(None);
            }
            all.extend_from_slice(&piece);
        }
        Ok(Some(all))
    }

    /// Reads what is left, and tells the size and the hash of the whole.
    async fn finish(mut self) -> Result<(u64, String), BodyError> {
        while self.next().await.transpose()?.is_some() {}
        Ok(std::mem::take(&mut self.0.lock().1).result())
    }
}

impl Stream for Metered {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (body, tally) = &mut *self.0.lock();
        body.poll_next_unpin(context).map(|next| match next? {
            Ok(piece) if tally.size + piece.len() as u64 > ECHO_LIMIT => Some(Err(BodyError::TooLarge)),
            Ok(piece) => {
                tally.add(&piece);
                Some(Ok(piece))
            }
            Err(_) => Some(Err(BodyError::Broken)),
        })
    }
}
