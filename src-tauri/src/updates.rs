//! Updates: looked for once a day, fetched when the user wants them, verified, and put in place at a restart.
//!
//! [`fetch`] talks to the release server; tauri-plugin-updater decides which file of a release is for this system,
//! whether it is newer, whether the publisher signed it as that very version, and installs it where that takes an
//! installer. Whatever fails, the version that runs stays as it is.

pub(crate) mod commands;
mod fetch;
mod origin;
mod place;
mod problem;
mod schedule;
mod settings;
mod source;
mod state;
#[cfg(test)]
mod tests;

use std::{
    convert::Infallible,
    fs::File,
    io::{Read as _, Seek as _},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::future::{Abortable, BoxFuture};
use latchkey_ipc::{UPDATE_CHANGED, UnixMillis, UpdateStep, UpdateView};
use latchkey_keeping::Kept;
use tauri::{AppHandle, Emitter, Runtime};
use tauri_plugin_updater::{Update, UpdaterExt as _};
use tokio::sync::{Notify, OnceCell, watch};

use self::{
    fetch::Fetch,
    origin::Origin,
    place::Place,
    schedule::{Checked, Daily, Round},
    settings::Settings,
    source::Source,
    state::{Found, State},
};

pub(crate) use self::problem::Problem;

/// The time between two events that tell how far a download is.
const PACE: Duration = Duration::from_millis(100);

/// What the updater asks of the app around it.
pub(crate) struct Host {
    /// Where the settings are kept.
    pub(crate) kept: Kept,
    /// Becomes true when the settings may be read.
    pub(crate) ready: watch::Receiver<bool>,
    /// Brings everything to rest that must not be torn by the end of the process. It stays so while the result lives.
    pub(crate) rest: Box<dyn Fn() -> BoxFuture<'static, Rested> + Send + Sync>,
    /// Ends this process and starts the app anew.
    pub(crate) restart: Box<dyn Fn() + Send + Sync>,
}

/// Everything is at rest while this lives.
pub(crate) type Rested = Box<dyn Send>;

/// The updater; empty where this build has none.
pub(crate) struct Updates<R: Runtime>(Option<Arc<Updater<R>>>);

impl<R: Runtime> Updates<R> {
    /// Starts looking for updates, if this build knows where.
    pub(crate) fn start(app: &AppHandle<R>, host: Host) -> Self {
        let Some(origin) = Origin::of_this_build() else {
            return Self(None);
        };
        let updater = match Updater::new(app, origin, Place::of_this_process(), host) {
            Ok(updater) => Arc::new(updater),
            Err(problem) => {
                tracing::error!(%problem, "there will be no updates");
                return Self(None);
            }
        };
        let daily = updater.clone();
        tauri::async_runtime::spawn(async move { schedule::every_day(&*daily).await });
        Self(Some(updater))
    }
}

/// Looks for, fetches and installs updates.
struct Updater<R: Runtime> {
    app: AppHandle<R>,
    source: Source,
    fetch: Fetch,
    place: Place,
    host: Host,
    version: String,
    now: fn() -> UnixMillis,
    state: Mutex<State>,
    telling: Mutex<()>,
    loaded: OnceCell<()>,
    wake: Notify,
}

impl<R: Runtime> Updater<R> {
    fn new(app: &AppHandle<R>, origin: Origin, place: Place, host: Host) -> Result<Self, Problem> {
        let Origin {
            source,
            patience,
            loopback,
        } = origin;
        let plugin = tauri_plugin_updater::Builder::new().pubkey(&source.key).build();
        app.plugin(plugin)
            .map_err(|error| Problem::Install(error.to_string()))?;
        let version = app.package_info().version.to_string();
        Ok(Self {
            app: app.clone(),
            fetch: Fetch::new(&version, patience, loopback)?,
            source,
            place,
            host,
            version,
            now: unix_now,
            state: Mutex::default(),
            telling: Mutex::default(),
            loaded: OnceCell::new(),
            wake: Notify::new(),
        })
    }

    /// How updates stand.
    async fn view(&self) -> UpdateView {
        self.loaded().await;
        self.view_now()
    }

    fn view_now(&self) -> UpdateView {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.view(&self.version, self.place.installs())
    }

    /// Asks the release server. What fails unasked is written down and otherwise kept from the user.
    async fn check(&self, asked: bool) -> Round {
        self.loaded().await;
        let Some(stopped) = self.begin(UpdateStep::Checking) else {
            return Round::Done;
        };
        let looked = Abortable::new(self.look(), stopped).await;
        let (mut round, mut answered) = (Round::Done, false);
        self.change(|state| {
            state.end(UpdateStep::Idle);
            match looked {
                Ok(Ok(found)) => {
                    let by = self.version.clone();
                    state.settings.checked = Some(Checked { at: (self.now)(), by });
                    state.found = found;
                    answered = true;
                }
                Ok(Err(problem)) => {
                    tracing::warn!(%problem, "the look for an update failed");
                    round = Round::Failed;
                    if asked {
                        state.fail(&problem);
                    }
                }
                Err(_) => {}
            }
        });
        if answered {
            self.keep_settings().await;
        }
        round
    }

    async fn look(&self) -> Result<Option<Found>, Problem> {
        let Some(manifest) = self.fetch.manifest(&self.source.endpoint).await? else {
            return Ok(None);
        };
        // Restored, not asked for by the plugin: then the signature must name the version, whatever is configured.
        let updater = self
            .app
            .updater_builder()
            .endpoints(vec![self.source.endpoint.clone()])?
            .version_comparator(|now, release| release.version > now)
            .build()?;
        Ok(updater.restore_update(manifest)?.map(Found::new))
    }

    /// Fetches what was found, and verifies it.
    async fn download(&self) {
        self.loaded().await;
        let Some(update) = self.with(|state| state.found.as_ref().map(|found| found.update.clone())) else {
            return;
        };
        let begun = UpdateStep::Downloading {
            received: 0,
            total: None,
        };
        let Some(stopped) = self.begin(begun) else {
            return;
        };
        let fetched = tokio::select! {
            fetched = Abortable::new(self.fetch_package(&update), stopped) => fetched,
            never = self.tell_progress() => match never {},
        };
        self.change(|state| match fetched {
            Ok(Ok(file)) => {
                state.end(UpdateStep::Ready);
                state.file = Some(file);
            }
            Ok(Err(problem)) => {
                tracing::warn!(%problem, "the update could not be fetched");
                state.end(UpdateStep::Idle);
                state.fail(&problem);
            }
            Err(_) => state.end(UpdateStep::Idle),
        });
    }

    async fn fetch_package(&self, update: &Update) -> Result<File, Problem> {
        let mut file = self.place.scratch()?;
        let progress = |received, total| {
            self.with(|state| state.step = UpdateStep::Downloading { received, total });
        };
        self.fetch
            .package(&update.download_url, &mut file, progress)
            .await?;
        let update = update.clone();
        let verified = tokio::task::spawn_blocking(move || {
            update.verify(&whole(&file)?)?;
            Ok(file)
        });
        verified
            .await
            .unwrap_or_else(|error| Err(Problem::Install(error.to_string())))
    }

    /// Tells the window how far a download is, not for every piece that comes.
    async fn tell_progress(&self) -> Infallible {
        let mut told = self.with(|state| state.step);
        loop {
            tokio::time::sleep(PACE).await;
            let now = self.with(|state| state.step);
            if now != told {
                told = now;
                self.tell();
            }
        }
    }

    /// Stops the look or the download that is under way.
    fn cancel(&self) {
        self.with(|state| state.stop());
    }

    /// Waits until nothing can be torn, puts the new version in place and starts it.
    async fn install(&self) {
        let ready = self.with(|state| {
            let parts = state.found.as_ref().zip(state.file.as_ref());
            parts.map(|(found, file)| (found.update.clone(), file.try_clone()))
        });
        let Some((update, file)) = ready else { return };
        if self.begin(UpdateStep::Installing).is_none() {
            return;
        }
        let rested = (self.host.rest)().await;
        let place = self.place.clone();
        let installed = tokio::task::spawn_blocking(move || {
            let file = file.map_err(|error| Problem::of_disk("the download", &error))?;
            place.install(&update, &whole(&file)?)
        });
        let installed = installed.await;
        match installed.unwrap_or_else(|error| Err(Problem::Install(error.to_string()))) {
            Ok(()) => {
                self.with(|state| state.rested = Some(rested));
                (self.host.restart)();
            }
            Err(problem) => {
                tracing::warn!(%problem, "the update could not be installed");
                drop(rested);
                self.change(|state| {
                    state.end(UpdateStep::Ready);
                    state.fail(&problem);
                });
            }
        }
    }

    /// Whether to look without being asked.
    async fn set_automatic(&self, on: bool) {
        self.loaded().await;
        self.change(|state| state.settings.automatic = on);
        self.keep_settings().await;
        if on {
            self.wake.notify_one();
        }
    }

    /// Begins a step, if its turn has come: `None` where another one is under way.
    fn begin(&self, step: UpdateStep) -> Option<futures_util::future::AbortRegistration> {
        let begun = self.with(|state| state.begin(step));
        if begun.is_some() {
            self.tell();
        }
        begun
    }

    async fn loaded(&self) {
        let load = || async {
            let mut ready = self.host.ready.clone();
            // The sender is gone only after it has said that all is ready.
            let _ = ready.wait_for(|ready| *ready).await;
            let settings = settings::read(&self.host.kept).await;
            self.with(|state| state.settings = settings);
        };
        self.loaded.get_or_init(load).await;
    }

    async fn keep_settings(&self) {
        let settings: Settings = self.with(|state| state.settings.clone());
        settings::keep(&self.host.kept, &settings).await;
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes something that the window shows.
    fn change(&self, work: impl FnOnce(&mut State)) {
        self.with(work);
        self.tell();
    }

    /// Tells how it stands. One after another, for what is told last has to be what holds.
    fn tell(&self) {
        let _turn = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = self.app.emit(UPDATE_CHANGED, self.view_now()) {
            tracing::error!(%error, "the window was not told of the update");
        }
    }
}

impl<R: Runtime> Daily for Updater<R> {
    async fn round(&self) -> Round {
        self.loaded().await;
        let due = self.with(|state| {
            let settings = &state.settings;
            settings.automatic && schedule::is_due((self.now)(), settings.checked.as_ref(), &self.version)
        });
        if due { self.check(false).await } else { Round::Done }
    }

    async fn woken(&self) {
        self.wake.notified().await;
    }
}

/// All bytes of a file, from its begin.
fn whole(mut file: &File) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
    read.map_err(|error| Problem::of_disk("the download", &error))?;
    Ok(bytes)
}

fn unix_now() -> UnixMillis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UnixMillis::try_from(since.unwrap_or_default().as_millis()).unwrap_or(UnixMillis::MAX)
}
