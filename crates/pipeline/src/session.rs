//! The session: what it is, who may change it, and the one place that ends it.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use http::HeaderValue;
use tokio::sync::watch;

use crate::{
    clock::Clock,
    error::StoreError,
    expiry::Expiry,
    network::Clients,
    profile::Profile,
    redact::Redactor,
    refresh::Flight,
    refresh_log::RefreshLog,
    request::CheckedRequest,
    store::{ClientSecret, SessionKey, StoredSession},
    token::{Claim, Claims, TokenPair},
};

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndReason {
    /// The user signed out.
    SignedOut,
    /// The server called the current access token invalid.
    TokenInvalid,
    /// The server answered 401 without a code the profile knows.
    Unauthorized,
    /// The server no longer accepts the refresh token.
    RefreshRefused,
    /// The refresh succeeded but did not bring a usable pair.
    RefreshIncomplete,
    /// The server refused the call again right after a refresh.
    RetryRefused,
    /// The refreshed token belongs to another user.
    SubjectChanged,
    /// The stored session could not be read.
    StoreCorrupt,
    /// The stored session was written by a newer version.
    StoreNewer,
    /// The stored session is sealed, and the key to it cannot be had.
    StoreSealed,
    /// Another window or the command line signed the user out.
    SignedOutElsewhere,
}

impl EndReason {
    /// Why a stored session could not be taken up.
    pub(crate) fn of_store(error: &StoreError) -> Self {
        match error {
            StoreError::Newer { .. } => Self::StoreNewer,
            StoreError::Sealed { .. } => Self::StoreSealed,
            StoreError::Corrupt { .. } | StoreError::Io(_) => Self::StoreCorrupt,
        }
    }

    /// The reason in plain words.
    pub fn message(self) -> &'static str {
        match self {
            Self::SignedOut => "You signed out.",
            Self::TokenInvalid => "The server no longer accepts your access token.",
            Self::Unauthorized => "The server refused the call without saying that the token has expired.",
            Self::RefreshRefused => "The server no longer accepts your refresh token.",
            Self::RefreshIncomplete => "The server renewed the session but sent no usable pair of tokens.",
            Self::RetryRefused => "The server refused the call again, right after the token was refreshed.",
            Self::SubjectChanged => "The refreshed token belongs to another user.",
            Self::StoreCorrupt => "The stored session could not be read.",
            Self::StoreNewer => "The stored session was written by a newer version of the app.",
            Self::StoreSealed => "The stored session is sealed, and the key to it cannot be had.",
            Self::SignedOutElsewhere => "You signed out in another window or on the command line.",
        }
    }
}

/// That a session ended, told once per session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEnded {
    /// Whose session it was; `None` where the stored sessions could not be read.
    pub key: Option<SessionKey>,
    /// Name of the profile; empty where the stored session could not be read.
    pub profile: String,
    /// Why.
    pub reason: EndReason,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The call that met the end, if a call did.
    pub pending: Option<PendingCall>,
}

impl SessionEnded {
    /// The reason in plain words.
    pub fn message(&self) -> &'static str {
        self.reason.message()
    }
}

/// The call that was under way when a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCall {
    /// Method.
    pub method: String,
    /// Path, without the query.
    pub path: String,
}

impl PendingCall {
    pub(crate) fn of(request: &CheckedRequest) -> Self {
        Self {
            method: request.method.to_string(),
            path: request.url.path().to_owned(),
        }
    }
}

/// A session as others may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// The server.
    pub profile: Arc<Profile>,
    /// Who is signed in, as typed at the sign-in.
    pub user: String,
    /// The user's name by the token's own claims, where the profile says which.
    pub name: Option<String>,
    /// Since when, in milliseconds since 1970.
    pub signed_in_at_ms: i64,
    /// The access token.
    pub access: TokenView,
    /// The refresh token.
    pub refresh: TokenView,
    /// How many refreshes there were since this process has had the session.
    pub refreshes: u32,
    /// The last of them, and those that failed.
    pub refresh_log: RefreshLog,
    /// What the access token says of itself, where it is a JWT.
    pub claims: Arc<[Claim]>,
    /// Why the tokens are in memory alone, if they could not be stored.
    pub store_problem: Option<String>,
}

