//! A server, a data folder, and the program.

use std::{
    io::Write,
    process::{Child, Command, Output, Stdio},
};

use practice_api::{Config, DEMO_USER, Dialect, PASSWORD, PracticeApi, RefreshFault};
use tempfile::TempDir;

/// A server and a data folder of their own.
pub(crate) struct World {
    pub(crate) api: PracticeApi,
    pub(crate) data: TempDir,
}

/// What a process said and ended with.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) async fn new(dialect: Dialect) -> Self {
        let config = Config {
            dialect,
            remember_issued: true,
            ..Config::default()
        };
        Self {
            api: PracticeApi::start(config).await.unwrap(),
            data: tempfile::tempdir().unwrap(),
        }
    }

    /// Signed in with the default profile at the server's address.
    pub(crate) async fn signed_in() -> Self {
        let world = Self::new(Dialect::HeaderPair).await;
        let said = world.login(world.api.url());
        assert_eq!(said.code, Some(0), "{said:?}");
        world
    }

    pub(crate) fn command(&self, line: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-cli"));
        command
            .args(line)
            .env("LATCHKEY_DATA_DIR", self.data.path())
            .env("LATCHKEY_KEYCHAIN", "off")
            .env_remove("LATCHKEY_CLIENT_SECRET")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn start(&self, line: &[&str]) -> Child {
        self.command(line).spawn().unwrap()
    }

    pub(crate) fn run(&self, line: &[&str]) -> Said {
        self.start(line).wait_with_output().unwrap().into()
    }

    /// Runs with a text on standard input.
    pub(crate) fn run_with(&self, line: &[&str], input: &str) -> Said {
        let mut child = self.command(line).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap().into()
    }

    pub(crate) fn login(&self, server: &str) -> Said {
        self.run_with(
            &["login", server, "--user", DEMO_USER, "--password-stdin"],
            PASSWORD,
        )
    }

    /// Nothing that was said holds a token or the password.
    pub(crate) fn assert_no_secret(&self, said: &Said) {
        for token in self.api.issued_tokens() {
            assert!(
                !said.out.contains(&token) && !said.err.contains(&token),
                "{said:?}"
            );
        }
    }

    /// Waits until the server has been asked to refresh that often.
    pub(crate) async fn refresh_asked(&self, times: u64) {
        while self.api.stats().refresh_requests < times {
            tokio::task::yield_now().await;
        }
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The next refresh is asked for again after two seconds: so long it is under way.
pub(crate) fn in_two_seconds() -> RefreshFault {
    RefreshFault::Status {
        status: 503,
        times: Some(1),
        retry_after: Some("2".to_owned()),
    }
}

/// What is on disk.
pub(crate) fn kept(world: &World) -> String {
    std::fs::read_to_string(world.data.path().join("latchkey.json")).unwrap()
}
