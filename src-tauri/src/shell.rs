//! What the commands work on: the sessions, the calls under way, the saved profiles.

use std::{path::Path, sync::Arc, time::Duration};

use latchkey_collection::Mask;
use latchkey_ipc::{
    Answer, ApiCall, Beginning, CollectionView, HistoryPage, HistorySettings, ImportPreview, IpcError,
    KeepTokens, KeptDraft, LastSignIn, ListHistory, Login, NetworkSettings, Server, SessionState,
    SessionView, SettingsView, StartRun, StorageView, SwitchSession,
};
use latchkey_keeping::{Kept, Keys, ProfileFolder};
use latchkey_pipeline::{
    ClientSecret, Credentials, Error, Network, Pipeline, Profile, SessionKey, Sessions, clock::SystemClock,
};
use tauri::{AppHandle, Runtime};
use tokio::{
    sync::{OwnedRwLockReadGuard, watch},
    time::timeout,
};

use crate::{
    arguments::Arguments,
    calls::{Calls, cancelled},
    collection::{Collections, Export, ImportFrom},
    data_dir::DataDir,
    drafts::Drafts,
    entries,
    history::{Begun, KeptCalls},
    keep_alive::{KeepAlive, LastUse},
    plugin_file::PluginFile,
    practice::Practice,
    practice_store::AtHome,
    recovery::Recovery,
    saved_profiles, settings,
    start::Start,
    translate,
    updates::{Host, Rested},
    viewed::Viewed,
    window_events::{KeptWhere, ToWindow},
    work::Work,
};

/// How long the end of the app waits for what is under way, in all.
const REST: Duration = Duration::from_secs(10);

/// A call with its variables filled in, and their secrets; what it is made with, and what is kept of it.
type Prepared = (OwnedRwLockReadGuard<()>, Pipeline, Option<Begun>, ApiCall, Mask);

/// What the commands work on.
pub(crate) struct Shell {
    pub(crate) calls: Arc<Calls>,
    pub(crate) profiles: ProfileFolder,
    pub(crate) last_use: LastUse,
    pub(crate) drafts: Drafts,
    pub(crate) recovery: Recovery,
    pub(crate) data: DataDir,
    pub(crate) sessions: Sessions,
    pub(crate) network: Network,
    pub(crate) collections: Collections,
    pub(crate) history: Arc<KeptCalls>,
    pub(crate) viewed: Viewed,
    work: Work,
    start: Start,
    practice: Arc<Practice>,
    kept: Kept,
    kept_where: KeptWhere,
    version: String,
    /// Becomes true when the stored sessions have been taken up.
    ready: watch::Receiver<bool>,
}

impl Shell {
    /// Takes up the stored sessions of the data folder in the background.
    pub(crate) fn start<R: Runtime>(app: &AppHandle<R>, data: DataDir, arguments: Arguments) -> Self {
        let folder = data.path.as_path();
        let practice = Arc::new(Practice::new(folder));
        let file = Arc::new(PluginFile::new(app, folder));
        let only_this_run = data.is_for_this_run();
        // A key of the system's keychain would outlive what it is for.
        let keys = if only_this_run {
            Keys::Off
        } else {
            Keys::of_the_system(folder)
        };
        let kept = Kept::open(folder, file, keys);
        let stores = AtHome {
            kept: kept.clone(),
            practice: practice.clone(),
        };
        let kept_where = KeptWhere::default();
        let to_window = || ToWindow {
            app: app.clone(),
            kept_where: kept_where.clone(),
        };
        let calls = Arc::new(Calls::new(Arc::new(to_window())));
        let network = Network::default();
        let clock = Arc::new(SystemClock::new());
        let sessions = Sessions::over(Arc::new(stores), Arc::new(to_window()), clock, network.clone());
        let (is_ready, ready) = watch::channel(false);
        let last_use = LastUse::default();
        let work = Work::default();
        let start = Start {
            sessions: sessions.clone(),
            practice: practice.clone(),
            kept: kept.clone(),
            network: network.clone(),
            only_this_run,
        };
        let alive = KeepAlive {
            app: app.clone(),
            sessions: sessions.clone(),
            last_use: last_use.clone(),
            work: work.clone(),
        };
        let starting = start.clone();
        let collections = Collections::new(app, kept.clone());
        let to_open = collections.clone();
        let history = Arc::new(KeptCalls::default());
        let (to_fill, settings_of) = (history.clone(), kept.clone());
        let at = folder.to_owned();
        tauri::async_runtime::spawn(async move {
            let (opening, reading) = (to_fill.clone(), at);
            let opened = tauri::async_runtime::spawn_blocking(move || opening.open(&reading));
            starting.run(&arguments).await;
            to_fill.load(&settings_of).await;
            if let Err(error) = opened.await {
                tracing::error!(%error, "the history could not be opened");
            }
            is_ready.send_replace(true);
            // Nobody waits for a large one to be signed in: the window is told when it is there.
            match &arguments.collection {
                Some(folder) => to_open.open_named(folder).await,
                None => to_open.load().await,
            }
            starting.seal().await;
            alive.run().await;
        });
        Self {
            calls,
            profiles: ProfileFolder::new(folder),
            drafts: Drafts::open(folder),
            recovery: Recovery::default(),
            last_use,
            sessions,
            network,
            collections,
            history,
            viewed: Viewed::start(folder),
            work,
            start,
            practice,
            kept,
            kept_where,
            version: app.package_info().version.to_string(),
            ready,
            data,
        }
    }

