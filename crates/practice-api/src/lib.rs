//! A real HTTP API with short-lived tokens, to try Latchkey on and to test it against.
//!
//! Sign in as [`DEMO_USER`] with [`PASSWORD`], call the resources under `/api`, watch the access token
//! expire, and refresh it. It runs inside the desktop app, in every test, and alone
//! (`cargo run -p practice-api -- --help`). It listens on 127.0.0.1 and nowhere else.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), practice_api::Error> {
//! use practice_api::{Config, PracticeApi, RefreshFault};
//! use std::time::Duration;
//!
//! let api = PracticeApi::start(Config { access_ttl: Duration::from_secs(5), ..Config::default() }).await?;
//! assert!(api.url().starts_with("http://127.0.0.1:"));
//!
//! // Make trouble: every refresh hangs, and the access tokens issued so far are expired.
//! api.set_refresh_fault(Some(RefreshFault::Hang));
//! api.expire_access_tokens();
//! assert_eq!(api.stats().refreshes, 0);
//! # api.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # The protocols
//!
//! [`Config::dialect`] makes it one of seven kinds of servers, which differ in how they sign in, refresh, refuse and
//! sign out; each module of `src/dialects` tells one of them. The default kind:
//!
//! | step | request | answer |
//! | --- | --- | --- |
//! | sign in | `POST /api/user/login`, `{"email", "password"}`, `Content-Type` exactly `application/json` | 200, bare tokens in `Authorization` and `Authorization-refresh` |
//! | call | `Authorization: Bearer ACCESS` | as the resource answers |
//! | expired | | 401 `ExpiredToken` |
//! | invalid | | 401 `InvalidToken` |
//! | refresh | `POST /api/refresh-token`, no body, `Content-Type` as above, `Authorization-refresh: Bearer REFRESH` | 200, both new tokens in the same headers; the old refresh token is dead at once |
//!
//! Every other refusal by a resource is JSON with `error` and `message`. `GET /` lists the resources.

mod clock;
mod config;
mod control;
mod dialect;
mod dialects;
mod error;
mod fault_forms;
mod faults;
mod hs256;
mod http;
mod key;
mod large;
mod notes;
mod opaque;
mod pair;
mod picture;
mod server;
mod sessions;
mod state;
mod state_file;
mod stats;
mod tokens;
mod unfit;
mod users;

pub use config::Config;
pub use dialect::{
    Dialect, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAUTH2_SCOPE, OAuth2Client, Paths, REFRESH_COOKIE,
};
pub use error::Error;
pub use faults::{Faults, RefreshFault, TokenKind};
pub use server::{PracticeApi, raise_open_file_limit};
pub use stats::Stats;
pub use tokens::fingerprint;
pub use unfit::Unfit;
pub use users::{DEMO_USER, OTHER_USER, PASSWORD};
