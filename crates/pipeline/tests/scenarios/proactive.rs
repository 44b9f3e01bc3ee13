//! Refreshing before the token expires: when exactly, by whom, and how often.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::response::{IntoResponse, Response};
use latchkey_pipeline::{
    Credentials, Error, Pipeline, Profile, SessionView,
    clock::ManualClock,
    description::{Description, Kind, ProactiveFrom},
};
use tokio::task::JoinSet;

use crate::support::{BriskClock, Events, Seen, Server, World, held_write, soon, text};

const TOKENS: &str = "/oauth/token";
const LIFE_S: u64 = 600;
const START_MS: i64 = 1_800_000_000_000;

/// Opaque tokens `t0`, `t1`, …, each of which is said to live so many seconds. Every token is good.
async fn opaque(life_s: u64) -> Server {
    let given = Arc::new(AtomicUsize::new(0));
    Server::start_raw(move |seen: Seen| {
        let given = given.clone();
        async move {
            if seen.path == TOKENS {
                granted(given.fetch_add(1, Ordering::SeqCst), life_s)
            } else {
                text(200, "ok")
            }
        }
    })
    .await
}

fn granted(n: usize, life_s: u64) -> Response {
    let body = serde_json::json!({
        "access_token": format!("t{n}"), "refresh_token": format!("r{n}"), "expires_in": life_s,
    });
    axum::Json(body).into_response()
}

struct Timed {
    world: World,
    clock: ManualClock,
}

async fn signed_in(server: &Server, change: impl FnOnce(&mut Description)) -> Timed {
    let clock = ManualClock::at(START_MS);
    let world = World::with_clock(Arc::new(BriskClock(clock.clone())));
    let mut description = Kind::OAuthPublic.description("test", "", &server.url);
    change(&mut description);
    let profile = Profile::new(description).unwrap();
    let signed_in = world.pipeline.sign_in(profile, Credentials::new("me", "secret"));
    soon(Box::pin(signed_in)).await.unwrap();
    Timed { world, clock }
}

impl Timed {
    /// How long until the token is due, as the window is told.
    async fn due(&self) -> Option<Duration> {
        soon(self.world.pipeline.keep_alive()).await
    }
}

fn seconds(s: u64) -> Duration {
    Duration::from_secs(s)
}

#[tokio::test]
async fn a_refresh_is_due_a_margin_before_the_expiry_and_not_for_all_at_once() {
    let server = opaque(LIFE_S).await;
    let mut moments = HashSet::new();
    for _ in 0..40 {
        let it = signed_in(&server, |profile| profile.proactive.margin_s = 60).await;
        let due = it.due().await.unwrap();
        // A margin of a minute, and up to a quarter of it more.
        assert!((seconds(525)..=seconds(540)).contains(&due), "{due:?}");
        moments.insert(due);
    }
    assert!(moments.len() > 20, "{moments:?}");
}

#[tokio::test]
async fn the_margin_is_at_most_a_quarter_of_the_life() {
    let server = opaque(40).await;
    for _ in 0..20 {
        let it = signed_in(&server, |profile| profile.proactive.margin_s = 3600).await;
        let due = it.due().await.unwrap();
        assert!(
            (Duration::from_millis(27_500)..=seconds(30)).contains(&due),
            "{due:?}"
        );
    }
    let it = signed_in(&server, |profile| profile.proactive.margin_s = 0).await;
    assert_eq!(it.due().await, Some(seconds(40)));
}

#[tokio::test]
async fn the_expiry_of_an_opaque_token_is_what_the_answer_says() {
    let server = opaque(LIFE_S).await;
    let it = signed_in(&server, |_| {}).await;
    let expires = it.world.pipeline.session().unwrap().access.expires_at_ms;
    assert_eq!(expires, Some(START_MS + 600_000));
    let silent = Server::start_raw(|_| async {
        axum::Json(serde_json::json!({"access_token": "t", "refresh_token": "r"})).into_response()
    })
    .await;
    let it = signed_in(&silent, |_| {}).await;
    assert_eq!(it.world.pipeline.session().unwrap().access.expires_at_ms, None);
    assert_eq!(it.due().await, None, "nothing tells when");
}

#[tokio::test]
async fn a_call_refreshes_first_once_the_token_is_due_and_not_before() {
    let server = opaque(LIFE_S).await;
    let it = signed_in(&server, |_| {}).await;
    let due = it.due().await.unwrap();
    it.clock
        .advance(due.checked_sub(Duration::from_millis(1)).unwrap());
    assert_eq!(it.world.get_status("/x").await, 200);
    assert_eq!(server.count(TOKENS), 1, "only the sign-in");
    it.clock.advance(Duration::from_millis(1));
    for _ in 0..5 {
        assert_eq!(it.world.get_status("/x").await, 200);
    }
    assert_eq!(server.count(TOKENS), 2);
    let tokens: Vec<_> = server
        .seen("/x")
        .iter()
        .map(|seen| seen.token().unwrap().to_owned())
        .collect();
    assert_eq!(tokens, ["t0", "t1", "t1", "t1", "t1", "t1"]);
}

