//! Tells the window what happens to the sessions, and how answers come along.

use std::sync::{Arc, Mutex, PoisonError};

use latchkey_ipc::{
    ANSWER_GROWS, CALL_PROGRESS, CallProgress, FileReason, GrowingAnswer, SESSION_CHANGED, SESSION_ENDED,
    SessionChanged, StorageView,
};
use latchkey_pipeline::Observer;
use tauri::{AppHandle, Emitter, Runtime};

use crate::{calls::Onlooker, translate};

/// Where tokens are kept, as last asked: an event cannot wait for a keychain.
#[derive(Clone)]
pub(crate) struct KeptWhere(Arc<Mutex<StorageView>>);

impl Default for KeptWhere {
    fn default() -> Self {
        let why = FileReason::TurnedOff;
        Self(Arc::new(Mutex::new(StorageView::File { why })))
    }
}

impl KeptWhere {
    pub(crate) fn get(&self) -> StorageView {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, kept: StorageView) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }
}

/// Emits what the pipelines and the calls tell.
pub(crate) struct ToWindow<R: Runtime> {
    pub(crate) app: AppHandle<R>,
    pub(crate) kept_where: KeptWhere,
}

impl<R: Runtime> Observer for ToWindow<R> {
    fn session_changed(&self, session: &latchkey_pipeline::SessionView) {
        let (profile, access, refreshes) = (
            session.profile.id(),
            &session.access.fingerprint,
            session.refreshes,
        );
        tracing::info!(profile, access, refreshes, "a session has these tokens now");
        if let Some(problem) = &session.store_problem {
            tracing::warn!(profile, problem, "its tokens are in memory alone");
        }
        let changed = SessionChanged {
            session: translate::session(session.clone(), self.kept_where.get()),
        };
        if let Err(error) = self.app.emit(SESSION_CHANGED, changed) {
            tracing::error!(%error, "the window was not told that the session changed");
        }
    }

    fn session_ended(&self, ended: &latchkey_pipeline::SessionEnded) {
        let profile = ended.key.as_ref().map_or("", |key| &key.profile);
        tracing::info!(profile, reason = ?ended.reason, "a session ended");
        if let Err(error) = self.app.emit(SESSION_ENDED, translate::ended(ended.clone())) {
            tracing::error!(%error, "the window was not told that the session ended");
        }
    }
}

impl<R: Runtime> Onlooker for ToWindow<R> {
    fn received(&self, progress: CallProgress) {
        // Nothing is lost by one that does not arrive: the next says more, and the answer all.
        if let Err(error) = self.app.emit(CALL_PROGRESS, progress) {
            tracing::debug!(%error, "the window was not told how a call comes along");
        }
    }

    fn grows(&self, growing: GrowingAnswer) {
        if let Err(error) = self.app.emit(ANSWER_GROWS, growing) {
            tracing::debug!(%error, "the window was not told that an answer grows");
        }
    }
}
