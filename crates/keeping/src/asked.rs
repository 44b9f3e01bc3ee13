//! Asking for the key, with a limit of time: a keychain may wait for a person.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::oneshot;

use crate::{
    key::{KeyError, KeySource, SealingKey},
    lock::lock,
};

/// How long a key that nobody has is waited for while another process makes it.
const MAKING: Duration = Duration::from_mins(1);

/// A source of keys that is asked by one at a time, and remembers the key.
pub(crate) struct Asked {
    source: Arc<dyn KeySource>,
    limit: Duration,
    /// Locked while a key is made, so that two processes do not make two.
    making: PathBuf,
    known: Mutex<Option<SealingKey>>,
    /// Held by the thread that asks, however long that takes.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Whether the thread that asks has outlived its limit. Nobody waits for it again.
    overdue: Arc<AtomicBool>,
}

impl Asked {
    pub(crate) fn new(source: Arc<dyn KeySource>, limit: Duration, making: PathBuf) -> Self {
        Self {
            source,
            limit,
            making,
            known: Mutex::default(),
            turn: Arc::default(),
            overdue: Arc::default(),
        }
    }

    /// The key; `None` where there is none.
    pub(crate) async fn key(&self) -> Result<Option<SealingKey>, KeyError> {
        if let Some(key) = self.known().clone() {
            return Ok(Some(key));
        }
        self.key_now().await
    }

    /// The key as the source has it now, whatever is remembered.
    pub(crate) async fn key_now(&self) -> Result<Option<SealingKey>, KeyError> {
        let found = self.ask(KeySource::find).await?;
        self.known().clone_from(&found);
        Ok(found)
    }

    /// The key, made if there is none.
    pub(crate) async fn key_or_new(&self) -> Result<SealingKey, KeyError> {
        if let Some(key) = self.key().await? {
            return Ok(key);
        }
        let refused = |detail: String| KeyError::Refused(detail);
        let _making = lock(&self.making, Some(MAKING))
            .await
            .map_err(|error| refused(error.to_string()))?;
        if let Some(key) = self.key_now().await? {
            return Ok(key);
        }
        let new = SealingKey::generate().ok_or_else(|| refused("no randomness to be had".to_owned()))?;
        self.ask(move |source| source.keep(&new)).await?;
        // What can be kept, but not had again, would seal for ever.
        let kept = self.key_now().await?;
        kept.ok_or_else(|| refused("it does not keep the key".to_owned()))
    }

    fn known(&self) -> MutexGuard<'_, Option<SealingKey>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks on a thread of its own, which may stay behind: the runtime would wait for one of its own at its end.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn KeySource) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, KeyError> {
        let no_answer = || KeyError::Refused(format!("no answer within {} s", self.limit.as_secs()));
        let turn = if self.overdue.load(Ordering::Acquire) {
            self.turn.clone().try_lock_owned().map_err(|_| no_answer())?
        } else {
            tokio::time::timeout(self.limit, self.turn.clone().lock_owned())
                .await
                .map_err(|_| no_answer())?
        };
        self.overdue.store(false, Ordering::Release);
        let (answer, answered) = oneshot::channel();
        let source = self.source.clone();
        std::thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                let _ = answer.send(question(&*source));
                drop(turn);
            })
            .map_err(|error| KeyError::Refused(error.to_string()))?;
        match tokio::time::timeout(self.limit, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(KeyError::Refused("it stopped unexpectedly".to_owned())),
            Err(_) => {
                self.overdue.store(true, Ordering::Release);
                Err(no_answer())
            }
        }
    }
}
