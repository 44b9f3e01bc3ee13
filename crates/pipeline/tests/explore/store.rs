//! What both processes keep on disk: a compare-and-replace in one step, a lock per session, and a full disk at will.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use latchkey_pipeline::{
    Hold, Replaced, SessionKey, SessionStore, SessionStores, StoreError, StoredSession, TokenPair,
    store::StoreFuture,
};
use tokio::task::yield_now;

use crate::ledger::Ledger;

pub(crate) struct Disk {
    sessions: Mutex<BTreeMap<SessionKey, StoredSession>>,
    locks: Mutex<BTreeMap<SessionKey, Arc<tokio::sync::Mutex<()>>>>,
    pub(crate) fails: AtomicBool,
    ledger: Arc<Mutex<Ledger>>,
}

impl Disk {
    pub(crate) fn new(ledger: Arc<Mutex<Ledger>>) -> Arc<Self> {
        Arc::new(Self {
            sessions: Mutex::default(),
            locks: Mutex::default(),
            fails: AtomicBool::new(false),
            ledger,
        })
    }

    pub(crate) fn all(&self) -> Vec<StoredSession> {
        self.sessions.lock().unwrap().values().cloned().collect()
    }

    /// A write that fails leaves a pair on disk that another process, or the next start, may take for the newest.
    fn write(&self, key: &SessionKey, session: &StoredSession) -> Result<(), StoreError> {
        let mut sessions = self.sessions.lock().unwrap();
        if self.fails.load(Ordering::SeqCst) {
            if let Some(stays) = sessions.get(key) {
                let mut ledger = self.ledger.lock().unwrap();
                if let Some(id) = ledger.refresh_id(stays.pair.refresh.expose()) {
                    ledger.excuse(id);
                }
            }
            return Err(StoreError::Io("no space left on device".to_owned()));
        }
        sessions.insert(key.clone(), session.clone());
        Ok(())
    }
}

/// One process's view of the disk.
pub(crate) struct Mounted(pub(crate) Arc<Disk>);

impl SessionStores for Mounted {
    fn of(&self, key: &SessionKey) -> Arc<dyn SessionStore> {
        Arc::new(Cell {
            disk: self.0.clone(),
            key: key.clone(),
        })
    }

    fn keys(&self) -> StoreFuture<'_, Vec<SessionKey>> {
        Box::pin(async {
            yield_now().await;
            Ok(self.0.sessions.lock().unwrap().keys().cloned().collect())
        })
    }
}

struct Cell {
    disk: Arc<Disk>,
    key: SessionKey,
}

// A step before and after each write: a process can be killed there, and others can go on.
impl SessionStore for Cell {
    fn load(&self) -> StoreFuture<'_, Option<StoredSession>> {
        Box::pin(async {
            yield_now().await;
            let session = self.disk.sessions.lock().unwrap().get(&self.key).cloned();
            yield_now().await;
            Ok(session)
        })
    }

    fn save<'a>(&'a self, session: &'a StoredSession) -> StoreFuture<'a, ()> {
        Box::pin(async {
            yield_now().await;
            let written = self.disk.write(&self.key, session);
            yield_now().await;
            written
        })
    }

    fn replace<'a>(
        &'a self,
        before: Option<&'a TokenPair>,
        session: &'a StoredSession,
    ) -> StoreFuture<'a, Replaced> {
        Box::pin(async move {
            yield_now().await;
            let now = self.disk.sessions.lock().unwrap().get(&self.key).cloned();
            if now.as_ref().map(|now| &now.pair) != before {
                return Ok(Replaced::No(now.map(Box::new)));
            }
            let written = self.disk.write(&self.key, session);
            yield_now().await;
            written.map(|()| Replaced::Yes)
        })
    }

    fn remove(&self) -> StoreFuture<'_, ()> {
        Box::pin(async {
            yield_now().await;
            self.disk.sessions.lock().unwrap().remove(&self.key);
            yield_now().await;
            Ok(())
        })
    }

    fn hold(&self) -> StoreFuture<'_, Hold> {
        let lock = self
            .disk
            .locks
            .lock()
            .unwrap()
            .entry(self.key.clone())
            .or_default()
            .clone();
        Box::pin(async move { Ok(Hold::until_dropped(lock.lock_owned().await)) })
    }
}
