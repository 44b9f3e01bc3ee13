//! The refresh: one at a time, in a task of its own, so that no caller can tear it.

use std::{sync::Arc, time::Duration};

use backon::{BackoffBuilder, ExponentialBuilder};
use http::{StatusCode, header};
use reqwest::Response;
use tokio::sync::watch;

use crate::{
    clock::within,
    core::Core,
    error::NetworkError,
    profile::OnServerError,
    session::{EndReason, Live, PendingCall, SessionEnded},
    store::StoredSession,
    token::{Token, TokenPair},
    tokens_in, transport,
};

/// How often a refresh is tried again while the server says 408, 425, 429 or 5xx.
const RETRIES: usize = 2;
/// The first and the longest wait between two attempts.
const WAITS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(2));
/// The longest `Retry-After` that is waited for; a server that asks for more counts as unavailable.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(5);
/// The first and the longest pause after a failed refresh; it doubles with each failure in a row.
const COOL_DOWN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// A refresh under way, as those who wait for it hold it.
#[derive(Clone)]
pub(crate) struct Flight {
    report: watch::Receiver<Option<Report>>,
}

/// How a refresh went, for every call that waited.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// Readings of the stop-watch: begin and end of the exchange with the server.
    pub(crate) exchange: (Duration, Duration),
    /// Readings of the stop-watch around writing the new pair, and what went wrong.
    pub(crate) stored: Option<(Duration, Duration, Option<String>)>,
    pub(crate) outcome: Outcome,
}

#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    Renewed {
        token: String,
    },
    Ended(SessionEnded),
    Unavailable(String),
    /// The session was over before the result came.
    Discarded,
}

impl Flight {
    /// Waits for the end of the refresh, or of the session. `None`: the refresh stopped without a result.
    pub(crate) async fn wait(&self, session: &Live) -> Waited {
        let mut report = self.report.clone();
        let mut over = session.identity.over.subscribe();
        tokio::select! {
            biased;
            done = report.wait_for(Option::is_some) => match done.ok().and_then(|report| report.clone()) {
                Some(report) => Waited::Report(Box::new(report)),
                None => Waited::Crashed,
            },
            ended = over.wait_for(Option::is_some) => match ended.ok().and_then(|ended| ended.clone()) {
                Some(ended) => Waited::Over(ended),
                None => Waited::Crashed,
            },
        }
    }
}

pub(crate) enum Waited {
    Report(Box<Report>),
    /// The session ended first.
    Over(SessionEnded),
    Crashed,
}

/// Starts the refresh of `live` in a task of its own. `pending` is the call that met the expiry.
pub(crate) fn launch(core: &Arc<Core>, live: &Live, pending: PendingCall) -> Flight {
    let (sender, report) = watch::channel(None);
    let (core, live) = (core.clone(), live.clone());
    tokio::spawn(async move {
        // Should this task panic, the guard takes the flight out of the state, and the closed channel wakes all.
        let guard = Landing {
            core: &core,
            epoch: live.epoch(),
            generation: live.generation,
        };
        let report = run(&core, &live, pending).await;
        drop(guard);
        sender.send_replace(Some(report));
    });
    Flight { report }
}

struct Landing<'a> {
    core: &'a Arc<Core>,
    epoch: u64,
    generation: u64,
}

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        self.core.clear_flight(self.epoch, self.generation);
    }
}

async fn run(core: &Arc<Core>, live: &Live, pending: PendingCall) -> Report {
    let began = core.clock.elapsed();
    let result = exchange(core, live).await;
    let exchange = (began, core.clock.elapsed());
    match result {
        Ok(renewed) => {
            let (stored, outcome) = commit(core, live, renewed).await;
            Report {
                exchange,
                stored,
                outcome,
            }
        }
        Err(Trouble::Ends(reason)) => {
            let ended = core.end(live.epoch(), reason, Some(pending)).await;
            Report {
                exchange,
                stored: None,
                outcome: ended.map_or(Outcome::Discarded, Outcome::Ended),
            }
        }
        Err(Trouble::Unavailable(message)) => {
            cool_down(core, live);
            Report {
                exchange,
                stored: None,
                outcome: Outcome::Unavailable(message),
            }
        }
    }
}

