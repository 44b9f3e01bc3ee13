//! What can keep the server from starting.

use std::{io, net::SocketAddr, path::PathBuf};

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be listened on; mostly another program holds the port.
    #[error("cannot listen on {addr}: {source}")]
    Bind {
        /// The address that was asked for.
        addr: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The state file cannot be read or written. A corrupt one is no error: it is set aside.
    #[error("cannot use the state file {}: {source}", path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system has no random numbers to make a signing key of.
    #[error("no random numbers for the signing key: {0}")]
    Random(#[from] getrandom::Error),
}
