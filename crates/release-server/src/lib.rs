//! A release server for the tests of the updater: real HTTP on this computer, releases signed by keys that are made
//! on the spot, and every [`Fault`] that a server or a network can have.
//!
//! ```
//! # async fn demo() -> std::io::Result<()> {
//! use release_server::{Publisher, Release, ReleaseServer};
//!
//! let publisher = Publisher::new()?;
//! let server = ReleaseServer::start().await?;
//! server.offer(Release::signed(&publisher, "2.0.0", b"\x7fELF and so on".to_vec())?);
//! let (endpoint, key) = (server.endpoint(), publisher.key());
//! # let _ = (endpoint, key); Ok(())
//! # }
//! ```

mod publisher;
mod server;

pub use publisher::{Publisher, Release};
pub use server::{Asked, Fault, ReleaseServer};

/// The version of the example `latchkey-next`: newer than whatever is built.
pub const NEXT_VERSION: &str = "99.0.0";
