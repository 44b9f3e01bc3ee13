//! Locks between processes. The system frees them when their holder dies.

use std::{
    fs::{File, TryLockError},
    path::Path,
    time::Duration,
};

use latchkey_pipeline::StoreError;

use crate::durable::private;

/// The first pause between two attempts, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(50));

/// A lock that is held until this is dropped. Its file stays: a file that is deleted while somebody waits for it
/// would be locked by two.
#[derive(Debug)]
pub(crate) struct Locked {
    _file: File,
}

/// Waits for the lock of the file at `path`, at most for `limit`. Dropping the future gives up.
///
/// Attempts are repeated, for a thread that waits within the system could not be called back.
pub(crate) async fn lock(path: &Path, limit: Option<Duration>) -> Result<Locked, StoreError> {
    let failed = |what: &dyn std::fmt::Display| StoreError::Io(format!("{}: {what}", path.display()));
    let file = private().open(path).map_err(|error| failed(&error))?;
    let waiting = async {
        let mut pause = PAUSES.0;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(pause).await,
                Err(TryLockError::Error(error)) => return Err(failed(&error)),
            }
            pause = (pause * 2).min(PAUSES.1);
        }
    };
    match limit {
        None => waiting.await?,
        Some(limit) => tokio::time::timeout(limit, waiting)
            .await
            .map_err(|_| failed(&"another process does not let go of it"))??,
    }
    Ok(Locked { _file: file })
}
