//! Shuttle's locks and tasks, and a network that ends at the model server.

use std::{cell::Cell, ops::Deref, sync::Arc};

pub(crate) use shuttle::sync::{Mutex, MutexGuard};
pub(crate) use std::sync::PoisonError;

pub(crate) use super::server::exchange;

thread_local! {
    /// Shuttle runs all tasks of one execution on one thread.
    static AT_WORK: Cell<usize> = const { Cell::new(0) };
}

/// A cell in the way of `arc_swap`, whose every use is a moment at which another task may go on.
pub(crate) struct ArcSwap<T>(Mutex<Arc<T>>);

impl<T> ArcSwap<T> {
    pub(crate) fn from_pointee(value: T) -> Self {
        Self(Mutex::new(Arc::new(value)))
    }

    pub(crate) fn load_full(&self) -> Arc<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn load(&self) -> Loaded<T> {
        Loaded(self.load_full())
    }

    pub(crate) fn store(&self, value: Arc<T>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = value;
    }
}

/// What was in the cell.
pub(crate) struct Loaded<T>(Arc<T>);

impl<T> Deref for Loaded<T> {
    type Target = Arc<T>;

    fn deref(&self) -> &Arc<T> {
        &self.0
    }
}

struct AtWork;

impl Drop for AtWork {
    fn drop(&mut self) {
        AT_WORK.set(AT_WORK.get() - 1);
    }
}

/// Spawns, and counts what is at work.
pub(crate) fn spawn<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> shuttle::future::JoinHandle<T> {
    AT_WORK.set(AT_WORK.get() + 1);
    let at_work = AtWork;
    shuttle::future::spawn(async move {
        let _at_work = at_work;
        work.await
    })
}

/// Begins an execution: what an earlier one left is forgotten.
pub(super) fn begin() {
    AT_WORK.set(0);
}

/// Waits until no task that the pipeline spawned is at work.
pub(super) async fn all_done() {
    while AT_WORK.get() > 0 {
        shuttle::future::yield_now().await;
    }
}
