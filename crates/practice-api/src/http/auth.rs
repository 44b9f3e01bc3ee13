//! Signing in, refreshing, and the check before every resource.

use super::{Shared, input, refusal::Refusal};
use crate::{RefreshFault, TokenKind, Unfit, state::Pair, tokens::TokenRefusal, users::User};
use axum::{
    Json,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;
use std::{io, time::Duration};

/// The header of the refresh token, in requests and in answers.
pub(crate) const REFRESH_HEADER: HeaderName = HeaderName::from_static("authorization-refresh");
const CONTENT_TYPE: &str = "application/json";

/// Who makes the call; there for every resource.
#[derive(Clone, Copy)]
pub(crate) struct Caller(pub(crate) &'static User);

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

/// `POST /api/user/login`
pub(crate) async fn sign_in(state: Shared, headers: HeaderMap, body: Body) -> Response {
    let user = match credentials(&headers, body).await {
        Ok(user) => user,
        Err(refusal) => {
            state.counters.refused_sign_ins.count();
            return refusal.into_response();
        }
    };
    let pair = state.sign_in(user);
    state.save().await;
    state.counters.sign_ins.count();
    with_tokens(&pair, None, Body::empty())
}

async fn credentials(headers: &HeaderMap, body: Body) -> Result<&'static User, Refusal> {
    exact_content_type(headers)?;
    let sent: Credentials = input::json(body).await?;
    User::with_password(&sent.email, &sent.password).ok_or_else(|| {
        Refusal::new(
            StatusCode::UNAUTHORIZED,
            "bad_credentials",
            "The e-mail address or the password is wrong.",
        )
    })
}

/// `POST /api/refresh-token`
pub(crate) async fn refresh(state: Shared, headers: HeaderMap, body: Body) -> Response {
    state.counters.refresh_requests.count();
    let fault = state.faults.meet();
    match &fault {
        Some(RefreshFault::Hang) => return std::future::pending().await,
        Some(RefreshFault::Status {
            status, retry_after, ..
        }) => {
            return made_up(*status, retry_after.as_deref());
        }
        Some(RefreshFault::Tear | RefreshFault::Omit(_)) | None => {}
    }
    let checked = match exact_content_type(&headers) {
        Ok(()) => no_body(body).await,
        refused => refused,
    };
    let pair = match checked {
        Ok(()) => bearer(&headers, &REFRESH_HEADER)
            .and_then(|token| state.refresh(token))
            .map_err(IntoResponse::into_response),
        Err(refusal) => Err(refusal.into_response()),
    };
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
        Some(RefreshFault::Tear) => {
            let mut response = with_tokens(&pair, None, torn_body());
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, HeaderValue::from_static("4096"));
            response
        }
        Some(RefreshFault::Omit(kind)) => with_tokens(&pair, Some(kind), Body::empty()),
        _ => with_tokens(&pair, None, Body::empty()),
    }
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
            refusal.into_response()
        }
    }
}

/// The servers this one stands for compare the whole string, so a `; charset=utf-8` is refused.
fn exact_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let place = "the Content-Type header";
    let allowed = "exactly `application/json`, without parameters";
    match (values.next(), values.next()) {
        (Some(one), None) if one.as_bytes() == CONTENT_TYPE.as_bytes() => Ok(()),
        (None, _) => Err(Refusal::media_type(Unfit::missing(place, allowed))),
        (Some(one), None) => {
            let found = String::from_utf8_lossy(one.as_bytes()).into_owned();
            Err(Refusal::media_type(Unfit::new(place, found, allowed)))
        }
        (Some(_), Some(_)) => Err(Refusal::media_type(Unfit::new(
            place,
            "given more than once",
            allowed,
        ))),
    }
}

async fn no_body(body: Body) -> Result<(), Refusal> {
    let length = input::bytes(body).await?.len();
    if length == 0 {
        return Ok(());
    }
    Err(Refusal::bad_body(format!(
        "The body has {length} bytes; a refresh has none."
    )))
}

/// The token behind `Bearer ` (RFC 6750 §2.1; the scheme's case does not matter, RFC 9110 §11.1).
fn bearer<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a str, TokenRefusal> {
    let mut values = headers.get_all(name).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(TokenRefusal::Invalid);
    };
    bearer_token(value).ok_or(TokenRefusal::Invalid)
}

/// What follows a `Bearer ` in any case.
pub(crate) fn bearer_token(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

fn with_tokens(pair: &Pair, without: Option<TokenKind>, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let tokens = [
        (TokenKind::Access, header::AUTHORIZATION, &pair.access),
        (TokenKind::Refresh, REFRESH_HEADER, &pair.refresh),
    ];
    for (kind, name, token) in tokens {
        // A token is base64url and dots, so it always is a header value.
        if let (true, Ok(value)) = (without != Some(kind), HeaderValue::from_str(token)) {
            headers.insert(name, value);
        }
    }
    response
}

/// A status as the fault asks for it.
fn made_up(status: u16, retry_after: Option<&str>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = if status == StatusCode::UNAUTHORIZED {
        TokenRefusal::Invalid.into_response()
    } else {
        let message = format!("The practice API was told to answer {status} here.");
        (
            status,
            Json(json!({"error": "practice_fault", "message": message})),
        )
            .into_response()
    };
    if let Some(value) = retry_after.and_then(|text| HeaderValue::from_str(text).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The start of a body, then the end of the connection.
fn torn_body() -> Body {
    let pieces = stream::unfold(0, |step| async move {
        match step {
            0 => Some((Ok(Bytes::from_static(b"{\"message\": \"the rest of this ")), 1)),
            1 => {
                // Time for what is there to leave before the connection is cut.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionAborted)), 2))
            }
            _ => None,
        }
    });
    Body::from_stream(pieces)
}
