//! What becomes of a request: passed on, answered in the server's place, or answered and then damaged.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode, header};
use tokio::net::TcpStream;

use super::{
    CALM,
    deliver::{self, Answer},
    request::{self, Request},
    tokens::Tokens,
};
use crate::{
    fault::Fault,
    wire::{Ledger, Renewal, now, say},
};

/// The header of the refresh token, in requests and answers.
const REFRESH_HEADER: &str = "authorization-refresh";
/// How late [`Fault::Late`] is, in milliseconds: around the life of a token.
const LATE_MS: std::ops::Range<u64> = 1_700..2_500;

/// What all connections share.
pub(super) struct Relay {
    upstream: String,
    client: reqwest::Client,
    percent: f64,
    /// Whether the faults are over.
    calm: AtomicBool,
    chance: Mutex<fastrand::Rng>,
    tokens: Mutex<Tokens>,
    refreshes: AtomicU64,
}

/// What becomes of a request.
struct Plan {
    /// `None`: the connection is closed.
    answer: Option<Answer>,
    /// What happens to the answer on its way.
    damage: Option<Fault>,
    /// The refresh token that was spent for this answer.
    spent: Option<String>,
}

impl Plan {
    const CLOSE: Self = Self {
        answer: None,
        damage: None,
        spent: None,
    };

    fn whole(answer: Answer) -> Self {
        Self {
            answer: Some(answer),
            damage: None,
            spent: None,
        }
    }
}

impl Relay {
    /// Before the practice API at `upstream`, whose user `lenient` is given a new pair also for a spent token.
    pub(super) fn new(
        upstream: &str,
        percent: f64,
        chance: fastrand::Rng,
        lenient: &'static str,
    ) -> reqwest::Result<Self> {
        Ok(Self {
            upstream: upstream.to_owned(),
            client: reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .build()?,
            percent,
            calm: AtomicBool::new(false),
            chance: Mutex::new(chance),
            tokens: Mutex::new(Tokens::with_grace_for(lenient)),
            refreshes: AtomicU64::new(0),
        })
    }

    /// Whether the faults are over.
    pub(super) fn is_calm(&self) -> bool {
        self.calm.load(Relaxed)
    }

    /// One connection, from its first request to its end.
    pub(super) async fn converse(self: Arc<Self>, mut stream: TcpStream) {
        // Only a matter of speed.
        let _ = stream.set_nodelay(true);
        let mut buffer = BytesMut::new();
        while let Ok(Some(request)) = request::read(&mut stream, &mut buffer).await {
            let plan = self.answer(&request).await;
            let Some(answer) = plan.answer else { return };
            let arrived = deliver::deliver(&mut stream, &answer, plan.damage).await;
            if let Some(token) = plan.spent.filter(|_| arrived.head) {
                self.tokens().delivered(&token);
            }
            if !arrived.whole {
                return;
            }
        }
    }

    async fn answer(&self, request: &Request) -> Plan {
        let answered = match request.path() {
            "/api/user/login" => self.sign_in(request).await,
            "/api/refresh-token" => self.refresh(request).await,
            CALM => {
                self.calm.store(true, Relaxed);
                Some(Plan::whole(Answer::default()))
            }
            _ => self.call(request).await,
        };
        // The practice API is in this very process: without its answer there is nothing to say.
        answered.unwrap_or(Plan::CLOSE)
    }

    async fn sign_in(&self, request: &Request) -> Option<Plan> {
        let answer = self.pass_on(request, None).await?;
        let body: serde_json::Value = serde_json::from_slice(&request.body).ok()?;
        let user = body.get("email")?.as_str()?;
        if let Some(token) = refresh_token(&answer.headers) {
            self.tokens().begin(user, token);
        }
        Some(Plan::whole(answer))
    }

    async fn call(&self, request: &Request) -> Option<Plan> {
        let call = request.call()?;
        let fault = self.chosen(&Fault::OF_CALLS);
        say(&Ledger::Met {
            call: call.clone(),
            fault,
        });
        if let Some(plan) = fault.and_then(instead) {
            return Some(plan);
        }
        if fault == Some(Fault::Late) {
            self.wait_a_life().await;
        }
        let mut answer = self.pass_on(request, None).await?;
        say(&Ledger::Answered {
            call: call.clone(),
            status: answer.status.as_u16(),
        });
        let mut damage = fault.filter(|fault| *fault != Fault::Late);
        if answer.status == StatusCode::UNAUTHORIZED && fault.is_none() {
            damage = self.chosen(&Fault::OF_REFUSALS);
        }
        if let Some(fault) = damage.filter(|fault| Fault::OF_REFUSALS.contains(fault)) {
            say(&Ledger::RefusalMet { call, fault });
        }
        if damage == Some(Fault::HugeRefusal) {
            let mut body = answer.body.to_vec();
            body.resize(1 << 20, b' ');
            answer.body = body.into();
        }
        Some(Plan {
            answer: Some(answer),
            damage,
            spent: None,
        })
    }

