//! A client that signs in and refreshes in the way of any kind of server.

use crate::support::{self, Fixture};
use practice_api::{
    Config, DEMO_USER, Dialect, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAUTH2_SCOPE, OAuth2Client, PASSWORD,
    REFRESH_COOKIE,
};
use reqwest::{Method, RequestBuilder, Response, header::HeaderMap};
use serde_json::{Value, json};
use url::form_urlencoded::{Serializer, byte_serialize};

/// The tokens as a client holds them, as far as an answer had them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tokens {
    pub(super) access: String,
    pub(super) refresh: String,
}

/// An answer, read as a whole.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// Asserts a status and a JSON body.
    pub(super) fn is(&self, status: u16, body: &Value) {
        assert_eq!((self.status, &self.json()), (status, body));
    }
}

/// The status of a refused refresh.
pub(super) fn refused(dialect: Dialect) -> u16 {
    match dialect {
        Dialect::AtProto | Dialect::OAuth2 { .. } | Dialect::BothTokens => 400,
        _ => 401,
    }
}

pub(super) async fn ask(request: RequestBuilder) -> Answer {
    let answer = request.send().await.unwrap();
    Answer {
        status: answer.status().as_u16(),
        headers: answer.headers().clone(),
        body: answer.text().await.unwrap(),
    }
}

pub(super) async fn start(dialect: Dialect) -> Fixture {
    start_with(Config {
        dialect,
        ..Config::default()
    })
    .await
}

pub(super) async fn start_with(config: Config) -> Fixture {
    support::start_with(config).await
}

impl Fixture {
    pub(super) fn post(&self, path: &str) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    pub(super) fn post_json(&self, path: &str, body: &Value) -> RequestBuilder {
        self.post(path)
            .header("content-type", "application/json; charset=utf-8")
            .body(body.to_string())
    }

    /// A form from the client that the server knows.
    pub(super) fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let mut form = Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = match self.api.dialect() {
            Dialect::OAuth2 {
                client: OAuth2Client::Basic,
            } => {
                let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
                let (id, secret) = (encode(OAUTH2_CLIENT_ID), encode(OAUTH2_CLIENT_SECRET));
                self.post(path).basic_auth(id, Some(secret))
            }
            Dialect::OAuth2 {
                client: OAuth2Client::Body,
            } => {
                form.append_pair("client_id", OAUTH2_CLIENT_ID)
                    .append_pair("client_secret", OAUTH2_CLIENT_SECRET);
                self.post(path)
            }
            _ => {
                form.append_pair("client_id", OAUTH2_CLIENT_ID);
                self.post(path)
            }
        };
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.finish())
    }

    /// The sign-in of the server's kind.
    pub(super) fn begin(&self, password: &str) -> RequestBuilder {
        let path = self.api.paths().sign_in;
        match self.api.dialect() {
            Dialect::HeaderPair => self.login(DEMO_USER, password),
            Dialect::SimpleJwt { .. } | Dialect::FlaskJwt => {
                self.post_json(path, &json!({"username": DEMO_USER, "password": password}))
            }
            Dialect::AtProto => self.post_json(path, &json!({"identifier": DEMO_USER, "password": password})),
            Dialect::OAuth2 { .. } => self.post_form(
                path,
                &[
                    ("grant_type", "password"),
                    ("username", DEMO_USER),
                    ("password", password),
                    ("scope", OAUTH2_SCOPE),
                ],
            ),
            Dialect::CookieRefresh => {
                self.post_json(path, &json!({"email": DEMO_USER, "password": password}))
            }
            Dialect::BothTokens => {
                self.post_json(path, &json!({"userName": DEMO_USER, "password": password}))
            }
        }
    }

    /// The refresh of the server's kind.
    pub(super) fn renew(&self, tokens: &Tokens) -> RequestBuilder {
        let path = self.api.paths().refresh;
        match self.api.dialect() {
            Dialect::HeaderPair => self.refresh(&tokens.refresh),
            Dialect::SimpleJwt { .. } => self.post_json(path, &json!({"refresh": tokens.refresh})),
            Dialect::FlaskJwt | Dialect::AtProto => self.post(path).bearer_auth(&tokens.refresh),
            Dialect::OAuth2 { .. } => self.post_form(
                path,
                &[
                    ("grant_type", "refresh_token"),
                    ("refresh_token", &tokens.refresh),
                ],
            ),
            Dialect::CookieRefresh => self.post(path).header(
                "cookie",
                format!("theme=dark; {REFRESH_COOKIE}={}", tokens.refresh),
            ),
            Dialect::BothTokens => {
                let both = json!({"accessToken": tokens.access, "refreshToken": tokens.refresh});
                self.post_json(path, &both)
            }
        }
    }

    /// Signs in and reads the tokens.
    pub(super) async fn begun(&self) -> Tokens {
        let answer = self.begin(PASSWORD).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        self.tokens(answer).await
    }

    /// Refreshes and reads the tokens; an answer without a refresh token leaves the old one.
    pub(super) async fn renewed(&self, old: &Tokens) -> Tokens {
        let answer = self.renew(old).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{:?}", self.api.dialect());
        let new = self.tokens(answer).await;
        Tokens {
            refresh: if new.refresh.is_empty() {
                old.refresh.clone()
            } else {
                new.refresh
            },
            access: new.access,
        }
    }

    /// The tokens in an answer; one that is not there is empty.
    pub(super) async fn tokens(&self, answer: Response) -> Tokens {
        let headers = answer.headers().clone();
        let body = answer.text().await.unwrap();
        let field = |name: &str| {
            let body: Value = serde_json::from_str(&body).unwrap();
            body[name].as_str().unwrap_or_default().to_owned()
        };
        let header = |name: &str| {
            let value = headers.get(name).map(|value| value.to_str().unwrap());
            value.unwrap_or_default().to_owned()
        };
        let (access, refresh) = match self.api.dialect() {
            Dialect::HeaderPair => (header("authorization"), header("authorization-refresh")),
            Dialect::SimpleJwt { .. } => (field("access"), field("refresh")),
            Dialect::FlaskJwt | Dialect::OAuth2 { .. } => (field("access_token"), field("refresh_token")),
            Dialect::AtProto => (field("accessJwt"), field("refreshJwt")),
            Dialect::CookieRefresh => {
                let cookie = header("set-cookie");
                let pair = cookie.split(';').next().unwrap();
                let token = pair.split_once('=').map(|(_, value)| value.to_owned());
                (field("accessToken"), token.unwrap_or_default())
            }
            Dialect::BothTokens => (field("token"), field("refreshToken")),
        };
        Tokens { access, refresh }
    }

    /// A call: its answer, refused or not.
    pub(super) async fn me(&self, tokens: &Tokens) -> Answer {
        ask(self.get("/api/me", &tokens.access)).await
    }
}
