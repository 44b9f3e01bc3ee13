use latchkey_ipc::{EndReason, PendingCall, ProfileView, SessionEnded, SessionView, StorageView, TokenView};
use latchkey_pipeline::{EndReason as Reason, session};

/// The session as the window may know it.
pub(crate) fn session(view: session::SessionView) -> SessionView {
    let token = |token: session::TokenView| TokenView {
        fingerprint: token.fingerprint,
        expires_at: token.expires_at_ms,
    };
    SessionView {
        profile: ProfileView {
            id: view.profile.id().to_owned(),
            name: view.profile.name(),
            base_url: view.profile.base_url().as_str().trim_end_matches('/').to_owned(),
        },
        user: view.user,
        signed_in_at: view.signed_in_at_ms,
        access: token(view.access),
        refresh: token(view.refresh),
        refreshes: view.refreshes,
        storage: match view.store_problem {
            None => StorageView::File,
            Some(problem) => StorageView::MemoryOnly { problem },
        },
    }
}

/// That a session ended.
pub(crate) fn ended(ended: session::SessionEnded) -> SessionEnded {
    SessionEnded {
        message: ended.message().to_owned(),
        profile: ended.profile,
        reason: reason(ended.reason),
        at: ended.at_ms,
        pending: ended.pending.map(|call| PendingCall {
            method: call.method,
            path: call.path,
        }),
    }
}

pub(super) fn reason(reason: Reason) -> EndReason {
    match reason {
        Reason::TokenInvalid => EndReason::TokenInvalid,
        Reason::Unauthorized => EndReason::Unauthorized,
        Reason::RefreshRefused => EndReason::RefreshRefused,
        Reason::RefreshIncomplete => EndReason::RefreshIncomplete,
        Reason::RetryRefused => EndReason::RetryRefused,
        Reason::SubjectChanged => EndReason::SubjectChanged,
        Reason::StoreCorrupt => EndReason::StoreCorrupt,
        Reason::StoreNewer => EndReason::StoreNewer,
        Reason::StoreSealed => EndReason::StoreSealed,
        Reason::SignedOutElsewhere => EndReason::SignedOutElsewhere,
        _ => EndReason::SignedOut,
    }
}
