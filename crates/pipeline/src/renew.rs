//! One refresh, from holding the session to the new pair on disk.

use std::{sync::Arc, time::Duration};

use backon::{BackoffBuilder, ExponentialBuilder};
use http::StatusCode;
use latchkey_profile::{OnServerError, ProactiveFrom};

use crate::{
    ask::{self, Told},
    clock::within,
    core::Core,
    error::Error,
    expiry::{Arrival, Expiry},
    network::For,
    outside,
    profile::Values,
    refresh::{Outcome, Report},
    refresh_log::{Cause, Refreshed},
    session::{CoolDown, EndReason, Identity, Live, Moment, PendingCall, Ready},
    store::{Hold, Replaced, StoredSession},
    token::TokenPair,
    tokens_in::{self, Brought},
};

/// How often a refresh is tried again while the server says 408, 425, 429 or 5xx.
const RETRIES: usize = 2;
/// The first and the longest wait between two attempts.
const WAITS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(2));
/// The longest `Retry-After` that is waited for; a server that asks for more counts as unavailable.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(5);
/// The first and the longest pause after a failed refresh; it doubles with each failure in a row.
const COOL_DOWN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Carries out one refresh. With its cause comes the call that met the expiry, if a call did; `may_be_good` says that
/// the access token may not have expired yet.
pub(crate) async fn run(
    core: &Arc<Core>,
    live: &Live,
    (cause, pending): (Cause, Option<PendingCall>),
    may_be_good: bool,
) -> Report {
    let renewing = Renewing {
        core,
        live,
        cause,
        pending,
        may_be_good,
    };
    let began = core.clock.elapsed();
    let hold = match renewing.hold().await {
        Ok(hold) => hold,
        Err(message) => {
            // Somebody may have signed in meanwhile without the one who holds the session.
            let taken = renewing.taken_from_store(began).await;
            return taken.unwrap_or_else(|| renewing.unavailable((began, core.clock.elapsed()), message));
        }
    };
    let by_a_call = renewing.pending.is_some();
    let report = renewing.carry_out().await;
    drop(hold);
    tracing::info!(
        profile = live.identity.profile.id(),
        access = live.pair.access.fingerprint(),
        by_a_call,
        ahead_of_time = may_be_good,
        outcome = report.outcome.words(),
        "a refresh is over"
    );
    report
}

struct Renewing<'a> {
    core: &'a Arc<Core>,
    live: &'a Live,
    cause: Cause,
    pending: Option<PendingCall>,
    may_be_good: bool,
}

/// A new pair and what came with it.
struct Renewed {
    brought: Brought,
    skew_ms: i64,
    /// When the request that brought it was made.
    asked: Moment,
}

enum Trouble {
    Ends(EndReason),
    Unavailable(String),
}

enum Attempt {
    Renewed(Renewed),
    TryLater {
        status: StatusCode,
        retry_after: Option<Duration>,
    },
}

type Span = (Duration, Duration);

