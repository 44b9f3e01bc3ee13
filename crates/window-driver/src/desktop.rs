use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};

use tokio::time::{Instant, sleep};

use crate::{chooser, drop_files::drop_files, frame, group::Group, screen};

/// The size of the virtual display, and of the window until it is resized.
pub(crate) const SCREEN: (u32, u32) = (1280, 900);

/// How long a dialog may take to open, and to close.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long between two looks.
const PACE: Duration = Duration::from_millis(25);

/// A virtual display and a session bus that no other program uses.
#[derive(Debug)]
pub struct Desktop {
    display: String,
    bus: String,
    logs: PathBuf,
    _processes: [Group; 2],
}

impl Desktop {
    /// Starts a display and a bus. What the programs on it print goes to files in `logs`.
    pub fn start(logs: impl Into<PathBuf>) -> Result<Self> {
        let logs = logs.into();
        fs::create_dir_all(&logs).with_context(|| format!("cannot make {}", logs.display()))?;
        let (width, height) = SCREEN;
        let screen = format!("{width}x{height}x24");
        let mut x_server = Command::new("Xvfb");
        x_server.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            &screen,
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let (display, x_server) = started(&mut x_server, &logs.join("display.log"))?;
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address=1"]);
        // What the bus starts by itself must not show anything on the display of the person who runs this.
        bus.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        let (address, bus) = started(&mut bus, &logs.join("bus.log"))?;
        Ok(Self {
            display: format!(":{display}"),
            bus: address,
            logs,
            _processes: [x_server, bus],
        })
    }

    /// Where logs and pictures of failures go.
    pub fn logs(&self) -> &Path {
        &self.logs
    }

    /// Drops files on the app's window as a file manager does, at this place in it.
    pub fn drop_files(&self, files: &[PathBuf], at: (u16, u16)) -> Result<()> {
        drop_files(&self.display, "Latchkey", files, at)
    }

    /// Closes the app's window as a person does, by the button in its frame.
    pub fn close_window(&self) -> Result<()> {
        frame::close(&self.display, "Latchkey")
    }

    /// Waits for the system's own dialog, names a file in it as a person does, and waits until it is closed.
    pub async fn answer_dialog(&self, path: &Path) -> Result<()> {
        let path = path.to_str().context("a path of plain text")?;
        self.until_dialog(true).await?;
        chooser::answer(&self.display, path)?;
        self.until_dialog(false).await
    }

    async fn until_dialog(&self, open: bool) -> Result<()> {
        let started = Instant::now();
        while chooser::is_open(&self.display)? != open {
            let word = if open { "open" } else { "closed" };
            ensure!(started.elapsed() < PATIENCE, "no dialog of the system was {word}");
            sleep(PACE).await;
        }
        Ok(())
    }

    /// How many pixels in the middle third of the screen have this colour: red, green, blue.
    pub fn pixels_of(&self, colour: [u8; 3]) -> Result<usize> {
        let (width, height) = SCREEN;
        screen::pixels_of(&self.display, colour, (width / 3, 0, width / 3, height))
    }

    /// Makes a program run here, in English, with nothing of the person's own settings.
    pub(crate) fn host(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1")
            .env("LC_ALL", "C.UTF-8")
            .env("LANGUAGE", "en")
            .env_remove("WAYLAND_DISPLAY");
    }
}

/// Starts a program that prints one line when it is ready: where it is to be found.
fn started(command: &mut Command, log: &Path) -> Result<(String, Group)> {
    let log = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let mut group = Group::start(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log))?;
    let out = group.child().stdout.take().context("its output is piped")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    let line = line.trim().to_owned();
    ensure!(
        !line.is_empty(),
        "{} did not start",
        command.get_program().display()
    );
    Ok((line, group))
}
