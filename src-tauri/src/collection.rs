//! The collection that is open: a folder of saved requests and environments, kept up to date with what lies on disk.

mod convert;
mod environments;
mod export;
mod fill;
mod import;
mod open;
mod run;
mod view;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::future::{AbortHandle, Abortable};
use latchkey_collection::{
    Mask, Request,
    store::{Error, Place},
};
use latchkey_exporting::Server;
use latchkey_importing::Imported;
use latchkey_ipc::{
    ApiCall, COLLECTION_CHANGED, CollectionChange, CollectionChanged, CollectionView, EnvironmentDraft,
    ImportPreview, IpcError, KeptDraft, Nothing, RUN_PROGRESS, ReportFormat, RunPlan, RunProgress,
    SavedRequest, StartRun,
};
use latchkey_keeping::Kept;
use latchkey_pipeline::{NetworkSettings, Pipeline, Profile};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tauri::{AppHandle, Emitter, Runtime};

pub(crate) use self::{export::Export, import::ImportFrom};
use self::{
    open::Open,
    run::{Ground, Runs, Wanted},
};
use crate::{
    calls::{Calls, cancelled},
    translate,
};

/// What is kept of it from one run to the next.
const ENTRY: &str = "collection";

/// Which collection is open, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Chosen {
    folder: Option<PathBuf>,
    environment: Option<String>,
}

/// The collection that is open, if any. Clones share it.
#[derive(Clone)]
pub(crate) struct Collections {
    kept: Kept,
    open: Arc<Mutex<Option<Arc<Open>>>>,
    /// What was read to be imported, until it is taken over.
    pending: Arc<Mutex<Option<Imported>>>,
    /// What ends the reading of it.
    reading: Arc<Mutex<Option<AbortHandle>>>,
    /// Told when it is another.
    changed: Arc<dyn Fn() + Send + Sync>,
    runs: Runs,
    /// Told how the run goes.
    tell_run: Arc<dyn Fn(RunProgress) + Send + Sync>,
}

impl Collections {
    /// Without one until [`load`](Self::load) has found which was open.
    pub(crate) fn new<R: Runtime>(app: &AppHandle<R>, kept: Kept) -> Self {
        let (app, app_of_run) = (app.clone(), app.clone());
        Self {
            kept,
            open: Arc::default(),
            pending: Arc::default(),
            reading: Arc::default(),
            changed: Arc::new(move || {
                if let Err(error) = app.emit(COLLECTION_CHANGED, Nothing {}) {
                    tracing::error!(%error, "the window was not told that the collection changed");
                }
            }),
            runs: Runs::default(),
            tell_run: Arc::new(move |progress| {
                if let Err(error) = app_of_run.emit(RUN_PROGRESS, progress) {
                    tracing::error!(%error, "the window was not told how a run goes");
                }
            }),
        }
    }

    /// Opens the collection that was open in the last run, and tells.
    pub(crate) async fn load(&self) {
        let chosen: Chosen = match self.kept.entry(ENTRY).await {
            Ok(chosen) => chosen.unwrap_or_default(),
            Err(error) => return tracing::warn!(%error, "which collection was open could not be read"),
        };
        let Some(folder) = chosen.folder else { return };
        // A disk that is not there today does not make the app forget what is on it.
        match self.take_up(&folder, chosen.environment).await {
            Ok(_) => (self.changed)(),
            Err(error) => tracing::warn!(error = error.message, "the collection could not be opened"),
        }
    }

    /// Opens the folder that the command line names. Without it the window begins as it would have.
    pub(crate) async fn open_named(&self, folder: &Path) {
        if let Err(error) = self.open(folder).await {
            tracing::warn!(error = error.message, "the collection could not be opened");
            self.load().await;
        }
    }

    /// Opens a folder the user chose, and remembers it.
    pub(crate) async fn open(&self, folder: &Path) -> Result<CollectionView, IpcError> {
        let view = self.take_up(folder, None).await?;
        self.keep().await;
        (self.changed)();
        Ok(view)
    }

    pub(crate) async fn close(&self) {
        drop(lock(&self.open).take());
        self.keep().await;
    }