impl Renewing<'_> {
    /// Keeps other processes from spending the same refresh token. A holder that is stuck is not waited for longer
    /// than two whole refreshes could take.
    async fn hold(&self) -> Result<Hold, String> {
        let limit = Duration::from_millis(self.live.identity.profile.timeouts().refresh_ms) * 2;
        match within(&*self.core.clock, limit, self.core.hold()).await {
            Some(Ok(hold)) => Ok(hold),
            Some(Err(error)) => {
                // Where there can be no lock, there is still this process's own order.
                tracing::warn!(%error, "the session could not be held against other processes");
                Ok(Hold::alone())
            }
            None => Err("another process has been refreshing this session for too long".to_owned()),
        }
    }

    async fn carry_out(self) -> Report {
        let began = self.core.clock.elapsed();
        // Another process may have been faster.
        if let Some(report) = self.taken_from_store(began).await {
            return report;
        }
        let began = self.core.clock.elapsed();
        // While this one waited for the session, it may have ended, and another process may have spent the token.
        if !self.core.is_current(self.live.epoch()) {
            return Report {
                exchange: (began, began),
                stored: None,
                outcome: Outcome::Discarded,
            };
        }
        let result = self.exchange().await;
        let exchange = (began, self.core.clock.elapsed());
        let trouble = match result {
            Ok(renewed) => return self.commit(exchange, renewed).await,
            Err(trouble) => trouble,
        };
        // A refused token may merely have been spent by somebody else, who kept the new one; and who was suspended
        // meanwhile wakes up to find the time for the answer over, and perhaps another pair.
        if let Some(report) = self.taken_from_store(began).await {
            return report;
        }
        match trouble {
            Trouble::Ends(reason) => self.end(exchange, reason).await,
            Trouble::Unavailable(message) => self.unavailable(exchange, message),
        }
    }

    /// What another process left in the store, if it left anything.
    async fn taken_from_store(&self, began: Duration) -> Option<Report> {
        let outcome = if let Some(token) = self.core.look_elsewhere(self.live).await? {
            Outcome::Adopted { token }
        } else {
            let reason = EndReason::SignedOutElsewhere;
            let ended = self
                .core
                .end(self.live.epoch(), reason, self.pending.clone())
                .await;
            ended.map_or(Outcome::Discarded, Outcome::Ended)
        };
        Some(Report {
            exchange: (began, self.core.clock.elapsed()),
            stored: None,
            outcome,
        })
    }

    async fn end(&self, exchange: Span, reason: EndReason) -> Report {
        let ended = self
            .core
            .end(self.live.epoch(), reason, self.pending.clone())
            .await;
        Report {
            exchange,
            stored: None,
            outcome: ended.map_or(Outcome::Discarded, Outcome::Ended),
        }
    }

    fn unavailable(&self, exchange: Span, message: String) -> Report {
        self.cool_down(message.clone());
        Report {
            exchange,
            stored: None,
            outcome: Outcome::Unavailable(message),
        }
    }

    /// Asks the server until it says yes or no, or the attempts are used up.
    async fn exchange(&self) -> Result<Renewed, Trouble> {
        let mut waits = ExponentialBuilder::new()
            .with_min_delay(WAITS.0)
            .with_max_delay(WAITS.1)
            .with_max_times(RETRIES)
            .with_jitter()
            .build();
        loop {
            let (status, asked_wait) = match self.attempt().await? {
                Attempt::Renewed(renewed) => return Ok(renewed),
                Attempt::TryLater { status, retry_after } => (status, retry_after),
            };
            let wait = match (waits.next(), asked_wait) {
                (Some(_), Some(asked)) if asked <= MAX_RETRY_AFTER => asked,
                (Some(own), None) => own,
                _ => {
                    let rules = &self.live.identity.profile.description().refresh;
                    return Err(match rules.on_server_error {
                        // A refresh before its time costs nothing that the session still has.
                        OnServerError::End if !self.may_be_good => Trouble::Ends(EndReason::RefreshRefused),
                        OnServerError::End | OnServerError::Keep => Trouble::Unavailable(format!(
                            "the server answered with status {}",
                            status.as_u16()
                        )),
                    });
                }
            };
            self.core.clock.sleep(wait).await;
        }
    }

    /// Asks once. Whatever is ambiguous is not asked again: the spent token may already be dead.
    async fn attempt(&self) -> Result<Attempt, Trouble> {
        let identity = &self.live.identity;
        let profile = &identity.profile;
        let values = Values {
            pair: Some(&self.live.pair),
            ..profile.values(&identity.user, identity.client_secret.as_ref())
        };
        let clock = &*self.core.clock;
        let asked = Moment::now(clock);
        let url = &profile.refresh.url;
        let sender = identity.clients.to(url, For::Session, profile, clock.wall_ms());
        let sender = sender.map_err(|error| Trouble::Unavailable(error.to_string()))?;
        let told = ask::ask(clock, &sender, profile, &profile.refresh, &values)
            .await
            .map_err(|error| Trouble::Unavailable(error.to_string()))?;
        // A pair in the head of an answer has arrived, whatever becomes of the body. Everything else that is torn is
        // ambiguous.
        let head_has_all = told.status.is_success() && !profile.refreshed_tokens.in_body();
        let told = if head_has_all {
            told
        } else {
            told.whole()
                .map_err(|error| Trouble::Unavailable(error.to_string()))?
        };
        match told.status.as_u16() {
            200..=299 => self.read(&told, asked).map(Attempt::Renewed),
            408 | 425 | 429 | 500..=599 => Ok(Attempt::TryLater {
                status: told.status,
                retry_after: told.retry_after(clock.wall_ms()),
            }),
            400..=499 => Err(Trouble::Ends(EndReason::RefreshRefused)),
            other => Err(Trouble::Unavailable(format!(
                "the server answered with status {other}"
            ))),
        }
    }

    fn read(&self, told: &Told, asked: Moment) -> Result<Renewed, Trouble> {
        let profile = &self.live.identity.profile;
        let places = &profile.refreshed_tokens;
        let old = (&self.live.pair.refresh, profile.description().refresh.rotation);
        match tokens_in::pair(places, &told.headers, &told.body, Some(old)) {
            Ok(brought) => {
                self.check_subject(&brought.pair)?;
                let skew_ms = tokens_in::skew_ms(&told.headers, self.core.clock.wall_ms());
                Ok(Renewed {
                    brought,
                    skew_ms,
                    asked,
                })
            }
            Err(_) if let Some(torn) = &told.torn => Err(Trouble::Unavailable(torn.to_string())),
            Err(no_pair) if no_pair.none_at_all && told.is_web_page() => Err(Trouble::Unavailable(
                "a web page came instead of the server's answer, as a network's sign-in page does".to_owned(),
            )),
            Err(no_pair) if no_pair.none_at_all && places.in_body() && !told.is_json() => Err(
                Trouble::Unavailable("the answer is not the JSON that the profile speaks of".to_owned()),
            ),
            Err(_) => Err(Trouble::Ends(EndReason::RefreshIncomplete)),
        }
    }

    /// A session never changes hands. Tokens that do not name a subject are not compared.
    fn check_subject(&self, new: &TokenPair) -> Result<(), Trouble> {
        let names = &self.live.identity.profile.description().claims;
        match (&self.live.access_claims.subject, new.access.claims(names).subject) {
            (Some(old), Some(new)) if *old != new => Err(Trouble::Ends(EndReason::SubjectChanged)),
            _ => Ok(()),
        }
    }

    /// Writes the new pair, then makes it the session's: a resend never leaves before the pair is durable.
    async fn commit(&self, exchange: Span, renewed: Renewed) -> Report {
        let (core, live) = (self.core, self.live);
        let began = core.clock.elapsed();
        let report = |stored, outcome| Report {
            exchange,
            stored,
            outcome,
        };
        let mut disk = core.disk.lock().await;
        if !core.is_current(live.epoch()) {
            drop(disk);
            self.revoke(renewed.brought.pair);
            self.until_carried_out().await;
            return report(None, Outcome::Discarded);
        }
        let at = Arrival {
            elapsed: core.clock.elapsed(),
            wall_ms: core.clock.wall_ms(),
            skew_ms: renewed.skew_ms,
        };
        let mut next = next(live, renewed.brought, renewed.asked, at, self.cause);
        let stored = next.to_store();
        let mut replaced = disk.replace(live.epoch(), live.kept.as_ref(), &stored).await;
        if let Ok(Replaced::No(Some(now))) = &replaced
            && now.pair == live.pair
        {
            // A write that was said to have failed had come through after all.
            replaced = disk.save(live.epoch(), &stored).await.map(|()| Replaced::Yes);
        }
        match replaced {
            Ok(Replaced::Yes) => next.kept = Some(stored.pair),
            Ok(Replaced::No(_)) => {
                // Somebody signed in or out meanwhile: theirs is the session.
                drop(disk);
                self.revoke(next.pair);
                let taken = self.taken_from_store(began).await;
                return taken.map_or_else(
                    || report(None, Outcome::Discarded),
                    |taken| Report { exchange, ..taken },
                );
            }
            Err(error) => next.store_problem = Some(error.to_string()),
        }
        let (problem, token) = (next.store_problem.clone(), next.pair.access.fingerprint());
        let pair = next.pair.clone();
        if !core.renew(next) {
            // Signed out while the pair was being written: the write is undone.
            let _ = disk.remove(live.epoch()).await;
            drop(disk);
            self.revoke(pair);
            self.until_carried_out().await;
            return report(None, Outcome::Discarded);
        }
        let stored = (began, core.clock.elapsed(), problem);
        report(Some(stored), Outcome::Renewed { token })
    }

    /// Waits until the end of the session has reached the store: until then another process would find the spent
    /// token there, once this one lets go of the session.
    async fn until_carried_out(&self) {
        let identity = &self.live.identity;
        let limit = Duration::from_millis(identity.profile.timeouts().refresh_ms);
        let mut over = identity.over.subscribe();
        let _ = within(&*self.core.clock, limit, over.wait_for(Option::is_some)).await;
    }

    /// A pair that nobody will use is given back, where the server takes it. Nobody waits for that.
    fn revoke(&self, pair: TokenPair) {
        let (core, identity) = (self.core.clone(), self.live.identity.clone());
        outside::spawn(async move {
            if let Some(Err(error)) = revoke(&core, &identity, &pair).await {
                tracing::warn!(%error, "an unused pair could not be revoked");
            }
        });
    }

    /// Keeps calls from asking a server that cannot answer, again and again.
    fn cool_down(&self, why: String) {
        let failures = self.live.cool_down.map_or(0, |earlier| earlier.failures) + 1;
        let pause = COOL_DOWN
            .0
            .saturating_mul(1 << (failures - 1).min(16))
            .min(COOL_DOWN.1);
        let until = self.core.clock.elapsed() + pause;
        let pause = CoolDown { until, failures };
        let failed = Refreshed {
            at_ms: self.core.clock.wall_ms(),
            cause: self.cause,
            result: Err(why),
        };
        self.core
            .set_cool_down(self.live.epoch(), self.live.generation, pause, failed);
    }
}

