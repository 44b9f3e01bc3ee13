//! When to look for updates: once a day by the time of day, however often the app is started, and however long the
//! computer sleeps.

use std::time::Duration;

use latchkey_ipc::UnixMillis;
use serde::{Deserialize, Serialize};

/// How long a look holds, in milliseconds.
const DAY: UnixMillis = 24 * 60 * 60 * 1000;
/// The time between two looks at the clock. Timers stand still while the computer sleeps, the time of day does not.
pub(crate) const LOOK: Duration = Duration::from_mins(10);
/// The time until the next try after a failed one.
pub(crate) const RETRY: Duration = Duration::from_hours(1);

/// The last time that the release server answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checked {
    /// When.
    pub(crate) at: UnixMillis,
    /// The version that asked.
    pub(crate) by: String,
}

/// Whether it is time to look again. After an update it is: the new version looks for itself. A look that lies in the
/// future was made with a wrong clock.
pub(crate) fn is_due(now: UnixMillis, last: Option<&Checked>, version: &str) -> bool {
    let fresh = |last: &Checked| last.by == version && (last.at..last.at.saturating_add(DAY)).contains(&now);
    !last.is_some_and(fresh)
}

/// How a round went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Round {
    /// There was nothing to do, or it was done.
    Done,
    /// The release server could not be asked.
    Failed,
}

/// What is done once a day.
pub(crate) trait Daily: Sync {
    /// Looks, if it is time.
    fn round(&self) -> impl Future<Output = Round> + Send;
    /// Ends when there is a reason not to wait for the next round.
    fn woken(&self) -> impl Future<Output = ()> + Send;
}

/// Never ends.
pub(crate) async fn every_day(daily: &impl Daily) {
    loop {
        let wait = match daily.round().await {
            Round::Done => LOOK,
            Round::Failed => RETRY,
        };
        // Either way there is another round.
        let _ = tokio::time::timeout(wait, daily.woken()).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Mutex,
        atomic::{AtomicI64, Ordering},
    };

    use tokio::time::{Instant, sleep};

    use super::*;

    fn checked(at: UnixMillis) -> Checked {
        Checked {
            at,
            by: "1.0.0".to_owned(),
        }
    }

    #[test]
    fn a_look_holds_for_a_day() {
        assert!(is_due(0, None, "1.0.0"), "the first start");
        let last = checked(1_000);
        assert!(!is_due(1_000, Some(&last), "1.0.0"));
        assert!(!is_due(1_000 + DAY - 1, Some(&last), "1.0.0"));
        assert!(is_due(1_000 + DAY, Some(&last), "1.0.0"));
    }

    #[test]
    fn a_look_in_the_future_and_one_of_another_version_do_not_hold() {
        assert!(is_due(999, Some(&checked(1_000)), "1.0.0"), "the clock was wrong");
        assert!(is_due(1_000, Some(&checked(1_000)), "1.1.0"), "after an update");
        assert!(is_due(0, Some(&checked(UnixMillis::MAX)), "1.0.0"));
    }

    /// A computer that sleeps: the timers know nothing of it, the time of day does.
    struct Sleeper {
        began: Instant,
        slept_ms: AtomicI64,
        looks: Mutex<Vec<UnixMillis>>,
    }

    impl Sleeper {
        fn now(&self) -> UnixMillis {
            let awake = UnixMillis::try_from(self.began.elapsed().as_millis()).unwrap();
            awake + self.slept_ms.load(Ordering::SeqCst)
        }
    }

    impl Daily for Sleeper {
        async fn round(&self) -> Round {
            let mut looks = self.looks.lock().unwrap();
            let last = looks.last().copied().map(checked);
            if is_due(self.now(), last.as_ref(), "1.0.0") {
                looks.push(self.now());
            }
            Round::Done
        }

        async fn woken(&self) {
            std::future::pending::<()>().await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_looks_once_a_day_through_sleep() {
        let sleeper = Sleeper {
            began: Instant::now(),
            slept_ms: AtomicI64::new(0),
            looks: Mutex::default(),
        };
        let life = async {
            for _ in 0..10 {
                sleep(Duration::from_hours(8)).await;
                sleeper.slept_ms.fetch_add(16 * 60 * 60 * 1000, Ordering::SeqCst);
            }
        };
        tokio::select! {
            () = every_day(&sleeper) => unreachable!("it never ends"),
            () = life => {}
        }
        let looks = sleeper.looks.into_inner().unwrap();
        assert_eq!(looks.len(), 10, "{looks:?}");
        let late = UnixMillis::try_from(LOOK.as_millis()).unwrap();
        let apart: Vec<_> = looks.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(
            apart.iter().all(|apart| (DAY..=DAY + late).contains(apart)),
            "{apart:?}"
        );
    }

    /// Fails first, and is woken after its second round.
    struct Failing(Instant, Mutex<Vec<Duration>>);

    impl Daily for Failing {
        async fn round(&self) -> Round {
            let mut rounds = self.1.lock().unwrap();
            rounds.push(self.0.elapsed());
            if rounds.len() == 1 {
                Round::Failed
            } else {
                Round::Done
            }
        }

        async fn woken(&self) {
            let rounds = self.1.lock().unwrap().len();
            if rounds != 2 {
                std::future::pending::<()>().await;
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_look_is_tried_again_in_an_hour_and_a_wake_does_not_wait() {
        let failing = Failing(Instant::now(), Mutex::default());
        let _ = tokio::time::timeout(Duration::from_mins(65), every_day(&failing)).await;
        assert_eq!(failing.1.into_inner().unwrap(), [Duration::ZERO, RETRY, RETRY]);
    }
}
