//! What the shell keeps on disk beside the sessions.

use latchkey_ipc::LastSignIn;
use latchkey_keeping::Kept;
use latchkey_pipeline::SessionKey;
use serde::{Deserialize, Serialize};

const LAST_SIGN_IN: &str = "last_sign_in";
/// Shared with the command line: whose session is at work.
const ACTIVE: &str = "active";

#[derive(Serialize, Deserialize)]
struct Active {
    profile: String,
    user: String,
}

/// Which server and user the sign-in form offers.
pub(crate) async fn last_sign_in(kept: &Kept) -> Option<LastSignIn> {
    kept.entry(LAST_SIGN_IN).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the server of the last sign-in could not be read");
        None
    })
}

/// Keeps which server and user the sign-in form offers.
pub(crate) async fn keep_sign_in(kept: &Kept, last: &LastSignIn) {
    if let Err(error) = kept.set_entry(LAST_SIGN_IN, last).await {
        tracing::warn!(%error, "the server of the last sign-in could not be kept");
    }
}

/// Whose session was at work last.
pub(crate) async fn active(kept: &Kept) -> Option<SessionKey> {
    let Active { profile, user } = kept.entry(ACTIVE).await.ok()??;
    Some(SessionKey { profile, user })
}

/// Keeps whose session is at work.
pub(crate) async fn keep_active(kept: &Kept, key: &SessionKey) {
    let active = Active {
        profile: key.profile.clone(),
        user: key.user.clone(),
    };
    if let Err(error) = kept.set_entry(ACTIVE, &active).await {
        tracing::warn!(%error, "whose session is at work could not be kept");
    }
}
