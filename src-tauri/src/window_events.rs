//! Tells the window what happens to the session.

use latchkey_ipc::{SESSION_CHANGED, SESSION_ENDED, SessionChanged};
use latchkey_pipeline::Observer;
use tauri::{AppHandle, Emitter, Runtime};

use crate::translate;

/// Emits what the pipeline tells.
pub(crate) struct ToWindow<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> Observer for ToWindow<R> {
    fn session_changed(&self, session: &latchkey_pipeline::SessionView) {
        let changed = SessionChanged {
            session: translate::session(session.clone()),
        };
        if let Err(error) = self.0.emit(SESSION_CHANGED, changed) {
            tracing::error!(%error, "the window was not told that the session changed");
        }
    }

    fn session_ended(&self, ended: &latchkey_pipeline::SessionEnded) {
        if let Err(error) = self.0.emit(SESSION_ENDED, translate::ended(ended.clone())) {
            tracing::error!(%error, "the window was not told that the session ended");
        }
    }
}
