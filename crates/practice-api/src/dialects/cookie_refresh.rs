//! The access token in JSON, the refresh token in an `HttpOnly` cookie (RFC 6265 §4.1), every refusal alike.

use super::{Granted, Protocol, Sent};
use crate::{
    REFRESH_COOKIE, TokenKind,
    http::refusal::Refusal,
    pair::Presented,
    state::State,
    tokens::{Form, Token, TokenRefusal},
    users::User,
};
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

const ATTRIBUTES: &str = "HttpOnly; Path=/auth; SameSite=Strict";

pub(crate) struct CookieRefresh;

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

impl Protocol for CookieRefresh {
    fn form(&self, token: &Token) -> Form {
        let user = token.user;
        Form::jwt(match token.kind {
            TokenKind::Access => json!({"sub": user.email, "name": user.name, "typ": "access"}),
            TokenKind::Refresh => json!({"sub": user.email, "typ": "refresh"}),
        })
    }

    fn credentials(&self, sent: &Sent) -> Result<&'static User, Response> {
        let given: Credentials = sent.json().map_err(Refusal::into_response)?;
        User::with_password(&given.email, &given.password).ok_or_else(unauthorized)
    }

    fn presented(&self, sent: &Sent) -> Result<Presented, Response> {
        let token = cookie(&sent.headers).ok_or_else(unauthorized)?;
        Ok(Presented {
            refresh: token.into(),
            access: None,
        })
    }

    fn grant(&self, granted: &Granted<'_>) -> Response {
        let mut body = json!({"expiresIn": granted.expires_in});
        if let Some(access) = granted.access {
            body["accessToken"] = access.into();
        }
        let mut response = Json(body).into_response();
        if let Some(token) = granted.refresh {
            set_cookie(&mut response, &format!("{REFRESH_COOKIE}={token}; {ATTRIBUTES}"));
        }
        response
    }

    fn refuse_call(&self, _refusal: TokenRefusal) -> Response {
        unauthorized()
    }

    fn refuse_refresh(&self, _refusal: TokenRefusal) -> Response {
        unauthorized()
    }

    /// Clears the cookie in any case, and ends its session if there is one.
    fn sign_out(&self, state: &State, sent: &Sent) -> Response {
        if let Some(token) = cookie(&sent.headers) {
            // One that is over already needs no end.
            let _ = state.revoke_as(TokenKind::Refresh, token);
        }
        let mut response = StatusCode::NO_CONTENT.into_response();
        set_cookie(
            &mut response,
            &format!("{REFRESH_COOKIE}=; {ATTRIBUTES}; Max-Age=0"),
        );
        response
    }
}

/// The refresh token among the cookies that were sent (RFC 6265 §4.2.1).
fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == REFRESH_COOKIE).then_some(value))
}

fn set_cookie(response: &mut Response, cookie: &str) {
    // A token is base64url and dots, so this always is a header value.
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn unauthorized() -> Response {
    let body = Json(json!({"message": "Unauthorized"}));
    (StatusCode::UNAUTHORIZED, body).into_response()
}
