//! The kinds of servers that are known from the start.

use std::collections::BTreeMap;

use crate::description::{
    Body, Claims, Client, ClientAuthentication, Description, FieldValue, Means, OnServerError, Proactive,
    ProactiveFrom, Refresh, Refusals, Request, Requests, Rotation, Rule, Tokens, Unauthorized,
};

/// A kind of server that is known from the start: a profile to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Both tokens in the headers of the answers; text codes: a common Spring Security set-up.
    HeaderPair,
    /// djangorestframework-simplejwt.
    SimpleJwt,
    /// flask-jwt-extended.
    FlaskJwtExtended,
    /// An AT Protocol personal data server.
    AtProtocol,
    /// OAuth 2.0, password grant, public client (RFC 6749 §4.3, §6).
    OAuthPublic,
    /// OAuth 2.0, password grant, client authenticated by HTTP Basic.
    OAuthBasic,
    /// OAuth 2.0, password grant, client authenticated in the body.
    OAuthBody,
    /// The refresh token is an `HttpOnly` cookie.
    CookieRefresh,
    /// The refresh wants both tokens.
    BothTokens,
}

impl Kind {
    /// Every kind, the default first.
    pub const ALL: [Self; 9] = [
        Self::HeaderPair,
        Self::SimpleJwt,
        Self::FlaskJwtExtended,
        Self::AtProtocol,
        Self::OAuthPublic,
        Self::OAuthBasic,
        Self::OAuthBody,
        Self::CookieRefresh,
        Self::BothTokens,
    ];

