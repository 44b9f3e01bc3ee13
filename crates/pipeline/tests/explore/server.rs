//! The server: real HTTP, told by the ledger what to answer.

use std::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use latchkey_pipeline::clock::{Clock, ManualClock};
use serde_json::json;
use tokio::{runtime::Runtime, sync::watch};

use crate::{
    ledger::{Arrived, Id, Ledger, Pair, USERS, Verdict},
    op::Fault,
};

/// All requests of all schedules.
pub(crate) static REQUESTS: AtomicUsize = AtomicUsize::new(0);

/// When the server's own clock began, in seconds since 1970. No user sets it.
pub(crate) const BEGAN_S: i64 = 1_700_000_000;

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) ledger: Arc<Mutex<Ledger>>,
    pub(crate) refreshes_held: watch::Sender<bool>,
    pub(crate) slow_held: watch::Sender<bool>,
    clock: ManualClock,
    json: bool,
}

/// A refresh between its arrival and its answer.
struct InFlight {
    ledger: Arc<Mutex<Ledger>>,
    id: Id,
    answered: bool,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        if let Ok(mut ledger) = self.ledger.lock() {
            ledger.left(self.id, self.answered);
        }
    }
}

impl Server {
    /// Starts on `runtime`; gives the address.
    pub(crate) fn start(
        runtime: &Runtime,
        ledger: Arc<Mutex<Ledger>>,
        clock: ManualClock,
        json: bool,
    ) -> (Self, String) {
        let server = Self {
            ledger,
            refreshes_held: watch::Sender::new(false),
            slow_held: watch::Sender::new(false),
            clock,
            json,
        };
        let app = Router::new().fallback(answer).with_state(server.clone());
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(async move { axum::serve(listener, app).await });
        (server, url)
    }

    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap()
    }

    fn now_s(&self) -> i64 {
        BEGAN_S + i64::try_from(self.clock.elapsed().as_secs()).unwrap()
    }

    fn sign_in(&self, body: &[u8]) -> Response {
        let text = String::from_utf8_lossy(body);
        let user = usize::from(text.contains(USERS[1]));
        let pair = self.ledger().sign_in(user, self.now_s());
        self.pair(&pair)
    }

    async fn refresh(&self, token: Option<String>) -> Response {
        // A connection that was given up is seen to be closed before the next request is looked at.
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        let (id, arrived) = self.ledger().refreshed(token.as_deref(), self.now_s());
        let Some(id) = id else {
            return refusal(self.json, Verdict::Invalid);
        };
        let mut in_flight = InFlight {
            ledger: self.ledger.clone(),
            id,
            answered: false,
        };
        let mut held = self.refreshes_held.subscribe();
        let _ = held.wait_for(|held| !held).await;
        let (response, ambiguous) = match arrived {
            Arrived::Refused => (refusal(self.json, Verdict::Invalid), false),
            Arrived::Fault(fault) => (fault_response(fault).await, false),
            Arrived::Spent(pair, fault) => match fault {
                Some(fault @ (Fault::SpentAndTorn | Fault::SpentAndHangs)) => {
                    (fault_response(fault).await, true)
                }
                Some(Fault::Incomplete) => (self.incomplete(&pair), true),
                _ => (self.pair(&pair), false),
            },
        };
        in_flight.answered = !ambiguous;
        response
    }

    fn pair(&self, pair: &Pair) -> Response {
        if self.json {
            let body = json!({"accessJwt": pair.access, "refreshJwt": pair.refresh});
            ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
        } else {
            [
                ("authorization", &pair.access),
                ("authorization-refresh", &pair.refresh),
            ]
            .into_response()
        }
    }

    fn incomplete(&self, pair: &Pair) -> Response {
        if self.json {
            json!({"accessJwt": pair.access}).to_string().into_response()
        } else {
            [("authorization", &pair.access)].into_response()
        }
    }

    async fn call(&self, path: &str, headers: &HeaderMap) -> Response {
        let user = usize::from(text(headers, "x-user").as_deref() == Some(USERS[1]));
        let verdict = self
            .ledger()
            .called(bearer(headers).as_deref(), user, self.now_s());
        if path == "/slow" {
            let mut held = self.slow_held.subscribe();
            let _ = held.wait_for(|held| !held).await;
            self.ledger().events += 1;
        }
        match verdict {
            Verdict::Good => "good".into_response(),
            refused => refusal(self.json, refused),
        }
    }
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    REQUESTS.fetch_add(1, Ordering::Relaxed);
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut response = match head.uri.path() {
        "/api/user/login" | "/xrpc/com.atproto.server.createSession" => server.sign_in(&body),
        "/api/refresh-token" => {
            let token = text(&head.headers, "authorization-refresh");
            server.refresh(token.and_then(|token| bare(&token))).await
        }
        "/xrpc/com.atproto.server.refreshSession" => server.refresh(bearer(&head.headers)).await,
        "/xrpc/com.atproto.server.deleteSession" => {
            server.ledger().signed_out(bearer(&head.headers).as_deref());
            "".into_response()
        }
        path => server.call(path, &head.headers).await,
    };
    let now = std::time::UNIX_EPOCH + Duration::from_secs(server.now_s().unsigned_abs());
    let date = httpdate::fmt_http_date(now).parse().unwrap();
    response.headers_mut().insert(header::DATE, date);
    response
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

fn bare(value: &str) -> Option<String> {
    Some(value.strip_prefix("Bearer ")?.to_owned())
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    bare(&text(headers, "authorization")?)
}

fn refusal(json: bool, verdict: Verdict) -> Response {
    let code = if verdict == Verdict::Expired {
        "ExpiredToken"
    } else {
        "InvalidToken"
    };
    if json {
        (StatusCode::BAD_REQUEST, json!({"error": code}).to_string()).into_response()
    } else {
        (StatusCode::UNAUTHORIZED, code).into_response()
    }
}

async fn fault_response(fault: Fault) -> Response {
    match fault {
        Fault::Unavailable => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Fault::TooMany => (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "2")]).into_response(),
        Fault::Html => (
            [(header::CONTENT_TYPE, "text/html")],
            "<html>Welcome to our hotel",
        )
            .into_response(),
        Fault::Torn | Fault::SpentAndTorn => {
            let pieces = futures_util::stream::iter([
                Ok(Bytes::from_static(b"half")),
                Err(std::io::Error::other("torn")),
            ]);
            ([(header::CONTENT_LENGTH, "1000")], Body::from_stream(pieces)).into_response()
        }
        _ => std::future::pending().await,
    }
}
