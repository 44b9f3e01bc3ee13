//! Everything the handlers share.

use crate::{
    Config, Dialect, Error, TokenKind,
    clock::millis,
    dialects::{self, Protocol},
    faults::FaultSwitch,
    key::{SigningKey, hex, key_from_hex, random_id, random_key},
    notes::Notebook,
    pair::{Issued, Pair, Presented},
    sessions::{Sessions, Standing},
    state_file::{Kept, StateFile},
    stats::Counters,
    tokens::{Life, Signer, Token, TokenRefusal},
    users::{Target, USERS, User},
};
use parking_lot::Mutex;
use std::{path::Path, sync::Arc, time::Duration};

/// The server's state. No lock in it is ever held across an await.
pub(crate) struct State {
    pub(crate) dialect: Dialect,
    pub(crate) protocol: Box<dyn Protocol>,
    key: SigningKey,
    signer: Signer,
    access_ttl: Duration,
    refresh_ttl: Duration,
    sessions: Sessions,
    notebooks: [Mutex<Notebook>; USERS.len()],
    pub(crate) faults: FaultSwitch,
    pub(crate) counters: Counters,
    issued: Option<Issued>,
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
            dialect: config.dialect,
            protocol: dialects::of(config.dialect),
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
            issued: config.remember_issued.then(Issued::default),
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

    /// Starts a session; where refresh tokens rotate, the user's earlier one is dead from now.
    pub(crate) fn sign_in(&self, user: &'static User) -> Pair {
        let id = random_id();
        self.sessions.begin(user, &id);
        self.issue(user, id)
    }

    /// Replaces what the kind of server replaces. Where refresh tokens rotate, of any number of requests with
    /// the same token one succeeds.
    pub(crate) fn refresh(&self, presented: &Presented) -> Result<Pair, TokenRefusal> {
        let token = self.signer.read_as(TokenKind::Refresh, &presented.refresh)?;
        token.life.check()?;
        if let Some(access) = &presented.access {
            let access = self.signer.read_as(TokenKind::Access, access)?;
            if access.user != token.user || access.id != token.id {
                return Err(TokenRefusal::Invalid);
            }
        }
        let user = token.user;
        if !self.dialect.rotates() {
            if !self.sessions.holds(user, token.number) {
                return Err(TokenRefusal::Revoked);
            }
            let access = self.access_token(user, &token.id);
            if let Some(issued) = &self.issued {
                issued.add_access(&access, &presented.refresh);
            }
            return Ok(Pair {
                user,
                access,
                refresh: None,
            });
        }
        let id = random_id();
        if !self.sessions.rotate(user, &token.id, &id) {
            return Err(TokenRefusal::Revoked);
        }
        Ok(self.issue(user, id))
    }

    /// The user that an access token stands for.
    pub(crate) fn admit(&self, token: &str) -> Result<&'static User, TokenRefusal> {
        let token = self.signer.read_as(TokenKind::Access, token)?;
        self.check_access(&token)?;
        Ok(token.user)
    }

    fn check_access(&self, token: &Token) -> Result<(), TokenRefusal> {
        match self.sessions.standing(token.user, token.number) {
            Standing::Invalid => Err(TokenRefusal::Invalid),
            Standing::Expired => Err(token.life.expired()),
            Standing::Revoked => Err(TokenRefusal::Revoked),
            Standing::Good => token.life.check(),
        }
    }

    /// Ends one token; what it is refused for is what a use of it would be refused for.
    pub(crate) fn revoke(&self, text: &str) -> Result<Token, TokenRefusal> {
        let token = self.signer.read(text)?;
        let ended = match token.kind {
            TokenKind::Access => {
                self.check_access(&token)?;
                self.sessions.revoke(token.user, token.number)
            }
            TokenKind::Refresh => {
                token.life.check()?;
                if self.dialect.rotates() {
                    self.sessions.end(token.user, &token.id)
                } else {
                    self.sessions.holds(token.user, token.number)
                        && self.sessions.revoke(token.user, token.number)
                }
            }
        };
        if ended {
            Ok(token)
        } else {
            Err(TokenRefusal::Revoked)
        }
    }

    /// As [`State::revoke`], for a token of one kind.
    pub(crate) fn revoke_as(&self, kind: TokenKind, text: &str) -> Result<Token, TokenRefusal> {
        self.signer.read_as(kind, text)?;
        self.revoke(text)
    }

    /// How long an access token lives, in whole seconds, rounded up.
    pub(crate) fn expires_in(&self) -> u64 {
        millis(self.access_ttl).div_ceil(1000)
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

    /// The tokens issued so far, where they are remembered.
    pub(crate) fn issued(&self) -> Option<&Issued> {
        self.issued.as_ref()
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

    fn issue(&self, user: &'static User, id: String) -> Pair {
        let access = self.access_token(user, &id);
        let refresh = self.write(user, TokenKind::Refresh, id, self.refresh_ttl);
        if let Some(issued) = &self.issued {
            issued.add_pair(&access, &refresh);
        }
        Pair {
            user,
            access,
            refresh: Some(refresh),
        }
    }

    fn access_token(&self, user: &'static User, refresh_id: &str) -> String {
        let id = self.protocol.access_id(refresh_id);
        self.write(user, TokenKind::Access, id, self.access_ttl)
    }

    fn write(&self, user: &'static User, kind: TokenKind, id: String, ttl: Duration) -> String {
        let token = Token {
            user,
            kind,
            id,
            number: self.sessions.next_number(),
            life: Life::starting_now(ttl),
        };
        self.signer.write(&token, self.protocol.form(&token))
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