    async fn take_up(&self, folder: &Path, environment: Option<String>) -> Result<CollectionView, IpcError> {
        let (folder, changed) = (folder.to_owned(), self.changed.clone());
        let open = blocking(move || Open::at(&folder, environment, changed)).await?;
        let view = view::of(&open);
        lock(&self.open).replace(open);
        Ok(view)
    }

    /// Keeps which one is open. The next start without it costs the user a click.
    async fn keep(&self) {
        let chosen = match self.opened() {
            None => Chosen::default(),
            Some(open) => Chosen {
                folder: Some(open.store.folder().to_owned()),
                environment: lock(&open.environment).clone(),
            },
        };
        if let Err(error) = self.kept.set_entry(ENTRY, &chosen).await {
            tracing::warn!(%error, "which collection is open could not be kept");
        }
    }

    fn opened(&self) -> Option<Arc<Open>> {
        lock(&self.open).clone()
    }

    fn needed(&self) -> Result<Arc<Open>, IpcError> {
        self.opened().ok_or_else(translate::no_collection)
    }

    /// What the side bar shows.
    pub(crate) fn view(&self) -> Option<CollectionView> {
        self.opened().map(|open| view::of(&open))
    }

    /// Reads one request.
    pub(crate) async fn read(&self, place: String) -> Result<SavedRequest, IpcError> {
        let open = self.needed()?;
        blocking(move || open.saved(&Place::parse(&place)?)).await
    }

    /// Changes something.
    pub(crate) async fn change(&self, change: CollectionChange) -> Result<CollectionChanged, IpcError> {
        let open = self.needed()?;
        blocking(move || {
            let (place, has_request) = open.change(change)?;
            open.read_again()?;
            let saved = match &place {
                Some(place) if has_request => Some(open.saved(place)?),
                _ => None,
            };
            Ok(CollectionChanged {
                collection: view::of(&open),
                place: place.map(|place| place.to_string()),
                saved,
            })
        })
        .await
    }

    /// Chooses the environment that requests are sent with.
    pub(crate) async fn choose(&self, place: Option<String>) -> Result<CollectionView, IpcError> {
        let open = self.needed()?;
        *lock(&open.environment) = place;
        self.keep().await;
        Ok(view::of(&open))
    }

    pub(crate) async fn read_environment(&self, place: String) -> Result<EnvironmentDraft, IpcError> {
        environments::read(&self.kept, &*self.needed()?, &place).await
    }

    pub(crate) async fn save_environment(&self, draft: EnvironmentDraft) -> Result<CollectionView, IpcError> {
        let open = self.needed()?;
        let place = environments::save(&self.kept, &open, draft).await?;
        self.choose(Some(place)).await
    }

    pub(crate) async fn remove_environment(&self, place: String) -> Result<CollectionView, IpcError> {
        let open = self.needed()?;
        environments::remove(&self.kept, &open, place).await?;
        self.keep().await;
        Ok(view::of(&open))
    }

    /// Reads what another tool has written, and tells what would come in.
    pub(crate) async fn read_import(
        &self,
        from: ImportFrom,
        settings: &NetworkSettings,
    ) -> Result<ImportPreview, IpcError> {
        let (abort, registration) = AbortHandle::new_pair();
        if let Some(earlier) = lock(&self.reading).replace(abort) {
            earlier.abort();
        }
        let read = Abortable::new(import::read(from, settings), registration).await;
        let imported = read.unwrap_or_else(|_| Err(cancelled()))?;
        let preview = import::preview(&imported);
        lock(&self.pending).replace(imported);
        Ok(preview)
    }

    /// Waits no longer for what is being read.
    pub(crate) fn cancel_import(&self) {
        if let Some(reading) = lock(&self.reading).take() {
            reading.abort();
        }
    }

    /// The collection as it is on disk now, or the folder at `place`, in the way of Postman.
    pub(crate) async fn export(&self, place: String, base_url: String) -> Result<Export, IpcError> {
        let open = self.needed()?;
        blocking(move || {
            open.read_again()?;
            export::of(&open, &Place::parse(&place)?, &base_url)
        })
        .await
    }

