//! When it is told how a body comes along.

use std::{future::Future, pin::pin, time::Duration};

use tokio::time::{Instant, timeout_at};

/// What takes less is not told of: it would flicker.
const QUIET: Duration = Duration::from_millis(150);
/// How much time lies between two times of telling.
const PACE: Duration = Duration::from_millis(100);

/// When it is told how a body comes along.
pub(crate) struct Pace {
    due: Instant,
    /// Whether there is something that was not told.
    news: bool,
}

impl Pace {
    /// The head of the answer is there.
    pub(crate) fn begin() -> Self {
        Self {
            due: Instant::now() + QUIET,
            news: true,
        }
    }

    /// Waits for the next piece, and tells in the meantime what came before it, when it is time to.
    pub(crate) async fn during<T>(&mut self, next: impl Future<Output = T>, mut tell: impl FnMut()) -> T {
        let mut next = pin!(next);
        while self.news {
            // Pieces that lie ready must not keep the time from being noticed.
            if Instant::now() < self.due
                && let Ok(piece) = timeout_at(self.due, next.as_mut()).await
            {
                return piece;
            }
            tell();
            self.due = Instant::now() + PACE;
            self.news = false;
        }
        let piece = next.await;
        self.news = true;
        piece
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, future::ready};

    use tokio::time::{advance, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_quick_is_not_told_and_what_lasts_is_told_at_intervals() {
        let told = Cell::new(0);
        let tell = || told.set(told.get() + 1);
        let mut pace = Pace::begin();
        for _ in 0..100 {
            pace.during(ready(()), tell).await;
        }
        assert_eq!(told.get(), 0);
        // Nothing comes: that is told once.
        pace.during(sleep(QUIET * 10), tell).await;
        assert_eq!(told.get(), 1);
        for _ in 0..100 {
            pace.during(ready(()), tell).await;
        }
        assert_eq!(
            told.get(),
            2,
            "what came after a long wait is told at once, and then not until it is time"
        );
        advance(PACE).await;
        pace.during(ready(()), tell).await;
        assert_eq!(told.get(), 3);
    }
}
