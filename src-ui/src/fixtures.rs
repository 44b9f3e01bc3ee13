//! Values for tests.

use std::rc::Rc;

use latchkey_ipc::{
    Answer, BodyKind, BodyView, EndReason, ErrorCode, FileReason, HistoryEntry, HistoryOutcome, IpcError,
    OfferedBody, OfferedRequest, ProfileView, SessionEnded, SessionView, StorageView, TokenView, Trace,
};

use crate::state::answer::Past;

/// An error by its key.
pub(crate) fn error(key: &str) -> IpcError {
    IpcError {
        code: ErrorCode::Network,
        key: key.into(),
        message: format!("plain words for {key}"),
        field: None,
        found: None,
        allowed: None,
        trace: None,
    }
}

/// An error that belongs to a field.
pub(crate) fn error_at(key: &str, field: &str) -> IpcError {
    IpcError {
        code: ErrorCode::InvalidInput,
        field: Some(field.into()),
        ..error(key)
    }
}

/// An answer with a small JSON body.
pub(crate) fn answer(answer_id: u64, status: u16) -> Answer {
    Answer {
        answer_id,
        status,
        reason: if status == 200 {
            "OK".into()
        } else {
            "Not Found".into()
        },
        http_version: "HTTP/1.1".into(),
        url: "http://127.0.0.1:1/api/notes".into(),
        headers: Vec::new(),
        elapsed_us: 48_000,
        body: BodyView {
            kind: BodyKind::Json,
            media_type: "application/json".into(),
            size: 3_100,
            raw_rows: 1,
            pretty_rows: Some(3),
            hex_rows: 194,
            hidden_credentials: 0,
            incomplete: None,
            stream: None,
        },
        trace: Trace::default(),
    }
}

/// A call of the history.
pub(crate) fn called(id: u64, target: &str) -> HistoryEntry {
    HistoryEntry {
        id,
        at: 0,
        server: "Practice API".into(),
        user: "demo@latchkey.dev".into(),
        method: "GET".into(),
        target: target.into(),
        outcome: HistoryOutcome::Status(200),
        took_us: 48_000,
        size: Some(3_100),
        refreshed: false,
    }
}

/// A call of the history that was opened again.
pub(crate) fn past(answer_id: u64) -> Past {
    Past {
        method: "GET".into(),
        target: "/".into(),
        at: 0,
        answer: Some(Rc::new(answer(answer_id, 200))),
        body_gone: false,
    }
}

/// A session of `demo@latchkey.dev`.
pub(crate) fn session(profile: &str, base_url: &str) -> SessionView {
    let token = |fingerprint: &str| TokenView {
        fingerprint: fingerprint.into(),
        expires_at: Some(60_000),
    };
    SessionView {
        profile: ProfileView {
            id: profile.into(),
            name: "Practice API".into(),
            base_url: base_url.into(),
            can_revoke: false,
            checks_certificate: true,
        },
        user: "demo@latchkey.dev".into(),
        signed_in_at: 0,
        access: token("a1b2c3d4"),
        refresh: token("7e9f0a1b"),
        refreshes: 0,
        refresh_log: Vec::new(),
        claims: Vec::new(),
        storage: StorageView::File {
            why: FileReason::Chosen,
        },
    }
}

/// A request that a link offers.
pub(crate) fn offered(method: &str, target: &str) -> OfferedRequest {
    OfferedRequest {
        method: method.into(),
        target: target.into(),
        origin: None,
        headers: Vec::new(),
        body: OfferedBody::None,
        profile: None,
    }
}

/// The end of a session.
pub(crate) fn ended(reason: EndReason) -> SessionEnded {
    SessionEnded {
        profile_id: "practice".into(),
        user: "demo@latchkey.dev".into(),
        profile: "Practice API".into(),
        reason,
        message: "plain words".into(),
        at: 0,
        pending: None,
    }
}
