//! The state that calls, refreshes and sign-outs share, and the few ways to change it.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt;
use tokio::sync::watch;

use crate::{
    clock::Clock,
    error::StoreError,
    network::Network,
    outside::{self, ArcSwap, Mutex, MutexGuard, PoisonError},
    refresh::{self, Flight, Why},
    refresh_log::Refreshed,
    renew,
    session::{CoolDown, EndReason, Live, Observer, PendingCall, SessionEnded, State},
    store::{Hold, Replaced, SessionStore, StoredSession},
    token::TokenPair,
};

pub(crate) struct Core {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) network: Network,
    pub(crate) disk: tokio::sync::Mutex<Disk>,
    /// Held from the end of one session to the beginning of the next, so that none begins over another.
    pub(crate) beginning: tokio::sync::Mutex<()>,
    store: Arc<dyn SessionStore>,
    observer: Arc<dyn Observer>,
    /// How many ends are being carried out: their pairs may still be in the store.
    ends: watch::Sender<usize>,
    /// Read by every call without a lock; replaced only while `changes` is held.
    state: ArcSwap<State>,
    changes: Mutex<Changes>,
}

/// Counts what must never repeat.
struct Changes {
    next_epoch: u64,
}

/// What a call that met an expired token is to do.
pub(crate) enum Renewal {
    /// Send again with what the session has now.
    Newer,
    /// Wait for this refresh, which this call leads or joins.
    Wait { flight: Flight, led: bool },
    /// The last refresh failed a moment ago.
    CoolDown(CoolDown),
    /// The session that the call belonged to is over.
    Over,
}

impl Core {
    pub(crate) fn new(
        store: Arc<dyn SessionStore>,
        observer: Arc<dyn Observer>,
        clock: Arc<dyn Clock>,
        network: Network,
    ) -> Self {
        Self {
            clock,
            network,
            disk: tokio::sync::Mutex::new(Disk {
                store: store.clone(),
                owner: None,
            }),
            beginning: tokio::sync::Mutex::default(),
            store,
            observer,
            ends: watch::Sender::new(0),
            state: ArcSwap::from_pointee(State::SignedOut(None)),
            changes: Mutex::new(Changes { next_epoch: 1 }),
        }
    }

    pub(crate) fn state(&self) -> Arc<State> {
        self.state.load_full()
    }

    /// The session that is signed in, if it is the one of that epoch.
    pub(crate) fn current(&self, epoch: u64) -> Option<Arc<Live>> {
        match &**self.state.load() {
            State::SignedIn(live) if live.epoch() == epoch => Some(live.clone()),
            _ => None,
        }
    }

    pub(crate) fn is_current(&self, epoch: u64) -> bool {
        self.current(epoch).is_some()
    }

    pub(crate) fn new_epoch(&self) -> u64 {
        let mut changes = self.change();
        changes.next_epoch += 1;
        changes.next_epoch - 1
    }

    /// Makes `live` the session. Any other must have ended before, under `beginning`.
    pub(crate) fn begin(&self, live: Live) {
        let live = Arc::new(live);
        let view = live.view();
        let changes = self.change();
        self.state.store(Arc::new(State::SignedIn(live)));
        drop(changes);
        self.observer.session_changed(&view);
    }

    /// Remembers why nobody is signed in at the start.
    pub(crate) fn begin_signed_out(&self, ended: SessionEnded) {
        let _changes = self.change();
        self.state.store(Arc::new(State::SignedOut(Some(ended))));
    }

    /// Replaces the pair, if the session still stands.
    pub(crate) fn renew(&self, next: Live) -> bool {
        let view = next.view();
        let changes = self.change();
        let stands = self.is_current(next.epoch());
        if stands {
            self.state.store(Arc::new(State::SignedIn(Arc::new(next))));
        }
        drop(changes);
        if stands {
            self.observer.session_changed(&view);
        }
        stands
    }

    /// Decides, once for all calls that were sent with the token of `used`, who refreshes.
    pub(crate) fn renewal(self: &Arc<Self>, used: &Live, why: Why) -> Renewal {
        let _changes = self.change();
        let Some(live) = self.current(used.epoch()) else {
            return Renewal::Over;
        };
        if live.generation != used.generation {
            return Renewal::Newer;
        }
        if let Some(flight) = &live.flight {
            return Renewal::Wait {
                flight: flight.clone(),
                led: false,
            };
        }
        if let Some(cool_down) = live.cool_down.filter(|pause| self.clock.elapsed() < pause.until) {
            return Renewal::CoolDown(cool_down);
        }
        let flight = refresh::launch(self, &live, why);
        let flying = Live {
            flight: Some(flight.clone()),
            ..(*live).clone()
        };
        self.state.store(Arc::new(State::SignedIn(Arc::new(flying))));
        Renewal::Wait { flight, led: true }
    }

    pub(crate) fn clear_flight(&self, epoch: u64, generation: u64) {
        self.amend(epoch, generation, |live| live.flight = None);
    }

    /// Keeps calls from asking again before the pause is over, and tells that a refresh failed.
    pub(crate) fn set_cool_down(&self, epoch: u64, generation: u64, pause: CoolDown, failed: Refreshed) {
        let amended = self.amend(epoch, generation, |live| {
            live.cool_down = Some(pause);
            live.log = live.log.with(failed);
        });
        if let Some(live) = amended {
            self.observer.session_changed(&live.view());
        }
    }

