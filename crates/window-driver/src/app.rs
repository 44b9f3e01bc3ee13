use std::{
    fs::File,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, json};
use tokio::time::{Instant, sleep, timeout};

use crate::{Desktop, Window, folders, group::Group};

/// How long a program may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long between two looks at a program that is starting or ending.
const PACE: Duration = Duration::from_millis(20);

/// Numbers the logs of this process.
static STARTS: AtomicU32 = AtomicU32::new(1);

/// The built app, and how it is to be started.
#[derive(Debug, Clone)]
pub struct App {
    binary: PathBuf,
    data: PathBuf,
    arguments: Vec<String>,
    records_ipc: bool,
}

impl App {
    /// The development build of the app, with everything it keeps in the folder `data`.
    pub fn with_data(data: impl Into<PathBuf>) -> Self {
        Self {
            binary: folders::target().join("debug/latchkey"),
            data: data.into(),
            arguments: Vec::new(),
            records_ipc: false,
        }
    }

    /// Starts it with this argument.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Has every message between shell and window written down, for [`Window::ipc_record`].
    #[must_use]
    pub fn recording_ipc(mut self) -> Self {
        self.records_ipc = true;
        self
    }

    /// The folder that holds everything the app keeps.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Starts it and waits until its window has something to look at.
    pub async fn open(&self, desktop: &Desktop) -> Result<Window> {
        ensure!(
            self.binary.is_file(),
            "there is no {}: run `cargo xtask test`",
            self.binary.display()
        );
        let number = STARTS.fetch_add(1, Ordering::Relaxed);
        let log = desktop.logs().join(format!("app-{number}.log"));
        let port = free_port()?;
        let mut driver = Command::new("WebKitWebDriver");
        driver.arg(format!("--port={port}"));
        self.prepare(&mut driver, desktop, &log)?;
        let driver = Group::start(&mut driver)?;
        let url = format!("http://127.0.0.1:{port}");
        wait_for_port(port).await?;

        let options = json!({ "binary": self.binary, "args": self.arguments });
        let wanted = Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let session = timeout(PATIENCE, builder.capabilities(wanted).connect(&url));
        let session = session.await.context("the app did not open its window in time")?;
        let client =
            session.with_context(|| format!("the app did not open its window; see {}", log.display()))?;
        let window = Window::new(
            client,
            driver,
            desktop.logs().join(format!("failure-{number}.png")),
            log,
        );
        window.until_shown("body *").await?;
        Ok(window)
    }

    /// Starts it without a driver and waits for its end, as a second start beside an open window ends at once.
    pub async fn run_to_end(&self, desktop: &Desktop) -> Result<ExitStatus> {
        let mut app = Command::new(&self.binary);
        app.args(&self.arguments);
        self.prepare(&mut app, desktop, &desktop.logs().join("second-start.log"))?;
        let mut app = Group::start(&mut app)?;
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = app.child().try_wait()? {
                return Ok(status);
            }
            sleep(PACE).await;
        }
        bail!("it did not end within {PATIENCE:?}")
    }

    fn prepare(&self, command: &mut Command, desktop: &Desktop, log: &Path) -> Result<()> {
        desktop.host(command);
        let log = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        command
            .env("LATCHKEY_DATA_DIR", &self.data)
            // A keychain of this desktop would ask for a password that nobody types.
            .env("LATCHKEY_KEYCHAIN", "off")
            // What the web view itself keeps is part of the app's data too.
            .env("XDG_DATA_HOME", self.data.join("web/data"))
            .env("XDG_CACHE_HOME", self.data.join("web/cache"))
            .env("XDG_CONFIG_HOME", self.data.join("web/config"))
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        if self.records_ipc {
            command.env("LATCHKEY_RECORD_IPC", "1");
        }
        Ok(())
    }
}

/// A port that was free a moment ago; the driver cannot choose one itself.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

async fn wait_for_port(port: u16) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .is_ok()
        {
            return Ok(());
        }
        sleep(PACE).await;
    }
    bail!("WebKitWebDriver does not listen on port {port}")
}
