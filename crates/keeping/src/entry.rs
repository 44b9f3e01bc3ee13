//! One session in the file.

use latchkey_pipeline::{ClientSecret, Profile, SessionKey, StoredSession, Token, TokenPair};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{
    key::SealingKey,
    seal::{self, Bound, Sealed, Secrets},
};

/// A session as it stands in the file.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// As [`Profile`] writes itself.
    profile: Value,
    user: String,
    signed_in_at_ms: i64,
    skew_ms: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at_ms: Option<i64>,
    pub(crate) secrets: Kind,
}

/// How the secrets stand in the file. Errors of reading it name no value.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Kind {
    Sealed(Sealed),
    Plain { plain: Secrets },
}

impl Entry {
    /// Reads an entry. The error names what is wrong; a value, which may be a token, is not repeated.
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        Self::deserialize(value).map_err(|error| named_only(&error))
    }

    /// Puts a session into the file's words, its secrets plain.
    pub(crate) fn plain(session: &StoredSession) -> Result<Self, String> {
        let owned = |text: &str| Zeroizing::new(text.to_owned());
        let plain = Secrets {
            access_token: owned(session.pair.access.expose()),
            refresh_token: owned(session.pair.refresh.expose()),
            client_secret: session
                .client_secret
                .as_ref()
                .map(|secret| owned(secret.expose())),
        };
        Ok(Self {
            profile: serde_json::to_value(&session.profile).map_err(|error| error.to_string())?,
            user: session.user.clone(),
            signed_in_at_ms: session.signed_in_at_ms,
            skew_ms: session.skew_ms,
            expires_at_ms: session.expires_at_ms,
            secrets: Kind::Plain { plain },
        })
    }

    /// Seals plain secrets; leaves sealed ones as they are.
    pub(crate) fn seal(&mut self, key: &SealingKey) -> Result<(), String> {
        if let Kind::Plain { plain } = &self.secrets {
            let sealed = seal::seal(key, self.bound(), plain);
            self.secrets =
                Kind::Sealed(sealed.ok_or("the tokens could not be sealed: no randomness to be had")?);
        }
        Ok(())
    }

    /// Opens sealed secrets; leaves plain ones as they are. `None` where they do not open.
    pub(crate) fn open(&mut self, key: &SealingKey) -> Option<()> {
        if let Kind::Sealed(sealed) = &self.secrets {
            let plain = seal::open(key, self.bound(), sealed)?;
            self.secrets = Kind::Plain { plain };
        }
        Some(())
    }

    fn bound(&self) -> Bound<'_> {
        Bound {
            profile: &self.profile,
            user: &self.user,
        }
    }

    /// Takes the session out of the file's words. The secrets are plain; the error names what is wrong.
    pub(crate) fn session(self) -> Result<StoredSession, String> {
        let Kind::Plain { plain } = self.secrets else {
            return Err("its secrets are sealed".to_owned());
        };
        let token = |field: &str, text: &str| {
            Token::parse(text.as_bytes()).map_err(|problem| format!("{field}: {problem}"))
        };
        let profile = Profile::deserialize(self.profile);
        Ok(StoredSession {
            profile: profile.map_err(|error| format!("profile: {}", named_only(&error)))?,
            pair: TokenPair {
                access: token("access_token", &plain.access_token)?,
                refresh: token("refresh_token", &plain.refresh_token)?,
            },
            client_secret: plain
                .client_secret
                .map(|secret| ClientSecret::new(secret.as_str())),
            user: self.user,
            signed_in_at_ms: self.signed_in_at_ms,
            skew_ms: self.skew_ms,
            expires_at_ms: self.expires_at_ms,
        })
    }

    pub(crate) fn value(&self) -> Result<Value, String> {
        serde_json::to_value(self).map_err(|error| error.to_string())
    }
}

/// Whose entry it is, as far as it says so.
pub(crate) fn key_of(value: &Value) -> Option<SessionKey> {
    Some(SessionKey {
        profile: value.get("profile")?.get("id")?.as_str()?.to_owned(),
        user: value.get("user")?.as_str()?.to_owned(),
    })
}

/// Whether an entry's secrets are sealed.
pub(crate) fn is_sealed(value: &Value) -> bool {
    value
        .get("secrets")
        .is_some_and(|secrets| secrets.get("sealed").is_some())
}

/// Puts an entry of format 1 into the words of format 2. What is not such an entry stays as it is, and will be
/// refused when it is read.
pub(crate) fn of_format_1(mut value: Value) -> Value {
    if let Some(entry) = value.as_object_mut() {
        if let Some(profile) = entry.get("profile").and_then(profile_of_format_1) {
            entry.insert("profile".to_owned(), profile);
        }
        let mut plain = json!({});
        for field in ["access_token", "refresh_token"] {
            if let Some(token) = entry.remove(field) {
                plain[field] = token;
            }
        }
        entry.insert("secrets".to_owned(), json!({ "plain": plain }));
    }
    value
}

/// Format 1 knew one kind of server, of which these four said all that differed.
fn profile_of_format_1(profile: &Value) -> Option<Value> {
    let text = |field| profile.get(field).and_then(Value::as_str);
    let plain_http = profile.get("allow_plain_http")?.as_bool()?;
    let profile = Profile::header_pair(text("id")?, text("name")?, text("base_url")?, plain_http);
    serde_json::to_value(profile.ok()?).ok()
}

fn named_only(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected"))
    {
        Some((_found, expected)) => format!("a field has the wrong type, expected{expected}"),
        None => text,
    }
}
