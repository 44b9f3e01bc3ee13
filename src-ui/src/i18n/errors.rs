//! Errors and reasons in the user's language.

use latchkey_ipc::{EndReason, IpcError};
use yew::AttrValue;

use super::I18n;

impl I18n {
    /// What an error says: by its key, or in the shell's own words where the key is unknown.
    pub fn error(&self, error: &IpcError) -> AttrValue {
        let text = |value: &Option<String>| value.clone().unwrap_or_default().into();
        let values = [
            ("found", text(&error.found)),
            ("allowed", text(&error.allowed)),
            ("detail", error.message.clone().into()),
        ];
        self.find(&format!("error-{}", error.key), &values)
            .unwrap_or_else(|| AttrValue::from(error.message.clone()))
    }

    /// Why a session ended.
    pub fn end_reason(&self, reason: EndReason) -> AttrValue {
        self.t(reason_key(reason))
    }
}

/// The message that explains a reason.
pub(super) fn reason_key(reason: EndReason) -> &'static str {
    match reason {
        EndReason::SignedOut => "reason-signed-out",
        EndReason::TokenInvalid => "reason-token-invalid",
        EndReason::Unauthorized => "reason-unauthorized",
        EndReason::RefreshRefused => "reason-refresh-refused",
        EndReason::RefreshIncomplete => "reason-refresh-incomplete",
        EndReason::RetryRefused => "reason-retry-refused",
        EndReason::SubjectChanged => "reason-subject-changed",
        EndReason::StoreCorrupt => "reason-store-corrupt",
        EndReason::StoreNewer => "reason-store-newer",
        EndReason::StoreSealed => "reason-store-sealed",
        EndReason::SignedOutElsewhere => "reason-signed-out-elsewhere",
    }
}
