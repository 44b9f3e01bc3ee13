//! `status`

use latchkey_keeping::PRACTICE_ID as PRACTICE;
use latchkey_pipeline::{SessionKey, SessionView};
use serde_json::{Value, json};

use crate::{
    exit::Exit,
    failure::Failure,
    home::Home,
    output::{from_now, print, visible::visible},
};

/// A session, or why it cannot be used.
struct Entry {
    key: SessionKey,
    active: bool,
    session: Result<Box<SessionView>, String>,
}

pub(crate) async fn run(home: &Home, as_json: bool) -> Result<Exit, Failure> {
    let active = home.active().await?;
    let mut entries = Vec::new();
    for key in home.keys().await? {
        let session = match home.take_up(&key).await {
            Ok(pipeline) => pipeline
                .session()
                .map(Box::new)
                .ok_or_else(|| "it has ended".to_owned()),
            Err(failure) => Err(failure.to_string()),
        };
        entries.push(Entry {
            active: active.as_ref() == Some(&key),
            key,
            session,
        });
    }
    let protection = home.protection().await?;
    let text = if as_json {
        let object = json!({
            "active": active.as_ref().map(|key| json!({"profile": key.profile, "user": key.user})),
            "sessions": entries.iter().map(as_value).collect::<Vec<_>>(),
            "tokens": protection,
        });
        format!("{object:#}")
    } else {
        let way_back = match &active {
            Some(key) if key.profile != PRACTICE => Some(home.way_back(key).await),
            _ => None,
        };
        in_words(&entries, active.as_ref(), way_back.as_deref(), &protection)
    };
    print(&text)?;
    let at_work = entries.iter().any(|entry| entry.active && entry.session.is_ok());
    let only = active.is_none() && entries.iter().any(|entry| entry.session.is_ok());
    Ok(if at_work || only {
        Exit::Done
    } else {
        Exit::SignedOut
    })
}

fn as_value(entry: &Entry) -> Value {
    let mut value = json!({"profile": entry.key.profile, "user": entry.key.user, "active": entry.active});
    match &entry.session {
        Err(problem) => value["problem"] = problem.as_str().into(),
        Ok(session) => {
            value["server"] = session.profile.base_url().as_str().into();
            value["name"] = session.name.clone().into();
            value["signed_in_at_ms"] = session.signed_in_at_ms.into();
            for (name, token) in [("access", &session.access), ("refresh", &session.refresh)] {
                value[name] = json!({"fingerprint": token.fingerprint, "expires_at_ms": token.expires_at_ms});
            }
        }
    }
    value
}

fn in_words(
    entries: &[Entry],
    active: Option<&SessionKey>,
    way_back: Option<&str>,
    protection: &str,
) -> String {
    let mut lines = Vec::new();
    for Entry { key, active, session } in entries {
        let mark = if *active { '*' } else { ' ' };
        let (profile, user) = (visible(&key.profile), visible(&key.user));
        match session {
            Err(problem) => lines.push(format!("{mark} {profile}/{user}  {}", visible(problem))),
            Ok(session) => {
                let server = session.profile.base_url();
                lines.push(format!("{mark} {profile}/{user}  {server}"));
                let since = from_now(session.signed_in_at_ms);
                lines.push(format!("    signed in {since}"));
                for (name, token) in [("access ", &session.access), ("refresh", &session.refresh)] {
                    let expiry = match token.expires_at_ms {
                        Some(at) => format!("expires {}", from_now(at)),
                        None => "does not say when it expires".to_owned(),
                    };
                    lines.push(format!("    {name} token {}  {expiry}", token.fingerprint));
                }
            }
        }
    }
    if entries.is_empty() {
        lines.push("nobody is signed in".to_owned());
    }
    if let Some(key) = active.filter(|_| !entries.iter().any(|entry| entry.active)) {
        let (profile, user) = (visible(&key.profile), visible(&key.user));
        lines.push(format!("  {profile}/{user} was at work, and is signed out"));
        if let Some(way_back) = way_back {
            lines.push(format!("    sign in again with: {}", visible(way_back)));
        }
    }
    lines.push(format!("tokens are kept {protection}"));
    lines.join("\n")
}
