//! What the shell keeps on disk beside the session.

use latchkey_ipc::LastSignIn;
use tauri::Runtime;

use crate::kept_session::KeptSession;

const LAST_SIGN_IN: &str = "last_sign_in";

/// What the shell keeps beside the session.
pub(crate) trait Entries: Send + Sync {
    fn last_sign_in(&self) -> Option<LastSignIn>;
    fn keep_sign_in<'a>(&'a self, last: &'a LastSignIn) -> StoreResult<'a>;
}

pub(crate) type StoreResult<'a> = std::pin::Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

impl<R: Runtime> Entries for KeptSession<R> {
    fn last_sign_in(&self) -> Option<LastSignIn> {
        self.entry(LAST_SIGN_IN)
    }

    fn keep_sign_in<'a>(&'a self, last: &'a LastSignIn) -> StoreResult<'a> {
        let (kept, last) = (self.clone(), last.clone());
        Box::pin(async move {
            let kept = tokio::task::spawn_blocking(move || kept.set_entry(LAST_SIGN_IN, &last)).await;
            if let Ok(Err(error)) = kept {
                tracing::warn!(%error, "the server of the last sign-in could not be kept");
            }
        })
    }
}
