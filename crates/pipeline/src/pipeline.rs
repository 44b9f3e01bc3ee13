//! The pipeline as its users hold it.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::{
    answer::Answer,
    ask, attach,
    clock::{Clock, SystemClock, within},
    core::{Core, Renewal},
    error::{Error, Failed, InputError, Rule},
    expiry::{Arrival, Expiry},
    network::{Clients, For, Network},
    profile::{Profile, Values},
    redact::Redactor,
    refresh::Why,
    refresh_log::RefreshLog,
    renew,
    request::ApiRequest,
    respond,
    session::{EndReason, Identity, Live, Moment, Observer, Ready, SessionEnded, SessionView, State},
    store::{ClientSecret, SessionStore, StoredSession},
    token::TokenPair,
    tokens_in::{self, Brought},
    trace::{Event, Recorder},
    transport::Sender,
};

/// A user's name and password, for one sign-in.
pub struct Credentials {
    /// The user's name at the server.
    pub user: String,
    password: Zeroizing<String>,
    client_secret: Option<ClientSecret>,
}

impl Credentials {
    /// Takes over what the user typed; the password is wiped from memory when this is dropped.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            password: Zeroizing::new(password.into()),
            client_secret: None,
        }
    }

    /// The same with the secret of the OAuth 2.0 client, where the profile's client has one.
    #[must_use]
    pub fn with_client_secret(mut self, secret: ClientSecret) -> Self {
        self.client_secret = Some(secret);
        self
    }
}

impl Credentials {
    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    pub(crate) fn client_secret(&self) -> Option<&ClientSecret> {
        self.client_secret.as_ref()
    }

    /// Whether everything is there that the profile's sign-in needs.
    pub(crate) fn check(&self, profile: &Profile) -> Result<(), InputError> {
        for (field, value) in [("user", self.user.as_str()), ("password", self.password())] {
            if value.is_empty() {
                return Err(InputError::new(field, Rule::Empty, "", "at least one character"));
            }
        }
        if profile.wants_client_secret() && self.client_secret.is_none() {
            let allowed = "the client's secret: this profile's client authenticates with it";
            return Err(InputError::new("client_secret", Rule::Empty, "", allowed));
        }
        Ok(())
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .field("password", &"<redacted>")
            .field("client_secret", &self.client_secret)
            .finish()
    }
}

/// Whether the server knows that a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// It was told, and agreed.
    Told,
    /// The profile knows no way to tell it.
    NotOffered,
    /// There was no session.
    NobodySignedIn,
}

