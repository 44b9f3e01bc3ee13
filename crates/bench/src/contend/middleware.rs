//! reqwest-middleware with the refresh that its users write first: on a 401 refresh, and send again. Calls share the
//! tokens, but not the refresh; when a refresh fails the user is signed out.

use std::{
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Instant,
};

use anyhow::{Context as _, Result};
use http::Extensions;
use reqwest::{Client, Request, Response, StatusCode, header};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};

use super::{Contender, USER, Upload};

#[derive(Clone)]
pub(super) struct Naive {
    client: ClientWithMiddleware,
    /// For signing in and refreshing: without the middleware.
    plain: Client,
    tokens: Arc<Tokens>,
    me: String,
    upload: String,
    login: String,
}

/// The tokens as headers carry them, if the user is signed in.
#[derive(Default)]
struct Tokens {
    pair: RwLock<Option<(String, String)>>,
    first_refresh: Mutex<Option<Instant>>,
    sign_outs: AtomicU64,
}

impl Naive {
    pub(super) fn new(url: &str) -> Result<Self> {
        let plain = super::client(false)?;
        let tokens = Arc::new(Tokens::default());
        let refresh = Refresh {
            plain: plain.clone(),
            tokens: tokens.clone(),
            url: format!("{url}/api/refresh-token"),
        };
        Ok(Self {
            client: ClientBuilder::new(plain.clone()).with(refresh).build(),
            plain,
            tokens,
            me: format!("{url}/api/me"),
            upload: format!("{url}/api/upload"),
            login: format!("{url}/api/user/login"),
        })
    }
}

impl Tokens {
    fn get(&self) -> Option<(String, String)> {
        self.pair.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, pair: Option<(String, String)>) {
        *self.pair.write().unwrap_or_else(PoisonError::into_inner) = pair;
    }

    fn first_refresh(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.first_refresh.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Refresh {
    plain: Client,
    tokens: Arc<Tokens>,
    url: String,
}

impl Refresh {
    async fn refresh(&self) -> Result<()> {
        let (_, spent) = self.tokens.get().context("signed out")?;
        let request = self
            .plain
            .post(&self.url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("authorization-refresh", spent)
            .body("");
        let response = request.send().await?.error_for_status()?;
        let pair = pair_of(&response)?;
        response.bytes().await?;
        self.tokens.first_refresh().get_or_insert_with(Instant::now);
        self.tokens.set(Some(pair));
        Ok(())
    }

    fn attach(&self, request: &mut Request) -> Result<()> {
        let (access, _) = self.tokens.get().context("signed out")?;
        request
            .headers_mut()
            .insert(header::AUTHORIZATION, access.parse()?);
        Ok(())
    }
}

#[async_trait::async_trait]
impl Middleware for Refresh {
    async fn handle(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let again = request.try_clone();
        self.attach(&mut request)?;
        let response = next.clone().run(request, extensions).await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok(response);
        }
        let Some(mut again) = again else {
            return Ok(response);
        };
        // Read to the end, so that its connection can be used again.
        response.bytes().await?;
        if let Err(error) = self.refresh().await {
            self.tokens.set(None);
            self.tokens.sign_outs.fetch_add(1, Relaxed);
            return Err(error.into());
        }
        self.attach(&mut again)?;
        next.run(again, extensions).await
    }
}

fn pair_of(response: &Response) -> Result<(String, String)> {
    let value = |name: &str| {
        let value = response.headers().get(name).context("no token")?.to_str()?;
        Ok::<_, anyhow::Error>(format!("Bearer {value}"))
    };
    Ok((value("authorization")?, value("authorization-refresh")?))
}

async fn outcome(sent: reqwest_middleware::Result<Response>) -> bool {
    match sent {
        Ok(response) => response.status() == StatusCode::OK && response.bytes().await.is_ok(),
        Err(_) => false,
    }
}

impl Contender for Naive {
    async fn sign_in(&self) -> Result<()> {
        let body = serde_json::json!({ "email": USER.0, "password": USER.1 }).to_string();
        let request = self
            .plain
            .post(&self.login)
            .header(header::CONTENT_TYPE, "application/json");
        let response = request.body(body).send().await?.error_for_status()?;
        self.tokens.set(Some(pair_of(&response)?));
        Ok(())
    }

    async fn call(&self) -> bool {
        outcome(self.client.get(&self.me).send().await).await
    }

    async fn upload(&self, body: Upload<'_>) -> bool {
        let body = match body {
            Upload::Memory(bytes) => reqwest::Body::from(bytes.clone()),
            Upload::File(path) => match tokio::fs::File::open(path).await {
                Ok(file) => reqwest::Body::from(file),
                Err(_) => return false,
            },
        };
        outcome(self.client.post(&self.upload).body(body).send().await).await
    }

    fn signed_in(&self) -> bool {
        self.tokens.get().is_some()
    }

    fn sign_outs(&self) -> u64 {
        self.tokens.sign_outs.load(Relaxed)
    }

    fn forget_refreshes(&self) {
        *self.tokens.first_refresh() = None;
    }

    fn first_refresh(&self) -> Option<Instant> {
        *self.tokens.first_refresh()
    }
}
