//! Which protection a session gets, and changing it for all of them.

use latchkey_pipeline::{StoreError, StoredSession};
use serde_json::Value;

use crate::{
    document::FORMAT,
    entry::{self, Entry},
    kept::Kept,
    key::{KeyError, SealingKey},
    opening::Shut,
    protection::{InForce, Protection, Why},
};

/// How a session is to be kept.
#[derive(Clone)]
pub(crate) enum Way {
    Sealed(SealingKey),
    Plain,
    Memory,
}

impl Kept {
    /// Where secrets are at present. May ask the keychain, and then takes as long as that takes.
    pub async fn protection(&self) -> Result<InForce, StoreError> {
        let chosen = self.read().await?.chosen();
        let in_force = |protection, why| Ok(InForce { protection, why });
        match (chosen, &self.0.keys) {
            (Some(chosen @ (Protection::File | Protection::Memory)), _) => in_force(chosen, Why::Chosen),
            (_, None) => in_force(Protection::File, Why::TurnedOff),
            (_, Some(asked)) => match asked.key().await {
                Ok(_) if chosen.is_some() => in_force(Protection::Keychain, Why::Chosen),
                Ok(_) => in_force(Protection::Keychain, Why::Best),
                Err(KeyError::NoKeychain(detail)) if chosen.is_none() => {
                    in_force(Protection::File, Why::NoKeychain(detail))
                }
                Err(error) => in_force(Protection::Keychain, Why::Refused(error.to_string())),
            },
        }
    }

    /// Keeps the user's choice, and moves every session to where it is to be. Where one of them cannot be opened,
    /// or the keychain refuses, nothing changes.
    pub async fn set_protection(&self, protection: Protection) -> Result<(), StoreError> {
        let way = self.way(Some(protection), false).await?;
        loop {
            let seen = self.read().await?.sessions;
            let mut opened = Vec::new();
            for value in &seen {
                match self.session_of(value).await {
                    Ok(session) => opened.push(session),
                    Err(Shut::Sealed(detail)) => return Err(StoreError::Sealed { detail }),
                    // It stays for the one who loads it, and is told.
                    Err(Shut::Unusable(_)) => {}
                }
            }
            let remembered: Vec<_> = self.memory().values().cloned().collect();
            let on_disk: Vec<_> = opened.iter().map(StoredSession::key).collect();
            let only_here = remembered
                .into_iter()
                .filter(|session| !on_disk.contains(&session.key()));
            opened.extend(only_here);
            if matches!(way, Way::Memory) {
                let mut memory = self.memory();
                memory.extend(opened.iter().map(|session| (session.key(), session.clone())));
            }
            let (to_move, way) = (opened.clone(), way.clone());
            let moved = self
                .change(move |contents| {
                    if contents.sessions != seen {
                        return Ok(false);
                    }
                    contents.choose(protection);
                    for session in &to_move {
                        let key = session.key();
                        match place(session, &way)? {
                            Some(value) => contents.put(&key, value),
                            None => contents.remove(&key),
                        }
                    }
                    Ok(true)
                })
                .await?;
            if moved {
                if protection != Protection::Memory {
                    let mut memory = self.memory();
                    for session in &opened {
                        memory.remove(&session.key());
                    }
                }
                return self.move_secrets().await;
            }
        }
    }

    /// Brings the file to the newest format, and seals what lies plain where that is due. To be called at the
    /// start, so that plain tokens of an earlier version do not stay on the disk.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let contents = self.read().await?;
        let any_plain = contents.sessions.iter().any(|value| !entry::is_sealed(value));
        let way = if any_plain {
            self.way(contents.chosen(), false).await?
        } else {
            Way::Plain
        };
        if contents.format == FORMAT && !matches!(way, Way::Sealed(_)) {
            return Ok(());
        }
        let chosen = contents.chosen();
        self.change(move |contents| {
            contents.format = FORMAT;
            if let Way::Sealed(key) = way
                && contents.chosen() == chosen
            {
                contents.seal_all(&key);
            }
            Ok(())
        })
        .await
    }

    /// How a session is kept under that choice. `sealed`: it is sealed already, and does not become plain again
    /// because a keychain is missing today.
    pub(crate) async fn way(&self, chosen: Option<Protection>, sealed: bool) -> Result<Way, StoreError> {
        let asked = match (chosen, &self.0.keys) {
            (Some(Protection::Memory), _) => return Ok(Way::Memory),
            (Some(Protection::File), _) | (_, None) => return Ok(Way::Plain),
            (_, Some(asked)) => asked,
        };
        match asked.key_or_new().await {
            Ok(key) => Ok(Way::Sealed(key)),
            Err(KeyError::NoKeychain(detail)) if chosen.is_none() && !sealed => {
                tracing::debug!(detail, "no keychain: the tokens are kept in the file");
                Ok(Way::Plain)
            }
            Err(error) => Err(StoreError::Io(format!("the tokens could not be sealed: {error}"))),
        }
    }
}

/// A session as it is written that way; `None` where it is not to be written.
pub(crate) fn place(session: &StoredSession, way: &Way) -> Result<Option<Value>, StoreError> {
    let mut entry = Entry::plain(session).map_err(StoreError::Io)?;
    match way {
        Way::Memory => return Ok(None),
        Way::Plain => {}
        Way::Sealed(key) => entry.seal(key).map_err(StoreError::Io)?,
    }
    entry.value().map(Some).map_err(StoreError::Io)
}
