//! Telling the server what to do, beside the calls that are measured.

use anyhow::Result;

use crate::wire::{Stats, Tear};

/// A connection to the server's controls.
pub(crate) struct Control {
    client: reqwest::Client,
    url: String,
}

impl Control {
    /// `url` is the server's, without a slash at the end.
    pub(crate) fn new(url: &str) -> Result<Self> {
        Ok(Self {
            client: reqwest::Client::builder().no_proxy().build()?,
            url: url.to_owned(),
        })
    }

    /// Every access token issued so far is expired.
    pub(crate) async fn expire(&self) -> Result<()> {
        self.post("expire").await
    }

    /// What happens to the next refresh, and whether spent refresh tokens are taken.
    pub(crate) async fn trouble(&self, tear: Option<Tear>, grace: bool) -> Result<()> {
        let tear = match tear {
            None => "none",
            Some(Tear::Before) => "before",
            Some(Tear::Head) => "head",
            Some(Tear::Body) => "body",
        };
        self.post(&format!("trouble?tear={tear}&grace={grace}")).await
    }

    /// What the server did since it started.
    pub(crate) async fn stats(&self) -> Result<Stats> {
        let answer = self.client.get(format!("{}/__stats", self.url)).send().await?;
        Ok(serde_json::from_slice(&answer.bytes().await?)?)
    }

    async fn post(&self, what: &str) -> Result<()> {
        let url = format!("{}/__control/{what}", self.url);
        let answer = self.client.post(url).send().await?.error_for_status()?;
        answer.bytes().await?;
        Ok(())
    }
}
