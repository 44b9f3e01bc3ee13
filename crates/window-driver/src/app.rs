use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use fantoccini::{Client, ClientBuilder, error::NewSessionError};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::Signal;
use serde_json::{Map, json};
use tokio::time::{Instant, sleep, timeout};

use crate::{Desktop, Window, driver::Driver, folders, group::Group};

/// How long a program may take to start or to end.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How long between two looks at a program that is starting or ending.
pub(crate) const PACE: Duration = Duration::from_millis(20);
/// How many drivers may be lost before their app has opened.
///
/// A driver takes a port for the inspector of its web view by looking which one is free, as all do that cannot be
/// told one: another program can come first. It then ends or falls silent before there is any window to test.
const DRIVERS: u32 = 3;

/// Numbers the logs of this process.
static STARTS: AtomicU32 = AtomicU32::new(1);

/// The built app, and how it is to be started.
#[derive(Debug, Clone)]
pub struct App {
    binary: PathBuf,
    prefix: Vec<OsString>,
    data: PathBuf,
    arguments: Vec<String>,
    records_ipc: bool,
    /// What it finds in its environment, and what it does not find.
    environment: Vec<(String, Option<OsString>)>,
}

impl App {
    /// The development build of the app, with everything it keeps in the folder `data`.
    pub fn with_data(data: impl Into<PathBuf>) -> Self {
        Self::of(folders::target().join("debug/latchkey"), data)
    }

    /// Another program that is the app or starts it, by its whole path.
    pub fn of(binary: impl Into<PathBuf>, data: impl Into<PathBuf>) -> Self {
        Self {
            binary: binary.into(),
            prefix: Vec::new(),
            data: data.into(),
            arguments: Vec::new(),
            records_ipc: false,
            environment: Vec::new(),
        }
    }

