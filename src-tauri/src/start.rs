//! What happens once, before the first command is answered; and the way to the practice API, which is asked for later too.

use std::sync::Arc;

use latchkey_ipc::{LastSignIn, PRACTICE_PASSWORD, PRACTICE_USER, Server};
use latchkey_keeping::{Kept, Protection};
use latchkey_pipeline::{Credentials, Network, SessionKey, Sessions};

use crate::{
    arguments::Arguments,
    entries,
    practice::{self, Practice},
    settings,
};

/// All that the start works on.
#[derive(Clone)]
pub(crate) struct Start {
    pub(crate) sessions: Sessions,
    pub(crate) practice: Arc<Practice>,
    pub(crate) kept: Kept,
    pub(crate) network: Network,
    /// Whether the data folder goes with this run: then no token is written there.
    pub(crate) only_this_run: bool,
}

impl Start {
    /// Takes up the stored sessions, or signs in to the practice API where that is asked for.
    pub(crate) async fn run(&self, arguments: &Arguments) {
        if self.only_this_run
            && let Err(error) = self.kept.set_protection(Protection::Memory).await
        {
            tracing::warn!(%error, "tokens may be in a folder that goes with this run");
        }
        // The sessions first: of a file that cannot be used, whoever reads it first is told why, once.
        self.sessions.restore(None).await;
        // Before anything is sent.
        settings::load(&self.kept, &self.network).await;
        if let Some(at_work) = entries::active(&self.kept).await {
            self.sessions.switch(&at_work);
        }
        let nobody = self.sessions.list().is_empty() && self.sessions.ended().is_none();
        if arguments.practice
            && nobody
            && let Err(error) = self.sign_in_to_practice().await
        {
            tracing::error!(%error, "no sign-in to the practice API");
        }
    }

    /// Seals what an earlier version left plain. After [`Start::run`], which answers for a file that cannot be used;
    /// the keychain may wait for a person, and the window must not.
    pub(crate) async fn seal(&self) {
        if let Err(error) = self.kept.migrate().await {
            tracing::warn!(%error, "tokens on the disk could not be sealed");
        }
    }

    /// Puts the session with the practice API to work, and signs in first where there is none.
    pub(crate) async fn go_to_practice(&self) -> Result<(), String> {
        let practice = SessionKey {
            profile: practice::ID.to_owned(),
            user: PRACTICE_USER.to_owned(),
        };
        if self.sessions.switch(&practice) {
            entries::keep_active(&self.kept, &practice).await;
            return Ok(());
        }
        self.sign_in_to_practice().await
    }

    async fn sign_in_to_practice(&self) -> Result<(), String> {
        let profile = self.practice.profile().await.map_err(|error| error.to_string())?;
        let credentials = Credentials::new(PRACTICE_USER, PRACTICE_PASSWORD);
        let view = self
            .sessions
            .sign_in(profile, credentials)
            .await
            .map_err(|error| error.to_string())?;
        entries::keep_active(&self.kept, &view.key()).await;
        let last = LastSignIn {
            server: Server::Practice,
            user: PRACTICE_USER.to_owned(),
        };
        entries::keep_sign_in(&self.kept, &last).await;
        Ok(())
    }
}
