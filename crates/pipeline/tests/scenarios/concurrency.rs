//! Calls that meet each other.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use latchkey_pipeline::{
    ApiRequest, Credentials, EndReason, Error,
    clock::{Clock, ManualClock, Sleep, SystemClock},
};
use practice_api::{Config, PracticeApi, RefreshFault};
use tokio::{sync::watch, task::JoinSet};

use crate::support::{LOGIN, REFRESH, Server, World, end_reason, pair, profile, soon, text};

async fn n_calls_on_an_expired_token(calls: usize) {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    api.expire_access_tokens();
    let mut running = JoinSet::new();
    for _ in 0..calls {
        let pipeline = world.pipeline.clone();
        running.spawn(async move { pipeline.call(ApiRequest::new("GET", "/api/me")).await });
    }
    let mut succeeded = 0;
    while let Some(done) = running.join_next().await {
        let answer = done.unwrap().unwrap_or_else(|failed| panic!("{}", failed.error));
        succeeded += usize::from(answer.status.is_success());
    }
    assert_eq!(succeeded, calls);
    assert_eq!((api.stats().refreshes, api.stats().refused_refreshes), (1, 0));
    world.assert_alive().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c1_one_call_on_an_expired_token() {
    n_calls_on_an_expired_token(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c1_a_hundred_calls_share_one_refresh() {
    n_calls_on_an_expired_token(100).await;
}

/// Answers `ExpiredToken` to `a0`; the refresh waits for `open` and then brings `a1`.
async fn server_with_held_refresh(open: watch::Receiver<bool>) -> Server {
    Server::start(move |seen| {
        let mut open = open.clone();
        async move {
            if seen.path == REFRESH {
                open.wait_for(|open| *open).await.unwrap();
                return pair("a1", "r1");
            }
            if seen.token() == Some("a1") {
                text(200, "ok")
            } else {
                text(401, "ExpiredToken")
            }
        }
    })
    .await
}

#[tokio::test]
async fn c2_a_call_that_starts_during_a_refresh_waits_for_the_new_token() {
    let (open, opened) = watch::channel(false);
    let server = server_with_held_refresh(opened).await;
    let world = World::signed_in(&server.url).await;
    let first = tokio::spawn(world.spawn_get("/first"));
    server.asked(REFRESH, 1).await;
    let second = tokio::spawn(world.spawn_get("/second"));
    tokio::task::yield_now().await;
    open.send_replace(true);
    assert_eq!(soon(first).await.unwrap(), Ok(200));
    assert_eq!(soon(second).await.unwrap(), Ok(200));
    let tokens: Vec<_> = server
        .seen("/second")
        .iter()
        .map(|seen| seen.token().unwrap().to_owned())
        .collect();
    assert_eq!(tokens, ["a1"], "sent once, with the new token");
}

#[tokio::test]
async fn c3_a_late_refusal_of_the_old_token_is_sent_again_without_a_refresh() {
    let (open, opened) = watch::channel(false);
    let server = Server::start(move |seen| {
        let mut opened = opened.clone();
        async move {
            match (seen.path.as_str(), seen.token()) {
                (REFRESH, _) => pair("a1", "r1"),
                (_, Some("a1")) => text(200, "ok"),
                ("/late", _) => {
                    opened.wait_for(|open| *open).await.unwrap();
                    text(401, "ExpiredToken")
                }
                _ => text(401, "ExpiredToken"),
            }
        }
    })
    .await;
    let world = World::signed_in(&server.url).await;
    let late = tokio::spawn(world.spawn_get("/late"));
    server.asked("/late", 1).await;
    assert_eq!(world.get_status("/quick").await, 200);
    open.send_replace(true);
    assert_eq!(soon(late).await.unwrap(), Ok(200));
    assert_eq!(server.count(REFRESH), 1, "only the quick call's");
}

#[tokio::test(flavor = "multi_thread")]
async fn c4_a_refused_refresh_fails_all_waiters_alike_with_one_event() {
    // All calls are refused together, so that none begins when the session is already over.
    let together = Arc::new(tokio::sync::Barrier::new(50));
    let server = Server::start(move |seen| {
        let together = together.clone();
        async move {
            if seen.path == REFRESH {
                return text(401, "InvalidToken");
            }
            together.wait().await;
            text(401, "ExpiredToken")
        }
    })
    .await;
    let world = World::signed_in(&server.url).await;
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(world.spawn_get("/x"))).collect();
    let mut errors = Vec::new();
    for call in calls {
        errors.push(soon(call).await.unwrap().unwrap_err());
    }
    assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
    assert_eq!(end_reason(&errors[0]), Some(EndReason::RefreshRefused));
    assert_eq!(server.count(REFRESH), 1);
    world.assert_ended(EndReason::RefreshRefused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c5_no_waiter_hangs_however_the_refresh_fails() {
    let status = |status| RefreshFault::Status {
        status,
        times: None,
        retry_after: None,
    };
    let faults = [
        RefreshFault::Html,
        status(400),
        status(401),
        status(403),
        status(500),
        status(503),
        status(302),
    ];
    for fault in faults {
        let api = PracticeApi::start(Config::default()).await.unwrap();
        let world = World::signed_in(api.url()).await;
        api.expire_access_tokens();
        api.set_refresh_fault(Some(fault.clone()));
        let calls: Vec<_> = (0..20)
            .map(|_| tokio::spawn(world.spawn_get("/api/me")))
            .collect();
        for call in calls {
            let result = soon(call).await.unwrap();
            assert!(result.is_err(), "{fault:?}: {result:?}");
        }
        assert!(world.events.reasons().len() <= 1, "{fault:?}");
    }
}

#[tokio::test]
async fn c6_the_leader_is_cancelled_and_the_refresh_serves_the_others() {
    let (open, opened) = watch::channel(false);
    let server = server_with_held_refresh(opened).await;
    let world = World::signed_in(&server.url).await;
    let leader = tokio::spawn(world.spawn_get("/leader"));
    server.asked(REFRESH, 1).await;
    let other = tokio::spawn(world.spawn_get("/other"));
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    open.send_replace(true);
    assert_eq!(soon(other).await.unwrap(), Ok(200));
    assert_eq!(server.count(REFRESH), 1);
    assert_eq!(
        world.store.stored().await,
        Some(("a1".to_owned(), "r1".to_owned()))
    );
}

#[tokio::test]
async fn c7_a_cancelled_waiter_leaves_the_others_alone() {
    let (open, opened) = watch::channel(false);
    let server = server_with_held_refresh(opened).await;
    let world = World::signed_in(&server.url).await;
    let leader = tokio::spawn(world.spawn_get("/leader"));
    server.asked(REFRESH, 1).await;
    let waiter = tokio::spawn(world.spawn_get("/waiter"));
    tokio::task::yield_now().await;
    waiter.abort();
    open.send_replace(true);
    assert_eq!(soon(leader).await.unwrap(), Ok(200));
    world.assert_alive().await;
}

/// A clock that panics when the refresh wants to pause between two attempts.
struct PanickingClock(SystemClock, Arc<AtomicBool>);

impl Clock for PanickingClock {
    fn wall_ms(&self) -> i64 {
        self.0.wall_ms()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        let pause = time < Duration::from_secs(3);
        assert!(!(pause && self.1.load(Ordering::SeqCst)), "told to panic");
        self.0.sleep(time)
    }
}

#[tokio::test]
async fn c8_a_refresh_that_panics_gives_an_error_and_never_an_old_result() {
    let panics = Arc::new(AtomicBool::new(true));
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::with_clock(Arc::new(PanickingClock(SystemClock::new(), panics.clone())));
    world.sign_in_with(api.url(), |_| {}).await;
    api.expire_access_tokens();
    api.set_refresh_fault(Some(RefreshFault::Status {
        status: 503,
        times: None,
        retry_after: None,
    }));
    for _ in 0..2 {
        let error = world.get_error("/api/me").await;
        assert!(matches!(error, Error::RefreshUnavailable(_)), "{error:?}");
    }
    world.assert_alive().await;
    panics.store(false, Ordering::SeqCst);
    api.set_refresh_fault(None);
    assert_eq!(world.get_status("/api/me").await, 200);
}

#[tokio::test]
async fn c9_a_refresh_that_never_answers_has_its_own_time_out() {
    let clock = ManualClock::at(1_800_000_000_000);
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::with_clock(Arc::new(clock.clone()));
    world.sign_in_with(api.url(), |_| {}).await;
    api.expire_access_tokens();
    api.set_refresh_fault(Some(RefreshFault::Hang));
    let hanging = tokio::spawn(world.spawn_get("/api/me"));
    soon(async {
        while api.stats().refresh_requests == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(!hanging.is_finished());
    clock.advance(Duration::from_secs(20));
    let error = soon(hanging).await.unwrap().unwrap_err();
    assert!(
        matches!(&error, Error::RefreshUnavailable(why) if why.contains("20000 ms")),
        "{error:?}"
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn c11_two_sessions_refresh_at_once_and_independently() {
    // Each user has tokens of their own; the refresh of the first is held.
    let (open, opened) = watch::channel(false);
    let server = Server::start_raw(move |seen| {
        let mut opened = opened.clone();
        async move {
            let second = seen.body.windows(3).any(|part| part == b"two");
            match (
                seen.path.as_str(),
                seen.header("authorization-refresh"),
                seen.token(),
            ) {
                (LOGIN, ..) if second => pair("b0", "s0"),
                (LOGIN, ..) => pair("a0", "r0"),
                (REFRESH, Some("Bearer r0"), _) => {
                    opened.wait_for(|open| *open).await.unwrap();
                    pair("a1", "r1")
                }
                (REFRESH, Some("Bearer s0"), _) => pair("b1", "s1"),
                (_, _, Some("a1" | "b1")) => text(200, "ok"),
                _ => text(401, "ExpiredToken"),
            }
        }
    })
    .await;
    let (one, two) = (World::new(), World::new());
    for (world, user) in [(&one, "one"), (&two, "two")] {
        let signed_in = world
            .pipeline
            .sign_in(profile(&server.url), Credentials::new(user, "secret"));
        signed_in.await.unwrap();
    }
    let waiting = tokio::spawn(one.spawn_get("/one"));
    server.asked(REFRESH, 1).await;
    assert_eq!(
        two.get_status("/two").await,
        200,
        "nobody waits for another's refresh"
    );
    assert!(!waiting.is_finished());
    open.send_replace(true);
    assert_eq!(soon(waiting).await.unwrap(), Ok(200));
    assert_eq!(server.count(REFRESH), 2);
    let pair = |access: &str, refresh: &str| Some((access.to_owned(), refresh.to_owned()));
    assert_eq!(one.store.stored().await, pair("a1", "r1"));
    assert_eq!(two.store.stored().await, pair("b1", "s1"));
    let tokens = |path| {
        server
            .seen(path)
            .iter()
            .map(|seen| seen.token().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (tokens("/one"), tokens("/two")),
        (vec!["a0".into(), "a1".into()], vec!["b0".into(), "b1".into()])
    );
    one.assert_alive().await;
    two.assert_alive().await;
}

#[tokio::test]
async fn c12_every_later_expiry_is_refreshed_again() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    for round in 1..=5 {
        api.expire_access_tokens();
        assert_eq!(world.get_status("/api/me").await, 200);
        assert_eq!(api.stats().refreshes, round);
    }
    assert_eq!(
        world.events.changed.lock().unwrap().len(),
        6,
        "the sign-in and five refreshes"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn c12_a_second_expiry_within_one_call_is_no_refusal() {
    // Each token lives a second by its claims; the server calls the first two expired when they come late.
    let refreshes = Arc::new(AtomicUsize::new(0));
    let counted = refreshes.clone();
    let clock = ManualClock::at(1_800_000_000_000);
    let moved = clock.clone();
    let server = Server::start(move |seen| {
        let (refreshes, clock) = (counted.clone(), moved.clone());
        async move {
            let claims = |n: usize| serde_json::json!({"iat": 1_800_000_000, "exp": 1_800_000_030, "jti": n});
            if seen.path == REFRESH {
                let n = refreshes.fetch_add(1, Ordering::SeqCst) + 1;
                return pair(&crate::support::jwt(&claims(n)), "r");
            }
            if seen.token() == Some(crate::support::jwt(&claims(2)).as_str()) {
                return text(200, "ok");
            }
            // The call was under way for longer than the token lives.
            clock.advance(Duration::from_secs(31));
            text(401, "ExpiredToken")
        }
    })
    .await;
    let world = World::with_clock(Arc::new(clock));
    world
        .sign_in_with(&server.url, |profile| profile.timeouts.answer_ms = 3_600_000)
        .await;
    assert_eq!(world.get_status("/x").await, 200);
    assert_eq!(refreshes.load(Ordering::SeqCst), 2);
    world.assert_alive().await;
}

/// A server whose tokens live 30 seconds. While the first refresh is under way, `meanwhile` happens.
async fn slow_to_refresh(clock: &ManualClock, meanwhile: fn(&ManualClock)) -> (Server, Arc<AtomicUsize>) {
    let refreshes = Arc::new(AtomicUsize::new(0));
    let (counted, moved) = (refreshes.clone(), clock.clone());
    let server = Server::start(move |seen| {
        let (refreshes, clock) = (counted.clone(), moved.clone());
        async move {
            let claims = |n: usize| serde_json::json!({"iat": 1_800_000_000, "exp": 1_800_000_030, "jti": n});
            if seen.path == REFRESH {
                let n = refreshes.fetch_add(1, Ordering::SeqCst) + 1;
                if n == 1 {
                    meanwhile(&clock);
                }
                return pair(&crate::support::jwt(&claims(n)), "r");
            }
            if seen.token() == Some(crate::support::jwt(&claims(2)).as_str()) {
                return text(200, "ok");
            }
            text(401, "ExpiredToken")
        }
    })
    .await;
    (server, refreshes)
}

#[tokio::test(flavor = "multi_thread")]
async fn c12_a_token_that_lived_out_its_life_on_its_way_here_is_refreshed_again() {
    let clock = ManualClock::at(1_800_000_000_000);
    let (server, refreshes) = slow_to_refresh(&clock, |clock| clock.advance(Duration::from_secs(31))).await;
    let world = World::with_clock(Arc::new(clock));
    world
        .sign_in_with(&server.url, |profile| profile.timeouts.refresh_ms = 3_600_000)
        .await;
    assert_eq!(world.get_status("/x").await, 200);
    assert_eq!(refreshes.load(Ordering::SeqCst), 2);
    world.assert_alive().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t2_a_night_asleep_in_the_middle_of_a_refresh_costs_no_session() {
    let clock = ManualClock::at(1_800_000_000_000);
    // The stop-watch of most systems stands still while the computer sleeps.
    let sleeps = |clock: &ManualClock| clock.set_wall_ms(1_800_000_000_000 + 8 * 3_600_000);
    let (server, refreshes) = slow_to_refresh(&clock, sleeps).await;
    let world = World::with_clock(Arc::new(clock));
    world.sign_in_with(&server.url, |_| {}).await;
    assert_eq!(world.get_status("/x").await, 200);
    assert_eq!(refreshes.load(Ordering::SeqCst), 2);
    world.assert_alive().await;
}