#[tokio::test]
async fn a_hundred_calls_with_a_token_that_is_due_share_one_refresh() {
    let server = opaque(LIFE_S).await;
    let it = signed_in(&server, |_| {}).await;
    it.clock.advance(seconds(LIFE_S));
    let mut calls = JoinSet::new();
    for _ in 0..100 {
        calls.spawn(it.world.spawn_get("/x"));
    }
    assert!(
        soon(calls.join_all())
            .await
            .iter()
            .all(|result| *result == Ok(200))
    );
    assert_eq!(server.count(TOKENS), 2);
    assert!(server.seen("/x").iter().all(|seen| seen.token() == Some("t1")));
}

#[tokio::test]
async fn keeping_alive_refreshes_when_due_and_says_when_to_ask_again() {
    let server = opaque(LIFE_S).await;
    let it = signed_in(&server, |_| {}).await;
    for refreshes in 1..=3 {
        let due = it.due().await.unwrap();
        assert!(due > seconds(500), "{due:?}");
        it.clock.advance(due);
        it.due().await.unwrap();
        assert_eq!(it.world.pipeline.session().unwrap().refreshes, refreshes);
    }
    it.world.assert_alive().await;
    it.world.pipeline.sign_out().await.unwrap();
    assert_eq!(it.due().await, None);
    assert_eq!(server.count(TOKENS), 4);
}

#[tokio::test]
async fn keeping_alive_does_nothing_where_the_profile_wants_no_early_refresh() {
    let server = opaque(LIFE_S).await;
    let it = signed_in(&server, |profile| profile.proactive.from = ProactiveFrom::Off).await;
    it.clock.advance(seconds(2 * LIFE_S));
    assert_eq!(it.due().await, None);
    assert_eq!(it.world.get_status("/x").await, 200);
    assert_eq!(server.count(TOKENS), 1);
}

#[tokio::test]
async fn keeping_alive_does_not_hammer_a_server_that_cannot_refresh() {
    let given = Arc::new(AtomicUsize::new(0));
    let server = Server::start_raw(move |_| {
        let n = given.fetch_add(1, Ordering::SeqCst);
        async move {
            if n == 0 {
                granted(0, LIFE_S)
            } else {
                text(200, "<html>sign in to the network")
            }
        }
    })
    .await;
    let it = signed_in(&server, |_| {}).await;
    it.clock.advance(seconds(LIFE_S));
    for _ in 0..50 {
        let again = it.due().await.unwrap();
        assert!(again >= seconds(1), "{again:?}");
    }
    assert_eq!(server.count(TOKENS), 2, "the sign-in and one attempt");
    it.world.assert_alive().await;
}

#[tokio::test]
async fn t2_a_session_taken_up_after_a_night_is_refreshed_before_its_first_call() {
    let server = opaque(LIFE_S).await;
    let it = signed_in(&server, |_| {}).await;
    let morning = ManualClock::at(START_MS + 8 * 3_600_000);
    let events = Arc::new(Events::default());
    let later = Pipeline::with_clock(it.world.store.clone(), events, Arc::new(morning));
    soon(later.restore()).await.unwrap().unwrap();
    let request = latchkey_pipeline::ApiRequest::new("GET", "/x");
    assert_eq!(soon(later.call(request)).await.unwrap().status, 200);
    let seen = server.seen("/x");
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].token(), Some("t1"));
}

#[tokio::test]
async fn c2_refreshing_now_joins_a_refresh_under_way() {
    let server = opaque(LIFE_S).await;
    let it = signed_in(&server, |_| {}).await;
    it.clock.advance(seconds(LIFE_S));
    let call = held_write(&it.world, "/x").await;
    let mut now: JoinSet<Result<SessionView, Error>> = JoinSet::new();
    for _ in 0..3 {
        let pipeline = it.world.pipeline.clone();
        now.spawn(async move { pipeline.refresh_now().await });
    }
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    it.world.store.gate.add_permits(1);
    assert_eq!(soon(call).await.unwrap(), Ok(200));
    for view in soon(now.join_all()).await {
        assert_eq!(view.unwrap().refreshes, 1);
    }
    assert_eq!(server.count(TOKENS), 2);
}

#[tokio::test]
async fn refreshing_now_does_so_before_anything_is_due_and_pauses_after_a_failure() {
    let server = opaque(LIFE_S).await;
    let it = signed_in(&server, |_| {}).await;
    assert_eq!(soon(it.world.pipeline.refresh_now()).await.unwrap().refreshes, 1);
    assert_eq!(server.count(TOKENS), 2);
    drop(server);
    let error = soon(it.world.pipeline.refresh_now()).await.unwrap_err();
    assert!(matches!(error, Error::RefreshUnavailable(_)), "{error:?}");
    let error = soon(it.world.pipeline.refresh_now()).await.unwrap_err();
    assert!(matches!(error, Error::RefreshCoolDown { .. }), "{error:?}");
    it.world.assert_alive().await;
    it.world.pipeline.sign_out().await.unwrap();
    assert_eq!(soon(it.world.pipeline.refresh_now()).await, Err(Error::SignedOut));
}