    /// Takes over what was read last.
    pub(crate) async fn take_import(&self, name: String) -> Result<CollectionChanged, IpcError> {
        let open = self.needed()?;
        let pending = lock(&self.pending).clone();
        let imported = pending.ok_or_else(translate::no_import)?;
        let done = blocking(move || {
            let place = import::take(&open.store, imported, name)?;
            open.read_again()?;
            Ok(CollectionChanged {
                collection: view::of(&open),
                place: Some(place.to_string()),
                saved: None,
            })
        })
        .await?;
        lock(&self.pending).take();
        Ok(done)
    }

    /// What a run of a folder would send.
    pub(crate) fn plan_run(&self, folder: String) -> Result<RunPlan, IpcError> {
        Wanted::of(self.needed()?, folder)?.plan()
    }

    /// Runs a folder in a session, and tells how it goes.
    pub(crate) async fn run(
        &self,
        pipeline: &Pipeline,
        calls: &Calls,
        start: StartRun,
    ) -> Result<(), IpcError> {
        let wanted = Wanted::of(self.needed()?, start.folder.clone())?;
        let ground = Ground {
            runs: &self.runs,
            calls,
            pipeline,
            tell: &*self.tell_run,
        };
        run::run(&self.kept, &wanted, start, ground).await
    }

    /// Ends the run that is under way, if any.
    pub(crate) fn cancel_run(&self, calls: &Calls) {
        self.runs.cancel(calls);
    }

    /// The report of the latest run.
    pub(crate) fn report(&self, format: ReportFormat) -> Result<String, IpcError> {
        self.runs.report(format)
    }

    /// A request as a curl command for the server of a session.
    pub(crate) fn curl(&self, draft: &KeptDraft, profile: Option<&Profile>) -> Result<String, IpcError> {
        let server = profile.map_or_else(
            || Server {
                base_url: String::new(),
                attachment: None,
            },
            server,
        );
        let environment = self.opened().and_then(|open| environments::chosen(&open));
        let request = convert::request("", draft, None);
        let command = latchkey_exporting::curl(&request, &server, environment.as_ref());
        let command = command.map_err(|error| translate::unfit("export", error.to_string(), None))?;
        Ok(command.text)
    }

    /// A call with values in the place of its variables and parameters, and the secrets that are among them.
    pub(crate) async fn fill(&self, call: ApiCall) -> Result<(ApiCall, Mask), IpcError> {
        let opened = self.opened();
        let folder = opened.as_ref().map(|open| open.store.folder().to_owned());
        let (mut call, mask) = self.filled(opened, call).await?;
        fill::anchor(&mut call, folder.as_deref())?;
        Ok((call, mask))
    }

    async fn filled(&self, opened: Option<Arc<Open>>, call: ApiCall) -> Result<(ApiCall, Mask), IpcError> {
        if !fill::is_needed(&call) {
            return Ok((call, Mask::default()));
        }
        let variables = match opened {
            Some(open) => environments::variables(&self.kept, &open, &call).await?,
            None => environments::Variables::default(),
        };
        Ok((fill::fill(call, &variables)?, variables.mask))
    }
}

/// Where a profile's requests go, and how the token travels there.
fn server(profile: &Profile) -> Server {
    Server {
        base_url: profile.base_url().to_string(),
        attachment: Some((&profile.description().attach).into()),
    }
}

/// A call as a request of its own: as it was typed, variables unfilled.
pub(crate) fn as_typed(call: &ApiCall) -> Request {
    Request {
        target: call.target.clone(),
        query: Vec::new(),
        timeout_ms: call.timeout_ms,
        redirects: call.redirects,
        ..fill::request(call)
    }
}

/// A request as the window opens it.
pub(crate) fn as_draft(request: &Request) -> KeptDraft {
    convert::draft(request)
}

/// What goes to the window, without the secrets that went into the call.
pub(crate) fn masked<T: Serialize + DeserializeOwned>(mask: &Mask, told: T) -> Result<T, IpcError> {
    if mask.is_empty() {
        return Ok(told);
    }
    let failed = |error: serde_json::Error| translate::internal(error.to_string());
    let mut value = serde_json::to_value(told).map_err(failed)?;
    mask.clear(&mut value);
    serde_json::from_value(value).map_err(failed)
}

/// Runs file work where it may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, IpcError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| translate::internal(error.to_string()))?
        .map_err(|error| translate::from_collection(&error))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
