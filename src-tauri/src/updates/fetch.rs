//! What is asked of the release server: bounded in size and in time, by https alone, without cookies and credentials.
//!
//! The updater plugin can fetch too, but takes whatever size comes, and waits for ever.

use std::{fs::File, io::Write as _, time::Duration};

use reqwest::{Client, Response, redirect::Policy};
use serde_json::Value;
use url::Url;

use super::{problem::Problem, source::may_be_asked};

/// The most that describes a release, in bytes.
pub(crate) const MANIFEST_LIMIT: u64 = 1 << 20;
/// The most that a release may have, in bytes. An `AppImage`, which brings the web view along, has about 90 MB.
pub(crate) const PACKAGE_LIMIT: u64 = 512 << 20;
/// How many redirects are followed: release pages lead to a storage of their own.
const REDIRECTS: usize = 5;

/// How long the release server may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// Until there is a connection.
    pub(crate) connect: Duration,
    /// Between two pieces of an answer.
    pub(crate) silence: Duration,
    /// For the whole description of a release.
    pub(crate) manifest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            manifest: Duration::from_secs(30),
        }
    }
}

/// Fetches from the release server.
pub(crate) struct Fetch {
    client: Client,
    patience: Patience,
    loopback: bool,
}

impl Fetch {
    /// `version` is told to the server as the user agent's; nothing else is. `loopback` allows plain http with this
    /// very computer.
    pub(crate) fn new(version: &str, patience: Patience, loopback: bool) -> Result<Self, Problem> {
        // Somebody else's choice for the whole process is as good as ours.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let redirects = Policy::custom(move |attempt| {
            if attempt.previous().len() > REDIRECTS || !may_be_asked(attempt.url(), loopback) {
                let to = attempt.url().to_string();
                return attempt.error(Problem::Insecure(to));
            }
            attempt.follow()
        });
        let client = Client::builder()
            .redirect(redirects)
            .referer(false)
            .connect_timeout(patience.connect)
            .read_timeout(patience.silence)
            .user_agent(format!("Latchkey/{version}"));
        let client = if loopback { client.no_proxy() } else { client };
        Ok(Self {
            client: client.build().map_err(|error| Problem::of_http(&error))?,
            patience,
            loopback,
        })
    }

    /// The description of the newest release; `None` where the server says that there is none.
    pub(crate) async fn manifest(&self, from: &Url) -> Result<Option<Value>, Problem> {
        let whole = async {
            let mut answer = self.ask(from, "application/json", MANIFEST_LIMIT).await?;
            if answer.status() == reqwest::StatusCode::NO_CONTENT {
                return Ok(None);
            }
            let mut bytes = Vec::new();
            while let Some(piece) = piece(&mut answer).await? {
                bytes.extend_from_slice(&piece);
                within(bytes.len() as u64, MANIFEST_LIMIT)?;
            }
            let parsed = serde_json::from_slice(&bytes);
            parsed
                .map(Some)
                .map_err(|error| Problem::Manifest(error.to_string()))
        };
        let limited = tokio::time::timeout(self.patience.manifest, whole).await;
        limited.unwrap_or(Err(Problem::Silent))
    }

    /// Fetches a release into a file, telling how far it is: bytes that have come, and bytes there will be.
    pub(crate) async fn package(
        &self,
        from: &Url,
        into: &mut File,
        mut progress: impl FnMut(u64, Option<u64>),
    ) -> Result<(), Problem> {
        let mut answer = self.ask(from, "application/octet-stream", PACKAGE_LIMIT).await?;
        let total = answer.content_length();
        let mut received = 0;
        progress(received, total);
        while let Some(piece) = piece(&mut answer).await? {
            received += piece.len() as u64;
            within(received, PACKAGE_LIMIT)?;
            into.write_all(&piece)
                .map_err(|error| Problem::of_disk("the download", &error))?;
            progress(received, total);
        }
        Ok(())
    }

    async fn ask(&self, from: &Url, accept: &'static str, limit: u64) -> Result<Response, Problem> {
        if !may_be_asked(from, self.loopback) {
            return Err(Problem::Insecure(from.to_string()));
        }
        let request = self
            .client
            .get(from.clone())
            .header(reqwest::header::ACCEPT, accept);
        let answer = request.send().await.map_err(|error| Problem::of_http(&error))?;
        // One that the library does not even try to follow.
        if let Some(to) = answer.headers().get(reqwest::header::LOCATION) {
            return Err(Problem::Insecure(
                String::from_utf8_lossy(to.as_bytes()).into_owned(),
            ));
        }
        if !answer.status().is_success() {
            return Err(Problem::Status(answer.status().as_u16()));
        }
        within(answer.content_length().unwrap_or_default(), limit)?;
        Ok(answer)
    }
}

async fn piece(answer: &mut Response) -> Result<Option<bytes::Bytes>, Problem> {
    answer.chunk().await.map_err(|error| Problem::of_http(&error))
}

fn within(size: u64, limit: u64) -> Result<(), Problem> {
    if size > limit {
        return Err(Problem::TooLarge { limit });
    }
    Ok(())
}
