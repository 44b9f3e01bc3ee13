//! What the commands work on: the pipeline, the calls under way, the bodies kept.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::future::{AbortHandle, Abortable};
use latchkey_ipc::{
    Answer, AnswerId, ApiCall, CallId, ErrorCode, HeaderView, IpcError, LastSignIn, Login, Server,
    SessionState, SessionView,
};
use latchkey_keeping::{Kept, Keys};
use latchkey_pipeline::{Credentials, Error, Pipeline, Profile};
use tauri::{AppHandle, Runtime};
use tokio::sync::watch;

use crate::{
    arguments::Arguments, body::Body, data_dir, entries::Entries, plugin_file::PluginFile,
    practice::Practice, practice_store::SessionAtHome, start::Start, translate, window_events::ToWindow,
};

/// How many bodies are kept, should the window not let go of them.
const KEPT_ANSWERS: usize = 64;

/// What the commands work on.
pub(crate) struct Shell {
    pipeline: Pipeline,
    practice: Arc<Practice>,
    entries: Box<dyn Entries>,
    calls: Mutex<HashMap<CallId, AbortHandle>>,
    answers: Mutex<HashMap<AnswerId, Arc<Mutex<Body>>>>,
    next_answer: AtomicU64,
    /// Becomes true when the stored session has been taken up.
    ready: watch::Receiver<bool>,
}

impl Shell {
    /// Opens the data folder and takes up the stored session in the background.
    pub(crate) fn start<R: Runtime>(app: &AppHandle<R>, arguments: Arguments) -> std::io::Result<Self> {
        let folder = data_dir::open(app)?;
        Ok(Self::open(app, &folder, arguments))
    }

    fn open<R: Runtime>(app: &AppHandle<R>, folder: &Path, arguments: Arguments) -> Self {
        let practice = Arc::new(Practice::new(folder));
        let file = Arc::new(PluginFile::new(app, folder));
        let kept = Kept::open(folder, file, Keys::of_the_system(folder));
        let store = SessionAtHome::new(kept.clone(), practice.clone());
        let pipeline = Pipeline::new(Arc::new(store), Arc::new(ToWindow(app.clone())));
        let (is_ready, ready) = watch::channel(false);
        let start = Start {
            pipeline: pipeline.clone(),
            practice: practice.clone(),
            kept: kept.clone(),
        };
        tauri::async_runtime::spawn(async move {
            start.run(arguments).await;
            is_ready.send_replace(true);
            start.seal().await;
        });
        Self {
            pipeline,
            practice,
            entries: Box::new(kept),
            calls: Mutex::default(),
            answers: Mutex::default(),
            next_answer: AtomicU64::new(1),
            ready,
        }
    }

    pub(crate) async fn state(&self) -> SessionState {
        self.ready().await;
        SessionState {
            session: self.pipeline.session().map(translate::session),
            ended: self.pipeline.ended().map(translate::ended),
            last_sign_in: self.entries.last_sign_in().await,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    pub(crate) async fn login(&self, login: Login) -> Result<SessionView, IpcError> {
        self.ready().await;
        let profile = match &login.server {
            Server::Practice => self
                .practice
                .profile()
                .await
                .map_err(|error| translate::internal(error.to_string()))?,
            Server::Custom {
                base_url,
                allow_plain_http,
            } => custom_profile(base_url, *allow_plain_http)?,
        };
        let credentials = Credentials::new(&login.user, login.password.into_inner());
        let view = self
            .pipeline
            .sign_in(profile, credentials)
            .await
            .map_err(translate::from_error)?;
        self.entries
            .keep_sign_in(&LastSignIn {
                server: login.server,
                user: login.user,
            })
            .await;
        Ok(translate::session(view))
    }

    pub(crate) async fn logout(&self) {
        self.ready().await;
        self.pipeline.sign_out().await;
    }

    pub(crate) async fn call(&self, call: ApiCall) -> Result<Answer, IpcError> {
        self.ready().await;
        let (abort, registration) = AbortHandle::new_pair();
        let id = call.call_id.clone();
        if let Some(earlier) = lock(&self.calls).insert(id.clone(), abort) {
            // Two calls of one name could not be told apart when one of them is cancelled.
            earlier.abort();
        }
        let done = Abortable::new(self.run(call), registration).await;
        lock(&self.calls).remove(&id);
        done.unwrap_or_else(|_| Err(cancelled()))
    }

    async fn run(&self, call: ApiCall) -> Result<Answer, IpcError> {
        let request = translate::pipeline_request(call)
            .await
            .map_err(|error| translate::from_error(Error::Input(error)))?;
        let mut answer = self
            .pipeline
            .call(request)
            .await
            .map_err(translate::call_failed)?;
        let body = Body::receive(&mut answer)
            .await
            .map_err(|error| translate::from_body(&error))?;
        let headers = answer.visible_headers().into_iter();
        let headers = headers
            .map(|h| HeaderView {
                name: h.name,
                value: h.value,
                hidden: h.hidden,
            })
            .collect();
        let (status, http_version) = (answer.status.as_u16(), format!("{:?}", answer.version));
        let (url, view) = (answer.url.to_string(), body.view());
        let trace = translate::trace(answer.finish(view.size));
        Ok(Answer {
            answer_id: self.keep(body),
            status,
            reason: translate::phrase(status),
            http_version,
            url,
            headers,
            elapsed_us: trace.total_us,
            body: view,
            trace,
        })
    }

    fn keep(&self, body: Body) -> AnswerId {
        let id = self.next_answer.fetch_add(1, Ordering::Relaxed);
        let mut answers = lock(&self.answers);
        if answers.len() >= KEPT_ANSWERS
            && let Some(oldest) = answers.keys().min().copied()
        {
            answers.remove(&oldest);
        }
        answers.insert(id, Arc::new(Mutex::new(body)));
        id
    }

    pub(crate) fn cancel(&self, id: &CallId) {
        if let Some(abort) = lock(&self.calls).get(id) {
            abort.abort();
        }
    }

    /// Reads a piece of a body, where reading may block.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        id: AnswerId,
        read: impl FnOnce(&Body) -> Result<T, crate::body::BodyError> + Send + 'static,
    ) -> Result<T, IpcError> {
        let body = lock(&self.answers).get(&id).cloned().ok_or_else(answer_gone)?;
        // Readers of one body take turns: a file has one position.
        let read = tokio::task::spawn_blocking(move || read(&lock(&body))).await;
        read.map_err(|error| translate::internal(error.to_string()))?
            .map_err(|error| translate::from_body(&error))
    }

    pub(crate) fn release(&self, id: AnswerId) {
        lock(&self.answers).remove(&id);
    }

    async fn ready(&self) {
        // The sender is gone only after it has said that all is ready.
        let _ = self.ready.clone().wait_for(|ready| *ready).await;
    }
}

/// The default profile at an address.
fn custom_profile(base_url: &str, allow_plain_http: bool) -> Result<Profile, IpcError> {
    Profile::header_pair("default", "", base_url, allow_plain_http).map_err(|mut error| {
        error.field = format!("server.{}", error.field);
        translate::from_error(Error::Input(error))
    })
}

fn cancelled() -> IpcError {
    failure(ErrorCode::Cancelled, "cancelled", "the call was cancelled")
}

fn answer_gone() -> IpcError {
    failure(
        ErrorCode::AnswerGone,
        "answer-gone",
        "this answer is no longer kept; send the request again",
    )
}

fn failure(code: ErrorCode, key: &str, message: &str) -> IpcError {
    IpcError {
        code,
        ..IpcError {
            key: key.to_owned(),
            ..translate::internal(message)
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