    /// The name that files and commands use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::HeaderPair => "default",
            Self::SimpleJwt => "simplejwt",
            Self::FlaskJwtExtended => "flask-jwt-extended",
            Self::AtProtocol => "atproto",
            Self::OAuthPublic => "oauth2",
            Self::OAuthBasic => "oauth2-basic",
            Self::OAuthBody => "oauth2-body",
            Self::CookieRefresh => "cookie-refresh",
            Self::BothTokens => "both-tokens",
        }
    }

    /// The name to show.
    pub const fn title(self) -> &'static str {
        match self {
            Self::HeaderPair => "Tokens in headers (Spring Security + JWT)",
            Self::SimpleJwt => "djangorestframework-simplejwt",
            Self::FlaskJwtExtended => "flask-jwt-extended",
            Self::AtProtocol => "AT Protocol",
            Self::OAuthPublic => "OAuth 2.0, public client",
            Self::OAuthBasic => "OAuth 2.0, client secret by Basic",
            Self::OAuthBody => "OAuth 2.0, client secret in the body",
            Self::CookieRefresh => "Refresh token in a cookie",
            Self::BothTokens => "Both tokens at the refresh",
        }
    }

    /// The kind of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// A profile of this kind.
    pub fn description(self, id: &str, name: &str, base_url: &str) -> Description {
        let (requests, tokens) = self.requests_and_tokens();
        Description {
            id: id.to_owned(),
            name: name.to_owned(),
            base_url: base_url.to_owned(),
            allow_plain_http: false,
            caller_authorization: crate::CallerAuthorization::default(),
            headers: BTreeMap::new(),
            requests,
            tokens,
            attach: crate::Attach::default(),
            refusals: self.refusals(),
            refresh: self.refresh(),
            client: self.client(),
            claims: self.claims(),
            proactive: self.proactive(),
            timeouts: crate::TimeOuts::default(),
            tls: crate::Tls::default(),
        }
    }

    fn requests_and_tokens(self) -> (Requests, Tokens) {
        let bearer = [("Authorization", "Bearer {refresh_token}")];
        match self {
            Self::HeaderPair => (
                Requests {
                    sign_in: json(
                        "/api/user/login",
                        &[("email", "{user}"), ("password", "{password}")],
                    ),
                    refresh: empty(
                        "/api/refresh-token",
                        &[
                            ("Content-Type", "application/json"),
                            ("Authorization-refresh", "Bearer {refresh_token}"),
                        ],
                    ),
                    sign_out: None,
                },
                tokens("header:Authorization", "header:Authorization-refresh"),
            ),
            Self::SimpleJwt => (
                Requests {
                    sign_in: json(
                        "/api/token/",
                        &[("username", "{user}"), ("password", "{password}")],
                    ),
                    refresh: json("/api/token/refresh/", &[("refresh", "{refresh_token}")]),
                    sign_out: Some(json("/api/token/blacklist/", &[("refresh", "{refresh_token}")])),
                },
                tokens("json:/access", "json:/refresh"),
            ),
            Self::FlaskJwtExtended => (
                Requests {
                    sign_in: json("/login", &[("username", "{user}"), ("password", "{password}")]),
                    refresh: empty("/refresh", &bearer),
                    sign_out: Some(Request {
                        method: "DELETE".to_owned(),
                        ..empty("/logout", &bearer)
                    }),
                },
                tokens("json:/access_token", "json:/refresh_token"),
            ),
            Self::AtProtocol => (
                Requests {
                    sign_in: json(
                        "/xrpc/com.atproto.server.createSession",
                        &[("identifier", "{user}"), ("password", "{password}")],
                    ),
                    refresh: empty("/xrpc/com.atproto.server.refreshSession", &bearer),
                    sign_out: Some(empty("/xrpc/com.atproto.server.deleteSession", &bearer)),
                },
                tokens("json:/accessJwt", "json:/refreshJwt"),
            ),
            Self::OAuthPublic | Self::OAuthBasic | Self::OAuthBody => oauth(),
            Self::CookieRefresh => (
                Requests {
                    sign_in: json("/auth/login", &[("email", "{user}"), ("password", "{password}")]),
                    refresh: with_cookie(empty("/auth/refresh", &[])),
                    sign_out: Some(with_cookie(empty("/auth/logout", &[]))),
                },
                Tokens {
                    expires_in: Some("json:/expiresIn".to_owned()),
                    ..tokens("json:/accessToken", "cookie:refresh_token")
                },
            ),
            Self::BothTokens => (
                Requests {
                    sign_in: json(
                        "/api/auth/login",
                        &[("userName", "{user}"), ("password", "{password}")],
                    ),
                    refresh: json(
                        "/api/auth/refresh",
                        &[
                            ("accessToken", "{access_token}"),
                            ("refreshToken", "{refresh_token}"),
                        ],
                    ),
                    sign_out: Some(json("/api/auth/revoke", &[("refreshToken", "{refresh_token}")])),
                },
                tokens("json:/token", "json:/refreshToken"),
            ),
        }
    }

    fn refusals(self) -> Refusals {
        let (unauthorized, rules) = match self {
            Self::HeaderPair => (
                Unauthorized::End,
                vec![
                    code(Means::Expired, 401, "ExpiredToken"),
                    code(Means::Invalid, 401, "InvalidToken"),
                ],
            ),
            Self::SimpleJwt => (
                Unauthorized::End,
                vec![
                    Rule {
                        pointer: Some("/messages/0/message".to_owned()),
                        contains: Some("expired".to_owned()),
                        ..any(Means::Expired, 401)
                    },
                    Rule {
                        pointer: Some("/code".to_owned()),
                        equals: Some("token_not_valid".to_owned()),
                        ..any(Means::Invalid, 401)
                    },
                ],
            ),
            Self::FlaskJwtExtended => (
                Unauthorized::End,
                vec![
                    Rule {
                        pointer: Some("/msg".to_owned()),
                        equals: Some("Token has expired".to_owned()),
                        ..any(Means::Expired, 401)
                    },
                    Rule {
                        pointer: Some("/msg".to_owned()),
                        contains: Some("signature".to_owned()),
                        ..any(Means::Invalid, 422)
                    },
                ],
            ),
            Self::AtProtocol => (
                Unauthorized::End,
                vec![
                    Rule {
                        pointer: Some("/error".to_owned()),
                        equals: Some("ExpiredToken".to_owned()),
                        ..any(Means::Expired, 400)
                    },
                    Rule {
                        pointer: Some("/error".to_owned()),
                        equals: Some("InvalidToken".to_owned()),
                        ..any(Means::Invalid, 400)
                    },
                ],
            ),
            Self::OAuthPublic | Self::OAuthBasic | Self::OAuthBody => (
                Unauthorized::Return,
                vec![Rule {
                    challenge_error: Some("invalid_token".to_owned()),
                    ..any(Means::Expired, 401)
                }],
            ),
            Self::CookieRefresh | Self::BothTokens => (Unauthorized::Refresh, Vec::new()),
        };
        Refusals { unauthorized, rules }
    }

    fn refresh(self) -> Refresh {
        let rotation = match self {
            Self::HeaderPair | Self::AtProtocol | Self::BothTokens => Rotation::Required,
            _ => Rotation::Optional,
        };
        let on_server_error = match self {
            Self::HeaderPair => OnServerError::End,
            _ => OnServerError::Keep,
        };
        Refresh {
            on_server_error,
            rotation,
            tokens: None,
        }
    }

    fn client(self) -> Option<Client> {
        let authentication = match self {
            Self::OAuthPublic => ClientAuthentication::None,
            Self::OAuthBasic => ClientAuthentication::Basic,
            Self::OAuthBody => ClientAuthentication::Body,
            _ => return None,
        };
        Some(Client {
            id: "latchkey".to_owned(),
            authentication,
        })
    }

    fn claims(self) -> Claims {
        match self {
            Self::SimpleJwt => Claims {
                subject: "/user_id".to_owned(),
                name: None,
            },
            _ => Claims::default(),
        }
    }

    fn proactive(self) -> Proactive {
        let from = match self {
            Self::OAuthPublic | Self::OAuthBasic | Self::OAuthBody | Self::CookieRefresh => {
                ProactiveFrom::ExpiresIn
            }
            _ => ProactiveFrom::Token,
        };
        Proactive {
            from,
            ..Proactive::default()
        }
    }
}

