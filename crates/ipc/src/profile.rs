use latchkey_profile::Description;
use serde::{Deserialize, Serialize};

use crate::{Command, Fingerprint, IpcError, Nothing, Password};

/// A profile as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileSummary {
    /// Short name, unique among profiles.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Scheme, host, port and path prefix, without a trailing slash.
    pub base_url: String,
    /// Whether the sign-in needs the secret of an OAuth client.
    pub wants_client_secret: bool,
    /// Whether the server's certificate is checked. If not, the sign-in view says so.
    pub checks_certificate: bool,
    /// Why the profile cannot be used, if it cannot: its file is wrong.
    pub problem: Option<IpcError>,
}

/// Ask for the saved profiles, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profiles;

impl Command for Profiles {
    const NAME: &'static str = "profiles";
    type Request = Nothing;
    type Response = Vec<ProfileSummary>;
}

/// Ask for a saved profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadProfile {
    /// Its id.
    pub id: String,
}

impl Command for ReadProfile {
    const NAME: &'static str = "read_profile";
    type Request = Self;
    type Response = Description;
}

/// Check a profile without saving it. Answers with every error; none means that it can be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckProfile {
    /// The profile.
    pub profile: Description,
}

impl Command for CheckProfile {
    const NAME: &'static str = "check_profile";
    type Request = Self;
    type Response = Vec<IpcError>;
}

/// Save a profile. Sessions that stand keep the profile they signed in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveProfile {
    /// The profile.
    pub profile: Description,
    /// The id under which it was saved before; `None` for a new one, which must not take another's id.
    pub replaces: Option<String>,
}

impl Command for SaveProfile {
    const NAME: &'static str = "save_profile";
    type Request = Self;
    type Response = ProfileSummary;
}

/// Remove a saved profile. Sessions that stand are not touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveProfile {
    /// Its id.
    pub id: String,
}

impl Command for RemoveProfile {
    const NAME: &'static str = "remove_profile";
    type Request = Self;
    type Response = Nothing;
}

/// Write a profile as the text of its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileAsText {
    /// The profile.
    pub profile: Description,
}

impl Command for ProfileAsText {
    const NAME: &'static str = "profile_as_text";
    type Request = Self;
    type Response = String;
}

/// Read a profile from the text of a file. The error's field is the file's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileFromText {
    /// TOML.
    pub text: String,
}

impl Command for ProfileFromText {
    const NAME: &'static str = "profile_from_text";
    type Request = Self;
    type Response = Description;
}

/// Try a profile out: sign in, refresh, sign out, and keep nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TryProfile {
    /// The profile, saved or not.
    pub profile: Description,
    /// The user's name.
    pub user: String,
    /// The user's password.
    pub password: Password,
    /// The OAuth client's secret, where there is one.
    pub client_secret: Option<Password>,
}

impl Command for TryProfile {
    const NAME: &'static str = "try_profile";
    type Request = Self;
    type Response = Rehearsal;
}

/// How trying a profile out went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// What happened, in order.
    pub steps: Vec<RehearsalStep>,
    /// Why it stopped early, if it did.
    pub error: Option<IpcError>,
}

/// One step of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RehearsalStep {
    /// Microseconds from the start of the rehearsal.
    pub at_us: u64,
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// What happened.
    pub event: RehearsalEvent,
}

/// What happened in a step of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RehearsalEvent {
    /// A request was answered.
    Answered {
        /// Which request of the profile.
        request: ProfileRequest,
        /// Method and path.
        line: String,
        /// The answer's status.
        status: u16,
    },
    /// A request had no answer.
    Unanswered {
        /// Which request of the profile.
        request: ProfileRequest,
        /// Method and path.
        line: String,
        /// Why, in plain English.
        problem: String,
    },
    /// A token was found.
    Found {
        /// Which token.
        token: TokenName,
        /// Where, for example `JSON field /access`.
        place: String,
        /// Its fingerprint.
        fingerprint: Fingerprint,
        /// Seconds until it expires, where it or the answer says so.
        expires_in_s: Option<i64>,
    },
    /// The answer has no usable pair of tokens.
    NotFound {
        /// What is missing or wrong, in plain English.
        problem: String,
    },
    /// The refresh brought no new refresh token: the old one stays in use.
    NotRotated,
}

/// Which request of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileRequest {
    /// `requests.sign_in`.
    SignIn,
    /// `requests.refresh`.
    Refresh,
    /// `requests.sign_out`.
    SignOut,
}

/// Which token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenName {
    /// The access token.
    Access,
    /// The refresh token.
    Refresh,
}
