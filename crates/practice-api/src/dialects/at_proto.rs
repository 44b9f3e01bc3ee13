//! The session endpoints of an AT Protocol PDS: an expired token is a 400.

use super::{Granted, Protocol, Sent};
use crate::{
    TokenKind,
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

/// Whom the tokens are for.
const AUDIENCE: &str = "did:web:localhost";

pub(crate) struct AtProto;

#[derive(Deserialize)]
struct Credentials {
    identifier: String,
    password: String,
}

impl Protocol for AtProto {
    fn form(&self, token: &Token) -> Form {
        let (typ, scope) = match token.kind {
            TokenKind::Access => ("at+jwt", "com.atproto.access"),
            TokenKind::Refresh => ("refresh+jwt", "com.atproto.refresh"),
        };
        Form::typed_jwt(
            typ,
            json!({"scope": scope, "sub": token.user.did, "aud": AUDIENCE}),
        )
    }

    fn credentials(&self, sent: &Sent) -> Result<&'static User, Response> {
        let given: Credentials = sent.json().map_err(|refusal| bad_request(refusal.message()))?;
        User::of_identifier(&given.identifier)
            .and_then(|user| User::with_password(user.email, &given.password))
            .ok_or_else(|| {
                let message = "Invalid identifier or password";
                refuse(StatusCode::UNAUTHORIZED, "AuthenticationRequired", message)
            })
    }

    fn presented(&self, sent: &Sent) -> Result<Presented, Response> {
        sent.no_body()
            .map_err(|_| bad_request("A request body was provided when none was expected"))?;
        sent.bearer()
            .map(|token| Presented {
                refresh: token.into(),
                access: None,
            })
            .map_err(|refusal| self.refuse_refresh(refusal))
    }

    fn grant(&self, granted: &Granted<'_>) -> Response {
        let mut body = granted.fields("accessJwt", "refreshJwt");
        body.insert("handle".into(), granted.user.handle.into());
        body.insert("did".into(), granted.user.did.into());
        body.insert("active".into(), true.into());
        Json(body).into_response()
    }

    fn refuse_call(&self, refusal: TokenRefusal) -> Response {
        let (error, message) = match refusal {
            TokenRefusal::Missing => {
                let message = "Authentication Required";
                return refuse(StatusCode::UNAUTHORIZED, "AuthMissing", message);
            }
            TokenRefusal::Expired(_) => ("ExpiredToken", "Token has expired"),
            TokenRefusal::Revoked => ("ExpiredToken", "Token has been revoked"),
            TokenRefusal::WrongKind => ("InvalidToken", "Bad token scope"),
            TokenRefusal::Invalid => ("InvalidToken", "Token could not be verified"),
        };
        refuse(StatusCode::BAD_REQUEST, error, message)
    }

    fn refuse_refresh(&self, refusal: TokenRefusal) -> Response {
        self.refuse_call(refusal)
    }

    fn sign_out(&self, state: &State, sent: &Sent) -> Response {
        let ended = sent
            .bearer()
            .and_then(|token| state.revoke_as(TokenKind::Refresh, token));
        match ended {
            // A session that is over already is as good as ended.
            Ok(_) | Err(TokenRefusal::Expired(_) | TokenRefusal::Revoked) => StatusCode::OK.into_response(),
            Err(refusal) => self.refuse_call(refusal),
        }
    }
}

fn bad_request(message: &str) -> Response {
    refuse(StatusCode::BAD_REQUEST, "InvalidRequest", message)
}

fn refuse(status: StatusCode, error: &str, message: &str) -> Response {
    (status, Json(json!({"error": error, "message": message}))).into_response()
}
