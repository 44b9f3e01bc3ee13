use latchkey_ipc::{
    ClaimView, EndReason, FileReason, PendingCall, ProfileView, RefreshCause, RefreshView, SessionEnded,
    SessionView, StorageView, TokenView,
};
use latchkey_keeping::{InForce, Protection, Why};
use latchkey_pipeline::{
    EndReason as Reason, SessionKey,
    refresh_log::{Cause, Refreshed},
    session, token,
};

/// The session as the window may know it, and where tokens are kept at present.
pub(crate) fn session(view: session::SessionView, kept: StorageView) -> SessionView {
    let token = |token: session::TokenView| TokenView {
        fingerprint: token.fingerprint,
        expires_at: token.expires_at_ms,
    };
    SessionView {
        profile: ProfileView {
            id: view.profile.id().to_owned(),
            name: view.profile.name(),
            base_url: address(view.profile.base_url().as_str()),
            can_revoke: view.profile.can_revoke(),
            checks_certificate: view.profile.checks_certificate(),
        },
        user: view.user,
        signed_in_at: view.signed_in_at_ms,
        access: token(view.access),
        refresh: token(view.refresh),
        refreshes: view.refreshes,
        refresh_log: view.refresh_log.entries().iter().map(refreshed).collect(),
        claims: view.claims.iter().map(claim).collect(),
        storage: match view.store_problem {
            None => kept,
            Some(problem) => StorageView::MemoryOnly { problem },
        },
    }
}

fn refreshed(one: &Refreshed) -> RefreshView {
    RefreshView {
        at: one.at_ms,
        cause: match one.cause {
            Cause::Expired => RefreshCause::Expired,
            Cause::Asked => RefreshCause::Asked,
            Cause::Elsewhere => RefreshCause::Elsewhere,
            _ => RefreshCause::Ahead,
        },
        token: one.result.clone().ok(),
        failure: one.result.clone().err(),
    }
}

fn claim(claim: &token::Claim) -> ClaimView {
    ClaimView {
        name: claim.name.clone(),
        value: claim.value.clone(),
    }
}

/// An address as people write it.
pub(crate) fn address(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

/// Where tokens are kept.
pub(crate) fn storage(kept: InForce) -> StorageView {
    let why = match (kept.protection, kept.why) {
        (Protection::Memory, _) => return StorageView::Memory,
        (Protection::Keychain, Why::Refused(problem)) => return StorageView::MemoryOnly { problem },
        (Protection::Keychain, _) => return StorageView::Keychain,
        (Protection::File, Why::NoKeychain(detail)) => FileReason::NoKeychain { detail },
        (Protection::File, Why::TurnedOff) => FileReason::TurnedOff,
        (Protection::File, _) => FileReason::Chosen,
    };
    StorageView::File { why }
}

/// Where the user wants tokens to be kept.
pub(crate) fn protection(wanted: latchkey_ipc::Protection) -> Protection {
    match wanted {
        latchkey_ipc::Protection::Keychain => Protection::Keychain,
        latchkey_ipc::Protection::File => Protection::File,
        latchkey_ipc::Protection::Memory => Protection::Memory,
    }
}

/// That a session ended.
pub(crate) fn ended(ended: session::SessionEnded) -> SessionEnded {
    let SessionKey { profile, user } = ended.key.clone().unwrap_or(SessionKey {
        profile: String::new(),
        user: String::new(),
    });
    SessionEnded {
        profile_id: profile,
        user,
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
