//! Clocks that are wrong.

use std::{sync::Arc, time::Duration};

use latchkey_pipeline::clock::ManualClock;
use practice_api::{Config, PracticeApi};

use crate::support::World;

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the practice API lives in real time")]
async fn t1_a_clock_an_hour_off_either_way_costs_no_refresh() {
    let real = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let real_ms = i64::try_from(real.as_millis()).unwrap();
    for off in [-3_600_000, 3_600_000] {
        let clock = ManualClock::at(real_ms + off);
        let api = PracticeApi::start(Config::default()).await.unwrap();
        let world = World::with_clock(Arc::new(clock.clone()));
        world.sign_in_with(api.url(), |_| {}).await;
        for _ in 0..20 {
            assert_eq!(world.get_status("/api/me").await, 200);
        }
        assert_eq!(api.stats().refresh_requests, 0);
        let expires = world.pipeline.session().unwrap().access.expires_at_ms.unwrap();
        let left = expires - (real_ms + off);
        assert!(
            (25_000..=35_000).contains(&left),
            "told by the server's clock: {left} ms"
        );
        api.expire_access_tokens();
        assert_eq!(world.get_status("/api/me").await, 200);
        assert_eq!(api.stats().refreshes, 1);
    }
}

#[tokio::test]
async fn t3_a_clock_that_is_set_back_makes_no_storm() {
    let clock = ManualClock::at(1_800_000_000_000);
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::with_clock(Arc::new(clock.clone()));
    world.sign_in_with(api.url(), |_| {}).await;
    clock.set_wall_ms(0);
    clock.advance(Duration::from_secs(1));
    for _ in 0..20 {
        assert_eq!(world.get_status("/api/me").await, 200);
    }
    assert_eq!(api.stats().refresh_requests, 0);
    world.assert_alive().await;
}