/// A new pair and the server's clock when it was sent.
struct Renewed {
    pair: TokenPair,
    skew_ms: i64,
}

enum Trouble {
    Ends(EndReason),
    Unavailable(String),
}

/// Asks the server until it says yes or no, or the attempts are used up.
async fn exchange(core: &Core, live: &Live) -> Result<Renewed, Trouble> {
    let profile = &live.identity.profile;
    let mut waits = ExponentialBuilder::new()
        .with_min_delay(WAITS.0)
        .with_max_delay(WAITS.1)
        .with_max_times(RETRIES)
        .with_jitter()
        .build();
    loop {
        let (status, asked_wait) = match attempt(core, live).await? {
            Attempt::Renewed(renewed) => return Ok(renewed),
            Attempt::TryLater { status, retry_after } => (status, retry_after),
        };
        let wait = match (waits.next(), asked_wait) {
            (Some(_), Some(asked)) if asked <= MAX_RETRY_AFTER => asked,
            (Some(own), None) => own,
            _ => {
                return Err(match profile.refresh.on_server_error {
                    OnServerError::End => Trouble::Ends(EndReason::RefreshRefused),
                    OnServerError::Keep => {
                        Trouble::Unavailable(format!("the server answered with status {}", status.as_u16()))
                    }
                });
            }
        };
        core.clock.sleep(wait).await;
    }
}

enum Attempt {
    Renewed(Renewed),
    TryLater {
        status: StatusCode,
        retry_after: Option<Duration>,
    },
}

/// Asks once. Whatever is ambiguous is not asked again: the spent token may already be dead.
async fn attempt(core: &Core, live: &Live) -> Result<Attempt, Trouble> {
    let profile = &live.identity.profile;
    let limit = Duration::from_millis(profile.timeouts.refresh);
    let request = live
        .identity
        .client
        .post(profile.endpoint(&profile.refresh.path))
        .header(header::CONTENT_TYPE, "application/json")
        .header(&profile.token_headers.refresh, live.pair.refresh.bearer())
        .body("");
    let unavailable = |error: NetworkError| Trouble::Unavailable(error.to_string());
    let whole = async {
        let response = request
            .send()
            .await
            .map_err(|error| transport::network_error(&error))?;
        let head = Head::of(&response);
        // The body must come to its end too: a torn answer is no answer.
        let looks_like_html = drain(response).await?;
        Ok::<_, NetworkError>((head, looks_like_html))
    };
    let (head, looks_like_html) = match within(&*core.clock, limit, whole).await {
        Some(result) => result.map_err(unavailable)?,
        None => return Err(unavailable(transport::timed_out(limit))),
    };
    match head.status.as_u16() {
        200..=299 => match tokens_in::pair(profile, &head.headers, Some(&live.pair.refresh)) {
            Ok(pair) => {
                let skew_ms = tokens_in::skew_ms(&head.headers, core.clock.wall_ms());
                check_subject(&live.pair.access, &pair.access)?;
                Ok(Attempt::Renewed(Renewed { pair, skew_ms }))
            }
            Err(no_pair) if no_pair.none_at_all && (head.html || looks_like_html) => {
                Err(Trouble::Unavailable(
                    "a web page came instead of the server's answer, as a network's sign-in page does"
                        .to_owned(),
                ))
            }
            Err(_) => Err(Trouble::Ends(EndReason::RefreshIncomplete)),
        },
        408 | 425 | 429 | 500..=599 => Ok(Attempt::TryLater {
            status: head.status,
            retry_after: head.retry_after(core.clock.wall_ms()),
        }),
        400..=499 => Err(Trouble::Ends(EndReason::RefreshRefused)),
        other => Err(Trouble::Unavailable(format!(
            "the server answered with status {other}"
        ))),
    }
}

