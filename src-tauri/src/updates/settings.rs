//! What is kept of updates beside the sessions.

use latchkey_keeping::Kept;
use serde::{Deserialize, Serialize};

use super::schedule::Checked;

const ENTRY: &str = "updates";

/// What is kept of updates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// Whether to look without being asked.
    pub(crate) automatic: bool,
    /// When the release server last answered.
    pub(crate) checked: Option<Checked>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            automatic: true,
            checked: None,
        }
    }
}

pub(super) async fn read(kept: &Kept) -> Settings {
    let read = kept.entry(ENTRY).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the settings of updates could not be read");
        None
    });
    read.unwrap_or_default()
}

pub(super) async fn keep(kept: &Kept, settings: &Settings) {
    if let Err(error) = kept.set_entry(ENTRY, settings).await {
        tracing::warn!(%error, "the settings of updates could not be kept");
    }
}
