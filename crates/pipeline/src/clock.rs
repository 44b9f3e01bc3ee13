//! Time as the pipeline sees it: injected, so that tests decide what time it is.

use std::{future::Future, pin::Pin, time::Duration};

use tokio::{select, sync::watch};

/// A future that ends when its time has come.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The time of day, a stop-watch, and an alarm.
pub trait Clock: Send + Sync + 'static {
    /// Milliseconds since 1970-01-01T00:00:00Z, as this computer believes; may jump in either direction.
    fn wall_ms(&self) -> i64;
    /// Time since some fixed moment; never goes back.
    fn elapsed(&self) -> Duration;
    /// Ends after `time` on the stop-watch.
    fn sleep(&self, time: Duration) -> Sleep;
}

/// Runs `work` for at most `limit`; `None` when the time is up, and `work` is dropped.
pub async fn within<T>(clock: &dyn Clock, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    select! {
        biased;
        done = work => Some(done),
        () = clock.sleep(limit) => None,
    }
}

/// The computer's own clock. The one place of this crate that reads it.
#[derive(Debug, Clone)]
pub struct SystemClock {
    started: std::time::Instant,
}

impl SystemClock {
    /// Starts the stop-watch.
    #[expect(clippy::disallowed_methods, reason = "this is the injected clock")]
    pub fn new() -> Self {
        Self {
            started: std::time::Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the injected clock")]
    fn wall_ms(&self) -> i64 {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the injected clock")]
    fn sleep(&self, time: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(time))
    }
}

/// A clock that stands still until it is moved by hand.
#[derive(Debug, Clone)]
pub struct ManualClock {
    now: watch::Sender<Reading>,
}

#[derive(Debug, Clone, Copy)]
struct Reading {
    wall_ms: i64,
    elapsed: Duration,
}

impl ManualClock {
    /// Stands still at `wall_ms` milliseconds since 1970.
    pub fn at(wall_ms: i64) -> Self {
        Self {
            now: watch::Sender::new(Reading {
                wall_ms,
                elapsed: Duration::ZERO,
            }),
        }
    }

    /// Lets time go by: the stop-watch and the time of day both move on.
    pub fn advance(&self, time: Duration) {
        self.now.send_modify(|reading| {
            reading.elapsed += time;
            reading.wall_ms += i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        });
    }

    /// Sets the time of day, as a user or a time server does; the stop-watch does not move.
    pub fn set_wall_ms(&self, wall_ms: i64) {
        self.now.send_modify(|reading| reading.wall_ms = wall_ms);
    }

    /// How many sleepers wait for this clock.
    pub fn sleepers(&self) -> usize {
        self.now.receiver_count()
    }
}

impl Clock for ManualClock {
    fn wall_ms(&self) -> i64 {
        self.now.borrow().wall_ms
    }

    fn elapsed(&self) -> Duration {
        self.now.borrow().elapsed
    }

    fn sleep(&self, time: Duration) -> Sleep {
        let mut now = self.now.subscribe();
        let until = now.borrow().elapsed + time;
        Box::pin(async move {
            // The sender lives as long as the clock; without a clock the alarm never rings.
            if now.wait_for(|reading| reading.elapsed >= until).await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}
