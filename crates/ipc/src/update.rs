use serde::{Deserialize, Serialize};

use crate::{Command, IpcError, Nothing, UnixMillis};

/// The event the shell emits whenever something about updates changes. Payload: [`UpdateView`].
pub const UPDATE_CHANGED: &str = "update-changed";

/// Ask how updates stand. Answers with nothing where this build has no updater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateOfUpdate;

impl Command for StateOfUpdate {
    const NAME: &'static str = "update_state";
    type Request = Nothing;
    type Response = Option<UpdateView>;
}

/// Look for a newer version now. Answers when the look is over; [`UpdateView::problem`] says why it failed, if it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckForUpdate;

impl Command for CheckForUpdate {
    const NAME: &'static str = "check_for_update";
    type Request = Nothing;
    type Response = Nothing;
}

/// Fetch and verify the version that was found. Answers when that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadUpdate;

impl Command for DownloadUpdate {
    const NAME: &'static str = "download_update";
    type Request = Nothing;
    type Response = Nothing;
}

/// Stop the look or the download that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelUpdate;

impl Command for CancelUpdate {
    const NAME: &'static str = "cancel_update";
    type Request = Nothing;
    type Response = Nothing;
}

/// Put the fetched version in this one's place and start it. Answers only where that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstallUpdate;

impl Command for InstallUpdate {
    const NAME: &'static str = "install_update";
    type Request = Nothing;
    type Response = Nothing;
}

/// Whether to look for updates without being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckAutomatically {
    /// Whether.
    pub on: bool,
}

impl Command for CheckAutomatically {
    const NAME: &'static str = "check_automatically";
    type Request = Self;
    type Response = Nothing;
}

/// How updates stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateView {
    /// The version that runs.
    pub version: String,
    /// Whether the app looks for updates at its start and once a day.
    pub automatic: bool,
    /// When the release server last answered.
    pub checked_at: Option<UnixMillis>,
    /// Whether the app can put another version in its own place. Where a package manager installed it, it cannot.
    pub installs: bool,
    /// The newer version that was found.
    pub release: Option<ReleaseView>,
    /// What is under way.
    pub step: UpdateStep,
    /// Why the last step failed. The version that runs was not touched.
    pub problem: Option<IpcError>,
}

/// A newer version, in its publisher's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseView {
    /// Its version.
    pub version: String,
    /// When it was published.
    pub published_at: Option<UnixMillis>,
    /// What is new, as plain text.
    pub notes: String,
}

/// What is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateStep {
    /// Nothing.
    Idle,
    /// The release server is asked.
    Checking,
    /// The new version is fetched.
    Downloading {
        /// Bytes that have arrived.
        received: u64,
        /// Bytes there will be, where the server says so.
        total: Option<u64>,
    },
    /// The new version is here and has been verified.
    Ready,
    /// Work under way is waited for, then the new version takes this one's place.
    Installing,
}
