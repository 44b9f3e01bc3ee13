//! Clocks for tests.

use std::{ops::RangeInclusive, time::Duration};

use latchkey_pipeline::clock::{Clock, ManualClock, Sleep};

/// How long a refresh pauses between two attempts; time-outs are longer.
const PAUSES: RangeInclusive<Duration> = Duration::from_millis(200)..=Duration::from_millis(4_999);

/// A clock that stands still until it is moved by hand, but does not keep anybody waiting: a pause moves it on.
#[derive(Clone)]
pub(crate) struct BriskClock(pub(crate) ManualClock);

impl Clock for BriskClock {
    fn wall_ms(&self) -> i64 {
        self.0.wall_ms()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        if PAUSES.contains(&time) {
            self.0.advance(time);
            return Box::pin(std::future::ready(()));
        }
        self.0.sleep(time)
    }
}

/// The time of day in milliseconds since 1970, as the practice API has it.
#[expect(clippy::disallowed_methods, reason = "the practice API lives in real time")]
pub(crate) fn real_wall_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_millis()).unwrap()
}
