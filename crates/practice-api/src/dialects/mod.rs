//! What differs from one kind of server to the next: the words of sign-in, refresh, refusal and sign-out, and the
//! look of the tokens. What the words lead to is the same for all and lives in `http::auth` and `state`.

mod at_proto;
mod both_tokens;
mod cookie_refresh;
mod flask_jwt;
mod header_pair;
mod oauth2;
mod sent;
mod simple_jwt;

use crate::{
    Dialect,
    key::random_id,
    pair::Presented,
    state::State,
    tokens::{Form, Token, TokenRefusal},
    users::User,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
pub(crate) use header_pair::REFRESH_HEADER;
pub(crate) use sent::{Sent, bearer, bearer_token};
use serde_json::{Map, Value};

/// How one kind of server speaks.
pub(crate) trait Protocol: Send + Sync {
    /// How a token is written.
    fn form(&self, token: &Token) -> Form;

    /// The id of an access token that is issued with the refresh token of that id.
    fn access_id(&self, _refresh_id: &str) -> String {
        random_id()
    }

    /// Whether a request to an endpoint that does both wants a refresh.
    fn is_refresh(&self, _sent: &Sent) -> bool {
        false
    }

    /// The user that a sign-in is good for.
    fn credentials(&self, sent: &Sent) -> Result<&'static User, Response>;

    /// The tokens that a refresh brings.
    fn presented(&self, sent: &Sent) -> Result<Presented, Response>;

    /// The answer to a sign-in or a refresh.
    fn grant(&self, granted: &Granted<'_>) -> Response;

    /// The answer to a call whose token is refused.
    fn refuse_call(&self, refusal: TokenRefusal) -> Response;

    /// The answer to a refresh whose token is refused.
    fn refuse_refresh(&self, refusal: TokenRefusal) -> Response;

    /// Ends a session, or says why not. Only asked where the kind has a path for it.
    fn sign_out(&self, _state: &State, _sent: &Sent) -> Response {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// What a sign-in or a refresh gives.
pub(crate) struct Granted<'a> {
    pub(crate) user: &'static User,
    /// Absent when a fault leaves it out.
    pub(crate) access: Option<&'a str>,
    /// Absent when a fault leaves it out, or the old one goes on.
    pub(crate) refresh: Option<&'a str>,
    /// The access token's lifetime in seconds.
    pub(crate) expires_in: u64,
}

impl Granted<'_> {
    /// The tokens as fields of a JSON object, as far as they are given.
    pub(crate) fn fields(&self, access: &str, refresh: &str) -> Map<String, Value> {
        [(access, self.access), (refresh, self.refresh)]
            .into_iter()
            .filter_map(|(name, token)| Some((name.to_owned(), token?.into())))
            .collect()
    }
}

/// The protocol of a kind.
pub(crate) fn of(dialect: Dialect) -> Box<dyn Protocol> {
    match dialect {
        Dialect::HeaderPair => Box::new(header_pair::HeaderPair),
        Dialect::SimpleJwt { .. } => Box::new(simple_jwt::SimpleJwt),
        Dialect::FlaskJwt => Box::new(flask_jwt::FlaskJwt),
        Dialect::AtProto => Box::new(at_proto::AtProto),
        Dialect::OAuth2 { client } => Box::new(oauth2::OAuth2 { client }),
        Dialect::CookieRefresh => Box::new(cookie_refresh::CookieRefresh),
        Dialect::BothTokens => Box::new(both_tokens::BothTokens),
    }
}
