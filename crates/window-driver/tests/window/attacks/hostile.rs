//! An API that is up to no good. It speaks the default profile, and answers with whatever bytes a test gives it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use anyhow::{Context as _, Result};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Who signs in.
pub(super) const USER: &str = "victim@example.com";
/// Found nowhere but where it is put.
pub(super) const PASSWORD: &str = "correct-horse-battery-staple-4711";
/// What would run if it were taken for more than text.
pub(super) const MARKUP: &str = "<img src=x onerror=window.__pwned=1><script>window.__pwned=1</script>";
/// What all tokens end with.
const TAIL: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";

/// What is answered to a path.
#[derive(Clone)]
pub(super) enum Reply {
    /// These bytes, and then the end.
    Bytes(Vec<u8>),
    /// The first, and then the second again and again until nobody listens any more.
    Endless(Vec<u8>, Vec<u8>),
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// Request line and headers.
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Seen {
    pub(super) fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// The value of a header; empty where it did not come.
    pub(super) fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }
}

#[derive(Default)]
struct State {
    replies: Mutex<HashMap<String, Reply>>,
    seen: Mutex<Vec<Seen>>,
    /// How many pairs were given out.
    pairs: AtomicUsize,
    /// How many of the next calls are told that their token has expired.
    expired: AtomicUsize,
    /// How many bytes of endless answers were taken.
    poured: AtomicU64,
    /// How many endless answers somebody stopped listening to.
    left: AtomicUsize,
}

pub(super) struct Hostile {
    url: String,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Hostile {
    pub(super) async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let state = Arc::<State>::default();
        let task = tokio::spawn({
            let state = state.clone();
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let state = state.clone();
                    // Whoever goes away before the end is part of the play.
                    tokio::spawn(async move { drop(serve(stream, &state).await) });
                }
            }
        });
        Ok(Self { url, state, task })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap_or_default()
    }

    /// Answers with these bytes at that path.
    pub(super) fn answer(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        lock(&self.state.replies).insert(path.to_owned(), Reply::Bytes(bytes.into()));
    }

    /// Answers without end at that path.
    pub(super) fn pour(&self, path: &str, head: &str, piece: Vec<u8>) {
        lock(&self.state.replies).insert(path.to_owned(), Reply::Endless(head.into(), piece));
    }

    /// Tells the next call that its token has expired.
    pub(super) fn expire(&self) {
        self.state.expired.store(1, Ordering::SeqCst);
    }

    /// The requests so far.
    pub(super) fn seen(&self) -> Vec<Seen> {
        lock(&self.state.seen).clone()
    }

    /// The requests to a path.
    pub(super) fn seen_at(&self, path: &str) -> Vec<Seen> {
        self.seen()
            .into_iter()
            .filter(|seen| seen.path() == path)
            .collect()
    }

    /// How many bytes of endless answers were taken.
    pub(super) fn poured(&self) -> u64 {
        self.state.poured.load(Ordering::SeqCst)
    }

    /// How many endless answers somebody stopped listening to.
    pub(super) fn left(&self) -> usize {
        self.state.left.load(Ordering::SeqCst)
    }

    /// Every token that was given out.
    pub(super) fn tokens(&self) -> Vec<String> {
        let pairs = 1..=self.state.pairs.load(Ordering::SeqCst);
        pairs
            .flat_map(|number| [token("access", number), token("refresh", number)])
            .collect()
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A whole answer: status line, headers as they are written, body.
pub(super) fn whole(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .flat_map(|(name, value)| [*name, ": ", *value, "\r\n"])
        .collect();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A JWT (RFC 7519), as far as a reader of its claims can tell.
fn token(kind: &str, number: usize) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let (head, claims) = (
        json!({"alg": "HS256", "typ": "JWT"}),
        json!({"name": MARKUP, MARKUP: "\u{202e}nimda"}),
    );
    format!(
        "{}.{}.hostile-{kind}-{number:04}-{TAIL}",
        part(&head),
        part(&claims)
    )
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(stream: TcpStream, state: &State) -> Result<()> {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let mut seen = Seen {
        head,
        body: Vec::new(),
    };
    let length: u64 = seen.header("content-length").parse().unwrap_or_default();
    (&mut stream).take(length).read_to_end(&mut seen.body).await?;
    let path = seen.path().to_owned();
    lock(&state.seen).push(seen);
    let reply = lock(&state.replies).get(&path).cloned();
    let expired = |left: usize| left.checked_sub(1);
    let reply = match path.as_str() {
        "/api/user/login" | "/api/refresh-token" => Reply::Bytes(pair(state)),
        _ if state
            .expired
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, expired)
            .is_ok() =>
        {
            Reply::Bytes(whole("401 Unauthorized", &[], b"ExpiredToken"))
        }
        "/fine" => Reply::Bytes(whole("200 OK", &[("Content-Type", "text/plain")], b"fine")),
        path => reply.with_context(|| format!("nothing to answer at {path}"))?,
    };
    match reply {
        Reply::Bytes(bytes) => stream.write_all(&bytes).await?,
        Reply::Endless(head, piece) => {
            stream.write_all(&head).await?;
            while stream.write_all(&piece).await.is_ok() {
                state.poured.fetch_add(piece.len() as u64, Ordering::SeqCst);
            }
            state.left.fetch_add(1, Ordering::SeqCst);
            return Ok(());
        }
    }
    Ok(stream.shutdown().await?)
}

fn pair(state: &State) -> Vec<u8> {
    let number = state.pairs.fetch_add(1, Ordering::SeqCst) + 1;
    let (access, refresh) = (token("access", number), token("refresh", number));
    whole(
        "200 OK",
        &[("Authorization", &access), ("Authorization-refresh", &refresh)],
        b"",
    )
}
