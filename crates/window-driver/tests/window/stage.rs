//! What every test of the window stands on.

use std::{fs, path::Path, time::Duration};

use anyhow::{Result, ensure};
use practice_api::{Config, DEMO_USER, Dialect, PASSWORD, PracticeApi};
use tempfile::TempDir;
use window_driver::{
    App, Desktop, IpcRecord, Window,
    pages::{Console, SignIn},
};

/// A server, a desktop, a folder for the app's data, and what has crossed between shell and window so far.
pub(crate) struct Stage {
    pub(crate) api: PracticeApi,
    pub(crate) desktop: Desktop,
    data: TempDir,
    record: IpcRecord,
}

impl Stage {
    /// Sets everything up. The name is that of the test, for its logs.
    pub(crate) async fn set(name: &str) -> Result<Self> {
        // Tokens expire when a test says so, and not before.
        Self::set_with_tokens_of(Duration::from_hours(1), name).await
    }

    /// Sets everything up, with access tokens that live so long.
    pub(crate) async fn set_with_tokens_of(access_ttl: Duration, name: &str) -> Result<Self> {
        let config = Config {
            access_ttl,
            ..Config::default()
        };
        Self::set_with(config, name).await
    }

    /// Sets everything up, with tokens that live for an hour, and a server of this kind.
    pub(crate) async fn set_as(dialect: Dialect, name: &str) -> Result<Self> {
        let config = Config {
            access_ttl: Duration::from_hours(1),
            dialect,
            ..Config::default()
        };
        Self::set_with(config, name).await
    }

    /// Sets everything up, with a server like this.
    pub(crate) async fn set_with(config: Config, name: &str) -> Result<Self> {
        let config = Config {
            remember_issued: true,
            ..config
        };
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        Ok(Self {
            api: PracticeApi::start(config).await?,
            desktop: Desktop::start(target.join("window").join(name))?,
            data: tempfile::tempdir()?,
            record: IpcRecord::default(),
        })
    }

    /// The folder that holds everything the app keeps.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// The app, ready to be opened.
    pub(crate) fn app(&self) -> App {
        App::with_data(self.data()).recording_ipc()
    }

    /// Opens the app.
    pub(crate) async fn open(&self) -> Result<Window> {
        self.app().open(&self.desktop).await
    }

    /// Opens the app and signs in to the server.
    pub(crate) async fn open_signed_in(&self) -> Result<Window> {
        let window = self.open().await?;
        self.sign_in(&window).await?;
        Ok(window)
    }

    /// Opens the app with the collection in this folder, and signs in.
    pub(crate) async fn open_with(&self, collection: &Path) -> Result<Window> {
        let app = self
            .app()
            .argument("--collection")
            .argument(&collection.display().to_string());
        let window = app.open(&self.desktop).await?;
        self.sign_in(&window).await?;
        window.until_shown("[data-testid='saved-list']").await?;
        Ok(window)
    }

    /// Signs in to the server.
    pub(crate) async fn sign_in<'a>(&self, window: &'a Window) -> Result<Console<'a>> {
        SignIn::shown(window)
            .await?
            .fill(self.api.url(), DEMO_USER, PASSWORD)
            .await?
            .submit()
            .await
    }

    /// Ends the app as a crash would, after what crossed between shell and window was written down.
    pub(crate) async fn kill(&mut self, window: Window) -> Result<()> {
        self.record.append(window.ipc_record().await?);
        window.kill().await
    }

    /// Ends the app and the test: no token ever crossed between shell and window, or lies where it should not.
    pub(crate) async fn end(self, window: Window) -> Result<()> {
        self.end_without(window, &[], &[]).await
    }

    /// As [`end`](Self::end), with the tokens and passwords of another server.
    pub(crate) async fn end_without(
        mut self,
        window: Window,
        tokens: &[String],
        passwords: &[String],
    ) -> Result<()> {
        self.kill(window).await?;
        let tokens = [&self.api.issued_tokens(), tokens].concat();
        let lying = |texts: &[String]| -> Result<Vec<String>> {
            Ok([
                files_with(self.data(), texts)?,
                files_with(self.desktop.logs(), texts)?,
            ]
            .concat())
        };
        // The session's file is where tokens are kept, for these tests have no keychain; one that could not be used is
        // kept as it was found. Nothing else has them: no log, no state of the practice API or the web view.
        for file in lying(&tokens)? {
            let name = file.rsplit('/').next().unwrap_or_default();
            let kept = name == "latchkey.json" || name.starts_with("latchkey.unusable-");
            ensure!(kept, "a token lies in {file}");
        }
        let passwords_in = lying(passwords)?;
        ensure!(passwords_in.is_empty(), "a password lies in {passwords_in:?}");
        let record = self.record;
        // A record that misses the messages would prove nothing.
        for expected in ["session_state", "\"session\""] {
            let known = record.messages().iter().any(|message| message.contains(expected));
            ensure!(known, "the record has no message with {expected}");
        }
        for message in record
            .messages()
            .iter()
            .filter(|message| !message.starts_with('>'))
        {
            let comes_back = passwords.iter().any(|password| message.contains(password));
            ensure!(!comes_back, "a password came back from the shell: {message}");
        }
        record.ensure_without(&tokens)
    }
}

/// The files below a folder that hold any of these texts.
pub(crate) fn files_with(folder: &Path, texts: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_with(&path, texts)?);
        } else if path.is_file() {
            let bytes = fs::read(&path)?;
            let content = String::from_utf8_lossy(&bytes);
            if texts.iter().any(|text| content.contains(text)) {
                found.push(path.display().to_string());
            }
        }
    }
    Ok(found)
}
