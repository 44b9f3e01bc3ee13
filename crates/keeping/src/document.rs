//! The file's content, sorted: sessions, the choice of protection, and what belongs to others.

use latchkey_pipeline::SessionKey;
use serde_json::Value;

use crate::{
    address::ADDRESSES_KEY,
    entry::{self, Entry},
    key::SealingKey,
    medium::Document,
    protection::Protection,
    secret::SECRETS_KEY,
};

/// The newest format that this version reads, and the one it writes.
pub(crate) const FORMAT: u64 = 2;

const FORMAT_KEY: &str = "format";
const SESSIONS_KEY: &str = "sessions";
/// Where format 1 kept its only session.
const SESSION_KEY_1: &str = "session";
const PROTECTION_KEY: &str = "protection";

/// The file's content, in the words of the newest format.
#[derive(Clone, PartialEq)]
pub(crate) struct Contents {
    /// In the order of their sign-ins.
    pub(crate) sessions: Vec<Value>,
    /// All other entries, but for the format.
    pub(crate) others: Document,
    /// The format it was read in.
    pub(crate) format: u64,
}

/// Why a JSON object is not the file's content.
pub(crate) enum Unfit {
    Malformed(String),
    Newer(u64),
}

impl Default for Contents {
    fn default() -> Self {
        Self {
            sessions: Vec::new(),
            others: Document::new(),
            format: FORMAT,
        }
    }
}

impl Contents {
    pub(crate) fn sort(mut document: Document) -> Result<Self, Unfit> {
        let format = match document.remove(FORMAT_KEY).as_ref().map(Value::as_u64) {
            Some(Some(format @ 1..=FORMAT)) => format,
            Some(Some(newer)) if newer > FORMAT => return Err(Unfit::Newer(newer)),
            _ => {
                let detail = format!("entry {FORMAT_KEY:?} is missing or not a number from 1 to {FORMAT}");
                return Err(Unfit::Malformed(detail));
            }
        };
        let sessions = if format == 1 {
            let session = document.remove(SESSION_KEY_1);
            session.into_iter().map(entry::of_format_1).collect()
        } else {
            match document.remove(SESSIONS_KEY) {
                None => Vec::new(),
                Some(Value::Array(sessions)) => sessions,
                Some(_) => return Err(Unfit::Malformed(format!("entry {SESSIONS_KEY:?} is not a list"))),
            }
        };
        Ok(Self {
            sessions,
            others: document,
            format,
        })
    }

    pub(crate) fn document(&self) -> Document {
        let mut document = self.others.clone();
        document.insert(FORMAT_KEY.to_owned(), FORMAT.into());
        document.insert(SESSIONS_KEY.to_owned(), self.sessions.clone().into());
        document
    }

    /// The part of the file that is one session's entry.
    pub(crate) fn part(value: Value) -> Document {
        let only = Self {
            sessions: vec![value],
            ..Self::default()
        };
        only.document()
    }

    pub(crate) fn find(&self, key: &SessionKey) -> Option<&Value> {
        self.sessions.iter().find(|value| is_of(value, key))
    }

    pub(crate) fn remove(&mut self, key: &SessionKey) {
        self.sessions.retain(|value| !is_of(value, key));
    }

    /// Puts an entry in the place of its key's, or at the end where it is a new sign-in.
    pub(crate) fn put(&mut self, key: &SessionKey, value: Value) {
        let signed_in = |value: &Value| value.get("signed_in_at_ms").and_then(Value::as_i64);
        match self.sessions.iter().position(|value| is_of(value, key)) {
            Some(place) if signed_in(&self.sessions[place]) == signed_in(&value) => {
                self.sessions[place] = value;
            }
            _ => {
                self.remove(key);
                self.sessions.push(value);
            }
        }
    }

    /// Seals every session that lies plain, as far as it can be read.
    pub(crate) fn seal_all(&mut self, key: &SealingKey) {
        for value in self.sessions.iter_mut().filter(|value| !entry::is_sealed(value)) {
            let sealed = Entry::read(value).and_then(|mut entry| {
                entry.seal(key)?;
                entry.value()
            });
            match sealed {
                Ok(sealed) => *value = sealed,
                Err(error) => tracing::warn!(error, "an entry stays as it is"),
            }
        }
    }

    /// What the user chose; `None` where nobody chose, or chose what this version does not know.
    pub(crate) fn chosen(&self) -> Option<Protection> {
        serde_json::from_value(self.others.get(PROTECTION_KEY)?.clone()).ok()
    }

    pub(crate) fn choose(&mut self, protection: Protection) {
        let name = serde_json::to_value(protection).unwrap_or_default();
        self.others.insert(PROTECTION_KEY.to_owned(), name);
    }
}

/// Whether an entry's name is taken by this crate.
pub(crate) fn is_taken(name: &str) -> bool {
    [
        FORMAT_KEY,
        SESSIONS_KEY,
        PROTECTION_KEY,
        ADDRESSES_KEY,
        SECRETS_KEY,
    ]
    .contains(&name)
}

fn is_of(value: &Value, key: &SessionKey) -> bool {
    entry::key_of(value).as_ref() == Some(key)
}