    /// Ends what is under way, before the app does: calls are cancelled, and a pair that a server has just given is stored.
    /// A server that does not answer is not waited for longer than [`REST`].
    pub(crate) async fn rest(&self) {
        self.calls.cancel_all();
        if timeout(REST, self.work.rest(&self.calls, &self.sessions))
            .await
            .is_err()
        {
            tracing::warn!("a refresh was still under way when the app ended");
        }
    }

    /// The app ends.
    pub(crate) fn end(&self) {
        self.drafts.flush();
        self.history.flush();
        self.viewed.end();
        tracing::info!("the app ends");
        self.data.end();
    }

    /// Goes to the practice API, as a second start with `--practice` wants it.
    pub(crate) async fn go_to_practice(&self) -> Result<(), String> {
        self.ready().await;
        let _under_way = self.work.begin().await;
        // Asked first: the event that tells of the session says where its tokens are.
        self.storage().await;
        self.start.go_to_practice().await
    }

    /// What a window begins with. One that is loaded anew holds no answers of the earlier one, and knows of no run.
    pub(crate) fn beginning(&self) -> Beginning {
        self.calls.release_all();
        self.collections.cancel_run(&self.calls);
        let (tabs, restarted) = (self.drafts.newest(), self.recovery.take_untold());
        tracing::info!(restarted, tabs = tabs.tabs.len(), "a window begins");
        Beginning {
            tabs,
            restarted,
            folder: self.data.problem.clone(),
        }
    }

    pub(crate) async fn state(&self) -> SessionState {
        self.ready().await;
        let storage = self.storage().await;
        let view = |session| translate::session(session, storage.clone());
        SessionState {
            session: self.pipeline().and_then(|it| it.session()).map(view),
            sessions: self.sessions.list().into_iter().map(view).collect(),
            ended: self.sessions.ended().map(translate::ended),
            last_sign_in: entries::last_sign_in(&self.kept).await,
            version: self.version.clone(),
        }
    }

    /// What the updater asks of the app.
    pub(crate) fn host<R: Runtime>(&self, app: &AppHandle<R>) -> Host {
        let (work, calls, sessions) = (self.work.clone(), self.calls.clone(), self.sessions.clone());
        let app = app.clone();
        Host {
            kept: self.kept.clone(),
            ready: self.ready.clone(),
            rest: Box::new(move || {
                let (work, calls, sessions) = (work.clone(), calls.clone(), sessions.clone());
                Box::pin(async move { Box::new(work.rest(&calls, &sessions).await) as Rested })
            }),
            restart: Box::new(move || app.request_restart()),
        }
    }

    pub(crate) async fn login(&self, login: Login) -> Result<SessionView, IpcError> {
        self.ready().await;
        let _under_way = self.work.begin().await;
        let profile = self.profile(&login.server).await?;
        let mut credentials = Credentials::new(&login.user, login.password.into_inner());
        if let Some(secret) = login.client_secret {
            credentials = credentials.with_client_secret(ClientSecret::new(secret.into_inner()));
        }
        // Asked first: the event that tells of the session says where its tokens are.
        self.storage().await;
        let view = self
            .sessions
            .sign_in(profile, credentials)
            .await
            .map_err(translate::from_error)?;
        entries::keep_active(&self.kept, &view.key()).await;
        let last = LastSignIn {
            server: login.server,
            user: login.user,
        };
        entries::keep_sign_in(&self.kept, &last).await;
        Ok(translate::session(view, self.kept_where.get()))
    }

