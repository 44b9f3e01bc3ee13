//! djangorestframework-simplejwt: expired and invalid differ only inside `messages`.

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
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) struct SimpleJwt;

#[derive(Deserialize)]
struct Credentials {
    username: String,
    password: String,
}

#[derive(Deserialize)]
struct Refresh {
    #[serde(default)]
    refresh: Option<String>,
}

impl Protocol for SimpleJwt {
    fn form(&self, token: &Token) -> Form {
        let kind = match token.kind {
            TokenKind::Access => "access",
            TokenKind::Refresh => "refresh",
        };
        Form::jwt(json!({"token_type": kind, "user_id": token.user.id}))
    }

    fn credentials(&self, sent: &Sent) -> Result<&'static User, Response> {
        let given: Credentials = sent.json().map_err(Refusal::into_response)?;
        User::with_password(&given.username, &given.password).ok_or_else(|| {
            unauthorized(&json!({"detail": "No active account found with the given credentials"}))
        })
    }

    fn presented(&self, sent: &Sent) -> Result<Presented, Response> {
        Ok(Presented {
            refresh: refresh_field(sent)?,
            access: None,
        })
    }

    fn grant(&self, granted: &Granted<'_>) -> Response {
        Json(granted.fields("access", "refresh")).into_response()
    }

    fn refuse_call(&self, refusal: TokenRefusal) -> Response {
        let message = match refusal {
            TokenRefusal::Missing => {
                return unauthorized(&json!({"detail": "Authentication credentials were not provided."}));
            }
            TokenRefusal::Expired(_) => "Token is expired",
            TokenRefusal::WrongKind => "Token has wrong type",
            TokenRefusal::Invalid | TokenRefusal::Revoked => "Token is invalid",
        };
        unauthorized(&json!({
            "detail": "Given token not valid for any token type",
            "code": "token_not_valid",
            "messages": [{"token_class": "AccessToken", "token_type": "access", "message": message}],
        }))
    }

    fn refuse_refresh(&self, refusal: TokenRefusal) -> Response {
        let detail = match refusal {
            TokenRefusal::Expired(_) => "Token is expired",
            TokenRefusal::Revoked => "Token is blacklisted",
            TokenRefusal::WrongKind => "Token has wrong type",
            TokenRefusal::Missing | TokenRefusal::Invalid => "Token is invalid",
        };
        unauthorized(&json!({"detail": detail, "code": "token_not_valid"}))
    }

    fn sign_out(&self, state: &State, sent: &Sent) -> Response {
        let ended = refresh_field(sent).and_then(|token| {
            state
                .revoke_as(TokenKind::Refresh, &token)
                .map_err(|refusal| self.refuse_refresh(refusal))
        });
        ended.map_or_else(|refusal| refusal, |_| Json(json!({})).into_response())
    }
}

fn refresh_field(sent: &Sent) -> Result<String, Response> {
    let given: Refresh = sent.json().map_err(Refusal::into_response)?;
    given.refresh.ok_or_else(|| {
        let body = Json(json!({"refresh": ["This field is required."]}));
        (StatusCode::BAD_REQUEST, body).into_response()
    })
}

fn unauthorized(body: &Value) -> Response {
    let challenge = [(header::WWW_AUTHENTICATE, "Bearer realm=\"api\"")];
    (StatusCode::UNAUTHORIZED, challenge, Json(body)).into_response()
}