fn oauth() -> (Requests, Tokens) {
    let form = |url: &str, entries: &[(&str, &str)]| Request {
        body: Body::Form,
        ..json(url, entries)
    };
    let requests = Requests {
        sign_in: form(
            "/oauth/token",
            &[
                ("grant_type", "password"),
                ("username", "{user}"),
                ("password", "{password}"),
            ],
        ),
        refresh: form(
            "/oauth/token",
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", "{refresh_token}"),
            ],
        ),
        sign_out: Some(form(
            "/oauth/revoke",
            &[("token", "{refresh_token}"), ("token_type_hint", "refresh_token")],
        )),
    };
    let tokens = Tokens {
        expires_in: Some("json:/expires_in".to_owned()),
        ..tokens("json:/access_token", "json:/refresh_token")
    };
    (requests, tokens)
}

fn json(url: &str, entries: &[(&str, &str)]) -> Request {
    let fields = entries
        .iter()
        .map(|(name, value)| ((*name).to_owned(), FieldValue::from(*value)));
    // One by one: what collects them sorts them first, and that is much of the window's code for so few.
    let mut in_order = BTreeMap::new();
    in_order.extend(fields);
    Request {
        method: "POST".to_owned(),
        url: url.to_owned(),
        body: Body::Json,
        headers: BTreeMap::new(),
        cookies: BTreeMap::new(),
        fields: in_order,
    }
}

fn empty(url: &str, headers: &[(&str, &str)]) -> Request {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let mut in_order = BTreeMap::new();
    in_order.extend(headers);
    Request {
        body: Body::None,
        headers: in_order,
        ..json(url, &[])
    }
}

fn with_cookie(mut request: Request) -> Request {
    request
        .cookies
        .insert("refresh_token".to_owned(), "{refresh_token}".to_owned());
    request
}

fn tokens(access: &str, refresh: &str) -> Tokens {
    Tokens {
        access: access.to_owned(),
        refresh: refresh.to_owned(),
        expires_in: None,
    }
}

fn any(means: Means, status: u16) -> Rule {
    Rule {
        means,
        status,
        code: None,
        pointer: None,
        equals: None,
        contains: None,
        challenge_error: None,
        challenge_description: None,
    }
}

fn code(means: Means, status: u16, code: &str) -> Rule {
    Rule {
        code: Some(code.to_owned()),
        ..any(means, status)
    }
}
