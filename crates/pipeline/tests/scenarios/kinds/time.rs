//! Refreshing before the token expires, by clocks that are wrong.

use std::{sync::Arc, time::Duration};

use latchkey_pipeline::{EndReason, clock::ManualClock};
use practice_api::{Config, RefreshFault};

use super::{
    case::{Case, Kinded},
    each_kind,
};
use crate::support::{BriskClock, World, end_reason, real_wall_ms};

each_kind! {
    t1: a_clock_an_hour_off_makes_one_refresh_per_life;
    t2: after_a_night_asleep_the_refresh_comes_before_the_call;
    t3: a_clock_that_is_set_makes_no_storm;
    r12: a_failed_refresh_before_its_time_lets_the_call_go_out;
    r1: a_token_that_is_over_is_worth_no_session_either for default;
}

/// The life of an access token.
const LIFE: Duration = Duration::from_mins(5);
const HOUR_MS: i64 = 3_600_000;

/// As the kind is built in, refreshing before the token expires; this computer's clock is `off` by so much.
async fn proactive(case: Case, off: i64) -> Kinded {
    let clock = ManualClock::at(real_wall_ms() + off);
    let config = Config {
        access_ttl: LIFE,
        ..Config::default()
    };
    let it = Kinded {
        case,
        api: case.api(config).await,
        world: World::with_clock(Arc::new(BriskClock(clock.clone()))),
        clock,
    };
    let built_in = case.kind.description("test", "", it.api.url()).proactive;
    it.sign_in_as_built_in(|description| description.proactive = built_in)
        .await;
    it
}

async fn twenty_calls(it: &Kinded) {
    for _ in 0..20 {
        assert_eq!(it.get_status("/api/me").await, 200);
    }
}

async fn a_clock_an_hour_off_makes_one_refresh_per_life(case: Case) {
    for off in [-HOUR_MS, HOUR_MS] {
        let it = proactive(case, off).await;
        twenty_calls(&it).await;
        assert_eq!(it.api.stats().refresh_requests, 0, "{off}");
        for life in 1..=3 {
            it.clock.advance(LIFE);
            twenty_calls(&it).await;
            assert_eq!(it.api.stats().refreshes, life, "{off}");
        }
        assert_eq!(it.api.stats().refused_calls, 0, "each refresh came in time");
        it.assert_alive().await;
    }
}

async fn after_a_night_asleep_the_refresh_comes_before_the_call(case: Case) {
    let it = proactive(case, 0).await;
    // The time of day went on; the stop-watch slept with the computer.
    it.clock.set_wall_ms(real_wall_ms() + 8 * HOUR_MS);
    it.api.expire_access_tokens();
    twenty_calls(&it).await;
    let stats = it.api.stats();
    assert_eq!((stats.refreshes, stats.refused_calls), (1, 0));
    it.assert_alive().await;
}

async fn a_clock_that_is_set_makes_no_storm(case: Case) {
    let it = proactive(case, 0).await;
    for wall_ms in [0, real_wall_ms() - HOUR_MS] {
        it.clock.set_wall_ms(wall_ms);
        twenty_calls(&it).await;
        assert_eq!(it.api.stats().refresh_requests, 0);
    }
    // The stop-watch knows all the same when the token is old.
    it.clock.advance(LIFE);
    twenty_calls(&it).await;
    assert_eq!(it.api.stats().refreshes, 1);
    // Forward looks like sleep, and costs one.
    it.clock.set_wall_ms(real_wall_ms() + 24 * 365 * HOUR_MS);
    twenty_calls(&it).await;
    assert_eq!(it.api.stats().refreshes, 2);
    it.assert_alive().await;
}

async fn a_failed_refresh_before_its_time_lets_the_call_go_out(case: Case) {
    let unavailable = RefreshFault::Status {
        status: 503,
        times: None,
        retry_after: None,
    };
    for fault in [RefreshFault::Html, unavailable] {
        let it = proactive(case, 0).await;
        it.api.set_refresh_fault(Some(fault.clone()));
        it.clock.advance(Duration::from_secs(295));
        twenty_calls(&it).await;
        let stats = it.api.stats();
        assert_eq!(
            (stats.calls, stats.refused_calls, stats.refreshes),
            (20, 0, 0),
            "{fault:?}"
        );
        assert!(
            (1..=3).contains(&stats.refresh_requests),
            "{fault:?}: bounded attempts"
        );
        it.assert_alive().await;
        it.api.set_refresh_fault(None);
        it.clock.advance(Duration::from_secs(1));
        twenty_calls(&it).await;
        assert_eq!(it.api.stats().refreshes, 1, "{fault:?}");
    }
}

async fn a_token_that_is_over_is_worth_no_session_either(case: Case) {
    let it = proactive(case, 0).await;
    it.api.expire_access_tokens();
    it.api.set_refresh_fault(Some(RefreshFault::Status {
        status: 503,
        times: None,
        retry_after: None,
    }));
    // The claims count in whole seconds.
    it.clock.advance(Duration::from_secs(302));
    let error = it.get_error("/api/me").await;
    assert_eq!(end_reason(&error), Some(EndReason::RefreshRefused));
    it.assert_ended(EndReason::RefreshRefused).await;
}
