//! What crosses between Latchkey's shell and its window.
//!
//! Every command is declared once, with the types of its request and its response; both sides use this
//! declaration, so a change that only one side follows does not compile. There is deliberately no type here that
//! can hold a token: a token is only ever spoken of by its [`Fingerprint`].
//!
//! ```
//! use latchkey_ipc::{Command, Logout};
//!
//! assert_eq!(Logout::NAME, "logout");
//! ```

mod answer;
mod beginning;
mod call;
mod draft;
mod error;
mod login;
mod opened;
mod profile;
mod session;
mod trace;
mod update;

pub use answer::{
    Answer, AnswerId, BodyBytes, BodyKind, BodyRows, BodyView, HeaderView, ROW_LIMIT, ReleaseAnswer, RowsView,
};
pub use beginning::{Begin, Beginning, Diagnostics, FolderFault, FolderProblem};
pub use call::{ApiCall, Body, CallId, CancelCall, ChooseFile, ChosenFile, NameValue, Part, PartValue};
pub use draft::{DRAFT_LIMIT, DraftKept, KeepDraft, KeptBody, KeptDraft, KeptParam, KeptPart, KeptRow};
pub use error::{ErrorCode, IpcError};
pub use latchkey_profile as profiles;
pub use login::{Login, Logout, PRACTICE_PASSWORD, PRACTICE_USER, Password, Server};
pub use opened::{
    ExportProfile, ImportProfile, NamedPath, OPENED, OfferedBody, OfferedRequest, Opened, Opening, Openings,
    ProfileFromFile, SettleOpening,
};
pub use profile::{
    CheckProfile, ProfileAsText, ProfileFromText, ProfileRequest, ProfileSummary, Profiles, ReadProfile,
    Rehearsal, RehearsalEvent, RehearsalStep, RemoveProfile, SaveProfile, TokenName, TryProfile,
};
pub use session::{
    ClaimView, EndReason, FileReason, KeepTokens, LastSignIn, LogoutEverywhere, PendingCall, ProfileView,
    Protection, RefreshCause, RefreshNow, RefreshView, SESSION_CHANGED, SESSION_ENDED, SessionChanged,
    SessionEnded, SessionState, SessionView, StateOfSession, StorageView, SwitchSession, TokenView,
};
pub use trace::{RefreshResult, RefreshRole, Trace, TraceEvent, TraceStep};
pub use update::{
    CancelUpdate, CheckAutomatically, CheckForUpdate, DownloadUpdate, InstallUpdate, ReleaseView,
    StateOfUpdate, UPDATE_CHANGED, UpdateStep, UpdateView,
};

use serde::{Serialize, de::DeserializeOwned};

/// A command of the shell, as the window calls it.
///
/// The request travels as the one argument `request`. Commands whose response is [`RawBytes`] answer with bytes,
/// not with JSON.
pub trait Command {
    /// The name the shell registers.
    const NAME: &'static str;
    /// What the window sends.
    type Request: Serialize + DeserializeOwned;
    /// What the shell answers.
    type Response: Serialize + DeserializeOwned;
}

/// Marks a response that crosses as raw bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct RawBytes(pub Vec<u8>);

/// A request without content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Nothing {}

/// The first 8 hexadecimal digits of a token's SHA-256: enough to tell two tokens apart, useless as a token.
pub type Fingerprint = String;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, by the clock of this computer.
pub type UnixMillis = i64;
