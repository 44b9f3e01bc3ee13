//! Secrets beside the sessions: values that the user gave once, kept as tokens are.

use std::collections::BTreeMap;

use latchkey_pipeline::StoreError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{
    kept::Kept,
    key::SealingKey,
    medium::Document,
    protect::Way,
    seal::{Sealed, open_text, seal_text},
};

/// The entry of the file.
pub(crate) const SECRETS_KEY: &str = "secrets";

/// A secret as it stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Sealed(Sealed),
    Plain { plain: Zeroizing<String> },
}

impl Kept {
    /// Reads a secret; `None` where there is none. One that does not open is an error.
    pub async fn secret(&self, name: &str) -> Result<Option<Zeroizing<String>>, StoreError> {
        if let Some(value) = self.secrets_in_memory().get(name) {
            return Ok(Some(value.clone()));
        }
        let contents = self.read().await?;
        let Some(value) = in_file(&contents.others, name) else {
            return Ok(None);
        };
        // Its error would repeat the value.
        let stored =
            Stored::deserialize(value).map_err(|_| shut("it is not what this version writes".to_owned()))?;
        match stored {
            Stored::Plain { plain } => Ok(Some(plain)),
            Stored::Sealed(sealed) => {
                let key = self.key_of_secrets().await?;
                let opened = key.and_then(|key| open_text(&key, name, &sealed));
                let refused = || shut("it was sealed with another key, or changed".to_owned());
                opened.map(Some).ok_or_else(refused)
            }
        }
    }

    /// Whether there is a secret of this name. The keychain is not asked.
    pub async fn has_secret(&self, name: &str) -> Result<bool, StoreError> {
        if self.secrets_in_memory().contains_key(name) {
            return Ok(true);
        }
        Ok(in_file(&self.read().await?.others, name).is_some())
    }

    /// Whether a secret could be kept where tokens are: the keychain is asked for its key, if that is where.
    ///
    /// # Errors
    ///
    /// What keeping one would end with.
    pub async fn may_keep_secrets(&self) -> Result<(), StoreError> {
        self.way(self.read().await?.chosen(), false).await.map(drop)
    }

    /// Keeps a secret where tokens are kept; `None` removes it.
    pub async fn set_secret(&self, name: &str, value: Option<Zeroizing<String>>) -> Result<(), StoreError> {
        let stored = match &value {
            None => None,
            Some(value) => match self.way(self.read().await?.chosen(), false).await? {
                Way::Memory => None,
                Way::Plain => Some(Stored::Plain { plain: value.clone() }),
                Way::Sealed(key) => {
                    let sealed = seal_text(&key, name, value);
                    let refused =
                        || StoreError::Io("a secret could not be sealed: no randomness to be had".to_owned());
                    Some(Stored::Sealed(sealed.ok_or_else(refused)?))
                }
            },
        };
        let only_here = value.filter(|_| stored.is_none());
        let written = stored.map(serde_json::to_value).transpose();
        let written = written.map_err(|error| StoreError::Io(error.to_string()))?;
        let key = name.to_owned();
        self.change(move |contents| {
            put(&mut contents.others, key, written);
            Ok(())
        })
        .await?;
        let mut memory = self.secrets_in_memory();
        match only_here {
            Some(value) => memory.insert(name.to_owned(), value),
            None => memory.remove(name),
        };
        Ok(())
    }

    /// Moves every secret to where the protection in force wants it. One that does not open stays.
    pub(crate) async fn move_secrets(&self) -> Result<(), StoreError> {
        let contents = self.read().await?;
        let on_disk = contents.others.get(SECRETS_KEY).and_then(Value::as_object);
        let mut names: Vec<_> = on_disk.into_iter().flat_map(|it| it.keys().cloned()).collect();
        names.extend(self.secrets_in_memory().keys().cloned());
        for name in names {
            match self.secret(&name).await {
                Ok(value) => self.set_secret(&name, value).await?,
                Err(error) => tracing::warn!(%error, "a secret stays where it is"),
            }
        }
        Ok(())
    }

    async fn key_of_secrets(&self) -> Result<Option<SealingKey>, StoreError> {
        match &self.0.keys {
            None => Err(shut("the keychain was turned off".to_owned())),
            Some(asked) => asked.key().await.map_err(|error| shut(error.to_string())),
        }
    }

    fn secrets_in_memory(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Zeroizing<String>>> {
        let memory = &self.0.secrets;
        memory.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn in_file<'a>(others: &'a Document, name: &str) -> Option<&'a Value> {
    others.get(SECRETS_KEY)?.get(name)
}

fn put(others: &mut Document, name: String, value: Option<Value>) {
    let mut secrets = match others.remove(SECRETS_KEY) {
        Some(Value::Object(secrets)) => secrets,
        _ => serde_json::Map::new(),
    };
    match value {
        Some(value) => secrets.insert(name, value),
        None => secrets.remove(&name),
    };
    if !secrets.is_empty() {
        others.insert(SECRETS_KEY.to_owned(), secrets.into());
    }
}

fn shut(detail: String) -> StoreError {
    StoreError::Sealed { detail }
}
