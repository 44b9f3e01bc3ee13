//! The floor: reqwest and nothing else.
//!
//! It knows beforehand when the token has expired. In steady state it sends its token and reads the answer; in a storm
//! it makes the requests that have to be made by anybody: calls with the expired token, one refresh for all, and the
//! refused calls again; those that begin later have the new token. It has no session to lose, so it takes no part where sessions are torn.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use anyhow::{Context as _, Result};
use reqwest::{Client, Response, StatusCode, header};
use tokio::sync::OnceCell;

use super::{Contender, USER, Upload};

#[derive(Clone)]
pub(super) struct Raw {
    client: Client,
    shared: Arc<Shared>,
}

struct Shared {
    base: String,
    me: String,
    upload: String,
    refresh: String,
    held: Mutex<Held>,
}

/// What changes at a refresh, and only there.
#[derive(Default, Clone)]
struct Held {
    /// The header's whole value.
    bearer: String,
    refresh_token: String,
    /// The refresh of the next storm, and when its answer came.
    storm: Arc<OnceCell<(String, Instant)>>,
}

impl Raw {
    pub(super) fn new(url: &str, timed: bool) -> Result<Self> {
        let shared = Shared {
            base: url.to_owned(),
            me: format!("{url}/api/me"),
            upload: format!("{url}/api/upload"),
            refresh: format!("{url}/api/refresh-token"),
            held: Mutex::default(),
        };
        Ok(Self {
            client: super::client(timed)?,
            shared: Arc::new(shared),
        })
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.shared.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_pair(&self, response: &Response) -> Result<String> {
        let value =
            |name: &str| Ok::<_, anyhow::Error>(response.headers().get(name).context("no token")?.to_str()?);
        let bearer = format!("Bearer {}", value("authorization")?);
        let mut held = self.held();
        held.bearer.clone_from(&bearer);
        held.refresh_token = format!("Bearer {}", value("authorization-refresh")?);
        Ok(bearer)
    }

    async fn refreshed(&self, held: &Held) -> Option<String> {
        let refresh = async || {
            let response = self
                .client
                .post(&self.shared.refresh)
                .header(header::CONTENT_TYPE, "application/json")
                .header("authorization-refresh", &held.refresh_token)
                .body("")
                .send()
                .await?;
            let bearer = self.take_pair(&response)?;
            response.bytes().await?;
            Ok::<_, anyhow::Error>((bearer, Instant::now()))
        };
        let (bearer, _) = held.storm.get_or_try_init(refresh).await.ok()?;
        Some(bearer.clone())
    }
}

/// Whether it was answered 200; the body is read in any case.
async fn outcome(sent: reqwest::Result<Response>) -> Option<StatusCode> {
    let response = sent.ok()?;
    let status = response.status();
    response.bytes().await.ok()?;
    Some(status)
}

impl Contender for Raw {
    async fn sign_in(&self) -> Result<()> {
        let body = serde_json::json!({ "email": USER.0, "password": USER.1 }).to_string();
        let url = format!("{}/api/user/login", self.shared.base);
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json");
        let response = request.body(body).send().await?;
        self.take_pair(&response)?;
        Ok(())
    }

    async fn call(&self) -> bool {
        let held = self.held().clone();
        let send = async |bearer: &str| {
            let request = self
                .client
                .get(&self.shared.me)
                .header(header::AUTHORIZATION, bearer);
            outcome(request.send().await).await
        };
        match send(&held.bearer).await {
            Some(StatusCode::UNAUTHORIZED) => match self.refreshed(&held).await {
                Some(bearer) => send(&bearer).await == Some(StatusCode::OK),
                None => false,
            },
            status => status == Some(StatusCode::OK),
        }
    }

    async fn upload(&self, body: Upload<'_>) -> bool {
        let held = self.held().clone();
        let send = async |bearer: &str| {
            let body = match body {
                Upload::Memory(bytes) => reqwest::Body::from(bytes.clone()),
                Upload::File(path) => reqwest::Body::from(tokio::fs::File::open(path).await.ok()?),
            };
            let request = self.client.post(&self.shared.upload);
            outcome(
                request
                    .header(header::AUTHORIZATION, bearer)
                    .body(body)
                    .send()
                    .await,
            )
            .await
        };
        match send(&held.bearer).await {
            Some(StatusCode::UNAUTHORIZED) => match self.refreshed(&held).await {
                Some(bearer) => send(&bearer).await == Some(StatusCode::OK),
                None => false,
            },
            status => status == Some(StatusCode::OK),
        }
    }

    fn signed_in(&self) -> bool {
        true
    }

    fn sign_outs(&self) -> u64 {
        0
    }

    fn forget_refreshes(&self) {
        self.held().storm = Arc::default();
    }

    fn first_refresh(&self) -> Option<Instant> {
        self.held().storm.get().map(|(_, at)| *at)
    }
}