struct Head {
    status: StatusCode,
    headers: http::HeaderMap,
    html: bool,
}

impl Head {
    fn of(response: &Response) -> Self {
        let headers = response.headers().clone();
        let media_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let html = media_type
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("text/html");
        Self {
            status: response.status(),
            html,
            headers,
        }
    }

    /// `Retry-After` (RFC 9110 §10.2.3), in seconds or as a date.
    fn retry_after(&self, wall_ms: i64) -> Option<Duration> {
        let text = self.headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = httpdate::parse_http_date(text)
            .ok()?
            .duration_since(std::time::UNIX_EPOCH)
            .ok()?;
        Some(date.saturating_sub(Duration::from_millis(u64::try_from(wall_ms).ok()?)))
    }
}

/// Reads a body to its end, or as far as anybody could need; tells whether it begins like a web page.
async fn drain(mut response: Response) -> Result<bool, NetworkError> {
    const ENOUGH: usize = crate::classify::PEEK_BYTES;
    let (mut size, mut start) = (0, Vec::new());
    while let Some(piece) = response
        .chunk()
        .await
        .map_err(|error| transport::network_error(&error))?
    {
        size += piece.len();
        if start.len() < 64 {
            start.extend_from_slice(&piece[..piece.len().min(64)]);
        }
        if size > ENOUGH {
            break;
        }
    }
    let start = String::from_utf8_lossy(&start).trim_start().to_ascii_lowercase();
    Ok(start.starts_with("<!doctype html") || start.starts_with("<html"))
}

/// A session never changes hands. Tokens that do not name a subject are not compared.
fn check_subject(old: &Token, new: &Token) -> Result<(), Trouble> {
    match (old.claims().subject, new.claims().subject) {
        (Some(old), Some(new)) if old != new => Err(Trouble::Ends(EndReason::SubjectChanged)),
        _ => Ok(()),
    }
}

type Stored = Option<(Duration, Duration, Option<String>)>;

/// Writes the new pair, then makes it the session's: a resend never leaves before the pair is durable.
async fn commit(core: &Arc<Core>, live: &Live, renewed: Renewed) -> (Stored, Outcome) {
    let began = core.clock.elapsed();
    let mut disk = core.disk.lock().await;
    if !core.is_current(live.epoch()) {
        return (None, Outcome::Discarded);
    }
    let identity = &live.identity;
    let stored = StoredSession {
        profile: (*identity.profile).clone(),
        user: identity.user.clone(),
        signed_in_at_ms: identity.signed_in_at_ms,
        pair: renewed.pair,
        skew_ms: renewed.skew_ms,
        expires_at_ms: None,
        client_secret: None,
    };
    let problem = disk
        .save(live.epoch(), &stored)
        .await
        .err()
        .map(|error| error.to_string());
    let now = core.clock.elapsed();
    let token = stored.pair.access.fingerprint();
    let next = Live {
        access_claims: stored.pair.access.claims(),
        pair: stored.pair,
        generation: live.generation + 1,
        received: now,
        skew_ms: renewed.skew_ms,
        store_problem: problem.clone(),
        flight: None,
        cool_down: None,
        identity: live.identity.clone(),
    };
    if !core.renew(next) {
        // Signed out while the pair was being written: the write is undone.
        let _ = disk.remove(live.epoch()).await;
        return (None, Outcome::Discarded);
    }
    (Some((began, now, problem)), Outcome::Renewed { token })
}

/// Keeps calls from asking a server that cannot answer, again and again.
fn cool_down(core: &Core, live: &Live) {
    let failures = live.cool_down.map_or(0, |earlier| earlier.failures) + 1;
    let pause = COOL_DOWN
        .0
        .saturating_mul(1 << (failures - 1).min(16))
        .min(COOL_DOWN.1);
    let until = core.clock.elapsed() + pause;
    core.set_cool_down(
        live.epoch(),
        live.generation,
        crate::session::CoolDown { until, failures },
    );
}
