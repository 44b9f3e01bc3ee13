//! A loopback server that does as it is told, and what it answers.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body as HttpBody, Bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
};
use tokio::sync::watch;

use super::{LOGIN, soon};

/// A request as the server saw it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.header("authorization")?.strip_prefix("Bearer ")
    }
}

type Script = dyn Fn(Seen) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync;

/// A loopback server that answers as its script says and remembers what it was asked.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    changed: watch::Sender<usize>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Clone)]
struct Shared {
    script: Arc<Script>,
    seen: Arc<Mutex<Vec<Seen>>>,
    changed: watch::Sender<usize>,
}

impl Server {
    /// Sign-in answers the pair `a0`, `r0`; everything else is the script's.
    pub(crate) async fn start<F>(script: impl Fn(Seen) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Response> + Send + 'static,
    {
        Self::start_raw(move |seen| {
            let signs_in = seen.path == LOGIN;
            let answer = (!signs_in).then(|| script(seen));
            async move {
                match answer {
                    Some(answer) => answer.await,
                    None => pair("a0", "r0"),
                }
            }
        })
        .await
    }

    /// Everything is the script's.
    pub(crate) async fn start_raw<F>(script: impl Fn(Seen) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Response> + Send + 'static,
    {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let changed = watch::Sender::new(0);
        let script: Arc<Script> = Arc::new(move |seen| Box::pin(script(seen)));
        let shared = Shared {
            script,
            seen: seen.clone(),
            changed: changed.clone(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(answer).with_state(shared);
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self {
            url,
            seen,
            changed,
            task,
        }
    }

    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        self.seen
            .lock()
            .unwrap()
            .iter()
            .filter(|seen| seen.path == path)
            .cloned()
            .collect()
    }

    /// Every request there was.
    pub(crate) fn all(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn count(&self, path: &str) -> usize {
        self.seen(path).len()
    }

    /// Waits until a path was asked for that often.
    pub(crate) async fn asked(&self, path: &str, times: usize) {
        let mut changed = self.changed.subscribe();
        soon(async {
            while self.count(path) < times {
                changed.changed().await.unwrap();
            }
        })
        .await;
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let seen = Seen {
        method: head.method,
        path: head.uri.path().to_owned(),
        headers: head.headers,
        body,
    };
    shared.seen.lock().unwrap().push(seen.clone());
    shared.changed.send_modify(|count| *count += 1);
    (shared.script)(seen).await
}

/// 200 with both tokens in the headers.
pub(crate) fn pair(access: &str, refresh: &str) -> Response {
    (
        StatusCode::OK,
        [("Authorization", access), ("Authorization-refresh", refresh)],
    )
        .into_response()
}

pub(crate) fn text(status: u16, body: &'static str) -> Response {
    (StatusCode::from_u16(status).unwrap(), body).into_response()
}

/// A body that stops in the middle of what was announced.
pub(crate) fn torn(status: u16, headers: &[(&str, &str)]) -> Response {
    let pieces = futures_util::stream::iter([
        Ok(Bytes::from_static(b"half")),
        Err(std::io::Error::other("torn")),
    ]);
    let mut response = Response::builder()
        .status(status)
        .header("content-length", "1000");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(HttpBody::from_stream(pieces)).unwrap()
}
