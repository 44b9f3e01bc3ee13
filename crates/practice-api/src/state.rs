//! Everything the handlers share.

use crate::{
    Config, Error,
    faults::FaultSwitch,
    notes::Notebook,
    sessions::{Sessions, Standing},
    state_file::{Kept, StateFile},
    stats::Counters,
    tokens::{Signer, SigningKey, TokenRefusal, hex, key_from_hex, random_id, random_key},
    users::{Target, USERS, User},
};
use parking_lot::Mutex;
use std::{path::Path, sync::Arc, time::Duration};

/// A pair as it was issued.
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// The server's state. No lock in it is ever held across an await.
pub(crate) struct State {
    key: SigningKey,
    signer: Signer,
    access_ttl: Duration,
    refresh_ttl: Duration,
    sessions: Sessions,
    notebooks: [Mutex<Notebook>; USERS.len()],
    pub(crate) faults: FaultSwitch,
    pub(crate) counters: Counters,
    issued: Option<Mutex<Vec<(String, String)>>>,
    file: Option<StateFile>,
}

impl State {
    /// Reads what an earlier run kept, or starts fresh.
    pub(crate) fn open(config: &Config) -> Result<Arc<Self>, Error> {
        let (file, mut kept) = match config.state_file.as_deref().map(StateFile::open).transpose()? {
            Some((file, kept)) => (Some(file), kept),
            None => (None, Kept::default()),
        };
        let key = match key_from_hex(&kept.signing_key) {
            Some(key) => key,
            None => random_key()?,
        };
        let state = Arc::new(Self {
            key,
            signer: Signer::new(&key),
            access_ttl: config.access_ttl,
            refresh_ttl: config.refresh_ttl,
            sessions: Sessions::restore(kept.issued, |user| kept.sessions.remove(user.email)),
            notebooks: USERS.each_ref().map(|user| {
                kept.notes
                    .remove(user.email)
                    .unwrap_or_else(Notebook::seeded)
                    .into()
            }),
            faults: FaultSwitch::default(),
            counters: Counters::default(),
            issued: config.remember_issued.then(Mutex::default),
            file,
        });
        state.faults.set(config.faults.refresh.clone());
        if config.faults.expire_access {
            state.sessions.expire_access(Target::All);
        }
        if config.faults.invalidate_access {
            state.sessions.invalidate_access(Target::All);
        }
        if config.faults.revoke_refresh {
            state.sessions.revoke_refresh(Target::All);
        }
        // A file that cannot be written is found out now, not at the first sign-in.
        if let Some(file) = &state.file {
            file.write(|| state.kept())?;
        }
        Ok(state)
    }

    /// Starts a session; the user's earlier refresh token is dead from now.
    pub(crate) fn sign_in(&self, user: &User) -> Pair {
        let id = random_id();
        self.sessions.begin(user, &id);
        self.issue(user, &id)
    }

    /// Replaces a pair; of any number of requests with the same token, one succeeds.
    pub(crate) fn refresh(&self, token: &str) -> Result<Pair, TokenRefusal> {
        let claims = self.signer.read_refresh(token)?;
        let user = User::find(&claims.sub).ok_or(TokenRefusal::Invalid)?;
        claims.life.check()?;
        let id = random_id();
        if !self.sessions.rotate(user, &claims.jti, &id) {
            return Err(TokenRefusal::Invalid);
        }
        Ok(self.issue(user, &id))
    }

    /// The user that an access token stands for.
    pub(crate) fn admit(&self, token: &str) -> Result<&'static User, TokenRefusal> {
        let claims = self.signer.read_access(token)?;
        let user = User::find(&claims.sub).ok_or(TokenRefusal::Invalid)?;
        match self.sessions.standing(user, claims.seq) {
            Standing::Invalid => return Err(TokenRefusal::Invalid),
            Standing::Expired => return Err(TokenRefusal::Expired),
            Standing::Good => {}
        }
        claims.life.check()?;
        Ok(user)
    }

    pub(crate) fn expire_access(&self, whom: Target) {
        self.sessions.expire_access(whom);
    }

    pub(crate) fn invalidate_access(&self, whom: Target) {
        self.sessions.invalidate_access(whom);
    }

    pub(crate) fn revoke_refresh(&self, whom: Target) {
        self.sessions.revoke_refresh(whom);
    }

    /// Looks into or changes a user's notes.
    pub(crate) fn notes<R>(&self, user: &User, act: impl FnOnce(&mut Notebook) -> R) -> R {
        act(&mut self.notebooks[user.index].lock())
    }

    pub(crate) fn issued(&self) -> Vec<(String, String)> {
        self.issued
            .as_ref()
            .map(|issued| issued.lock().clone())
            .unwrap_or_default()
    }

    pub(crate) fn last_issued(&self) -> Option<(String, String)> {
        self.issued.as_ref()?.lock().last().cloned()
    }

    /// Where a corrupt state file was put aside at the start.
    pub(crate) fn set_aside(&self) -> Option<&Path> {
        self.file.as_ref()?.set_aside()
    }

    /// Writes what must survive a restart, before the answer that relies on it leaves. Changes made
    /// meanwhile by others ride along, so a crowd costs few writes.
    pub(crate) async fn save(self: &Arc<Self>) {
        if self.file.is_some() {
            let state = Arc::clone(self);
            // Fails only when the runtime shuts down; the write then has run or is pointless.
            let _ = tokio::task::spawn_blocking(move || state.save_now()).await;
        }
    }

    /// As [`State::save`], on this thread.
    pub(crate) fn save_now(&self) {
        if let Some(file) = &self.file
            && let Err(error) = file.write(|| self.kept())
        {
            // The state in memory is right, so the server goes on; only a restart would forget.
            tracing::warn!(%error, "the practice API's state was not saved");
        }
    }

    fn issue(&self, user: &User, refresh_id: &str) -> Pair {
        let pair = Pair {
            access: self
                .signer
                .access(user, self.sessions.next_number(), self.access_ttl),
            refresh: self.signer.refresh(user, refresh_id, self.refresh_ttl),
        };
        if let Some(issued) = &self.issued {
            issued.lock().push((pair.access.clone(), pair.refresh.clone()));
        }
        pair
    }

    fn kept(&self) -> Kept {
        Kept {
            version: Kept::VERSION,
            signing_key: hex(&self.key),
            sessions: USERS
                .iter()
                .map(|user| (user.email.into(), self.sessions.keep(user)))
                .collect(),
            // After the sessions: a number seen in a mark is never above it.
            issued: self.sessions.issued(),
            notes: USERS
                .iter()
                .map(|user| (user.email.into(), self.notes(user, |book| book.clone())))
                .collect(),
        }
    }
}