    fn amend(&self, epoch: u64, generation: u64, change: impl FnOnce(&mut Live)) -> Option<Arc<Live>> {
        let _changes = self.change();
        let live = self.current(epoch).filter(|live| live.generation == generation)?;
        let mut amended = (*live).clone();
        change(&mut amended);
        let amended = Arc::new(amended);
        self.state.store(Arc::new(State::SignedIn(amended.clone())));
        Some(amended)
    }

    /// Holds the session against other processes.
    pub(crate) async fn hold(&self) -> Result<Hold, StoreError> {
        self.store.hold().await
    }

    /// Looks whether another process has changed the stored session since this one last wrote or read it. `None`: it
    /// has not. Otherwise the fingerprint of the access token that was taken over, or nothing where the session is gone.
    pub(crate) async fn look_elsewhere(&self, live: &Live) -> Option<Option<String>> {
        let disk = self.disk.lock().await;
        // A session that was never on disk cannot have been changed there.
        live.kept.as_ref()?;
        let now = self.current(live.epoch())?;
        // What cannot be read just now is no word of another process.
        let stored = AssertUnwindSafe(disk.store.load())
            .catch_unwind()
            .await
            .ok()?
            .ok()?;
        let Some(stored) = stored else {
            return Some(None);
        };
        if Some(&stored.pair) == now.kept.as_ref() || stored.pair == now.pair {
            let newer = now.generation != live.generation;
            return newer.then(|| Some(now.pair.access.fingerprint()));
        }
        let next = renew::adopted(&now, stored, self.clock.elapsed(), self.clock.wall_ms());
        let token = next.pair.access.fingerprint();
        self.renew(next).then_some(Some(token))
    }

    /// Ends the session of that epoch: the one place that does. `None` where it is already over.
    ///
    /// When this returns, the pair is gone from memory and store, and the observer has been told. The caller may be
    /// cancelled meanwhile: the end is carried out by a task of its own.
    pub(crate) async fn end(
        self: &Arc<Self>,
        epoch: u64,
        reason: EndReason,
        pending: Option<PendingCall>,
    ) -> Option<SessionEnded> {
        let (live, ended) = {
            let _changes = self.change();
            let live = self.current(epoch)?;
            let profile = live.identity.profile.name();
            let ended = SessionEnded {
                key: Some(live.key()),
                profile,
                reason,
                at_ms: self.clock.wall_ms(),
                pending,
            };
            live.identity.ended.get_or_init(|| ended.clone());
            self.state.store(Arc::new(State::SignedOut(Some(ended.clone()))));
            self.ends.send_modify(|ends| *ends += 1);
            (live, ended)
        };
        let (core, told, ending) = (self.clone(), ended.clone(), Ending(self.clone()));
        let carried_out = outside::spawn(async move {
            let _ending = ending;
            if let Err(error) = core.disk.lock().await.remove(epoch).await {
                tracing::error!(%error, "the stored session could not be removed");
            }
            core.observer.session_ended(&told);
            live.identity.over.send_replace(Some(told));
        });
        if carried_out.await.is_err() {
            tracing::error!("telling the end of the session failed");
        }
        Some(ended)
    }

    /// Waits until every end is carried out. To be asked under `beginning`, while no session stands.
    pub(crate) async fn all_ended(&self) {
        // The sender is this very core's: it cannot be gone.
        let _ = self.ends.subscribe().wait_for(|ends| *ends == 0).await;
    }

    fn change(&self) -> MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An end that is being carried out, until it is, or fails.
struct Ending(Arc<Core>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.ends.send_modify(|ends| *ends -= 1);
    }
}

/// The store, and whose session it holds: one session's end never removes another's pair.
pub(crate) struct Disk {
    store: Arc<dyn SessionStore>,
    owner: Option<u64>,
}

impl Disk {
    pub(crate) async fn load(&mut self, epoch: u64) -> Result<Option<StoredSession>, StoreError> {
        let loaded = self.store.load().await?;
        self.owner = loaded.is_some().then_some(epoch);
        Ok(loaded)
    }

    /// Even a failed write may have left something behind: the session owns it all the same. A store that panics
    /// must not take a new pair down with it.
    pub(crate) async fn save(&mut self, epoch: u64, session: &StoredSession) -> Result<(), StoreError> {
        self.owner = Some(epoch);
        let saved = AssertUnwindSafe(self.store.save(session)).catch_unwind().await;
        saved.unwrap_or_else(|_| Err(StoreError::Io("the store stopped unexpectedly".to_owned())))
    }

    /// Writes the pair that follows `before`, unless somebody else has changed what is kept.
    pub(crate) async fn replace(
        &mut self,
        epoch: u64,
        before: Option<&TokenPair>,
        session: &StoredSession,
    ) -> Result<Replaced, StoreError> {
        // What stands there from before a session that never could be kept is nobody's word.
        if before.is_none() {
            return self.save(epoch, session).await.map(|()| Replaced::Yes);
        }
        let replaced = AssertUnwindSafe(self.store.replace(before, session))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(StoreError::Io("the store stopped unexpectedly".to_owned())));
        // Even a failed write may have left something behind: the session owns it all the same.
        if !matches!(replaced, Ok(Replaced::No(_))) {
            self.owner = Some(epoch);
        }
        replaced
    }

    pub(crate) async fn remove(&mut self, epoch: u64) -> Result<(), StoreError> {
        if self.owner != Some(epoch) {
            return Ok(());
        }
        self.store.remove().await?;
        self.owner = None;
        Ok(())
    }
}
