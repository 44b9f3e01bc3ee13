//! Files that somebody else is looking at.
//!
//! On Windows a scanner, an indexer or a backup opens a file the moment it appears, and as long as it does, the file can
//! neither be renamed nor replaced. That passes within moments. Elsewhere nobody can stand in the way like that.

use std::{
    io, thread,
    time::{Duration, Instant},
};

/// How long it may stay so. The caller waits on a thread that may block, and holds the file's lock, for which others
/// wait 10 seconds.
const LIMIT: Duration = Duration::from_secs(2);
/// The first pause between two tries, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(100));

/// Does what may meet a file that is looked at: again and again, until it works, fails in another way, or has been in
/// the way for two seconds.
pub(crate) fn until_let<T>(work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    if cfg!(windows) {
        within(LIMIT, is_in_the_way, work)
    } else {
        within(Duration::ZERO, |_| false, work)
    }
}

fn within<T>(
    limit: Duration,
    passes: impl Fn(&io::Error) -> bool,
    mut work: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    let started = Instant::now();
    let mut pause = PAUSES.0;
    loop {
        match work() {
            Err(error) if passes(&error) && started.elapsed() + pause <= limit => thread::sleep(pause),
            done => return done,
        }
        pause = (pause * 2).min(PAUSES.1);
    }
}

/// `ERROR_ACCESS_DENIED`, `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION` of Windows. The first is also what a file
/// that is really closed to us gives: then two seconds are lost.
fn is_in_the_way(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[cfg(test)]
mod tests {
    use std::{io, time::Duration};

    use super::{is_in_the_way, within};

    const SHARING_VIOLATION: i32 = 32;

    #[test]
    fn what_is_in_the_way_for_a_moment_is_waited_for() {
        let mut tries = 0;
        let done = within(Duration::from_mins(1), is_in_the_way, || {
            tries += 1;
            if tries < 4 {
                Err(io::Error::from_raw_os_error(SHARING_VIOLATION))
            } else {
                Ok(tries)
            }
        });
        assert_eq!(done.unwrap(), 4);
    }

    #[test]
    fn what_stays_in_the_way_is_an_error_in_the_systems_own_words() {
        let mut tries = 0;
        let done: io::Result<()> = within(Duration::from_millis(20), is_in_the_way, || {
            tries += 1;
            Err(io::Error::from_raw_os_error(SHARING_VIOLATION))
        });
        assert_eq!(done.unwrap_err().raw_os_error(), Some(SHARING_VIOLATION));
        assert!(tries > 1, "{tries}");
    }

    #[test]
    fn any_other_fault_is_told_at_once() {
        let mut tries = 0;
        let done: io::Result<()> = within(Duration::from_mins(1), is_in_the_way, || {
            tries += 1;
            Err(io::ErrorKind::NotFound.into())
        });
        assert_eq!((done.unwrap_err().kind(), tries), (io::ErrorKind::NotFound, 1));
    }
}
