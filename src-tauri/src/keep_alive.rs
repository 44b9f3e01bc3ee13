//! Refreshes ahead of time while the app is in use, and notices that the computer has slept.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use latchkey_pipeline::{Pipeline, Sessions};
use tauri::{AppHandle, Manager, Runtime};

use crate::work::Work;

/// How long after the last command the app still counts as in use.
const IN_USE: Duration = Duration::from_mins(5);
/// The longest time between two looks. Timers stand still while the computer sleeps: after it wakes, at most this
/// long goes by until the time of day is looked at.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// When the window last asked for something.
#[derive(Clone)]
pub(crate) struct LastUse(Arc<Mutex<Instant>>);

impl Default for LastUse {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }
}

impl LastUse {
    /// The window asks for something.
    pub(crate) fn now(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn is_recent(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed() < IN_USE
    }
}

/// Keeps sessions alive.
pub(crate) struct KeepAlive<R: Runtime> {
    pub(crate) app: AppHandle<R>,
    pub(crate) sessions: Sessions,
    pub(crate) last_use: LastUse,
    pub(crate) work: Work,
}

impl<R: Runtime> KeepAlive<R> {
    /// Never ends: each round refreshes what is due, and sleeps until something can be.
    pub(crate) async fn run(&self) {
        loop {
            let in_use = self.last_use.is_recent() || self.has_focus();
            let mut wait = LONGEST_WAIT;
            let under_way = self.work.begin().await;
            for pipeline in self.sessions.signed_in() {
                if (in_use || wants_it_always(&pipeline))
                    && let Some(next) = pipeline.keep_alive().await
                {
                    wait = wait.min(next);
                }
            }
            drop(under_way);
            tokio::time::sleep(wait).await;
        }
    }

    fn has_focus(&self) -> bool {
        let window = self.app.get_webview_window("main");
        window.is_some_and(|window| window.is_focused().unwrap_or(false))
    }
}

fn wants_it_always(pipeline: &Pipeline) -> bool {
    let session = pipeline.session();
    session.is_some_and(|session| session.profile.description().proactive.keep_alive)
}
