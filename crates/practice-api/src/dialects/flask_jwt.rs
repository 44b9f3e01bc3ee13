//! flask-jwt-extended: an expired token is a 401, an invalid one a 422, and the refresh token is a bearer token.

use super::{Granted, Protocol, Sent};
use crate::{
    TokenKind,
    http::refusal::Refusal,
    pair::Presented,
    state::State,
    tokens::{Form, Token, TokenRefusal},
    users::User,
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

pub(crate) struct FlaskJwt;

#[derive(Deserialize)]
struct Credentials {
    username: String,
    password: String,
}

impl Protocol for FlaskJwt {
    fn form(&self, token: &Token) -> Form {
        let (sub, nbf) = (token.user.email, token.life.iat);
        Form::jwt(match token.kind {
            TokenKind::Access => json!({"fresh": false, "type": "access", "sub": sub, "nbf": nbf}),
            TokenKind::Refresh => json!({"fresh": false, "type": "refresh", "sub": sub, "nbf": nbf}),
        })
    }

    fn credentials(&self, sent: &Sent) -> Result<&'static User, Response> {
        let given: Credentials = sent.json().map_err(Refusal::into_response)?;
        User::with_password(&given.username, &given.password)
            .ok_or_else(|| refuse(StatusCode::UNAUTHORIZED, "Bad username or password"))
    }

    fn presented(&self, sent: &Sent) -> Result<Presented, Response> {
        sent.bearer()
            .map(|token| Presented {
                refresh: token.into(),
                access: None,
            })
            .map_err(|refusal| self.refuse_refresh(refusal))
    }

    fn grant(&self, granted: &Granted<'_>) -> Response {
        Json(granted.fields("access_token", "refresh_token")).into_response()
    }

    fn refuse_call(&self, refusal: TokenRefusal) -> Response {
        refuse_token(refusal, "Only non-refresh tokens are allowed")
    }

    fn refuse_refresh(&self, refusal: TokenRefusal) -> Response {
        refuse_token(refusal, "Only refresh tokens are allowed")
    }

    /// Revokes the token that is sent, of whichever kind.
    fn sign_out(&self, state: &State, sent: &Sent) -> Response {
        match sent.bearer().and_then(|token| state.revoke(token)) {
            Ok(token) => {
                let kind = match token.kind {
                    TokenKind::Access => "Access",
                    TokenKind::Refresh => "Refresh",
                };
                Json(json!({"msg": format!("{kind} token successfully revoked")})).into_response()
            }
            Err(refusal) => self.refuse_call(refusal),
        }
    }
}

fn refuse_token(refusal: TokenRefusal, wrong_kind: &str) -> Response {
    let (status, message) = match refusal {
        TokenRefusal::Missing => (StatusCode::UNAUTHORIZED, "Missing Authorization Header"),
        TokenRefusal::Expired(_) => (StatusCode::UNAUTHORIZED, "Token has expired"),
        TokenRefusal::Revoked => (StatusCode::UNAUTHORIZED, "Token has been revoked"),
        TokenRefusal::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "Signature verification failed"),
        TokenRefusal::WrongKind => (StatusCode::UNPROCESSABLE_ENTITY, wrong_kind),
    };
    refuse(status, message)
}

fn refuse(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"msg": message}))).into_response()
}
