//! What the tests have to know about a server, and a test of it.

use std::{pin::Pin, time::Duration};

use latchkey_pipeline::description;
use real_servers::{Installed, Kind, Running};
use reqwest::RequestBuilder;
use tokio::runtime::Builder;

use crate::wire::Wire;

/// How long the first access token of a session lives in these tests.
const ACCESS: Duration = Duration::from_secs(2);

/// What the tests have to know about a server.
pub(crate) struct Facts {
    pub(crate) kind: Kind,
    /// The built-in profile for it.
    pub(crate) profile: description::Kind,
    /// Method and path of a refresh.
    pub(crate) refresh: &'static str,
    /// Whether a refresh brings a new refresh token.
    pub(crate) rotates: bool,
    /// Revokes a refresh token, as the user might from another device.
    pub(crate) revoke: fn(&Wire, &str) -> RequestBuilder,
    /// Refreshes with a refresh token.
    pub(crate) renew: fn(&Wire, &str) -> RequestBuilder,
    /// Tells the user's name to whoever has an access token.
    pub(crate) who: &'static str,
}

/// What a test does, with a server of its own.
pub(crate) type Run = for<'a> fn(&'static Facts, &'a Wire) -> Done<'a>;

/// A test's future, whatever its type.
pub(crate) type Done<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A test of one server.
pub(crate) struct Test {
    pub(crate) facts: &'static Facts,
    /// Begins with the scenario's id, where there is one.
    pub(crate) name: &'static str,
    pub(crate) run: Run,
}

impl Test {
    /// Starts a server and runs the test; panics where it fails.
    pub(crate) fn run_with(self, installed: &Installed) {
        let name = format!("{}-{}", self.facts.kind.id(), self.name);
        let server = Running::start(installed, &name, ACCESS).unwrap();
        let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let wire = Wire::to(&server);
            (self.run)(self.facts, &wire).await;
        });
    }
}
