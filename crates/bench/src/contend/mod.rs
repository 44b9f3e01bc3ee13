//! The contenders written in Rust. Each runs in a process of its own and does what it is told on standard input.

mod measure;
mod middleware;
mod pipeline;
mod raw;
mod usage;

use std::{path::Path, time::Instant};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

use crate::{control::Control, wire::Task};

/// The user that every contender signs in as; the server takes any.
const USER: (&str, &str) = ("demo@latchkey.dev", "latchkey");
/// The limit for reading an answer, in bytes.
const MOST: usize = 1 << 20;

/// A way to make calls with a token that expires.
///
/// `Ok(true)` and `true` mean: answered 200, and the body read to its end.
trait Contender: Clone + Send + Sync + 'static {
    /// Signs in anew, whatever was before.
    fn sign_in(&self) -> impl Future<Output = Result<()>> + Send;
    /// `GET /api/me`, refreshing as this contender does.
    fn call(&self) -> impl Future<Output = bool> + Send;
    /// `POST /api/upload`, refreshing as this contender does.
    fn upload(&self, body: Upload<'_>) -> impl Future<Output = bool> + Send;
    /// Whether it still has tokens.
    fn signed_in(&self) -> bool;
    /// How often it has signed the user out by itself.
    fn sign_outs(&self) -> u64;
    /// Forgets the refreshes so far.
    fn forget_refreshes(&self);
    /// When the first answer to a refresh since then had come.
    fn first_refresh(&self) -> Option<Instant>;
    /// Lets the time go by that it wants to wait after a failed refresh. Most do not wait.
    fn wait_out_pause(&self) {}
}

/// A body to send.
#[derive(Clone, Copy)]
enum Upload<'a> {
    Memory(&'a Bytes),
    File(&'a Path),
}

/// The contenders written in Rust.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Name {
    /// Latchkey's pipeline.
    Pipeline,
    /// reqwest and nothing else.
    Raw,
    /// The same with time-outs as the pipeline has them.
    RawTimed,
    /// reqwest-middleware with a naive refresh.
    Middleware,
}

/// Runs a contender until standard input ends.
pub(crate) async fn run(name: Name, url: &str) -> Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    match name {
        Name::Pipeline => obey(&pipeline::Latchkey::new(url)?, url).await,
        Name::Raw => obey(&raw::Raw::new(url, false)?, url).await,
        Name::RawTimed => obey(&raw::Raw::new(url, true)?, url).await,
        Name::Middleware => obey(&middleware::Naive::new(url)?, url).await,
    }
}

async fn obey<C: Contender>(contender: &C, url: &str) -> Result<()> {
    let control = Control::new(url)?;
    contender.sign_in().await.context("cannot sign in")?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut out = tokio::io::stdout();
    while let Some(line) = lines.next_line().await? {
        let told = match serde_json::from_str(&line).context("not a task")? {
            Task::Steady { concurrency, millis } => {
                serde_json::to_string(&measure::steady(contender, concurrency, millis).await?)
            }
            Task::Storm { calls } => {
                serde_json::to_string(&measure::storm(contender, &control, calls).await?)
            }
            Task::Torn {
                expiries,
                every,
                tear,
                grace,
            } => {
                let torn = measure::torn(contender, &control, expiries, every, tear, grace).await?;
                serde_json::to_string(&torn)
            }
            Task::Replay { bytes, source } => {
                serde_json::to_string(&measure::replay(contender, &control, bytes, source).await?)
            }
        }?;
        out.write_all(told.as_bytes()).await?;
        out.write_all(b"\n").await?;
        out.flush().await?;
    }
    Ok(())
}

/// The HTTP client of every contender in Rust: as the pipeline builds its own.
fn client(timed: bool) -> Result<reqwest::Client> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(std::time::Duration::from_secs(10))
        .user_agent("Latchkey-bench/0.1")
        .no_proxy();
    if timed {
        let minute = std::time::Duration::from_mins(1);
        builder = builder.timeout(minute).read_timeout(minute);
    }
    Ok(builder.build()?)
}
