//! A profile: how one kind of server signs in, refreshes and refuses, said declaratively and without scripts.
//!
//! A [`Description`] is what a person writes, in a file or in the app's editor. It is plain text and numbers and can be
//! wrong; the pipeline turns it into something that can be used, or names every field that stands in the way.
//!
//! ```
//! use latchkey_profile::Kind;
//!
//! let profile = Kind::AtProtocol.description("bsky", "Bluesky", "https://bsky.social");
//! assert_eq!(profile.requests.refresh.url, "/xrpc/com.atproto.server.refreshSession");
//! ```

pub mod credential;
mod description;
#[cfg(feature = "files")]
pub mod file;
mod kind;
pub mod unseen;

pub use description::{
    Attach, Body, CallerAuthorization, Claims, Client, ClientAuthentication, Description, FieldValue, Means,
    OnServerError, Proactive, ProactiveFrom, Refresh, Refusals, Request, Requests, Rotation, Rule, TimeOuts,
    Tls, Tokens, Unauthorized,
};
pub use kind::Kind;
