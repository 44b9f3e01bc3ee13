//! A started server and a client that knows the protocol.

use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde_json::{Value, json};

/// A server, and a client to talk to it.
pub(crate) struct Fixture {
    pub(crate) api: PracticeApi,
    pub(crate) http: Client,
}

/// A pair as a client holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// A client that follows no redirect.
pub(crate) fn client() -> Client {
    // Whichever test comes first installs it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .build()
        .unwrap()
}

pub(crate) async fn start() -> Fixture {
    start_with(Config::default()).await
}

pub(crate) async fn start_with(config: Config) -> Fixture {
    // Whichever test comes first installs it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .build()
        .unwrap();
    Fixture {
        api: PracticeApi::start(config).await.unwrap(),
        http,
    }
}

impl Fixture {
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.api.url()))
    }

    pub(crate) fn get(&self, path: &str, access: &str) -> RequestBuilder {
        self.request(Method::GET, path).bearer_auth(access)
    }

    pub(crate) fn login(&self, email: &str, password: &str) -> RequestBuilder {
        self.request(Method::POST, "/api/user/login")
            .header("content-type", "application/json")
            .body(json!({"email": email, "password": password}).to_string())
    }

    pub(crate) fn refresh(&self, refresh: &str) -> RequestBuilder {
        self.request(Method::POST, "/api/refresh-token")
            .header("content-type", "application/json")
            .header("authorization-refresh", format!("Bearer {refresh}"))
    }

    pub(crate) async fn sign_in(&self) -> Pair {
        self.sign_in_as(DEMO_USER).await
    }

    pub(crate) async fn sign_in_as(&self, email: &str) -> Pair {
        let answer = self.login(email, PASSWORD).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        pair(&answer)
    }

    /// Carries out a control request that must be accepted.
    pub(crate) async fn control(&self, commands: Value) {
        let answer = self
            .request(Method::POST, "/__control")
            .body(commands.to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{commands}");
    }

    /// A call to `/api/me`: its status, and its text when it is refused.
    pub(crate) async fn call(&self, access: &str) -> (StatusCode, String) {
        status_and_text(self.get("/api/me", access)).await
    }
}

pub(crate) fn pair(answer: &Response) -> Pair {
    let token = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    Pair {
        access: token("authorization"),
        refresh: token("authorization-refresh"),
    }
}

pub(crate) async fn status_and_text(request: RequestBuilder) -> (StatusCode, String) {
    let answer = request.send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

pub(crate) async fn status_and_json(request: RequestBuilder) -> (StatusCode, Value) {
    let (status, text) = status_and_text(request).await;
    (
        status,
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status}, not JSON: {text}")),
    )
}

/// Asserts a JSON refusal with `error` and a message that has all of `says`.
pub(crate) async fn assert_refused(request: RequestBuilder, status: u16, error: &str, says: &[&str]) {
    let (found, body) = status_and_json(request).await;
    assert_eq!(
        (found.as_u16(), &body["error"]),
        (status, &json!(error)),
        "{body}"
    );
    let message = body["message"].as_str().unwrap();
    for part in says {
        assert!(message.contains(part), "{message} does not say {part}");
    }
}

pub(crate) fn expired() -> (StatusCode, String) {
    (StatusCode::UNAUTHORIZED, "ExpiredToken".into())
}

pub(crate) fn invalid() -> (StatusCode, String) {
    (StatusCode::UNAUTHORIZED, "InvalidToken".into())
}

/// What a token says, unverified.
pub(crate) fn claims(token: &str) -> Value {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for digit in token.split('.').nth(1).unwrap().bytes() {
        let value = DIGITS.iter().position(|&known| known == digit).unwrap();
        bits = (bits << 6) | u32::try_from(value).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap());
        }
    }
    serde_json::from_slice(&bytes).unwrap()
}