    async fn refresh(&self, request: &Request) -> Option<Plan> {
        let token = refresh_token(&request.headers)?;
        let user = self.tokens().owner(&token)?;
        let number = self.refreshes.fetch_add(1, Relaxed);
        let fault = self.chosen(&Fault::OF_REFRESHES);
        say(&Ledger::RefreshMet {
            user: user.clone(),
            number,
            at: now(),
            fault,
        });
        if let Some(plan) = fault.and_then(instead) {
            return Some(plan);
        }
        // Where the server is lenient, a spent token whose successor was lost is as good as that.
        let presented = self.tokens().stands_for(&token);
        let answer = self.pass_on(request, Some(&presented)).await?;
        let renewal = if let Some(new) = refresh_token(&answer.headers) {
            // Until it is delivered, there is no copy but this.
            self.tokens().rotate(&token, new);
            Renewal::Granted
        } else {
            let lost = self.tokens().is_lost(&token);
            Renewal::Refused { lost }
        };
        say(&Ledger::RefreshAnswered {
            user,
            number,
            at: now(),
            renewal,
        });
        if fault == Some(Fault::Late) {
            self.wait_a_life().await;
        }
        Some(Plan {
            answer: Some(answer),
            damage: fault.filter(|fault| *fault != Fault::Late),
            spent: (renewal == Renewal::Granted).then_some(token),
        })
    }

    /// The practice API's answer; `None` if it has none.
    async fn pass_on(&self, request: &Request, refresh: Option<&str>) -> Option<Answer> {
        let mut headers = request.headers.clone();
        for name in [header::HOST, header::CONTENT_LENGTH, header::ACCEPT_ENCODING] {
            headers.remove(name);
        }
        if let Some(token) = refresh {
            headers.insert(REFRESH_HEADER, format!("Bearer {token}").parse().ok()?);
        }
        let url = format!("{}{}", self.upstream, request.target);
        let sent = self.client.request(request.method.clone(), url).headers(headers);
        let answer = sent.body(request.body.clone()).send().await.ok()?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        headers.remove(header::TRANSFER_ENCODING);
        headers.remove(header::CONTENT_LENGTH);
        Some(Answer {
            status,
            headers,
            body: answer.bytes().await.ok()?,
        })
    }

    /// Each of `kinds` with the same chance.
    fn chosen(&self, kinds: &[Fault]) -> Option<Fault> {
        if self.calm.load(Relaxed) {
            return None;
        }
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut thrown = chance.f64() * 100.0;
        kinds.iter().copied().find(|_| {
            thrown -= self.percent;
            thrown < 0.0
        })
    }

    async fn wait_a_life(&self) {
        let ms = {
            let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
            chance.u64(LATE_MS)
        };
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is answered in the server's place, which does not get to see the request.
fn instead(fault: Fault) -> Option<Plan> {
    let answer = |status, kind: &str, body: &'static str| {
        let mut headers = HeaderMap::new();
        headers.extend(kind.parse().ok().map(|value| (header::CONTENT_TYPE, value)));
        Plan::whole(Answer {
            status,
            headers,
            body: Bytes::from_static(body.as_bytes()),
        })
    };
    Some(match fault {
        Fault::Unavailable => answer(StatusCode::SERVICE_UNAVAILABLE, "text/plain", "Not now."),
        Fault::TooMany => {
            let mut plan = answer(StatusCode::TOO_MANY_REQUESTS, "text/plain", "Not so fast.");
            let wait = http::HeaderValue::from_static("1");
            if let Some(answer) = &mut plan.answer {
                answer.headers.insert(header::RETRY_AFTER, wait);
            }
            plan
        }
        Fault::Portal => answer(
            StatusCode::OK,
            "text/html",
            "<!doctype html><title>Welcome</title><h1>Accept the terms to go online</h1>",
        ),
        Fault::ForeignRefusal => answer(StatusCode::UNAUTHORIZED, "text/plain", "ProxySaysNo"),
        Fault::NoAnswerBefore => Plan::CLOSE,
        _ => return None,
    })
}

fn refresh_token(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(REFRESH_HEADER)?.to_str().ok()?;
    Some(value.strip_prefix("Bearer ").unwrap_or(value).to_owned())
}

impl Request {
    fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The id of the call, which is in its query.
    fn call(&self) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let id = query.split('&').find_map(|pair| pair.strip_prefix("call="))?;
        (self.method != Method::CONNECT).then(|| id.to_owned())
    }
}
