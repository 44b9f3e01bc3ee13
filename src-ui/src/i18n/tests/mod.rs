//! The words in both languages.

mod parity;
mod sentences;

use latchkey_ipc::EndReason;

use crate::state::preferences::Language;

const LANGUAGES: [Language; 2] = [Language::En, Language::Ko];

/// Keys of the errors the shell speaks of.
const ERROR_KEYS: &[&str] = &[
    "empty",
    "base-url-invalid",
    "base-url-scheme",
    "base-url-credentials",
    "plain-http",
    "method-invalid",
    "target-invalid",
    "target-scheme",
    "target-credentials",
    "target-control-char",
    "header-name-invalid",
    "header-value-invalid",
    "header-reserved",
    "json-invalid",
    "file-unreadable",
    "timeout-invalid",
    "profile-id",
    "placeholder",
    "token-place",
    "json-pointer",
    "cookie-name",
    "scheme",
    "refusal-status",
    "out-of-range",
    "incomplete",
    "fields-without-body",
    "certificates",
    "logout-refused",
    "login-refused",
    "login-incomplete",
    "login-status",
    "dns",
    "connect",
    "tls",
    "timeout",
    "torn",
    "network",
    "refresh-unavailable",
    "refresh-cooldown",
    "signed-out",
    "session-ended",
    "too-many-redirects",
    "body-not-replayable",
    "body-limit",
    "cancelled",
    "answer-gone",
    "internal",
    "store-unwritable",
    "profile-id-taken",
    "profile-missing",
    "profile-other-id",
    "profile-unwritable",
    "profile-file",
    "twice",
    "value-kind",
];

const REASONS: [EndReason; 11] = [
    EndReason::SignedOut,
    EndReason::TokenInvalid,
    EndReason::Unauthorized,
    EndReason::RefreshRefused,
    EndReason::RefreshIncomplete,
    EndReason::RetryRefused,
    EndReason::SubjectChanged,
    EndReason::StoreCorrupt,
    EndReason::StoreNewer,
    EndReason::StoreSealed,
    EndReason::SignedOutElsewhere,
];
