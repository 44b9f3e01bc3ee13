//! What the shell keeps on disk beside the session.

use latchkey_ipc::LastSignIn;
use latchkey_keeping::Kept;

const LAST_SIGN_IN: &str = "last_sign_in";

/// What the shell keeps beside the session.
pub(crate) trait Entries: Send + Sync {
    fn last_sign_in(&self) -> StoreResult<'_, Option<LastSignIn>>;
    fn keep_sign_in<'a>(&'a self, last: &'a LastSignIn) -> StoreResult<'a, ()>;
}

pub(crate) type StoreResult<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl Entries for Kept {
    fn last_sign_in(&self) -> StoreResult<'_, Option<LastSignIn>> {
        Box::pin(async {
            self.entry(LAST_SIGN_IN).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the server of the last sign-in could not be read");
                None
            })
        })
    }

    fn keep_sign_in<'a>(&'a self, last: &'a LastSignIn) -> StoreResult<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.set_entry(LAST_SIGN_IN, last).await {
                tracing::warn!(%error, "the server of the last sign-in could not be kept");
            }
        })
    }
}
