//! Signing in, refreshing, signing out, and the check before every resource: the same for every kind of server.

use super::{Shared, made_up};
use crate::{
    RefreshFault, TokenKind,
    dialects::{Granted, Sent, bearer},
    http::refusal::Refusal,
    pair::Pair,
    state::State,
    users::User,
};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Who makes the call; there for every resource.
#[derive(Clone, Copy)]
pub(crate) struct Caller(pub(crate) &'static User);

/// `POST` to the path of the sign-in.
pub(crate) async fn sign_in(state: Shared, headers: HeaderMap, body: Body) -> Response {
    begin(&state, Sent::read(headers, body).await).await
}

/// `POST` to the path of the refresh.
pub(crate) async fn refresh(state: Shared, headers: HeaderMap, body: Body) -> Response {
    renew(&state, Sent::read(headers, body).await).await
}

/// `POST` to a path that is for both.
pub(crate) async fn sign_in_or_refresh(state: Shared, headers: HeaderMap, body: Body) -> Response {
    match Sent::read(headers, body).await {
        Ok(sent) if state.protocol.is_refresh(&sent) => renew(&state, Ok(sent)).await,
        sent => begin(&state, sent).await,
    }
}

/// The sign-out, where the kind of server has one.
pub(crate) async fn sign_out(state: Shared, headers: HeaderMap, body: Body) -> Response {
    let sent = match Sent::read(headers, body).await {
        Ok(sent) => sent,
        Err(refusal) => return refusal.into_response(),
    };
    let response = state.protocol.sign_out(&state, &sent);
    state.save().await;
    response
}

async fn begin(state: &Arc<State>, sent: Result<Sent, Refusal>) -> Response {
    let user = sent
        .map_err(Refusal::into_response)
        .and_then(|sent| state.protocol.credentials(&sent));
    let user = match user {
        Ok(user) => user,
        Err(refusal) => {
            state.counters.refused_sign_ins.count();
            return refusal;
        }
    };
    let pair = state.sign_in(user);
    state.save().await;
    state.counters.sign_ins.count();
    grant(state, &pair, None)
}

async fn renew(state: &Arc<State>, sent: Result<Sent, Refusal>) -> Response {
    state.counters.refresh_requests.count();
    let fault = state.faults.meet();
    match &fault {
        Some(RefreshFault::Hang) => return std::future::pending().await,
        Some(RefreshFault::Html) => return made_up::page(),
        Some(RefreshFault::Status {
            status, retry_after, ..
        }) => {
            return made_up::status(state, *status, retry_after.as_deref());
        }
        Some(RefreshFault::Hold | RefreshFault::Tear | RefreshFault::Omit(_)) | None => {}
    }
    let pair = sent
        .map_err(Refusal::into_response)
        .and_then(|sent| state.protocol.presented(&sent))
        .and_then(|presented| {
            let refreshed = state.refresh(&presented);
            refreshed.map_err(|refusal| state.protocol.refuse_refresh(refusal))
        });
    let pair = match pair {
        Ok(pair) => pair,
        Err(refusal) => {
            state.counters.refused_refreshes.count();
            return refusal;
        }
    };
    state.save().await;
    state.counters.refreshes.count();
    match fault {
        Some(RefreshFault::Hold) => {
            state.faults.let_go().await;
            grant(state, &pair, None)
        }
        Some(RefreshFault::Tear) => made_up::torn(grant(state, &pair, None)).await,
        Some(RefreshFault::Omit(kind)) => grant(state, &pair, Some(kind)),
        _ => grant(state, &pair, None),
    }
}

fn grant(state: &State, pair: &Pair, without: Option<TokenKind>) -> Response {
    let access = Some(pair.access.as_str()).filter(|_| without != Some(TokenKind::Access));
    let refresh = pair.refresh.as_deref();
    state.protocol.grant(&Granted {
        user: pair.user,
        access,
        refresh: refresh.filter(|_| without != Some(TokenKind::Refresh)),
        expires_in: state.expires_in(),
    })
}

/// Lets a call through when its access token is good.
pub(crate) async fn require_access(state: Shared, mut request: Request, next: Next) -> Response {
    state.counters.calls.count();
    match bearer(request.headers(), &header::AUTHORIZATION).and_then(|token| state.admit(token)) {
        Ok(user) => {
            request.extensions_mut().insert(Caller(user));
            next.run(request).await
        }
        Err(refusal) => {
            state.counters.refused_calls.count();
            state.protocol.refuse_call(refusal)
        }
    }
}