impl SessionView {
    /// Whose session it is.
    pub fn key(&self) -> SessionKey {
        SessionKey {
            profile: self.profile.id().to_owned(),
            user: self.user.clone(),
        }
    }
}

/// A token as others may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenView {
    /// Its fingerprint.
    pub fingerprint: String,
    /// When it expires, in milliseconds since 1970 by this computer's clock; `None` where it does not say.
    pub expires_at_ms: Option<i64>,
}

/// Hears what happens to the session. Called from within the pipeline: do little, and do not call back.
pub trait Observer: Send + Sync + 'static {
    /// A session began, its tokens changed, or they could not be refreshed.
    fn session_changed(&self, session: &SessionView);
    /// A session ended. Once per session.
    fn session_ended(&self, ended: &SessionEnded);
}

/// An observer that hears nothing.
impl Observer for () {
    fn session_changed(&self, _: &SessionView) {}
    fn session_ended(&self, _: &SessionEnded) {}
}

/// Whether somebody is signed in. Replaced as a whole, read without a lock.
pub(crate) enum State {
    SignedOut(Option<SessionEnded>),
    SignedIn(Arc<Live>),
}

/// A session at one moment.
#[derive(Clone)]
pub(crate) struct Live {
    pub(crate) identity: Arc<Identity>,
    /// Counts the pairs of this session: a call that was sent with an earlier one carried a stale token.
    pub(crate) generation: u64,
    pub(crate) pair: TokenPair,
    /// What every call needs of the pair.
    pub(crate) ready: Arc<Ready>,
    /// The pair that the store was last seen to hold; another one there is another process's work.
    pub(crate) kept: Option<TokenPair>,
    pub(crate) access_claims: Claims,
    /// When the access token expires, where something tells.
    pub(crate) expiry: Option<Expiry>,
    /// When the pair was asked for: its life cannot have begun before.
    pub(crate) asked: Moment,
    /// Server's clock minus this computer's, in milliseconds.
    pub(crate) skew_ms: i64,
    pub(crate) store_problem: Option<String>,
    pub(crate) flight: Option<Flight>,
    pub(crate) cool_down: Option<CoolDown>,
    pub(crate) log: RefreshLog,
}

/// What every call needs of a pair, made once.
pub(crate) struct Ready {
    /// The access token as the header that carries it.
    pub(crate) header: HeaderValue,
    /// The access token's fingerprint.
    pub(crate) fingerprint: String,
    /// Knows both tokens.
    pub(crate) redactor: Redactor,
    /// What the access token says of itself, for whoever looks at the session.
    pub(crate) claims: Arc<[Claim]>,
}

impl Ready {
    pub(crate) fn new(profile: &Profile, pair: &TokenPair) -> Arc<Self> {
        let redactor = Redactor::new([pair.access.clone(), pair.refresh.clone()]);
        Arc::new(Self {
            header: profile.attach.value(&pair.access),
            fingerprint: pair.access.fingerprint(),
            claims: pair.access.all_claims(&redactor),
            redactor,
        })
    }
}

/// What stays the same from sign-in to end.
pub(crate) struct Identity {
    /// Unique among the sessions of this process: a result of another epoch is never committed.
    pub(crate) epoch: u64,
    pub(crate) profile: Arc<Profile>,
    pub(crate) user: String,
    pub(crate) signed_in_at_ms: i64,
    pub(crate) clients: Clients,
    pub(crate) client_secret: Option<ClientSecret>,
    /// How the session ended; set at the moment when it is no longer the current one.
    pub(crate) ended: OnceLock<SessionEnded>,
    /// Wakes everybody who waits, when the end has been carried out.
    pub(crate) over: watch::Sender<Option<SessionEnded>>,
}

/// A reading of both clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// The stop-watch.
    pub(crate) elapsed: Duration,
    /// Milliseconds since 1970, by this computer's clock.
    pub(crate) wall_ms: i64,
}

