//! The kinds of servers that this one can be.

use crate::Unfit;
use std::{fmt, str::FromStr};

/// The id of the one client that the OAuth 2.0 kinds know (RFC 6749 §2.2). The colon has to be encoded for
/// HTTP Basic.
pub const OAUTH2_CLIENT_ID: &str = "latchkey:practice";
/// The secret of [`OAUTH2_CLIENT_ID`] (RFC 6749 §2.3.1). Blank, colon, percent and plus sign catch whoever
/// leaves out the form-url-encoding.
pub const OAUTH2_CLIENT_SECRET: &str = "open sesame: 100% + more";
/// What the OAuth 2.0 kinds grant; a request may ask for any part of it (RFC 6749 §3.3).
pub const OAUTH2_SCOPE: &str = "read write";
/// The cookie in which [`Dialect::CookieRefresh`] keeps the refresh token.
pub const REFRESH_COOKIE: &str = "refresh_token";

/// The kind of server that this one is: how it signs in, refreshes, refuses and signs out. Resources, counters,
/// faults and controls are the same for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Both tokens in response headers, as a widely used Spring Security set-up has it.
    #[default]
    HeaderPair,
    /// djangorestframework-simplejwt.
    SimpleJwt {
        /// Whether a refresh replaces the refresh token and puts the old one on the blacklist. Without it a
        /// refresh brings an access token alone.
        rotate: bool,
    },
    /// flask-jwt-extended: the refresh token is a bearer token of its own and is never replaced.
    FlaskJwt,
    /// The session endpoints of an AT Protocol PDS: an expired token is a 400.
    AtProto,
    /// OAuth 2.0 with the password grant (RFC 6749 §4.3), refresh (§6) and revocation (RFC 7009). Tokens are
    /// opaque.
    OAuth2 {
        /// How the client proves who it is.
        client: OAuth2Client,
    },
    /// The access token in JSON, the refresh token in an `HttpOnly` cookie.
    CookieRefresh,
    /// Wants the expired access token together with its refresh token, as ASP.NET tutorials do.
    BothTokens,
}

/// How an OAuth 2.0 client proves who it is (RFC 6749 §2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OAuth2Client {
    /// It has no secret and gives `client_id` in the body.
    Public,
    /// HTTP Basic, with both values form-url-encoded first.
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
}

/// Where a kind of server signs in, refreshes and signs out: paths below the base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `POST` to sign in.
    pub sign_in: &'static str,
    /// `POST` to refresh; OAuth 2.0 has one endpoint for both.
    pub refresh: &'static str,
    /// The method and the path to sign out, where the kind has that.
    pub sign_out: Option<(&'static str, &'static str)>,
}

impl Dialect {
    /// Every kind with each of its settings, for tests that go through all.
    pub const ALL: [Self; 10] = [
        Self::HeaderPair,
        Self::SimpleJwt { rotate: true },
        Self::SimpleJwt { rotate: false },
        Self::FlaskJwt,
        Self::AtProto,
        Self::OAuth2 {
            client: OAuth2Client::Public,
        },
        Self::OAuth2 {
            client: OAuth2Client::Basic,
        },
        Self::OAuth2 {
            client: OAuth2Client::Body,
        },
        Self::CookieRefresh,
        Self::BothTokens,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HeaderPair => "header-pair",
            Self::SimpleJwt { rotate: true } => "simplejwt",
            Self::SimpleJwt { rotate: false } => "simplejwt-keep",
            Self::FlaskJwt => "flask-jwt",
            Self::AtProto => "atproto",
            Self::OAuth2 {
                client: OAuth2Client::Public,
            } => "oauth2-public",
            Self::OAuth2 {
                client: OAuth2Client::Basic,
            } => "oauth2-basic",
            Self::OAuth2 {
                client: OAuth2Client::Body,
            } => "oauth2-body",
            Self::CookieRefresh => "cookie-refresh",
            Self::BothTokens => "both-tokens",
        }
    }

    /// Where it signs in, refreshes and signs out.
    pub const fn paths(self) -> Paths {
        match self {
            Self::HeaderPair => Paths {
                sign_in: "/api/user/login",
                refresh: "/api/refresh-token",
                sign_out: None,
            },
            Self::SimpleJwt { .. } => Paths {
                sign_in: "/api/token/",
                refresh: "/api/token/refresh/",
                sign_out: Some(("POST", "/api/token/blacklist/")),
            },
            Self::FlaskJwt => Paths {
                sign_in: "/login",
                refresh: "/refresh",
                sign_out: Some(("DELETE", "/logout")),
            },
            Self::AtProto => Paths {
                sign_in: "/xrpc/com.atproto.server.createSession",
                refresh: "/xrpc/com.atproto.server.refreshSession",
                sign_out: Some(("POST", "/xrpc/com.atproto.server.deleteSession")),
            },
            Self::OAuth2 { .. } => Paths {
                sign_in: "/oauth/token",
                refresh: "/oauth/token",
                sign_out: Some(("POST", "/oauth/revoke")),
            },
            Self::CookieRefresh => Paths {
                sign_in: "/auth/login",
                refresh: "/auth/refresh",
                sign_out: Some(("POST", "/auth/logout")),
            },
            Self::BothTokens => Paths {
                sign_in: "/api/auth/login",
                refresh: "/api/auth/refresh",
                sign_out: Some(("POST", "/api/auth/revoke")),
            },
        }
    }

    /// Whether a refresh replaces the refresh token. Where it does, each user has one live refresh token.
    pub const fn rotates(self) -> bool {
        !matches!(self, Self::SimpleJwt { rotate: false } | Self::FlaskJwt)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Dialect {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        Self::ALL
            .into_iter()
            .find(|dialect| dialect.name() == text)
            .ok_or_else(|| Unfit::new("the dialect", text, Self::ALL.map(Self::name).join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_and_others_are_explained() {
        for dialect in Dialect::ALL {
            assert_eq!(dialect.to_string().parse(), Ok(dialect));
        }
        let message = "spring".parse::<Dialect>().unwrap_err().to_string();
        assert!(
            message.contains("`spring`") && message.contains("oauth2-basic"),
            "{message}"
        );
    }
}
