//! The pipeline as its users hold it.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use http::header;
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::{
    answer::Answer,
    attach,
    clock::{Clock, SystemClock, within},
    core::Core,
    error::{Error, Failed, InputError, Rule, StoreError},
    profile::Profile,
    request::ApiRequest,
    respond,
    session::{EndReason, Identity, Live, Observer, SessionEnded, SessionView, State},
    store::{SessionStore, StoredSession},
    tokens_in,
    trace::{Event, Recorder},
    transport,
};

/// A user's name and password, for one sign-in.
pub struct Credentials {
    /// The user's name at the server.
    pub user: String,
    password: Zeroizing<String>,
}

impl Credentials {
    /// Takes over what the user typed; the password is wiped from memory when this is dropped.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            password: Zeroizing::new(password.into()),
        }
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .field("password", &"<redacted>")
            .finish()
    }
}

/// Makes calls in a session and keeps the session alive. Cheap to clone; all clones share the session.
#[derive(Clone)]
pub struct Pipeline {
    core: Arc<Core>,
}

impl Pipeline {
    /// A pipeline with nobody signed in.
    pub fn new(store: Arc<dyn SessionStore>, observer: Arc<dyn Observer>) -> Self {
        Self::with_clock(store, observer, Arc::new(SystemClock::new()))
    }

    /// The same, with time as `clock` tells it.
    pub fn with_clock(
        store: Arc<dyn SessionStore>,
        observer: Arc<dyn Observer>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            core: Arc::new(Core::new(store, observer, clock)),
        }
    }

    /// Takes up the stored session. To be called once, before anything else.
    ///
    /// A stored session that cannot be used leaves nobody signed in, with the reason in [`Pipeline::ended`].
    pub async fn restore(&self) -> Result<Option<SessionView>, Error> {
        let epoch = self.core.new_epoch();
        let loaded = self.core.disk.lock().await.load(epoch).await;
        let reason = match loaded {
            Ok(None) => return Ok(None),
            Ok(Some(stored)) => {
                let client = transport::client(&stored.profile)?;
                let live = self.live(epoch, client, stored, None);
                let view = live.view();
                self.core.begin(live);
                return Ok(Some(view));
            }
            Err(StoreError::Newer { .. }) => EndReason::StoreNewer,
            Err(StoreError::Sealed { .. }) => EndReason::StoreSealed,
            Err(StoreError::Corrupt { .. } | StoreError::Io(_)) => EndReason::StoreCorrupt,
        };
        let at_ms = self.core.clock.wall_ms();
        let ended = SessionEnded {
            profile: String::new(),
            reason,
            at_ms,
            pending: None,
        };
        self.core.begin_signed_out(ended);
        Ok(None)
    }

    /// Signs in. A session that stands meanwhile ends with [`EndReason::SignedOut`].
    pub async fn sign_in(&self, profile: Profile, credentials: Credentials) -> Result<SessionView, Error> {
        for (field, value) in [("user", &credentials.user), ("password", &*credentials.password)] {
            if value.is_empty() {
                return Err(InputError::new(field, Rule::Empty, "", "at least one character").into());
            }
        }
        let client = transport::client(&profile)?;
        let pair_and_skew = self.exchange_credentials(&client, &profile, &credentials).await?;
        self.sign_out().await;
        let epoch = self.core.new_epoch();
        let stored = StoredSession {
            profile,
            user: credentials.user,
            signed_in_at_ms: self.core.clock.wall_ms(),
            pair: pair_and_skew.0,
            skew_ms: pair_and_skew.1,
            expires_at_ms: None,
            client_secret: None,
        };
        let mut disk = self.core.disk.lock().await;
        let problem = disk
            .save(epoch, &stored)
            .await
            .err()
            .map(|error| error.to_string());
        let live = self.live(epoch, client, stored, problem);
        let view = live.view();
        self.core.begin(live);
        Ok(view)
    }

    async fn exchange_credentials(
        &self,
        client: &reqwest::Client,
        profile: &Profile,
        credentials: &Credentials,
    ) -> Result<(crate::token::TokenPair, i64), Error> {
        let body = serde_json::json!({
            &profile.sign_in.user_field: credentials.user,
            &profile.sign_in.password_field: *credentials.password,
        });
        let request = client
            .post(profile.endpoint(&profile.sign_in.path))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.to_string());
        let limit = Duration::from_millis(profile.timeouts.refresh);
        let sent = within(&*self.core.clock, limit, request.send()).await;
        let response = sent
            .ok_or_else(|| transport::timed_out(limit))?
            .map_err(|error| transport::network_error(&error))?;
        match response.status().as_u16() {
            200..=299 => {
                let skew = tokens_in::skew_ms(response.headers(), self.core.clock.wall_ms());
                let pair = tokens_in::pair(profile, response.headers(), None)
                    .map_err(|problem| Error::SignInIncomplete(problem.detail))?;
                Ok((pair, skew))
            }
            status @ (400 | 401 | 403 | 422) => Err(Error::SignInRefused { status }),
            status => Err(Error::SignInStatus { status }),
        }
    }

    fn live(
        &self,
        epoch: u64,
        client: reqwest::Client,
        stored: StoredSession,
        store_problem: Option<String>,
    ) -> Live {
        Live {
            identity: Arc::new(Identity {
                epoch,
                profile: Arc::new(stored.profile),
                user: stored.user,
                signed_in_at_ms: stored.signed_in_at_ms,
                client,
                ended: OnceLock::new(),
                over: watch::Sender::new(None),
            }),
            generation: 0,
            access_claims: stored.pair.access.claims(),
            pair: stored.pair,
            received: self.core.clock.elapsed(),
            skew_ms: stored.skew_ms,
            store_problem,
            flight: None,
            cool_down: None,
        }
    }

    /// Makes a call. Dropping the future cancels the call, but not a refresh that it leads.
    pub async fn call(&self, request: ApiRequest) -> Result<Answer, Failed> {
        let mut recorder = Recorder::start(self.core.clock.clone());
        let attached = async {
            let live = attach::session(&self.core)?;
            let request = request.check(&live.identity.profile)?;
            let attached = attach::attach(&self.core, &request, live, &mut recorder).await?;
            Ok::<_, Error>((request, attached))
        }
        .await;
        let result = match attached {
            Ok((request, attached)) => respond::drive(&self.core, &request, attached, recorder).await,
            Err(error) => Err((error, recorder)),
        };
        result.map_err(|(error, mut recorder)| {
            recorder.note(Event::Fail {
                message: error.to_string(),
            });
            Failed {
                error,
                trace: recorder.finish(),
            }
        })
    }

    /// Signs out: at once, and without the network. `None` where nobody was signed in.
    pub async fn sign_out(&self) -> Option<SessionEnded> {
        let State::SignedIn(live) = &*self.core.state() else {
            return None;
        };
        self.core.end(live.epoch(), EndReason::SignedOut, None).await
    }

    /// The session, if somebody is signed in.
    pub fn session(&self) -> Option<SessionView> {
        match &*self.core.state() {
            State::SignedIn(live) => Some(live.view()),
            State::SignedOut(_) => None,
        }
    }

    /// Why nobody is signed in, if there was a session.
    pub fn ended(&self) -> Option<SessionEnded> {
        match &*self.core.state() {
            State::SignedIn(_) => None,
            State::SignedOut(ended) => ended.clone(),
        }
    }
}
