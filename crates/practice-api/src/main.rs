//! The practice API as a program of its own.

use clap::Parser;
use practice_api::{Config, Dialect, Error, Faults, PracticeApi, RefreshFault, raise_open_file_limit};
use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

/// A real HTTP API with short-lived tokens, to try an API client on.
///
/// Prints one line, {"listening":"http://127.0.0.1:PORT"}, and serves until it is interrupted. It listens on
/// 127.0.0.1 and nowhere else. Sign in as demo@latchkey.dev or other@latchkey.dev with the password latchkey;
/// GET / lists what there is to call.
#[derive(Debug, Parser)]
#[command(name = "practice-api", version, after_long_help = CONTROLS)]
struct Options {
    /// The kind of server: header-pair, simplejwt, simplejwt-keep (no rotation), flask-jwt, atproto, oauth2-public,
    /// oauth2-basic, oauth2-body, cookie-refresh or both-tokens.
    #[arg(long, default_value_t, value_name = "NAME")]
    dialect: Dialect,
    /// The port on 127.0.0.1; 0 is any free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How long an access token lives, such as 5s, 500ms or 1h 30m.
    #[arg(long, default_value = "30s", value_name = "TIME", value_parser = humantime::parse_duration)]
    access_ttl: Duration,
    /// How long a refresh token lives.
    #[arg(long, default_value = "30days", value_name = "TIME", value_parser = humantime::parse_duration)]
    refresh_ttl: Duration,
    /// Keep the signing key, who is signed in, and the notes in this file, over restarts.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// What the refresh endpoint does instead of its duty: hang, hold, html, tear, omit=access, omit=refresh, or
    /// status=CODE[,times=N][,retry-after=TEXT].
    #[arg(long, value_name = "FAULT")]
    refresh_fault: Option<RefreshFault>,
    /// Expire the access tokens of an earlier run (with --state).
    #[arg(long)]
    expire_access: bool,
    /// Make the access tokens of an earlier run invalid (with --state).
    #[arg(long)]
    invalidate_access: bool,
    /// Revoke the refresh tokens of an earlier run (with --state).
    #[arg(long)]
    revoke_refresh: bool,
}

const CONTROLS: &str = r#"While it runs, from this computer alone:
  GET  /__stats            what it did so far
  POST /__control/expire   every access token is expired now
  POST /__control/revoke   refresh tokens are revoked and access tokens expired now
  POST /__control          JSON with any of:
    "refresh": "none", "hang", "hold", "html", "tear", {"omit": "access"}, {"omit": "refresh"},
               {"status": 503, "times": 2, "retry_after": "1"}
    "expire_access", "invalidate_access", "revoke_refresh": true, "all" or a user's e-mail address
    "revoke": the same; revokes refresh tokens and makes access tokens invalid
    "reset": true removes the fault"#;

impl From<Options> for Config {
    fn from(options: Options) -> Self {
        Self {
            dialect: options.dialect,
            access_ttl: options.access_ttl,
            refresh_ttl: options.refresh_ttl,
            port: options.port,
            state_file: options.state,
            remember_issued: false,
            faults: Faults {
                refresh: options.refresh_fault,
                expire_access: options.expire_access,
                invalidate_access: options.invalidate_access,
                revoke_refresh: options.revoke_refresh,
            },
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    raise_open_file_limit();
    match run(Options::parse().into()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without standard error there is nobody left to tell.
            let _ = writeln!(io::stderr(), "practice-api: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), Failure> {
    // Listening for the signal comes first: from the printed line on, an interrupt ends it in order.
    let interrupted = interrupt().map_err(Failure::Signal)?;
    let api = PracticeApi::start(config).await?;
    writeln!(io::stdout(), "{{\"listening\":\"{}\"}}", api.url()).map_err(Failure::Print)?;
    interrupted.await;
    api.shutdown().await;
    Ok(())
}

#[cfg(unix)]
fn interrupt() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(windows)]
fn interrupt() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

/// Why the program ended.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Start(#[from] Error),
    #[error("cannot listen for the interrupt signal: {0}")]
    Signal(io::Error),
    #[error("cannot print the address: {0}")]
    Print(io::Error),
}