impl Moment {
    pub(crate) fn now(clock: &dyn Clock) -> Self {
        Self {
            elapsed: clock.elapsed(),
            wall_ms: clock.wall_ms(),
        }
    }

    /// How long ago `earlier` is, by the clock that says more.
    fn since(self, earlier: Self) -> Duration {
        let by_wall = u64::try_from(self.wall_ms.saturating_sub(earlier.wall_ms)).unwrap_or(0);
        let by_stop_watch = self.elapsed.saturating_sub(earlier.elapsed);
        by_stop_watch.max(Duration::from_millis(by_wall))
    }
}

/// After a failed refresh, the next attempt waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CoolDown {
    pub(crate) until: Duration,
    pub(crate) failures: u32,
}

impl Live {
    pub(crate) fn epoch(&self) -> u64 {
        self.identity.epoch
    }

    /// Whether the access token may have lived through the whole life that it was given. It is counted from when the
    /// token was asked for, as its answer may have been long on its way, and by the clock that says more: the stop-watch
    /// stands still while the computer sleeps. A clock that was set costs no more than a refresh.
    pub(crate) fn has_lived_out(&self, now: Moment) -> bool {
        // The claims count in whole seconds: the true life may be up to one second shorter.
        // A token that never had a life came dead: another one would be no better.
        let lifetime = self.access_claims.lifetime_s().filter(|lifetime| *lifetime > 0);
        lifetime.is_some_and(|lifetime| {
            let surely = Duration::from_secs(lifetime.saturating_sub(u64::from(lifetime > 1)));
            now.since(self.asked) >= surely
        })
    }

    /// Milliseconds until the access token expires.
    pub(crate) fn expires_in_ms(&self, wall_ms: i64) -> Option<i64> {
        Some(self.access_expires_at_ms()?.saturating_sub(wall_ms))
    }

    /// By this computer's clock, in milliseconds since 1970.
    fn access_expires_at_ms(&self) -> Option<i64> {
        let told = self.expiry.map(|expiry| expiry.wall_ms);
        self.local_ms(self.access_claims.expires_at).or(told)
    }

    /// The server's seconds as this computer's milliseconds.
    fn local_ms(&self, server_s: Option<i64>) -> Option<i64> {
        server_s.map(|seconds| seconds.saturating_mul(1000).saturating_sub(self.skew_ms))
    }

    /// Whose session it is.
    pub(crate) fn key(&self) -> SessionKey {
        SessionKey {
            profile: self.identity.profile.id().to_owned(),
            user: self.identity.user.clone(),
        }
    }

    /// The session as it is kept.
    pub(crate) fn to_store(&self) -> StoredSession {
        StoredSession {
            profile: (*self.identity.profile).clone(),
            user: self.identity.user.clone(),
            signed_in_at_ms: self.identity.signed_in_at_ms,
            pair: self.pair.clone(),
            skew_ms: self.skew_ms,
            expires_at_ms: self.expiry.map(|expiry| expiry.wall_ms),
            client_secret: self.identity.client_secret.clone(),
        }
    }

    pub(crate) fn view(&self) -> SessionView {
        let names = &self.identity.profile.description().claims;
        SessionView {
            profile: self.identity.profile.clone(),
            user: self.identity.user.clone(),
            name: self.access_claims.name.clone(),
            signed_in_at_ms: self.identity.signed_in_at_ms,
            access: TokenView {
                fingerprint: self.pair.access.fingerprint(),
                expires_at_ms: self.access_expires_at_ms(),
            },
            refresh: TokenView {
                fingerprint: self.pair.refresh.fingerprint(),
                expires_at_ms: self.local_ms(self.pair.refresh.claims(names).expires_at),
            },
            refreshes: u32::try_from(self.generation).unwrap_or(u32::MAX),
            refresh_log: self.log.clone(),
            claims: self.ready.claims.clone(),
            store_problem: self.store_problem.clone(),
        }
    }
}
