//! What the server answers to each request.

use std::{
    io,
    pin::Pin,
    sync::{
        Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Either, Full};
use hyper::{
    HeaderMap, Method, Request, Response, StatusCode,
    body::{Body, Frame, Incoming, SizeHint},
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue},
};

use super::sessions::{Pair, Sessions, Standing};
use crate::wire::{Stats, Tear};

const REFRESH_HEADER: HeaderName = HeaderName::from_static("authorization-refresh");
const ME: &str = r#"{"email":"demo@latchkey.dev","name":"Demo","roles":["user"]}"#;

/// The server's state, shared by all connections.
#[derive(Default)]
pub(super) struct Server {
    sessions: RwLock<Sessions>,
    trouble: Mutex<Trouble>,
    refreshes: AtomicU64,
    refused_refreshes: AtomicU64,
    torn: AtomicU64,
    requests: AtomicU64,
}

#[derive(Default)]
struct Trouble {
    /// What happens to the next refresh.
    next: Option<Tear>,
    /// Whether a spent refresh token brings the pair that it brought before.
    grace: bool,
}

type Answer = Response<Either<Full<Bytes>, Half>>;

impl Server {
    /// An error cuts the connection.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> io::Result<Answer> {
        let (head, body) = request.into_parts();
        match (&head.method, head.uri.path()) {
            (&Method::GET, "/api/me") => {
                self.requests.fetch_add(1, Relaxed);
                Ok(self.admit(&head.headers).unwrap_or_else(|| json(ME)))
            }
            (&Method::POST, "/api/upload") => {
                self.requests.fetch_add(1, Relaxed);
                let size = read(body).await?;
                let refused = self.admit(&head.headers);
                Ok(refused.unwrap_or_else(|| json(format!("{{\"size\":{size}}}"))))
            }
            (&Method::POST, "/api/user/login") => {
                read(body).await?;
                let pair = self.sessions_mut().begin();
                with_tokens(&pair, Either::Left(Full::default()))
            }
            (&Method::POST, "/api/refresh-token") => {
                read(body).await?;
                self.refresh(&head.headers)
            }
            (&Method::POST, "/__control/expire") => {
                self.sessions().expire();
                Ok(json("{}"))
            }
            (&Method::POST, "/__control/trouble") => {
                let query = head.uri.query().unwrap_or_default();
                let mut trouble = self.trouble();
                trouble.grace = query.contains("grace=true");
                trouble.next = [
                    ("before", Tear::Before),
                    ("head", Tear::Head),
                    ("body", Tear::Body),
                ]
                .into_iter()
                .find_map(|(word, tear)| query.contains(&format!("tear={word}")).then_some(tear));
                Ok(json("{}"))
            }
            (&Method::GET, "/__stats") => {
                let stats = Stats {
                    refreshes: self.refreshes.load(Relaxed),
                    refused_refreshes: self.refused_refreshes.load(Relaxed),
                    torn: self.torn.load(Relaxed),
                    requests: self.requests.load(Relaxed),
                };
                Ok(json(serde_json::to_string(&stats)?))
            }
            _ => Ok(status(StatusCode::NOT_FOUND, "")),
        }
    }

    /// The refusal, unless the access token is good.
    fn admit(&self, headers: &HeaderMap) -> Option<Answer> {
        let standing = bearer(headers, &AUTHORIZATION)
            .map_or(Standing::Unknown, |token| self.sessions().standing(token));
        match standing {
            Standing::Good => None,
            Standing::Expired => Some(status(StatusCode::UNAUTHORIZED, "ExpiredToken")),
            Standing::Unknown => Some(status(StatusCode::UNAUTHORIZED, "InvalidToken")),
        }
    }

    fn refresh(&self, headers: &HeaderMap) -> io::Result<Answer> {
        self.refreshes.fetch_add(1, Relaxed);
        let (tear, grace) = {
            let mut trouble = self.trouble();
            (trouble.next.take(), trouble.grace)
        };
        self.torn.fetch_add(u64::from(tear.is_some()), Relaxed);
        if tear == Some(Tear::Before) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        let rotated =
            bearer(headers, &REFRESH_HEADER).and_then(|token| self.sessions_mut().rotate(token, grace));
        let Some(pair) = rotated else {
            self.refused_refreshes.fetch_add(1, Relaxed);
            return Ok(status(StatusCode::UNAUTHORIZED, "InvalidToken"));
        };
        match tear {
            Some(Tear::Head | Tear::Before) => Err(io::ErrorKind::ConnectionAborted.into()),
            Some(Tear::Body) => with_tokens(&pair, Either::Right(Half::default())),
            None => with_tokens(&pair, Either::Left(Full::default())),
        }
    }

    fn sessions(&self) -> std::sync::RwLockReadGuard<'_, Sessions> {
        self.sessions.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn sessions_mut(&self) -> std::sync::RwLockWriteGuard<'_, Sessions> {
        self.sessions.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self) -> MutexGuard<'_, Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bearer<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()?.strip_prefix("Bearer ")
}

async fn read(mut body: Incoming) -> io::Result<usize> {
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(io::Error::other)?;
        size += frame.data_ref().map_or(0, Bytes::len);
    }
    Ok(size)
}

fn json(text: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Either::Left(Full::new(text.into())));
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

fn status(status: StatusCode, code: &'static str) -> Answer {
    let mut answer = Response::new(Either::Left(Full::from(code)));
    *answer.status_mut() = status;
    answer
}

fn with_tokens(pair: &Pair, body: Either<Full<Bytes>, Half>) -> io::Result<Answer> {
    let value = |token: &str| HeaderValue::from_str(token).map_err(io::Error::other);
    let mut answer = Response::new(body);
    answer.headers_mut().insert(AUTHORIZATION, value(&pair.access)?);
    answer.headers_mut().insert(REFRESH_HEADER, value(&pair.refresh)?);
    Ok(answer)
}

/// A body that promises 100 bytes, brings 10, and then cuts the connection.
#[derive(Default)]
pub(super) struct Half {
    step: u8,
}

impl Body for Half {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.step += 1;
        match self.step {
            1 => Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"{\"message\""))))),
            2 => {
                // hyper sends what it has when a body is not ready; an error at once would take the head along.
                context.waker().wake_by_ref();
                Poll::Pending
            }
            _ => Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(100)
    }
}
