//! Both tokens in response headers, refusals as plain text: a widely used Spring Security set-up.

use super::{Granted, Protocol, Sent, sent};
use crate::{
    TokenKind, Unfit,
    http::{input, refusal::Refusal},
    pair::Presented,
    tokens::{Form, Token, TokenRefusal},
    users::User,
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

/// The header of the refresh token, in requests and in answers.
pub(crate) const REFRESH_HEADER: HeaderName = HeaderName::from_static("authorization-refresh");
const CONTENT_TYPE: &str = "application/json";

pub(crate) struct HeaderPair;

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

impl Protocol for HeaderPair {
    fn form(&self, token: &Token) -> Form {
        let user = token.user;
        Form::jwt(match token.kind {
            TokenKind::Access => {
                json!({"sub": user.email, "name": user.name, "roles": user.roles, "typ": "access"})
            }
            TokenKind::Refresh => json!({"sub": user.email, "typ": "refresh"}),
        })
    }

    fn credentials(&self, sent: &Sent) -> Result<&'static User, Response> {
        let credentials = || {
            exact_content_type(&sent.headers)?;
            input::parse(&sent.body)
        };
        let given: Credentials = credentials().map_err(Refusal::into_response)?;
        User::with_password(&given.email, &given.password).ok_or_else(|| {
            let message = "The e-mail address or the password is wrong.";
            Refusal::new(StatusCode::UNAUTHORIZED, "bad_credentials", message).into_response()
        })
    }

    fn presented(&self, sent: &Sent) -> Result<Presented, Response> {
        exact_content_type(&sent.headers)
            .and_then(|()| sent.no_body())
            .map_err(Refusal::into_response)?;
        let token = sent::bearer(&sent.headers, &REFRESH_HEADER);
        token
            .map(|token| Presented {
                refresh: token.into(),
                access: None,
            })
            .map_err(|refusal| self.refuse_refresh(refusal))
    }

    fn grant(&self, granted: &Granted<'_>) -> Response {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let tokens = [
            (header::AUTHORIZATION, granted.access),
            (REFRESH_HEADER, granted.refresh),
        ];
        for (name, token) in tokens {
            // A token is base64url and dots, so it always is a header value.
            if let Some(Ok(value)) = token.map(HeaderValue::from_str) {
                headers.insert(name, value);
            }
        }
        response
    }

    fn refuse_call(&self, refusal: TokenRefusal) -> Response {
        let text = match refusal {
            TokenRefusal::Expired(_) => "ExpiredToken",
            _ => "InvalidToken",
        };
        let plain = [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        )];
        (StatusCode::UNAUTHORIZED, plain, text).into_response()
    }

    fn refuse_refresh(&self, refusal: TokenRefusal) -> Response {
        self.refuse_call(refusal)
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