    async fn profile(&self, server: &Server) -> Result<Profile, IpcError> {
        match server {
            Server::Practice => self
                .practice
                .profile()
                .await
                .map_err(|error| translate::internal(error.to_string())),
            Server::Custom {
                base_url,
                allow_plain_http,
            } => Profile::at_address(base_url, *allow_plain_http).map_err(|mut error| {
                error.field = format!("server.{}", error.field);
                translate::from_error(Error::Input(error))
            }),
            Server::Profile { id } => saved_profiles::ready(&self.profiles, id).await,
        }
    }

    pub(crate) async fn logout(&self) {
        self.ready().await;
        if let Some(pipeline) = self.pipeline() {
            pipeline.sign_out().await;
        }
    }

    pub(crate) async fn logout_everywhere(&self) -> Result<(), IpcError> {
        self.ready().await;
        let _under_way = self.work.begin().await;
        match self.pipeline() {
            Some(pipeline) => {
                let told = pipeline.sign_out_everywhere().await;
                told.map(drop).map_err(translate::from_error)
            }
            None => Ok(()),
        }
    }

    pub(crate) async fn refresh_now(&self) -> Result<SessionView, IpcError> {
        self.ready().await;
        let _under_way = self.work.begin().await;
        let pipeline = self
            .pipeline()
            .ok_or_else(|| translate::from_error(Error::SignedOut))?;
        let view = pipeline.refresh_now().await.map_err(translate::from_error)?;
        Ok(translate::session(view, self.kept_where.get()))
    }

    pub(crate) async fn switch(&self, to: SwitchSession) -> Result<SessionState, IpcError> {
        self.ready().await;
        let key = SessionKey {
            profile: to.profile_id,
            user: to.user,
        };
        if !self.sessions.switch(&key) {
            return Err(translate::from_error(Error::SignedOut));
        }
        entries::keep_active(&self.kept, &key).await;
        Ok(self.state().await)
    }

    pub(crate) async fn keep_tokens(&self, where_to: KeepTokens) -> Result<StorageView, IpcError> {
        self.ready().await;
        self.kept
            .set_protection(translate::protection(where_to.protection))
            .await
            .map_err(|error| translate::internal(error.to_string()))?;
        Ok(self.storage().await)
    }

    /// The settings that concern all sessions.
    pub(crate) async fn settings(&self) -> SettingsView {
        self.ready().await;
        let (network, history) = (self.network.clone(), self.history.clone());
        let folder = self.data.path.clone();
        let view = move || settings::view(&network, &history, &folder);
        let read = tauri::async_runtime::spawn_blocking(view).await;
        // Counting what is in a folder has no way to fail.
        read.unwrap_or_else(|_| settings::view(&self.network, &self.history, Path::new("")))
    }

    pub(crate) async fn save_settings(&self, wanted: NetworkSettings) -> Result<SettingsView, IpcError> {
        self.ready().await;
        settings::save(&self.kept, &self.network, wanted).await?;
        Ok(self.settings().await)
    }

    /// The calls that were made.
    pub(crate) async fn history(&self, asked: &ListHistory) -> HistoryPage {
        self.ready().await;
        self.history.list(asked)
    }

    /// Whether calls are kept from now on.
    pub(crate) async fn keep_history(&self, wanted: HistorySettings) -> Result<SettingsView, IpcError> {
        self.ready().await;
        self.history.set(&self.kept, wanted).await?;
        Ok(self.settings().await)
    }

    /// Where tokens are kept at present.
    pub(crate) async fn storage(&self) -> StorageView {
        match self.kept.protection().await {
            Ok(kept) => self.kept_where.set(translate::storage(kept)),
            Err(error) => tracing::warn!(%error, "where tokens are kept could not be told"),
        }
        self.kept_where.get()
    }

    pub(crate) async fn call(&self, call: ApiCall) -> Result<Answer, IpcError> {
        let id = call.call_id.clone();
        // A keychain may keep it waiting for long.
        let prepared = self.calls.cancellable(&id, self.prepare(call)).await;
        let (_under_way, pipeline, begun, call, mask) = prepared.unwrap_or_else(|| Err(cancelled()))?;
        let done = self.calls.make(&pipeline, call, &mask).await;
        if let Some(begun) = begun {
            self.history.end(begun, &done, &pipeline, &self.calls, &mask);
        }
        done
    }

