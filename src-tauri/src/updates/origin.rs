//! Where this build takes its updates from.

#[cfg(debug_assertions)]
use std::time::Duration;

#[cfg(debug_assertions)]
use super::source;
use super::{fetch::Patience, source::Source};

/// Where updates come from, and on what terms.
pub(super) struct Origin {
    pub(super) source: Source,
    pub(super) patience: Patience,
    /// Whether plain http with this very computer will do.
    pub(super) loopback: bool,
}

impl Origin {
    /// What was built in. Only a development build can be told another place when it is started, and that only on this
    /// computer.
    pub(super) fn of_this_build() -> Option<Self> {
        #[cfg(debug_assertions)]
        {
            let told = |name| std::env::var(name).ok();
            let (endpoint, key) = (told(source::ENDPOINT), told(source::KEY));
            if endpoint.is_some() || key.is_some() {
                let silence = told("LATCHKEY_UPDATE_PATIENCE_MS").and_then(|ms| ms.parse().ok());
                return Some(Self {
                    source: read(endpoint.as_deref(), key.as_deref(), true)?,
                    patience: silence.map_or_else(Patience::default, |ms| Patience {
                        silence: Duration::from_millis(ms),
                        manifest: Duration::from_millis(ms),
                        ..Patience::default()
                    }),
                    loopback: true,
                });
            }
        }
        let endpoint = option_env!("LATCHKEY_UPDATE_ENDPOINT");
        let key = option_env!("LATCHKEY_UPDATE_PUBKEY");
        Some(Self {
            source: read(endpoint, key, false)?,
            patience: Patience::default(),
            loopback: false,
        })
    }
}

fn read(endpoint: Option<&str>, key: Option<&str>, loopback: bool) -> Option<Source> {
    Source::read(endpoint, key, loopback).unwrap_or_else(|problem| {
        tracing::error!(problem, "there will be no updates");
        None
    })
}
