//! A user who signs in again whenever a session has ended.

use std::{sync::Arc, time::Duration};

use latchkey_pipeline::{Credentials, Pipeline, Profile, SessionKey, Sessions};
use practice_api::PASSWORD;
use tokio::sync::watch;

use super::Heard;
use crate::wire::{Account, now, say};

/// How long is waited after a sign-in that failed.
const AGAIN: Duration = Duration::from_millis(100);

#[derive(Clone)]
pub(super) struct Seat {
    pub(super) user: &'static str,
    sessions: Sessions,
    profile: Profile,
    ends: watch::Receiver<u64>,
    taken: watch::Sender<Option<Pipeline>>,
}

impl Seat {
    pub(super) fn new(sessions: Sessions, profile: Profile, user: &'static str, heard: &Arc<Heard>) -> Self {
        Self {
            user,
            sessions,
            profile,
            ends: heard.ends.subscribe(),
            taken: watch::Sender::new(None),
        }
    }

    /// Signs in, and again after each end.
    pub(super) async fn keep_signed_in(mut self) {
        let key = SessionKey {
            profile: self.profile.id().to_owned(),
            user: self.user.to_owned(),
        };
        loop {
            self.ends.mark_unchanged();
            let pipeline = self.sessions.pipeline(&key);
            let pipeline = pipeline.filter(|it| it.session().is_some());
            if pipeline.is_some() {
                // The other one's session ended.
                if self.ends.changed().await.is_err() {
                    return;
                }
                continue;
            }
            self.taken.send_replace(None);
            let credentials = Credentials::new(self.user, PASSWORD);
            if self
                .sessions
                .sign_in(self.profile.clone(), credentials)
                .await
                .is_ok()
            {
                say(&Account::SignedIn {
                    user: self.user.to_owned(),
                    at: now(),
                });
                self.taken.send_replace(self.sessions.pipeline(&key));
            } else {
                tokio::time::sleep(AGAIN).await;
            }
        }
    }

    /// The pipeline, once the user is signed in.
    pub(super) async fn pipeline(&self) -> Option<Pipeline> {
        let mut taken = self.taken.subscribe();
        let signed_in = taken.wait_for(Option::is_some).await.ok()?;
        signed_in.clone()
    }
}
