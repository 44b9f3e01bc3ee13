use serde::{Deserialize, Serialize};

use crate::{Command, Fingerprint, Nothing, Server, UnixMillis};

/// The event the shell emits once for every session that ends. Payload: [`SessionEnded`].
pub const SESSION_ENDED: &str = "session-ended";
/// The event the shell emits when a session begins or its tokens change. Payload: [`SessionChanged`].
pub const SESSION_CHANGED: &str = "session-changed";
/// The event the shell emits when it was told from outside the window to put another session to work. Payload:
/// [`Nothing`]; the window asks how things stand.
pub const SESSION_SWITCHED: &str = "session-switched";

/// Ask how things stand. Answers when the stored session, if any, has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateOfSession;

impl Command for StateOfSession {
    const NAME: &'static str = "session_state";
    type Request = Nothing;
    type Response = SessionState;
}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    /// The session at work, when somebody is signed in.
    pub session: Option<SessionView>,
    /// Everybody who is signed in, the session at work among them.
    pub sessions: Vec<SessionView>,
    /// Why nobody is signed in, when the last session of this run ended or the stored one could not be used.
    pub ended: Option<SessionEnded>,
    /// What the sign-in form offers: the server and user of the last sign-in.
    pub last_sign_in: Option<LastSignIn>,
    /// Version of the app.
    pub version: String,
}

/// The server and user of the last sign-in, kept to fill in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSignIn {
    /// Which server.
    pub server: Server,
    /// The user's name there.
    pub user: String,
}

/// A session as the window may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The server's profile.
    pub profile: ProfileView,
    /// Who is signed in.
    pub user: String,
    /// Since when.
    pub signed_in_at: UnixMillis,
    /// The access token.
    pub access: TokenView,
    /// The refresh token.
    pub refresh: TokenView,
    /// How many refreshes this session has had in this run of the app.
    pub refreshes: u32,
    /// The last of them, and those that failed; the newest last.
    pub refresh_log: Vec<RefreshView>,
    /// What the access token says of itself; empty where it is no JWT. A claim that repeats a token shows its
    /// fingerprint in its place.
    pub claims: Vec<ClaimView>,
    /// Where the tokens are kept.
    pub storage: StorageView,
}

/// A profile as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// `practice` for the practice API inside the app; `at-…` for an address without a saved profile.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Scheme, host, port and path prefix, without a trailing slash.
    pub base_url: String,
    /// Whether the server can be told that a session is over.
    pub can_revoke: bool,
    /// Whether the server's certificate is checked. If not, the window keeps saying so.
    pub checks_certificate: bool,
}

/// One refresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshView {
    /// When it ended.
    pub at: UnixMillis,
    /// Why it was made.
    pub cause: RefreshCause,
    /// The fingerprint of the new access token; `None` where the refresh failed and the session stayed as it was.
    pub token: Option<Fingerprint>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// Why there was a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshCause {
    /// The server told a call that the access token has expired.
    Expired,
    /// The access token was about to expire.
    Ahead,
    /// The user asked for it.
    Asked,
    /// Another window or the command line had refreshed, and its pair was taken over.
    Elsewhere,
}

impl RefreshCause {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Expired, Self::Ahead, Self::Asked, Self::Elsewhere];

    /// Its short name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Ahead => "ahead",
            Self::Asked => "asked",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// A claim of a token (RFC 7519 §4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimView {
    /// Its name.
    pub name: String,
    /// Its value: a text as it is, anything else as JSON.
    pub value: String,
}

/// What may be told of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenView {
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// When it expires by this computer's clock; `None` where the token does not say.
    pub expires_at: Option<UnixMillis>,
}

/// Where the tokens are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageView {
    /// In a file, sealed with a key that the system's keychain holds.
    Keychain,
    /// In a file of the data folder that only its owner may read.
    File {
        /// Why not sealed.
        why: FileReason,
    },
    /// In memory alone, because the user chose that.
    Memory,
    /// In memory alone, because the file could not be written; a restart will ask to sign in again.
    MemoryOnly {
        /// What the system said.
        problem: String,
    },
}

/// Why tokens are in a file as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileReason {
    /// The user chose it.
    Chosen,
    /// This system has no keychain.
    NoKeychain {
        /// What the system said.
        detail: String,
    },
    /// The environment turned the keychain off.
    TurnedOff,
}

/// Where the user wants tokens to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// In a file, sealed with a key that the system's keychain holds.
    Keychain,
    /// In a file that only its owner may read.
    File,
    /// In memory alone.
    Memory,
}

/// Keep tokens elsewhere from now on. Answers with where they are then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepTokens {
    /// Where.
    pub protection: Protection,
}

impl Command for KeepTokens {
    const NAME: &'static str = "keep_tokens";
    type Request = Self;
    type Response = StorageView;
}

/// Put another session to work. Answers with how things stand then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwitchSession {
    /// The id of its profile.
    pub profile_id: String,
    /// Its user.
    pub user: String,
}

impl Command for SwitchSession {
    const NAME: &'static str = "switch_session";
    type Request = Self;
    type Response = SessionState;
}

/// Refresh the session at work now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshNow;

impl Command for RefreshNow {
    const NAME: &'static str = "refresh_now";
    type Request = Nothing;
    type Response = SessionView;
}

/// Sign out here and tell the server. An error says that the server may not have ended the session; here it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogoutEverywhere;

impl Command for LogoutEverywhere {
    const NAME: &'static str = "logout_everywhere";
    type Request = Nothing;
    type Response = Nothing;
}

/// A session began or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionChanged {
    /// How it is now.
    pub session: SessionView,
}

/// A session ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// The id of the profile; empty where the stored sessions could not be read.
    pub profile_id: String,
    /// Whose session it was; empty where the stored sessions could not be read.
    pub user: String,
    /// Name of the server's profile.
    pub profile: String,
    /// Why, for the window to put into the user's language.
    pub reason: EndReason,
    /// Why, in plain English.
    pub message: String,
    /// When.
    pub at: UnixMillis,
    /// The call that met the end, if a call did.
    pub pending: Option<PendingCall>,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The user signed out.
    SignedOut,
    /// The server called the current access token invalid.
    TokenInvalid,
    /// The server answered 401 without saying that the token has expired.
    Unauthorized,
    /// The server no longer accepts the refresh token.
    RefreshRefused,
    /// The refresh succeeded but did not bring two usable tokens.
    RefreshIncomplete,
    /// The server refused the call again right after a successful refresh.
    RetryRefused,
    /// The refreshed token belongs to another user.
    SubjectChanged,
    /// The stored session could not be read; the file was kept aside.
    StoreCorrupt,
    /// The stored session was written by a newer version of the app; the file was kept aside.
    StoreNewer,
    /// The stored session is sealed, and the key to it cannot be had.
    StoreSealed,
    /// Another window or the command line signed the user out.
    SignedOutElsewhere,
}

/// The call that was under way when a session ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingCall {
    /// HTTP method.
    pub method: String,
    /// Path, without the query.
    pub path: String,
}
