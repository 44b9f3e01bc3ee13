//! A server as plain HTTP shows it, without the pipeline.

use std::{collections::BTreeMap, time::Duration};

use real_servers::Running;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

/// Method and path, then status, then how often.
type Counted = BTreeMap<String, BTreeMap<String, usize>>;

/// A server and a client for it.
pub(crate) struct Wire {
    pub(crate) url: String,
    control: String,
    client: Client,
}

/// What a server answered, as far as it tells expired from invalid.
#[derive(Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) challenge: Option<String>,
}

impl Wire {
    pub(crate) fn to(server: &Running) -> Self {
        Self {
            url: server.url.clone(),
            control: server.control.clone(),
            client: Client::new(),
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    pub(crate) async fn get(&self, path: &str, access: &str) -> Told {
        told(self.request(Method::GET, path).bearer_auth(access)).await
    }

    pub(crate) async fn post(&self, path: &str, bearer: Option<&str>, body: Option<&Value>) -> Told {
        let request = match body {
            Some(body) => self.posting(path, body),
            None => self.request(Method::POST, path),
        };
        told(match bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
        .await
    }

    pub(crate) fn posting(&self, path: &str, body: &Value) -> RequestBuilder {
        self.request(Method::POST, path)
            .header("content-type", "application/json")
            .body(body.to_string())
    }

    /// Waits until the server itself refuses an access token that it accepted, and returns how.
    pub(crate) async fn refusal(&self, path: &str, access: &str) -> Told {
        let mut pace = tokio::time::interval(Duration::from_millis(50));
        let refused = async {
            loop {
                pace.tick().await;
                let told = self.get(path, access).await;
                if told.status != 200 {
                    return told;
                }
            }
        };
        tokio::time::timeout(Duration::from_mins(1), refused)
            .await
            .expect("the token never expires")
    }

    /// How often the server answered at `line` (method and path), whatever the status.
    pub(crate) async fn count(&self, line: &str) -> usize {
        self.counted("GET", "counted")
            .await
            .get(line)
            .map_or(0, |by_status| by_status.values().sum())
    }

    /// How often the server answered at `line` (method and path) with this status.
    pub(crate) async fn count_of(&self, line: &str, status: u16) -> usize {
        self.counted("GET", "counted")
            .await
            .get(line)
            .and_then(|by_status| by_status.get(&status.to_string()))
            .copied()
            .unwrap_or(0)
    }

    /// Access tokens issued from now on live this long.
    pub(crate) async fn set_lifetime(&self, seconds: u64) {
        self.counted("POST", &format!("lifetime/{seconds}")).await;
    }

    async fn counted(&self, method: &str, command: &str) -> Counted {
        let method = method.parse().unwrap();
        let request = self
            .client
            .request(method, format!("{}/-/{command}", self.control));
        let body = request.send().await.unwrap().bytes().await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

/// Sends a request; a body that is not JSON is told as a string.
pub(crate) async fn told(request: RequestBuilder) -> Told {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let challenge = response
        .headers()
        .get("www-authenticate")
        .map(|value| value.to_str().unwrap().to_owned());
    let body = response.bytes().await.unwrap();
    let body = serde_json::from_slice(&body)
        .unwrap_or_else(|_| Value::from(String::from_utf8_lossy(&body).into_owned()));
    Told {
        status,
        body,
        challenge,
    }
}

/// What is expected of a server's answer.
pub(crate) fn tells(status: u16, body: Value, challenge: Option<&str>) -> Told {
    Told {
        status,
        body,
        challenge: challenge.map(str::to_owned),
    }
}

/// A field that has to be there, as text.
pub(crate) fn text<'a>(told: &'a Told, field: &str) -> &'a str {
    assert_eq!(told.status, 200, "{:?}", told.body["error"]);
    told.body[field].as_str().unwrap()
}
