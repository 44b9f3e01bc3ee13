//! The interceptor pipeline: attach the access token, send, and answer every refusal so that the session lives.
//!
//! ```no_run
//! use std::sync::Arc;
//! use latchkey_pipeline::{ApiRequest, Credentials, MemoryStore, Pipeline, Profile};
//!
//! # async fn demo() -> Result<(), Box<dyn std::error::Error>> {
//! let pipeline = Pipeline::new(Arc::new(MemoryStore::default()), Arc::new(()));
//! let profile = Profile::header_pair("team", "Team API", "https://api.example.com", false)?;
//! pipeline.sign_in(profile, Credentials::new("me@example.com", "secret")).await?;
//! let mut answer = pipeline.call(ApiRequest::new("GET", "/api/notes")).await.map_err(|failed| failed.error)?;
//! let body = answer.bytes(1 << 20).await?;
//! println!("{}: {} bytes", answer.status, body.len());
//! # Ok(())
//! # }
//! ```

pub mod answer;
mod ask;
mod attach;
pub mod body;
pub mod classify;
mod client_certificate;
pub mod clock;
mod connecting;
mod core;
pub mod document;
pub mod error;
mod expiry;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
#[cfg(test)]
mod interleavings;
pub mod network;
mod outside;
pub mod pipeline;
pub mod profile;
pub mod redact;
mod refresh;
pub mod refresh_log;
pub mod rehearsal;
mod renew;
pub mod request;
mod respond;
mod send;
pub mod session;
pub mod sessions;
pub mod store;
mod target;
pub mod token;
mod tokens_in;
pub mod trace;
mod transport;
mod upload;
mod validity;

pub use answer::{Answer, VisibleHeader};
pub use body::{Body, Part};
pub use client_certificate::{ClientCertificate, MAX_CLIENT_CERTIFICATES};
pub use connecting::choose_crypto;
pub use error::{Error, Failed, InputError, NetworkError, NetworkFailure, Rule, StoreError};
pub use http;
pub use latchkey_profile as description;
pub use network::{MIN_TIME_OUT_MS, Network, NetworkSettings, ProxyChoice};
pub use pipeline::{Credentials, Pipeline, Revoked};
pub use profile::Profile;
pub use request::{ApiRequest, MAX_TIME_OUT};
pub use send::MAX_REDIRECTS;
pub use session::{EndReason, Observer, PendingCall, SessionEnded, SessionView};
pub use sessions::Sessions;
pub use store::{
    ClientSecret, Hold, MemoryStore, MemoryStores, Replaced, SessionKey, SessionStore, SessionStores,
    StoredSession,
};
pub use token::{Token, TokenPair};
pub use trace::Trace;
pub use upload::Sent;
