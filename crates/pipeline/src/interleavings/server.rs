//! A server in memory that knows which tokens it gave, and notes every promise that is broken toward it.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use http::StatusCode;
use shuttle::{future::yield_now, rand::Rng as _};

use crate::error::{NetworkError, NetworkFailure};

thread_local! {
    static SERVER: RefCell<Option<Arc<Server>>> = const { RefCell::new(None) };
}

/// The pairs that followed from one sign-in are `aF.N` and `rF.N`.
#[derive(Default)]
pub(super) struct Known {
    families: Vec<Family>,
    pub(super) broken: Vec<String>,
    pub(super) refreshes: usize,
    pub(super) calls: usize,
}

#[derive(Default, Clone)]
struct Family {
    pairs: u32,
    expired_below: u32,
    in_flight: usize,
    /// Spent, and the answer lost.
    ambiguous: BTreeSet<u32>,
}

pub(super) struct Server {
    /// Never held while another task goes on.
    known: Mutex<Known>,
    /// Whether answers to refreshes get lost now and then.
    faults: AtomicBool,
}

impl Server {
    /// The server of this execution.
    pub(super) fn start(faults: bool) -> Arc<Self> {
        let known = Mutex::default();
        let faults = AtomicBool::new(faults);
        let server = Arc::new(Self { known, faults });
        SERVER.set(Some(server.clone()));
        server
    }

    pub(super) fn with<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on no answer gets lost.
    pub(super) fn heal(&self) {
        self.faults.store(false, Ordering::SeqCst);
    }

    pub(super) fn expire(&self) {
        self.with(|known| {
            for family in &mut known.families {
                family.expired_below = family.pairs;
            }
        });
    }

    /// Whether a refresh token was spent, and its successor sent off.
    pub(super) fn is_spent(&self, refresh: &str) -> bool {
        let (family, pair) = id(refresh, 'r').unwrap_or_default();
        self.with(|known| pair + 1 < known.families[family].pairs)
    }

    fn sign_in(&self) -> String {
        self.with(|known| {
            known.families.push(Family {
                pairs: 1,
                ..Family::default()
            });
            pair(known.families.len() - 1, 0)
        })
    }

    fn called(&self, token: &str) -> (StatusCode, String) {
        self.with(|known| {
            known.calls += 1;
            let Some((family, pair)) = id(token, 'a') else {
                known.broken.push("a call came without a token".to_owned());
                return refusal("InvalidToken");
            };
            if pair < known.families[family].expired_below {
                refusal("ExpiredToken")
            } else {
                (StatusCode::OK, "{}".to_owned())
            }
        })
    }

    async fn refresh(&self, token: &str) -> Result<(StatusCode, String), NetworkError> {
        let Some((of, spent)) = id(token, 'r') else {
            self.with(|known| known.broken.push("a refresh came without a token".to_owned()));
            return Ok(refusal("InvalidToken"));
        };
        let refused = self.with(|known| {
            known.refreshes += 1;
            let family = &mut known.families[of];
            family.in_flight += 1;
            let (in_flight, dead) = (family.in_flight, spent + 1 != family.pairs);
            let told = dead && !family.ambiguous.contains(&spent);
            if in_flight > 1 {
                known.broken.push(format!("{in_flight} refreshes at once"));
            }
            if told {
                known.broken.push(format!("{token} was sent after it was spent"));
            }
            dead
        });
        yield_now().await;
        let fails = || self.faults.load(Ordering::SeqCst) && shuttle::rand::thread_rng().gen_range(0..6) == 0;
        let (lost, before) = (fails(), fails());
        let answer = self.with(|known| {
            let family = &mut known.families[of];
            family.in_flight -= 1;
            if refused {
                return Ok(refusal("InvalidToken"));
            }
            if before {
                return Err(no_answer(NetworkFailure::Connect));
            }
            family.pairs += 1;
            if lost {
                family.ambiguous.insert(spent);
                return Err(no_answer(NetworkFailure::Torn));
            }
            Ok((StatusCode::OK, pair(of, spent + 1)))
        });
        yield_now().await;
        answer
    }
}

/// Answers a request in the server's place.
pub(crate) async fn exchange(
    _client: &reqwest::Client,
    request: reqwest::Request,
    _watch: Option<&std::sync::Arc<crate::connecting::Watch>>,
) -> Result<reqwest::Response, NetworkError> {
    let server = SERVER.with_borrow(Clone::clone);
    let server = server.ok_or_else(|| no_answer(NetworkFailure::Connect))?;
    let token = request
        .headers()
        .get(http::header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .unwrap_or_default();
    yield_now().await;
    let (status, body) = match request.url().path() {
        "/xrpc/com.atproto.server.createSession" => (StatusCode::OK, server.sign_in()),
        "/xrpc/com.atproto.server.refreshSession" => server.refresh(token).await?,
        "/xrpc/com.atproto.server.deleteSession" => (StatusCode::OK, String::new()),
        _ => server.called(token),
    };
    yield_now().await;
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    Ok(response.into())
}

fn id(token: &str, kind: char) -> Option<(usize, u32)> {
    let (family, pair) = token.strip_prefix(kind)?.split_once('.')?;
    Some((family.parse().ok()?, pair.parse().ok()?))
}

fn pair(family: usize, pair: u32) -> String {
    serde_json::json!({
        "accessJwt": format!("a{family}.{pair}"),
        "refreshJwt": format!("r{family}.{pair}"),
    })
    .to_string()
}

fn refusal(code: &str) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, format!(r#"{{"error":"{code}"}}"#))
}

fn no_answer(kind: NetworkFailure) -> NetworkError {
    NetworkError {
        kind,
        detail: "lost".to_owned(),
    }
}
