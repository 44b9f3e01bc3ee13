//! The keychain of a virtual desktop.

use std::{
    fs::{DirBuilder, File},
    io::{BufRead as _, BufReader, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use tokio::time::sleep;

use crate::{desktop::Desktop, group::Group};

/// What a keychain is called on the bus.
const SERVICE: &str = "org.freedesktop.secrets";
/// How long it may take to be there.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long between two looks.
const PACE: Duration = Duration::from_millis(20);
/// What opens a keychain that was made here. It guards nothing but what a test makes up.
const PASSWORD: &str = "latchkey";

/// A keychain made for a test. Dropping it ends it; what it holds lies in its folder, for one that is started there later.
#[derive(Debug)]
pub struct Keychain {
    _process: Group,
}

impl Desktop {
    /// Starts the keychain of this folder, open, as it is after its person has signed in to the computer.
    pub async fn keychain(&self, home: &Path) -> Result<Keychain> {
        self.start_keychain(home, true).await
    }

    /// Starts the keychain of this folder, locked. Nobody is there to type its password: asked to open it, it says no.
    pub async fn locked_keychain(&self, home: &Path) -> Result<Keychain> {
        self.start_keychain(home, false).await
    }

    async fn start_keychain(&self, home: &Path, open: bool) -> Result<Keychain> {
        let sockets = home.join("run");
        if !sockets.is_dir() {
            DirBuilder::new().mode(0o700).create(&sockets)?;
        }
        let log = self.logs().join("keychain.log");
        let log = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        // Of an earlier one the bus may not have heard the end.
        self.until_on_bus(SERVICE, false).await?;
        let mut command = Command::new("gnome-keyring-daemon");
        self.host(&mut command);
        command
            .args(["--foreground", "--components=secrets"])
            .args(open.then_some("--unlock"))
            // It prints where they are when it is ready.
            .arg(format!("--control-directory={}", sockets.display()))
            .env("HOME", home)
            .env("XDG_DATA_HOME", home)
            .env("XDG_RUNTIME_DIR", &sockets)
            .env_remove("GNOME_KEYRING_CONTROL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log);
        let mut process = Group::start(&mut command)?;
        let mut typed = process.child().stdin.take().context("its input is piped")?;
        typed.write_all(PASSWORD.as_bytes())?;
        drop(typed);
        let said = process.child().stdout.take().context("its output is piped")?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        ensure!(!line.is_empty(), "gnome-keyring-daemon did not start");
        self.until_on_bus(SERVICE, true).await?;
        Ok(Keychain { _process: process })
    }

    async fn until_on_bus(&self, name: &str, there: bool) -> Result<()> {
        let started = Instant::now();
        while self.has_on_bus(name)? != there {
            let word = if there { "not" } else { "still" };
            ensure!(started.elapsed() < PATIENCE, "{name} is {word} on the bus");
            sleep(PACE).await;
        }
        Ok(())
    }

    fn has_on_bus(&self, name: &str) -> Result<bool> {
        let mut command = Command::new("dbus-send");
        self.host(&mut command);
        let said = command
            .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
            .arg("org.freedesktop.DBus.NameHasOwner")
            .arg(format!("string:{name}"))
            .output()
            .context("cannot run dbus-send")?;
        ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        Ok(String::from_utf8_lossy(&said.stdout).contains("boolean true"))
    }
}
