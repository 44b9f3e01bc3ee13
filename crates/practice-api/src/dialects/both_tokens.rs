//! Wants the expired access token together with its refresh token, and answers like ASP.NET's bearer handler.

use super::{Granted, Protocol, Sent};
use crate::{
    TokenKind,
    clock::us_date_time,
    http::refusal::Refusal,
    pair::Presented,
    state::State,
    tokens::{Form, Token, TokenRefusal},
    users::{Target, User},
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

pub(crate) struct BothTokens;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credentials {
    user_name: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Both {
    access_token: String,
    refresh_token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refresh {
    refresh_token: String,
}

impl Protocol for BothTokens {
    fn form(&self, token: &Token) -> Form {
        match token.kind {
            TokenKind::Access => Form::jwt(json!({
                "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": token.user.email,
                "http://schemas.microsoft.com/ws/2008/06/identity/claims/role": token.user.roles,
                "token_type": "access",
                "iss": "practice-api",
                "aud": "practice-api",
            })),
            TokenKind::Refresh => Form::Opaque,
        }
    }

    /// By this the two are known to belong together.
    fn access_id(&self, refresh_id: &str) -> String {
        refresh_id.to_owned()
    }

    fn credentials(&self, sent: &Sent) -> Result<&'static User, Response> {
        let given: Credentials = sent.json().map_err(Refusal::into_response)?;
        User::with_password(&given.user_name, &given.password)
            .ok_or_else(|| StatusCode::UNAUTHORIZED.into_response())
    }

    fn presented(&self, sent: &Sent) -> Result<Presented, Response> {
        let both: Both = sent.json().map_err(Refusal::into_response)?;
        Ok(Presented {
            refresh: both.refresh_token,
            access: Some(both.access_token),
        })
    }

    fn grant(&self, granted: &Granted<'_>) -> Response {
        Json(granted.fields("token", "refreshToken")).into_response()
    }

    fn refuse_call(&self, refusal: TokenRefusal) -> Response {
        let description = match refusal {
            TokenRefusal::Missing => None,
            TokenRefusal::Expired(at) => Some(format!("The token expired at '{}'", us_date_time(at))),
            TokenRefusal::Invalid | TokenRefusal::WrongKind | TokenRefusal::Revoked => {
                Some("The signature is invalid".to_owned())
            }
        };
        let challenge = description.map_or_else(
            || "Bearer".to_owned(),
            |text| format!("Bearer error=\"invalid_token\", error_description=\"{text}\""),
        );
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        // Fixed words and digits always are a header value.
        if let Ok(value) = HeaderValue::from_str(&challenge) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
        }
        response
    }

    fn refuse_refresh(&self, _refusal: TokenRefusal) -> Response {
        (StatusCode::BAD_REQUEST, "Invalid client request").into_response()
    }

    /// Ends the session of the refresh token in the body or, without a body, of the caller.
    fn sign_out(&self, state: &State, sent: &Sent) -> Response {
        if sent.body.is_empty() {
            return match sent.bearer().and_then(|token| state.admit(token)) {
                Ok(user) => {
                    state.revoke_refresh(Target::One(user));
                    StatusCode::NO_CONTENT.into_response()
                }
                Err(refusal) => self.refuse_call(refusal),
            };
        }
        let given: Refresh = match sent.json() {
            Ok(given) => given,
            Err(refusal) => return refusal.into_response(),
        };
        match state.revoke_as(TokenKind::Refresh, &given.refresh_token) {
            Ok(_) => StatusCode::NO_CONTENT.into_response(),
            Err(refusal) => self.refuse_refresh(refusal),
        }
    }
}
