use latchkey_profile::Description;
use serde::{Deserialize, Serialize};

use crate::{Command, IpcError, NameValue, Nothing};

/// The event the shell emits when something was opened from outside: a link or a file. Payload: [`Nothing`]; the
/// window asks by [`Openings`], so that nothing is lost while it starts.
pub const OPENED: &str = "opened";

/// Ask what was opened from outside and is not seen to yet, in the order in which it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Openings;

impl Command for Openings {
    const NAME: &'static str = "openings";
    type Request = Nothing;
    type Response = Vec<Opening>;
}

/// Say that something opened from outside was seen to. What is not there any more is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleOpening {
    /// Which.
    pub id: u64,
}

impl Command for SettleOpening {
    const NAME: &'static str = "settle_opening";
    type Request = Self;
    type Response = Nothing;
}

/// Something opened from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Its number in this run of the app.
    pub id: u64,
    /// What it is.
    pub what: Opened,
}

/// What was opened from outside. Nothing of it has had any effect yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opened {
    /// A link that offers a request.
    Request {
        /// The request.
        request: OfferedRequest,
    },
    /// A file with a profile.
    Profile {
        /// The profile and where it comes from.
        profile: Box<ProfileFromFile>,
    },
    /// A link that cannot be used.
    BadLink {
        /// Why.
        error: IpcError,
    },
    /// A file that cannot be used.
    BadFile {
        /// Where it is.
        file: String,
        /// Why.
        error: IpcError,
    },
}

/// A request that a link offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedRequest {
    /// HTTP method.
    pub method: String,
    /// Path with query, or an http(s) URL.
    pub target: String,
    /// Scheme, host and port of a target that is a URL.
    pub origin: Option<String>,
    /// Headers, in order. None of them carries credentials.
    pub headers: Vec<NameValue>,
    /// The body.
    pub body: OfferedBody,
    /// The id of the profile that the link says it is meant for.
    pub profile: Option<String>,
}

/// The body of a request that a link offers. It cannot name a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferedBody {
    /// No body.
    #[default]
    None,
    /// JSON.
    Json {
        /// The document.
        text: String,
    },
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// The fields of a form.
    Form {
        /// The fields, in order.
        fields: Vec<NameValue>,
    },
}

/// A profile from a file that the user did not write, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileFromFile {
    /// Where the file is.
    pub file: String,
    /// The profile, without any path to a file on this computer.
    pub profile: Description,
    /// The paths that the file's profile names and [`profile`](Self::profile) therefore does not.
    pub paths: Vec<NamedPath>,
}

/// A path to a file on this computer that a profile names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPath {
    /// The field, for example `tls.ca_file`.
    pub field: String,
    /// The path.
    pub path: String,
}

/// Let the user choose a file with a profile in the system's own dialog, and read it; `None` when the user closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProfile;

impl Command for ImportProfile {
    const NAME: &'static str = "import_profile";
    type Request = Nothing;
    type Response = Option<ProfileFromFile>;
}

/// Write a profile to a file that the user names in the system's own dialog. Answers with where it is; `None` when the
/// user closes the dialog. A profile holds no password, no token and no client secret, so neither does the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportProfile {
    /// The profile.
    pub profile: Description,
}

impl Command for ExportProfile {
    const NAME: &'static str = "export_profile";
    type Request = Self;
    type Response = Option<String>;
}