    /// Starts it through another program, which is given the whole command line: in another place, for example.
    #[must_use]
    pub fn through(mut self, prefix: Vec<OsString>) -> Self {
        self.prefix = prefix;
        self
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

    /// Starts it with this in its environment, in place of what is usual here.
    #[must_use]
    pub fn environment(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.to_owned(), Some(value.into())));
        self
    }

    /// Starts it without this in its environment.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.environment.push((name.to_owned(), None));
        self
    }

    /// The folder that holds everything the app keeps.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Starts it and waits until its window has something to look at.
    pub async fn open(&self, desktop: &Desktop) -> Result<Window> {
        ensure!(
            !self.prefix.is_empty() || self.binary.is_file(),
            "there is no {}: run `cargo xtask test`",
            self.binary.display()
        );
        for _ in 1..DRIVERS {
            match self.open_once(desktop).await? {
                Opened::Window(window) => return Ok(window),
                Opened::DriverLost(reason) => say_lost(&reason),
            }
        }
        match self.open_once(desktop).await? {
            Opened::Window(window) => Ok(window),
            Opened::DriverLost(reason) => Err(reason),
        }
    }

    async fn open_once(&self, desktop: &Desktop) -> Result<Opened> {
        let number = STARTS.fetch_add(1, Ordering::Relaxed);
        let log = desktop.logs().join(format!("app-{number}.log"));
        let mut command = self.command(OsStr::new("WebKitWebDriver"));
        self.prepare(&mut command, desktop, &log)?;
        let see = || format!("the app did not open its window; see {}", log.display());
        let driver = match Driver::start(command).await {
            Ok(driver) => driver,
            Err(lost) => return Ok(Opened::DriverLost(lost.context(see()))),
        };
        let client = match timeout(PATIENCE, self.connect(&driver.url)).await {
            // One whose app found another program at the inspector's port waits for it for ever. An app that hangs is seen
            // all the same: no other driver will have a window of it either.
            Err(_) => {
                return Ok(Opened::DriverLost(
                    anyhow!("no window within {PATIENCE:?}").context(see()),
                ));
            }
            Ok(Ok(client)) => client,
            Ok(Err(error)) if is_of_transport(&error) => {
                return Ok(Opened::DriverLost(anyhow::Error::new(error).context(see())));
            }
            Ok(Err(error)) => return Err(error).with_context(see),
        };
        let failure = desktop.logs().join(format!("failure-{number}.png"));
        let window = Window::new(client, driver.process, failure, log);
        window.until_shown("body *").await?;
        Ok(Opened::Window(window))
    }

    async fn connect(&self, driver: &str) -> Result<Client, NewSessionError> {
        let options = json!({ "binary": self.binary, "args": self.arguments });
        let wanted = Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
        ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(driver)
            .await
    }

    /// Starts it without a driver and waits for its end, as a second start beside an open window ends at once.
    pub async fn run_to_end(&self, desktop: &Desktop) -> Result<ExitStatus> {
        Ok(self.run_to_end_saying(desktop).await?.0)
    }

    /// As [`run_to_end`](Self::run_to_end), with what it printed.
    pub async fn run_to_end_saying(&self, desktop: &Desktop) -> Result<(ExitStatus, String)> {
        let number = STARTS.fetch_add(1, Ordering::Relaxed);
        let log = desktop.logs().join(format!("second-start-{number}.log"));
        let mut app = self.command(self.binary.as_os_str());
        app.args(&self.arguments);
        self.prepare(&mut app, desktop, &log)?;
        let mut app = Group::start(&mut app)?;
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = app.child().try_wait()? {
                return Ok((status, fs::read_to_string(&log)?));
            }
            sleep(PACE).await;
        }
        bail!("it did not end within {PATIENCE:?}")
    }

    /// Starts it as a person does, without a driver: one that loses its page is lost itself.
    pub fn start_alone(&self, desktop: &Desktop) -> Result<Alone> {
        let number = STARTS.fetch_add(1, Ordering::Relaxed);
        let mut app = self.command(self.binary.as_os_str());
        app.args(&self.arguments);
        self.prepare(
            &mut app,
            desktop,
            &desktop.logs().join(format!("alone-{number}.log")),
        )?;
        app.env_remove("TAURI_AUTOMATION")
            .env_remove("TAURI_WEBVIEW_AUTOMATION");
        Ok(Alone(Group::start(&mut app)?))
    }

    fn command(&self, program: &OsStr) -> Command {
        let mut words = self.prefix.iter().map(OsString::as_os_str).chain([program]);
        let mut command = Command::new(words.next().unwrap_or(program));
        command.args(words);
        command
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
        for (name, value) in &self.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        if self.records_ipc {
            command.env("LATCHKEY_RECORD_IPC", "1");
        }
        Ok(())
    }
}

/// The app without a driver. Dropping it kills it.
#[derive(Debug)]
pub struct Alone(Group);

impl Alone {
    /// Kills the process that shows the page, as a crash of the web view would, and tells whether there was one. The app
    /// itself goes on.
    pub fn kill_page(&self) -> bool {
        self.0.signal("WebKitWebProcess", Signal::KILL) > 0
    }

    /// Whether there is a process that shows a page.
    pub fn shows_page(&self) -> bool {
        self.0.runs("WebKitWebProcess")
    }

    /// How much memory it and all that it started have, in bytes.
    pub fn memory(&self) -> Result<u64> {
        self.0.memory()
    }

    /// Whether the app has not ended.
    pub fn runs(&mut self) -> Result<bool> {
        Ok(self.0.child().try_wait()?.is_none())
    }
}

/// What came of one driver.
enum Opened {
    Window(Window),
    /// It was gone before there was a window: nothing is known about the app.
    DriverLost(anyhow::Error),
}

#[expect(
    clippy::print_stderr,
    reason = "whoever reads the output of a test should see that it took two drivers"
)]
fn say_lost(reason: &anyhow::Error) {
    eprintln!("{reason:#}; trying with another driver");
}

/// Whether the driver gave no answer at all, as against one that says what is wrong with the app.
fn is_of_transport(error: &NewSessionError) -> bool {
    use NewSessionError::{Failed, FailedC, Lost};
    matches!(error, Failed(_) | FailedC(_) | Lost(_))
}
