//! When an access token expires, by clocks that may be wrong, stand still, or jump.

use std::time::Duration;

use latchkey_profile::{Proactive, ProactiveFrom};

use crate::token::{Claims, Token};

/// When an access token will have lived out its life.
///
/// The life is counted from the token's arrival, so that a clock that is an hour off does not matter. Both clocks
/// count: the stop-watch, which no user can set, and the time of day, which goes on while the computer sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expiry {
    /// Reading of the stop-watch; unknown for a token of an earlier run.
    elapsed: Option<Duration>,
    /// By this computer's clock, in milliseconds since 1970.
    pub(crate) wall_ms: i64,
    /// How long before that it is due to be refreshed.
    margin: Duration,
}

/// The moment at which a token came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    /// Reading of the stop-watch.
    pub(crate) elapsed: Duration,
    /// By this computer's clock, in milliseconds since 1970.
    pub(crate) wall_ms: i64,
    /// The server's clock minus this computer's, in milliseconds.
    pub(crate) skew_ms: i64,
}

impl Expiry {
    /// Counts from the arrival. `None` where nothing tells a life, or the token came dead.
    pub(crate) fn on_arrival(
        proactive: &Proactive,
        token: &Token,
        claims: &Claims,
        expires_in_s: Option<u64>,
        at: Arrival,
    ) -> Option<Self> {
        let by_claims = || {
            let server_ms = at.wall_ms.saturating_add(at.skew_ms);
            let left = claims.expires_at?.saturating_mul(1000).saturating_sub(server_ms);
            let whole = claims.lifetime_s().map(|seconds| seconds.saturating_mul(1000));
            // A clock that puts the arrival outside the token's life is not believed: the life itself counts.
            match (u64::try_from(left).ok().filter(|left| *left > 0), whole) {
                (Some(left), Some(whole)) => Some(left.min(whole)),
                (Some(left), None) => Some(left),
                (None, whole) => whole.filter(|_| at.skew_ms == 0),
            }
        };
        let told = expires_in_s.map(|seconds| seconds.saturating_mul(1000));
        let life_ms = match proactive.from {
            ProactiveFrom::Token => by_claims().or(told),
            ProactiveFrom::ExpiresIn | ProactiveFrom::Off => told.or_else(by_claims),
        }?;
        let life = Duration::from_millis(life_ms);
        (!life.is_zero()).then(|| Self {
            elapsed: Some(at.elapsed.saturating_add(life)),
            wall_ms: at.wall_ms.saturating_add_unsigned(life_ms),
            margin: margin(proactive, token, life),
        })
    }

    /// Takes up what an earlier run knew.
    pub(crate) fn of_earlier_run(proactive: &Proactive, token: &Token, wall_ms: i64, now_ms: i64) -> Self {
        let left = Duration::from_millis(u64::try_from(wall_ms - now_ms).unwrap_or(0));
        Self {
            elapsed: None,
            wall_ms,
            margin: margin(proactive, token, left),
        }
    }

    /// How long until it is due to be refreshed; zero when it is.
    pub(crate) fn due_in(&self, elapsed: Duration, wall_ms: i64) -> Duration {
        self.left(elapsed, wall_ms).saturating_sub(self.margin)
    }

    /// Whether the token has lived out its life.
    pub(crate) fn is_over(&self, elapsed: Duration, wall_ms: i64) -> bool {
        self.left(elapsed, wall_ms).is_zero()
    }

    fn left(&self, elapsed: Duration, wall_ms: i64) -> Duration {
        let by_wall = u64::try_from(self.wall_ms.saturating_sub(wall_ms)).unwrap_or(0);
        let by_wall = Duration::from_millis(by_wall);
        match self.elapsed {
            Some(until) => until.saturating_sub(elapsed).min(by_wall),
            None => by_wall,
        }
    }
}

/// The profile's margin, at most a quarter of the life, and up to a quarter of itself earlier: sessions that began
/// together do not all refresh together. The token itself gives the chance, so that nothing is random in a test.
fn margin(proactive: &Proactive, token: &Token, life: Duration) -> Duration {
    let margin = Duration::from_secs(proactive.margin_s.into()).min(life / 4);
    let chance = u32::from_str_radix(&token.fingerprint(), 16).unwrap_or(0) % 256;
    margin + margin / 4 * chance / 256
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arrival(wall_ms: i64, skew_ms: i64) -> Arrival {
        Arrival {
            elapsed: Duration::from_secs(5),
            wall_ms,
            skew_ms,
        }
    }

    fn claims(issued_at: Option<i64>, expires_at: Option<i64>) -> Claims {
        Claims {
            issued_at,
            expires_at,
            ..Claims::default()
        }
    }

    fn expiry(claims: &Claims, expires_in: Option<u64>, at: Arrival) -> Option<Expiry> {
        let token = Token::parse(b"t").unwrap();
        let proactive = Proactive {
            from: ProactiveFrom::Token,
            margin_s: 0,
            keep_alive: false,
        };
        Expiry::on_arrival(&proactive, &token, claims, expires_in, at)
    }

    #[test]
    fn a_clock_that_is_an_hour_off_does_not_matter() {
        let claims = claims(Some(10_000), Some(10_300));
        for (wall_s, skew_ms) in [(10_000, 0), (13_600, -3_600_000), (6_400, 3_600_000), (13_600, 0)] {
            let expiry = expiry(&claims, None, arrival(wall_s * 1000, skew_ms)).unwrap();
            let due = expiry.due_in(Duration::from_secs(5), wall_s * 1000);
            assert_eq!(due, Duration::from_mins(5), "at {wall_s} with skew {skew_ms}");
        }
    }

    #[test]
    fn a_night_asleep_counts_by_the_time_of_day() {
        let expiry = expiry(&claims(None, None), Some(300), arrival(0, 0)).unwrap();
        assert_eq!(
            expiry.due_in(Duration::from_secs(6), 8 * 3600 * 1000),
            Duration::ZERO
        );
    }

    #[test]
    fn a_token_that_came_dead_has_no_expiry_to_wait_for() {
        let dead = claims(Some(100), Some(90));
        assert_eq!(expiry(&dead, None, arrival(200_000, 0)), None);
    }

    proptest! {
        #[test]
        fn no_numbers_overflow(
            issued in prop::option::of(any::<i64>()), expires in prop::option::of(any::<i64>()),
            told in prop::option::of(any::<u64>()), wall in any::<i64>(), skew in any::<i64>(), later in any::<i64>(),
        ) {
            let claims = claims(issued.map(|s| s / 1000), expires.map(|s| s / 1000));
            if let Some(expiry) = expiry(&claims, told, arrival(wall, skew)) {
                let _ = expiry.due_in(Duration::MAX, later);
            }
        }
    }
}
