//! What a server is started with.

use crate::{Dialect, Faults};
use std::{path::PathBuf, time::Duration};

/// What a server is started with. `Config::default()` suits a person who tries the app.
#[derive(Clone, Debug)]
pub struct Config {
    /// The kind of server it is. Default: both tokens in headers.
    pub dialect: Dialect,
    /// How long an access token lives, to the millisecond. Zero makes tokens that are born expired.
    /// Default: 30 seconds.
    pub access_ttl: Duration,
    /// How long a refresh token lives, to the millisecond. Default: 30 days.
    pub refresh_ttl: Duration,
    /// The port on 127.0.0.1. Default: 0, any free one.
    pub port: u16,
    /// Where the signing key, the ids of the live refresh tokens and the notes are kept, so that a
    /// restart keeps everybody signed in. It never holds a token. Default: nowhere.
    pub state_file: Option<PathBuf>,
    /// Keep every issued token, for tests that look for leaks. It grows without bound. Default: false.
    pub remember_issued: bool,
    /// The trouble to start with. Default: none.
    pub faults: Faults,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            dialect: Dialect::default(),
            access_ttl: Duration::from_secs(30),
            refresh_ttl: Duration::from_hours(30 * 24),
            port: 0,
            state_file: None,
            remember_issued: false,
            faults: Faults::default(),
        }
    }
}