/// How long [`Pipeline::keep_alive`] asks for at least before it is worth asking again.
const NEXT_LOOK: Duration = Duration::from_secs(1);

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
        Self::over(store, observer, clock, &Network::default())
    }

    /// The same, with connections as `network` has them.
    pub fn over(
        store: Arc<dyn SessionStore>,
        observer: Arc<dyn Observer>,
        clock: Arc<dyn Clock>,
        network: &Network,
    ) -> Self {
        Self {
            core: Arc::new(Core::new(store, observer, clock, network.clone())),
        }
    }

    /// Takes up the stored session, unless somebody is signed in already. To be called before anything else.
    ///
    /// A stored session that cannot be used leaves nobody signed in, with the reason in [`Pipeline::ended`].
    pub async fn restore(&self) -> Result<Option<SessionView>, Error> {
        let _alone = self.core.beginning.lock().await;
        if let Some(view) = self.session() {
            return Ok(Some(view));
        }
        // What has just ended may still be in the store: it is not taken up again.
        self.core.all_ended().await;
        let epoch = self.core.new_epoch();
        let loaded = self.core.disk.lock().await.load(epoch).await;
        let reason = match loaded {
            Ok(None) => return Ok(None),
            Ok(Some(stored)) => {
                let wall_ms = self.core.clock.wall_ms();
                let clients = Clients::new(&self.core.network, &stored.profile, wall_ms)?;
                let proactive = &stored.profile.description().proactive;
                let expiry = stored
                    .expires_at_ms
                    .map(|at| Expiry::of_earlier_run(proactive, &stored.pair.access, at, wall_ms));
                let kept = Some(stored.pair.clone());
                let live = self.live(epoch, clients, stored, expiry, kept);
                let view = live.view();
                self.core.begin(live);
                return Ok(Some(view));
            }
            Err(error) => EndReason::of_store(&error),
        };
        let at_ms = self.core.clock.wall_ms();
        let ended = SessionEnded {
            key: None,
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
        credentials.check(&profile)?;
        let wall_ms = self.core.clock.wall_ms();
        let clients = Clients::new(&self.core.network, &profile, wall_ms)?;
        let sender = clients.to(&profile.sign_in.url, For::Session, &profile, wall_ms)?;
        let (brought, skew_ms) = self.exchange_credentials(&sender, &profile, &credentials).await?;
        let _alone = self.core.beginning.lock().await;
        self.sign_out().await;
        self.core.all_ended().await;
        let epoch = self.core.new_epoch();
        let at = Arrival {
            elapsed: self.core.clock.elapsed(),
            wall_ms: self.core.clock.wall_ms(),
            skew_ms,
        };
        let description = profile.description();
        let claims = brought.pair.access.claims(&description.claims);
        let access = &brought.pair.access;
        let expiry = Expiry::on_arrival(&description.proactive, access, &claims, brought.expires_in_s, at);
        let stored = StoredSession {
            profile,
            user: credentials.user,
            signed_in_at_ms: at.wall_ms,
            pair: brought.pair,
            skew_ms,
            expires_at_ms: expiry.map(|expiry| expiry.wall_ms),
            client_secret: credentials.client_secret,
        };
        // A refresh of the earlier session, in another process, must not be written over this one.
        let limit = Duration::from_millis(stored.profile.timeouts().refresh_ms);
        let hold = within(&*self.core.clock, limit, self.core.hold()).await;
        let mut disk = self.core.disk.lock().await;
        let saved = disk.save(epoch, &stored).await;
        drop(hold);
        let kept = saved.is_ok().then(|| stored.pair.clone());
        let mut live = self.live(epoch, clients, stored, expiry, kept);
        live.store_problem = saved.err().map(|error| error.to_string());
        let view = live.view();
        self.core.begin(live);
        Ok(view)
    }

    async fn exchange_credentials(
        &self,
        sender: &Sender,
        profile: &Profile,
        credentials: &Credentials,
    ) -> Result<(Brought, i64), Error> {
        let values = Values {
            password: Some(&credentials.password),
            ..profile.values(&credentials.user, credentials.client_secret.as_ref())
        };
        let clock = &*self.core.clock;
        let told = ask::ask(clock, sender, profile, &profile.sign_in, &values).await?;
        let told = if profile.tokens.in_body() {
            told.whole()?
        } else {
            told
        };
        match told.status.as_u16() {
            200..=299 => {
                let skew = tokens_in::skew_ms(&told.headers, clock.wall_ms());
                let brought = tokens_in::pair(&profile.tokens, &told.headers, &told.body, None)
                    .map_err(|problem| Error::SignInIncomplete(problem.detail))?;
                Ok((brought, skew))
            }
            status @ (400 | 401 | 403 | 422) => Err(Error::SignInRefused { status }),
            status => Err(Error::SignInStatus { status }),
        }
    }

    fn live(
        &self,
        epoch: u64,
        clients: Clients,
        stored: StoredSession,
        expiry: Option<Expiry>,
        kept: Option<TokenPair>,
    ) -> Live {
        let access_claims = stored.pair.access.claims(&stored.profile.description().claims);
        let ready = Ready::new(&stored.profile, &stored.pair);
        Live {
            identity: Arc::new(Identity {
                epoch,
                profile: Arc::new(stored.profile),
                user: stored.user,
                signed_in_at_ms: stored.signed_in_at_ms,
                clients,
                client_secret: stored.client_secret,
                ended: OnceLock::new(),
                over: watch::Sender::new(None),
            }),
            generation: 0,
            access_claims,
            ready,
            pair: stored.pair,
            kept,
            expiry,
            asked: Moment::now(&*self.core.clock),
            skew_ms: stored.skew_ms,
            store_problem: None,
            flight: None,
            cool_down: None,
            log: RefreshLog::default(),
        }
    }

    /// Makes a call. Dropping the future cancels the call, but not a refresh that it leads.
    pub async fn call(&self, request: ApiRequest) -> Result<Answer, Failed> {
        let mut recorder = Recorder::start(self.core.clock.clone());
        let attached = async {
            let live = attach::session(&self.core)?;
            let profile = &live.identity.profile;
            let limit = self.core.network.settings().answer_limit(profile);
            let request = request.check(profile, limit)?;
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

    /// Signs out here, at once, and then tells the server that the session is over.
    ///
    /// Whatever the server says, this computer has forgotten the session: an error means that the server may not
    /// have. [`Revoked::NotOffered`] where the profile knows no way to tell it.
    pub async fn sign_out_everywhere(&self) -> Result<Revoked, Error> {
        let live = match &*self.core.state() {
            State::SignedIn(live) => live.clone(),
            State::SignedOut(_) => return Ok(Revoked::NobodySignedIn),
        };
        self.core.end(live.epoch(), EndReason::SignedOut, None).await;
        match renew::revoke(&self.core, &live.identity, &live.pair).await {
            None => Ok(Revoked::NotOffered),
            Some(told) => told.map(|()| Revoked::Told),
        }
    }

    /// Refreshes now, whether the token has expired or not; joins a refresh under way.
    pub async fn refresh_now(&self) -> Result<SessionView, Error> {
        let live = attach::session(&self.core)?;
        match self.core.renewal(&live, Why::Asked) {
            Renewal::Wait { flight, .. } => {
                attach::outcome(flight.wait(&live).await)?;
            }
            Renewal::CoolDown(pause) => {
                let retry_in = pause.until.saturating_sub(self.core.clock.elapsed());
                return Err(Error::RefreshCoolDown { retry_in });
            }
            Renewal::Newer => {}
            Renewal::Over => return Err(attach::over(&live)),
        }
        Ok(attach::current(&self.core, &live)?.view())
    }

    /// Refreshes if the profile wants that and the token is about to expire. Says how long until it is worth asking
    /// again; `None` where it never is. To be asked while the session is in use, and after the computer has slept.
    pub async fn keep_alive(&self) -> Option<Duration> {
        let live = attach::session(&self.core).ok()?;
        if attach::is_due(&self.core, &live)
            && let Renewal::Wait { flight, .. } = self.core.renewal(&live, Why::Due(None))
        {
            flight.wait(&live).await;
        }
        let live = attach::session(&self.core).ok()?;
        let expiry = live.expiry.filter(|_| renew::is_proactive(&live))?;
        let due_in = expiry.due_in(self.core.clock.elapsed(), self.core.clock.wall_ms());
        Some(due_in.max(NEXT_LOOK))
    }

    /// Waits until no refresh is under way; starts none. To be asked before the process ends, which would tear the
    /// refresh: the old refresh token may be spent by then, and the new one not yet stored.
    pub async fn settle(&self) {
        if let Ok(live) = attach::session(&self.core)
            && let Some(flight) = live.flight.clone()
        {
            flight.wait(&live).await;
        }
    }

    /// Looks whether another process has refreshed the session or signed out of it.
    pub async fn look_elsewhere(&self) {
        let Ok(live) = attach::session(&self.core) else {
            return;
        };
        if self.core.look_elsewhere(&live).await == Some(None) {
            let reason = EndReason::SignedOutElsewhere;
            self.core.end(live.epoch(), reason, None).await;
        }
    }

    /// What takes this session's tokens out of a text; out of none where nobody is signed in.
    pub fn redactor(&self) -> Redactor {
        match &*self.core.state() {
            State::SignedIn(live) => live.ready.redactor.clone(),
            State::SignedOut(_) => Redactor::default(),
        }
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
