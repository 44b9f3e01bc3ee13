//! What the commands work on: the sessions, the calls under way, the saved profiles.

use std::sync::Arc;

use latchkey_ipc::{
    Answer, ApiCall, Beginning, IpcError, KeepTokens, LastSignIn, Login, Server, SessionState, SessionView,
    StorageView, SwitchSession,
};
use latchkey_keeping::{Kept, Keys, ProfileFolder};
use latchkey_pipeline::{ClientSecret, Credentials, Error, Pipeline, Profile, SessionKey, Sessions};
use tauri::{AppHandle, Runtime};
use tokio::sync::watch;

use crate::{
    arguments::Arguments,
    calls::Calls,
    data_dir::DataDir,
    drafts::Drafts,
    entries,
    keep_alive::{KeepAlive, LastUse},
    plugin_file::PluginFile,
    practice::Practice,
    practice_store::AtHome,
    recovery::Recovery,
    saved_profiles,
    start::Start,
    translate,
    updates::{Host, Rested},
    window_events::{KeptWhere, ToWindow},
    work::Work,
};

/// What the commands work on.
pub(crate) struct Shell {
    pub(crate) calls: Arc<Calls>,
    pub(crate) profiles: ProfileFolder,
    pub(crate) last_use: LastUse,
    pub(crate) drafts: Drafts,
    pub(crate) recovery: Recovery,
    pub(crate) data: DataDir,
    pub(crate) sessions: Sessions,
    work: Work,
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
        let observer = ToWindow {
            app: app.clone(),
            kept_where: kept_where.clone(),
        };
        let sessions = Sessions::new(Arc::new(stores), Arc::new(observer));
        let (is_ready, ready) = watch::channel(false);
        let last_use = LastUse::default();
        let work = Work::default();
        let start = Start {
            sessions: sessions.clone(),
            practice: practice.clone(),
            kept: kept.clone(),
            only_this_run,
        };
        let alive = KeepAlive {
            app: app.clone(),
            sessions: sessions.clone(),
            last_use: last_use.clone(),
            work: work.clone(),
        };
        tauri::async_runtime::spawn(async move {
            start.run(&arguments).await;
            is_ready.send_replace(true);
            start.seal().await;
            alive.run().await;
        });
        Self {
            calls: Arc::default(),
            profiles: ProfileFolder::new(folder),
            drafts: Drafts::open(folder),
            recovery: Recovery::default(),
            last_use,
            sessions,
            work,
            practice,
            kept,
            kept_where,
            version: app.package_info().version.to_string(),
            ready,
            data,
        }
    }

    /// The app ends.
    pub(crate) fn end(&self) {
        self.drafts.flush();
        tracing::info!("the app ends");
        self.data.end();
    }

    /// What a window begins with. One that is loaded anew holds no answers of the earlier one.
    pub(crate) fn beginning(&self) -> Beginning {
        self.calls.release_all();
        let (draft, restarted) = (self.drafts.newest(), self.recovery.take_untold());
        tracing::info!(restarted, draft = draft.is_some(), "a window begins");
        Beginning {
            draft,
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

    /// Where tokens are kept at present.
    pub(crate) async fn storage(&self) -> StorageView {
        match self.kept.protection().await {
            Ok(kept) => self.kept_where.set(translate::storage(kept)),
            Err(error) => tracing::warn!(%error, "where tokens are kept could not be told"),
        }
        self.kept_where.get()
    }

    pub(crate) async fn call(&self, call: ApiCall) -> Result<Answer, IpcError> {
        self.ready().await;
        let _under_way = self.work.begin().await;
        self.calls.make(self.pipeline(), call).await
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
