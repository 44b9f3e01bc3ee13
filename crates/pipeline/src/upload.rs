//! A body on its way out: how far it has come, for who looks on and for the time-out.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};

/// The largest piece of a body that is handed to the connection at once, in bytes.
pub(crate) const PIECE: usize = 64 * 1024;

/// How far the sending of a body has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Bytes that the connection has taken. They may still be on their way.
    pub bytes: u64,
    /// The body's length in bytes, where that is known.
    pub of: Option<u64>,
}

/// Is told of every piece that the connection takes.
pub(crate) type Watcher = Arc<dyn Fn(Sent) + Send + Sync>;

/// Counts the bytes of one sending.
#[derive(Clone, Default)]
pub(crate) struct Upload {
    taken: Arc<AtomicU64>,
}

impl Upload {
    /// Bytes taken so far.
    pub(crate) fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// The same pieces, counted and told as they are taken.
    pub(crate) fn count<E>(
        &self,
        pieces: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
        of: Option<u64>,
        watcher: Option<Watcher>,
    ) -> impl Stream<Item = Result<Bytes, E>> + Send + 'static {
        if let Some(watcher) = &watcher {
            watcher(Sent { bytes: 0, of });
        }
        let taken = self.taken.clone();
        pieces.inspect(move |piece| {
            if let Ok(piece) = piece {
                let length = piece.len() as u64;
                let bytes = taken.fetch_add(length, Ordering::Relaxed) + length;
                if let Some(watcher) = &watcher {
                    watcher(Sent { bytes, of });
                }
            }
        })
    }
}

/// Bytes in memory as pieces, none of them copied.
pub(crate) fn pieces(bytes: Bytes) -> impl Stream<Item = std::io::Result<Bytes>> + Send + 'static {
    stream::iter(std::iter::successors(Some(bytes), |rest| {
        (rest.len() > PIECE).then(|| rest.slice(PIECE..))
    }))
    .map(|rest| Ok(rest.slice(..rest.len().min(PIECE))))
}
