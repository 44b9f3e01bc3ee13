//! What crosses between Latchkey's shell and its window.
//!
//! Every command is declared once, with the types of its request and its response; both sides use this
//! declaration, so a change that only one side follows does not compile. There is deliberately no type here that
//! can hold a token: a token is only ever spoken of by its [`Fingerprint`].
//!
//! Enums cross as serde writes them by itself, `{"variant": …}`: for `#[serde(tag)]` the window would carry the reading of
//! every payload twice, which made it 8% larger.
//!
//! ```
//! use latchkey_ipc::{Command, Logout};
//!
//! assert_eq!(Logout::NAME, "logout");
//! ```

mod answer;
mod beginning;
mod call;
mod collection;
mod draft;
mod error;
mod export;
mod find;
mod history;
mod import;
mod login;
mod opened;
mod profile;
mod progress;
mod query;
mod run;
mod session;
mod settings;
mod trace;
mod tree;
mod update;
mod zoom;

pub use answer::{
    Answer, AnswerId, BodyBytes, BodyKind, BodyRows, BodyView, HeaderView, OpenBody, PAGE_LIMIT, ROW_LIMIT,
    ReleaseAnswer, RowsView, StreamView,
};
pub use beginning::{Begin, Beginning, Diagnostics, FolderFault, FolderProblem};
pub use call::{
    ApiCall, Body, CallId, CancelCall, ChooseFile, ChooseFiles, ChosenFile, NameValue, Part, PartValue,
};
pub use collection::{
    COLLECTION_CHANGED, ChangeCollection, ChooseEnvironment, CloseCollection, CollectionChange,
    CollectionChanged, CollectionView, EnvironmentDraft, NAME_LIMIT, NamedPlace, OpenCollection,
    OpenedCollection, ReadEnvironment, ReadSaved, RemoveEnvironment, SaveEnvironment, SavedItem,
    SavedRequest, VariableDraft,
};
pub use draft::{
    DRAFT_LIMIT, DRAFTS_LIMIT, KeepTabs, KeptBody, KeptDraft, KeptParam, KeptPart, KeptRow, KeptTab,
    KeptTabs, TabsKept,
};
pub use error::{ErrorCode, IpcError};
pub use export::{ExportCollection, ExportReport, LEFT_OUT_LIMIT, LeftOut};
pub use find::{
    MATCH_LIMIT, Match, MatchAt, MatchesInRows, PATTERN_LIMIT, SaveBody, SearchBody, SearchFound,
};
pub use history::{
    ClearHistory, HISTORY_PAGE, HistoryEntry, HistoryOutcome, HistoryPage, HistoryProblem, HistorySettings,
    KEPT_BODY_LIMIT, KeepHistory, KeptCall, ListHistory, OpenHistory, RemoveHistory,
};
pub use import::{
    CancelImport, CopyAsCurl, ImportNote, ImportPreview, PREVIEW_LIMIT, PreviewLine, ReadImport, TakeImport,
};
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
pub use progress::{ANSWER_GROWS, CALL_PROGRESS, CallProgress, GrowingAnswer};
pub use query::written;
pub use run::{
    CHECK_LIMIT, PlanRun, RUN_PROGRESS, ReportFormat, RunAgainst, RunCheck, RunLine, RunOutcome, RunOver,
    RunPlan, RunProgress, RunRule, RunSubject, SaveReport, StartRun,
};
pub use session::{
    ClaimView, EndReason, FileReason, KeepTokens, LastSignIn, LogoutEverywhere, PendingCall, ProfileView,
    Protection, RefreshCause, RefreshNow, RefreshView, SESSION_CHANGED, SESSION_ENDED, SESSION_SWITCHED,
    SessionChanged, SessionEnded, SessionState, SessionView, StateOfSession, StorageView, SwitchSession,
    TokenView,
};
pub use settings::{
    ClientCertificate, NetworkSettings, OpenDataFolder, ProxyChoice, SaveSettings, Settings, SettingsView,
};
pub use trace::{PhaseKind, RefreshResult, RefreshRole, Trace, TraceEvent, TracePhase, TraceStep};
pub use tree::{
    COPY_LIMIT, ChangeTree, CopyOfBody, FOLD_LIMIT, Fold, PartOfBody, Tree, TreeChange, TreeChanged, TreeRow,
    TreeRows,
};
pub use update::{
    CancelUpdate, CheckAutomatically, CheckForUpdate, DownloadUpdate, InstallUpdate, ReleaseView,
    StateOfUpdate, UPDATE_CHANGED, UpdateStep, UpdateView,
};
pub use zoom::SetZoom;

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