    /// All that comes before a call is made: nothing of it is sent yet.
    async fn prepare(&self, call: ApiCall) -> Result<Prepared, IpcError> {
        self.ready().await;
        let under_way = self.work.begin().await;
        // Without a session nothing is sent, whatever its variables are.
        let Some(pipeline) = self.pipeline() else {
            return Err(translate::from_error(Error::SignedOut));
        };
        let begun = self.history.begin(&pipeline, &call);
        let (call, mask) = self.collections.fill(call).await?;
        Ok((under_way, pipeline, begun, call, mask))
    }

    /// Runs a folder of the collection in the session at work.
    pub(crate) async fn run(&self, start: StartRun) -> Result<(), IpcError> {
        self.ready().await;
        let _under_way = self.work.begin().await;
        let Some(pipeline) = self.pipeline() else {
            return Err(translate::from_error(Error::SignedOut));
        };
        self.collections.run(&pipeline, &self.calls, start).await
    }

    /// A request as a curl command for the server of the session at work.
    pub(crate) fn curl(&self, draft: &KeptDraft) -> Result<String, IpcError> {
        let session = self.pipeline().and_then(|it| it.session());
        self.collections
            .curl(draft, session.as_ref().map(|it| &*it.profile))
    }

    /// Reads what another tool has written, from wherever it is.
    pub(crate) async fn read_import(&self, from: ImportFrom) -> Result<ImportPreview, IpcError> {
        self.ready().await;
        let settings = self.network.settings();
        self.collections.read_import(from, &settings).await
    }

    /// The collection, or a folder of it, in the way of Postman, for the server of the session at work.
    pub(crate) async fn export(&self, place: String) -> Result<Export, IpcError> {
        let session = self.pipeline().and_then(|it| it.session());
        let base_url = session.map(|it| it.profile.base_url().to_string());
        self.collections.export(place, base_url.unwrap_or_default()).await
    }

    /// The collection that is open.
    pub(crate) async fn collection(&self) -> Option<CollectionView> {
        self.ready().await;
        self.collections.view()
    }

    /// The window has the user's attention: what another process did meanwhile is taken over.
    pub(crate) async fn look_elsewhere(&self) {
        self.ready().await;
        self.sessions.look_elsewhere().await;
    }

    fn pipeline(&self) -> Option<Pipeline> {
        self.sessions.at_work()
    }

    async fn ready(&self) {
        self.last_use.now();
        // The sender is gone only after it has said that all is ready.
        let _ = self.ready.clone().wait_for(|ready| *ready).await;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use latchkey_ipc::{Body, CallId, ErrorCode};

    use super::*;

    /// An app without a window.
    pub(crate) fn app() -> tauri::App<tauri::test::MockRuntime> {
        use tauri::test::{mock_builder, mock_context, noop_assets};
        let builder = mock_builder().plugin(tauri_plugin_store::Builder::new().build());
        builder.build(mock_context(noop_assets())).unwrap()
    }

    #[tokio::test]
    async fn a_call_that_has_to_wait_before_it_is_sent_can_be_cancelled() {
        let app = app();
        let data = DataDir::for_this_run(None).unwrap();
        let shell = Arc::new(Shell::start(app.handle(), data, Arguments::default()));
        shell.ready().await;
        // As while an update waits for all to be at rest; a keychain that asks somebody takes as long.
        let resting = shell.work.rest(&shell.calls, &shell.sessions).await;
        let id: CallId = "1".to_owned();
        let call = ApiCall {
            call_id: id.clone(),
            method: "GET".to_owned(),
            target: "/".to_owned(),
            path: Vec::new(),
            headers: Vec::new(),
            body: Body::None,
            foreign_body: false,
            timeout_ms: None,
            redirects: true,
        };
        let making = shell.clone();
        let made = tokio::spawn(async move { making.call(call).await });
        let cancelled = async {
            while !made.is_finished() {
                shell.calls.cancel(&id);
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(20), cancelled).await.unwrap();
        drop(resting);
        assert_eq!(made.await.unwrap().unwrap_err().code, ErrorCode::Cancelled);
    }
}