/// The session with a new pair.
fn next(live: &Live, brought: Brought, asked: Moment, at: Arrival, cause: Cause) -> Live {
    let description = live.identity.profile.description();
    let access_claims = brought.pair.access.claims(&description.claims);
    let expiry = Expiry::on_arrival(
        &description.proactive,
        &brought.pair.access,
        &access_claims,
        brought.expires_in_s,
        at,
    );
    let refreshed = Refreshed {
        at_ms: at.wall_ms,
        cause,
        result: Ok(brought.pair.access.fingerprint()),
    };
    Live {
        identity: live.identity.clone(),
        generation: live.generation + 1,
        log: live.log.with(refreshed),
        access_claims,
        ready: Ready::new(&live.identity.profile, &brought.pair),
        pair: brought.pair,
        kept: live.kept.clone(),
        asked,
        skew_ms: at.skew_ms,
        expiry,
        store_problem: None,
        flight: None,
        cool_down: None,
    }
}

/// The session with the pair that another process kept.
pub(crate) fn adopted(live: &Live, stored: StoredSession, elapsed: Duration, wall_ms: i64) -> Live {
    let proactive = &live.identity.profile.description().proactive;
    let expiry = stored
        .expires_at_ms
        .map(|at| Expiry::of_earlier_run(proactive, &stored.pair.access, at, wall_ms));
    let refreshed = Refreshed {
        at_ms: wall_ms,
        cause: Cause::Elsewhere,
        result: Ok(stored.pair.access.fingerprint()),
    };
    Live {
        identity: live.identity.clone(),
        generation: live.generation + 1,
        log: live.log.with(refreshed),
        access_claims: stored
            .pair
            .access
            .claims(&live.identity.profile.description().claims),
        kept: Some(stored.pair.clone()),
        ready: Ready::new(&live.identity.profile, &stored.pair),
        pair: stored.pair,
        asked: Moment { elapsed, wall_ms },
        skew_ms: stored.skew_ms,
        expiry,
        store_problem: None,
        flight: None,
        cool_down: None,
    }
}

/// Tells the server that a pair is out of use. `None`: this kind of server takes no such word.
pub(crate) async fn revoke(core: &Core, identity: &Identity, pair: &TokenPair) -> Option<Result<(), Error>> {
    let profile = &identity.profile;
    let exchange = profile.sign_out.as_ref()?;
    let values = Values {
        pair: Some(pair),
        ..profile.values(&identity.user, identity.client_secret.as_ref())
    };
    let clock = &*core.clock;
    let sender = match identity
        .clients
        .to(&exchange.url, For::Session, profile, clock.wall_ms())
    {
        Ok(sender) => sender,
        Err(error) => return Some(Err(error)),
    };
    let told = ask::ask(clock, &sender, profile, exchange, &values).await;
    Some(match told {
        // What was asked for is done with the head; nobody needs the body.
        Ok(told) if told.status.is_success() => Ok(()),
        Ok(told) => Err(Error::SignOutRefused {
            status: told.status.as_u16(),
        }),
        Err(error) => Err(error),
    })
}

/// Whether a session is refreshed before its token expires.
pub(crate) fn is_proactive(live: &Live) -> bool {
    live.identity.profile.description().proactive.from != ProactiveFrom::Off
}
