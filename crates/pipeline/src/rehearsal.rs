//! Tries a profile out: signs in, refreshes and signs out, keeps nothing, and tells each step.

use std::time::Duration;

use crate::{
    ask::{self, Told},
    clock::{Clock, SystemClock},
    error::Error,
    network::{Clients, For, Network},
    pipeline::Credentials,
    profile::{Exchange, Places, Profile, Values},
    token::TokenPair,
    tokens_in::{self, Brought},
};

/// How trying a profile out went.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// Why it stopped early, if it did.
    pub error: Option<Error>,
}

/// One step of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Start, after the start of the rehearsal.
    pub at: Duration,
    /// How long it took; zero for a step that is a moment.
    pub took: Duration,
    /// What happened.
    pub event: Event,
}

/// What happened in a step of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A request was answered.
    Answered {
        /// Which request of the profile.
        request: Which,
        /// Method and path.
        line: String,
        /// The answer's status.
        status: u16,
    },
    /// A request had no answer.
    Unanswered {
        /// Which request of the profile.
        request: Which,
        /// Method and path.
        line: String,
        /// Why, in plain words.
        problem: String,
    },
    /// A token was found.
    Found {
        /// Which token.
        token: TokenName,
        /// Where, in words.
        place: String,
        /// Its fingerprint.
        fingerprint: String,
        /// Seconds until it expires, where it or the answer says so.
        expires_in_s: Option<i64>,
    },
    /// The answer has no usable pair of tokens.
    NotFound {
        /// What is missing or wrong, in plain words.
        problem: String,
    },
    /// The refresh brought no new refresh token: the old one stays in use.
    NotRotated,
}

/// Which request of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// `requests.sign_in`.
    SignIn,
    /// `requests.refresh`.
    Refresh,
    /// `requests.sign_out`.
    SignOut,
}

/// Which token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenName {
    /// The access token.
    Access,
    /// The refresh token.
    Refresh,
}

/// Tries `profile` out with these credentials. Nothing is kept; the server may keep a session of its own if the profile
/// has no request to end it.
pub async fn rehearse(profile: &Profile, credentials: &Credentials) -> Rehearsal {
    rehearse_with(profile, credentials, &SystemClock::new(), &Network::default()).await
}

/// The same, with time as `clock` tells it and connections as `network` has them.
pub async fn rehearse_with(
    profile: &Profile,
    credentials: &Credentials,
    clock: &dyn Clock,
    network: &Network,
) -> Rehearsal {
    let mut stage = Stage {
        profile,
        credentials,
        clock,
        network,
        began: clock.elapsed(),
        steps: Vec::new(),
    };
    let error = stage.play().await.err();
    Rehearsal {
        steps: stage.steps,
        error,
    }
}

struct Stage<'a> {
    profile: &'a Profile,
    credentials: &'a Credentials,
    clock: &'a dyn Clock,
    network: &'a Network,
    began: Duration,
    steps: Vec<Step>,
}

impl Stage<'_> {
    async fn play(&mut self) -> Result<(), Error> {
        self.credentials.check(self.profile)?;
        let clients = Clients::new(self.network, self.profile, self.clock.wall_ms())?;
        // Reading the system's certificates is no part of what the server does.
        self.began = self.clock.elapsed();
        let profile = self.profile;
        let told = self.ask(&clients, Which::SignIn, &profile.sign_in, None).await?;
        let status = told.status.as_u16();
        match status {
            200..=299 => {}
            400 | 401 | 403 | 422 => return Err(Error::SignInRefused { status }),
            _ => return Err(Error::SignInStatus { status }),
        }
        let mut pair = self.read(&profile.tokens, &told, None)?;
        let refreshed = self.refresh(&clients, &pair).await;
        if let Ok(newer) = &refreshed {
            pair = newer.clone();
        }
        // Whatever came of the refresh, the server should not be left with a session that nobody uses.
        if let Some(sign_out) = &profile.sign_out {
            self.ask(&clients, Which::SignOut, sign_out, Some(&pair)).await?;
        }
        refreshed.map(drop)
    }

    async fn refresh(&mut self, clients: &Clients, pair: &TokenPair) -> Result<TokenPair, Error> {
        let profile = self.profile;
        let told = self
            .ask(clients, Which::Refresh, &profile.refresh, Some(pair))
            .await?;
        if !told.status.is_success() {
            let status = told.status.as_u16();
            return Err(Error::RefreshUnavailable(format!(
                "the server answered with status {status}"
            )));
        }
        self.read(&profile.refreshed_tokens, &told, Some(pair))
    }

    async fn ask(
        &mut self,
        clients: &Clients,
        request: Which,
        exchange: &Exchange,
        pair: Option<&TokenPair>,
    ) -> Result<Told, Error> {
        let credentials = self.credentials;
        let values = Values {
            password: Some(credentials.password()),
            pair,
            ..self
                .profile
                .values(&credentials.user, credentials.client_secret())
        };
        let from = self.clock.elapsed();
        let line = exchange.shown(self.profile);
        let sender = clients.to(&exchange.url, For::Session, self.profile, self.clock.wall_ms())?;
        let told = ask::ask(self.clock, &sender, self.profile, exchange, &values).await;
        let told = told.and_then(|told| Ok(told.whole()?));
        let event = match &told {
            Ok(told) => Event::Answered {
                request,
                line,
                status: told.status.as_u16(),
            },
            Err(error) => Event::Unanswered {
                request,
                line,
                problem: error.to_string(),
            },
        };
        self.note(from, event);
        told
    }

    fn read(&mut self, places: &Places, told: &Told, old: Option<&TokenPair>) -> Result<TokenPair, Error> {
        let now = self.clock.elapsed();
        let rotation = self.profile.description().refresh.rotation;
        let kept = old.map(|old| (&old.refresh, rotation));
        match tokens_in::pair(places, &told.headers, &told.body, kept) {
            Ok(Brought { pair, expires_in_s }) => {
                let wall_s =
                    (self.clock.wall_ms() + tokens_in::skew_ms(&told.headers, self.clock.wall_ms())) / 1000;
                let names = &self.profile.description().claims;
                let by_claim = |at: Option<i64>| at.map(|at| at - wall_s);
                let told_s = expires_in_s.and_then(|seconds| i64::try_from(seconds).ok());
                self.note(
                    now,
                    Event::Found {
                        token: TokenName::Access,
                        place: places.access.shown(),
                        fingerprint: pair.access.fingerprint(),
                        expires_in_s: by_claim(pair.access.claims(names).expires_at).or(told_s),
                    },
                );
                if old.is_some_and(|old| old.refresh == pair.refresh) {
                    self.note(now, Event::NotRotated);
                } else {
                    self.note(
                        now,
                        Event::Found {
                            token: TokenName::Refresh,
                            place: places.refresh.shown(),
                            fingerprint: pair.refresh.fingerprint(),
                            expires_in_s: by_claim(pair.refresh.claims(names).expires_at),
                        },
                    );
                }
                Ok(pair)
            }
            Err(no_pair) => {
                let problem = no_pair.detail;
                self.note(
                    now,
                    Event::NotFound {
                        problem: problem.clone(),
                    },
                );
                Err(Error::SignInIncomplete(problem))
            }
        }
    }

    fn note(&mut self, from: Duration, event: Event) {
        self.steps.push(Step {
            at: from.saturating_sub(self.began),
            took: self.clock.elapsed().saturating_sub(from),
            event,
        });
    }
}
