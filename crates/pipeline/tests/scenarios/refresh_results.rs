//! What a refresh brings, and what it does to the session.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::response::{IntoResponse, Response};
use latchkey_pipeline::{
    EndReason, Error,
    clock::ManualClock,
    description::{OnServerError, Rotation},
};
use practice_api::{Config, PracticeApi, RefreshFault, TokenKind};

use crate::support::{LOGIN, REFRESH, Seen, Server, World, end_reason, jwt, pair, text, torn};

/// `a0` is expired; each refresh answers as told; any other token is fine.
async fn refreshing(answer: impl Fn(usize) -> Response + Send + Sync + Clone + 'static) -> Server {
    let times = Arc::new(AtomicUsize::new(0));
    Server::start(move |seen: Seen| {
        let (answer, times) = (answer.clone(), times.clone());
        async move {
            match (seen.path.as_str(), seen.token()) {
                (REFRESH, _) => answer(times.fetch_add(1, Ordering::SeqCst)),
                (_, Some("a0")) => text(401, "ExpiredToken"),
                _ => text(200, "ok"),
            }
        }
    })
    .await
}

#[tokio::test]
async fn r1_a_server_that_recovers_in_time_is_asked_again() {
    for status in [408, 425, 429, 500, 502, 503] {
        let server = refreshing(move |time| {
            if time == 0 {
                text(status, "later")
            } else {
                pair("a1", "r1")
            }
        })
        .await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(world.get_status("/x").await, 200, "{status}");
        assert_eq!(server.count(REFRESH), 2, "{status}");
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn r1_a_server_that_does_not_recover_ends_the_session_or_not_as_the_profile_says() {
    for status in [429, 503] {
        let server = refreshing(move |_| text(status, "later")).await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(
            end_reason(&world.get_error("/x").await),
            Some(EndReason::RefreshRefused),
            "{status}"
        );
        assert_eq!(server.count(REFRESH), 3, "the first and two more");
        world.assert_ended(EndReason::RefreshRefused).await;

        let world = World::signed_in_with(&server.url, |profile| {
            profile.refresh.on_server_error = OnServerError::Keep;
        })
        .await;
        let error = world.get_error("/x").await;
        assert!(matches!(error, Error::RefreshUnavailable(_)), "{error:?}");
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn r1_retry_after_is_honoured_up_to_a_bound() {
    let clock = ManualClock::at(1_800_000_000_000);
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::with_clock(Arc::new(clock.clone()));
    world.sign_in_with(api.url(), |_| {}).await;
    api.expire_access_tokens();
    let fault = |seconds: &str| RefreshFault::Status {
        status: 503,
        times: Some(1),
        retry_after: Some(seconds.to_owned()),
    };
    api.set_refresh_fault(Some(fault("4")));
    let pipeline = world.pipeline.clone();
    let call = tokio::spawn(async move {
        let request = latchkey_pipeline::ApiRequest::new("GET", "/api/me");
        pipeline
            .call(request)
            .await
            .map(|answer| answer.status.as_u16())
            .map_err(|failed| failed.error)
    });
    let asked = |times: u64| {
        let api = &api;
        crate::support::soon(async move {
            while api.stats().refresh_requests < times {
                tokio::task::yield_now().await;
            }
        })
    };
    asked(1).await;
    // The pause is an alarm on the clock; ring it only when its time has come.
    crate::support::soon(async {
        while clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    clock.advance(Duration::from_millis(3_999));
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        api.stats().refresh_requests,
        1,
        "not before the time the server asked for"
    );
    while api.stats().refresh_requests < 2 {
        clock.advance(Duration::from_millis(1));
        tokio::task::yield_now().await;
    }
    assert_eq!(crate::support::soon(call).await.unwrap(), Ok(200));

    api.expire_access_tokens();
    api.set_refresh_fault(Some(fault("3600")));
    let error = world.get_error("/api/me").await;
    assert_eq!(
        end_reason(&error),
        Some(EndReason::RefreshRefused),
        "nobody waits for an hour"
    );
}

#[tokio::test]
async fn r1_no_answer_from_the_network_keeps_the_session() {
    // Signed in with one server; the refresh goes to a port where nobody listens any more.
    let server = refreshing(|_| pair("a1", "r1")).await;
    let world = World::signed_in(&server.url).await;
    drop(server);
    let error = world.get_error("/x").await;
    assert!(matches!(error, Error::Network(_)), "{error:?}");
    world.assert_alive().await;

    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in_with(api.url(), |profile| profile.timeouts.refresh_ms = 100).await;
    api.expire_access_tokens();
    api.set_refresh_fault(Some(RefreshFault::Hang));
    let error = world.get_error("/api/me").await;
    assert!(matches!(error, Error::RefreshUnavailable(_)), "{error:?}");
    world.assert_alive().await;
}

#[tokio::test]
async fn r2_a_torn_answer_keeps_the_session_and_is_not_asked_for_again() {
    let server = refreshing(|_| torn(200, &[("Authorization", "a1")])).await;
    let world = World::signed_in(&server.url).await;
    let error = world.get_error("/x").await;
    assert!(matches!(error, Error::RefreshUnavailable(_)), "{error:?}");
    assert_eq!(server.count(REFRESH), 1);
    world.assert_alive().await;
}

#[tokio::test]
async fn r2_a_pair_in_the_head_of_a_torn_answer_has_arrived() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    let before = world.store.stored().await;
    api.expire_access_tokens();
    api.set_refresh_fault(Some(RefreshFault::Tear));
    assert_eq!(world.get_status("/api/me").await, 200);
    assert_eq!(api.stats().refresh_requests, 1);
    assert_ne!(world.store.stored().await, before);
    world.assert_alive().await;
}

#[tokio::test]
async fn r3_a_refusal_ends_the_session() {
    for (status, body) in [
        (400, "{\"error\":\"invalid_grant\"}"),
        (401, ""),
        (403, ""),
        (404, ""),
        (422, ""),
    ] {
        let server = refreshing(move |_| text(status, body)).await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(
            end_reason(&world.get_error("/x").await),
            Some(EndReason::RefreshRefused),
            "{status}"
        );
        assert_eq!(server.count(REFRESH), 1, "{status}");
        world.assert_ended(EndReason::RefreshRefused).await;
    }
}

#[tokio::test]
async fn r4_one_token_without_the_other_ends_the_session_with_nothing_half_stored() {
    for missing in [TokenKind::Access, TokenKind::Refresh] {
        let api = PracticeApi::start(Config::default()).await.unwrap();
        let world = World::signed_in(api.url()).await;
        api.expire_access_tokens();
        api.set_refresh_fault(Some(RefreshFault::Omit(missing)));
        let error = world.get_error("/api/me").await;
        assert_eq!(end_reason(&error), Some(EndReason::RefreshIncomplete));
        assert_eq!(
            world.store.saved.lock().unwrap().len(),
            1,
            "only the sign-in was ever stored"
        );
        world.assert_ended(EndReason::RefreshIncomplete).await;
    }
}

#[tokio::test]
async fn r5_without_a_new_refresh_token_the_old_one_is_kept_where_the_profile_allows_it() {
    let server = refreshing(|_| [("Authorization", "a1")].into_response()).await;
    let world = World::signed_in_with(&server.url, |profile| {
        profile.refresh.rotation = Rotation::Optional;
    })
    .await;
    assert_eq!(world.get_status("/x").await, 200);
    assert_eq!(
        world.store.stored().await,
        Some(("a1".to_owned(), "r0".to_owned()))
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn r6_a_web_page_in_place_of_tokens_keeps_the_session() {
    let page = "<!DOCTYPE html><title>Welcome to our hotel</title>";
    let html = move || ([("content-type", "text/html; charset=utf-8")], page).into_response();
    let redirect = || (axum::http::StatusCode::FOUND, [("location", "/portal")]).into_response();
    let unlabelled = move || text(200, page);
    for answer in [
        Arc::new(html) as Arc<dyn Fn() -> Response + Send + Sync>,
        Arc::new(redirect),
        Arc::new(unlabelled),
    ] {
        let server = refreshing(move |_| answer()).await;
        let world = World::signed_in(&server.url).await;
        let error = world.get_error("/x").await;
        assert!(matches!(error, Error::RefreshUnavailable(_)), "{error:?}");
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn r7_tokens_that_cannot_be_tokens_refuse_the_pair() {
    let bad: [&[u8]; 7] = [
        b"",
        b"Bearer ",
        b"two words",
        b"a,b",
        b"tok\xc3\xa9n",
        b"\"quoted\"",
        b"Bearer Bearer x y",
    ];
    for token in bad {
        for (first, second) in [(token, &b"fine"[..]), (&b"fine"[..], token)] {
            let answer = move || {
                Response::builder()
                    .header(
                        "Authorization",
                        axum::http::HeaderValue::from_bytes(first).unwrap(),
                    )
                    .header(
                        "Authorization-refresh",
                        axum::http::HeaderValue::from_bytes(second).unwrap(),
                    )
                    .body(axum::body::Body::empty())
                    .unwrap()
            };
            let server = refreshing(move |_| answer()).await;
            let world = World::signed_in(&server.url).await;
            let error = world.get_error("/x").await;
            assert_eq!(
                end_reason(&error),
                Some(EndReason::RefreshIncomplete),
                "{token:?}"
            );
        }
    }
}

#[tokio::test]
async fn r7_a_token_that_comes_twice_refuses_the_pair() {
    let server = refreshing(|_| {
        let mut response = pair("a1", "r1");
        response
            .headers_mut()
            .append("Authorization", "a2".parse().unwrap());
        response
    })
    .await;
    let world = World::signed_in(&server.url).await;
    assert_eq!(
        end_reason(&world.get_error("/x").await),
        Some(EndReason::RefreshIncomplete)
    );
}

#[tokio::test]
async fn r8_a_bearer_prefix_in_any_case_is_accepted_and_sent_as_bearer() {
    for prefix in ["bearer ", "Bearer ", "BEARER "] {
        let server = refreshing(move |_| pair(&format!("{prefix}a1"), &format!("{prefix}r1"))).await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(world.get_status("/x").await, 200);
        let seen = server.seen("/x");
        assert_eq!(seen.last().unwrap().header("authorization"), Some("Bearer a1"));
        assert_eq!(
            server.seen(REFRESH)[0].header("authorization-refresh"),
            Some("Bearer r0")
        );
        assert_eq!(
            server.seen(REFRESH)[0].header("content-type"),
            Some("application/json")
        );
        assert_eq!(
            server.seen(LOGIN)[0].header("content-type"),
            Some("application/json")
        );
        assert!(server.seen(REFRESH)[0].body.is_empty());
    }
}

#[tokio::test]
async fn r9_a_new_token_equal_to_the_old_is_not_sent_without_end() {
    let server = refreshing(|_| pair("a0", "r1")).await;
    let world = World::signed_in(&server.url).await;
    assert_eq!(
        end_reason(&world.get_error("/x").await),
        Some(EndReason::RetryRefused)
    );
    assert_eq!((server.count("/x"), server.count(REFRESH)), (2, 1));
}

#[tokio::test]
async fn r10_a_new_token_that_is_already_expired_makes_no_loop() {
    let long_ago = serde_json::json!({"iat": 1_000, "exp": 1_060});
    let never_lived = serde_json::json!({"iat": 1_000, "exp": 1_000});
    let backwards = serde_json::json!({"iat": 1_000, "exp": 10});
    for claims in [long_ago, never_lived, backwards] {
        let expired = jwt(&claims);
        let server = Server::start(move |seen| {
            let expired = expired.clone();
            async move {
                if seen.path == REFRESH {
                    pair(&expired, "r1")
                } else {
                    text(401, "ExpiredToken")
                }
            }
        })
        .await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(
            end_reason(&world.get_error("/x").await),
            Some(EndReason::RetryRefused),
            "{claims}"
        );
        assert_eq!((server.count("/x"), server.count(REFRESH)), (2, 1), "{claims}");
    }
}

#[tokio::test]
async fn r11_calls_in_a_row_while_refresh_is_unavailable_do_not_hammer_the_server() {
    let clock = ManualClock::at(1_800_000_000_000);
    let server = refreshing(|_| torn(200, &[])).await;
    let world = World::with_clock(Arc::new(clock.clone()));
    world.sign_in_with(&server.url, |_| {}).await;
    for _ in 0..50 {
        let error = world.get_error("/x").await;
        assert!(
            matches!(
                error,
                Error::RefreshUnavailable(_) | Error::RefreshCoolDown { .. }
            ),
            "{error:?}"
        );
    }
    assert_eq!(server.count(REFRESH), 1);
    // Once the pause is over one more attempt is made, and the next pause is longer.
    clock.advance(Duration::from_secs(1));
    for _ in 0..50 {
        world.get_error("/x").await;
    }
    assert_eq!(server.count(REFRESH), 2);
    clock.advance(Duration::from_secs(1));
    world.get_error("/x").await;
    assert_eq!(server.count(REFRESH), 2);
    world.assert_alive().await;
}

#[tokio::test]
async fn r13_a_refreshed_token_of_another_user_ends_the_session() {
    let of = |user: &str| jwt(&serde_json::json!({"sub": user}));
    let (mine, theirs) = (of("me"), of("somebody else"));
    let server = Server::start_raw(move |seen| {
        let (mine, theirs) = (mine.clone(), theirs.clone());
        async move {
            match seen.path.as_str() {
                LOGIN => pair(&mine, "r0"),
                REFRESH => pair(&theirs, "r1"),
                _ => text(401, "ExpiredToken"),
            }
        }
    })
    .await;
    let world = World::signed_in(&server.url).await;
    assert_eq!(
        end_reason(&world.get_error("/x").await),
        Some(EndReason::SubjectChanged)
    );
    assert_eq!(server.count("/x"), 1, "the other user's token is never used");
    world.assert_ended(EndReason::SubjectChanged).await;
}
