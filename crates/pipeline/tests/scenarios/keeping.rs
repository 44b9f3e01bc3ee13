//! Stores and sign-outs.

use std::sync::atomic::Ordering;

use latchkey_pipeline::{ApiRequest, Credentials, EndReason, Error};
use practice_api::{Config, PracticeApi};
use tokio::sync::watch;

use crate::support::{LOGIN, REFRESH, Server, World, end_reason, pair, profile, soon, text};

#[tokio::test]
async fn p1_a_pair_that_cannot_be_written_stays_in_memory_and_says_so() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    for broken in [&world.store.fails, &world.store.panics] {
        broken.store(true, Ordering::SeqCst);
        api.expire_access_tokens();
        let mut answer = world.get("/api/me").await.unwrap();
        assert_eq!(answer.status, 200);
        answer.bytes(1 << 20).await.unwrap();
        let trace = format!("{:?}", answer.finish(0));
        assert!(trace.contains("problem: Some("), "{trace}");
        let session = world.pipeline.session().unwrap();
        assert!(session.store_problem.is_some());
        assert_eq!(
            world.events.changed.lock().unwrap().last().unwrap(),
            &session,
            "the window is told"
        );
        broken.store(false, Ordering::SeqCst);
    }
    api.expire_access_tokens();
    assert_eq!(world.get_status("/api/me").await, 200);
    assert_eq!(
        world.pipeline.session().unwrap().store_problem,
        None,
        "written again once it can be"
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn p2_the_pair_is_durable_before_the_resend_leaves() {
    let server = expired_once().await;
    let world = World::signed_in(&server.url).await;
    world.store.gated.store(true, Ordering::SeqCst);
    let pipeline = world.pipeline.clone();
    let call = tokio::spawn(async move { pipeline.call(ApiRequest::new("GET", "/x")).await.is_ok() });
    soon(world.store.waiting.subscribe().wait_for(|writes| *writes == 1))
        .await
        .unwrap();
    assert_eq!(
        server.count("/x"),
        1,
        "nothing leaves while the write is under way"
    );
    world.store.gate.add_permits(1);
    assert!(soon(call).await.unwrap());
    assert_eq!(*world.store.saved.lock().unwrap(), ["a0", "a1"]);
    assert_eq!(server.count("/x"), 2);
}

/// `a0` is expired, the refresh brings `a1`.
async fn expired_once() -> Server {
    Server::start(|seen| async move {
        match (seen.path.as_str(), seen.token()) {
            (REFRESH, _) => pair("a1", "r1"),
            (_, Some("a1")) => text(200, "ok"),
            _ => text(401, "ExpiredToken"),
        }
    })
    .await
}

/// Users `one` and `two` get pairs of their own; the first refresh is held until `open`.
async fn held_refresh(open: watch::Receiver<bool>) -> Server {
    Server::start_raw(move |seen| {
        let mut open = open.clone();
        async move {
            match (seen.path.as_str(), seen.token()) {
                (LOGIN, _) if seen.body.windows(3).any(|part| part == b"two") => pair("b0", "s0"),
                (LOGIN, _) => pair("a0", "r0"),
                (REFRESH, _) => {
                    open.wait_for(|open| *open).await.unwrap();
                    pair("a1", "r1")
                }
                (_, Some("b0")) => text(200, "ok"),
                _ => text(401, "ExpiredToken"),
            }
        }
    })
    .await
}

#[tokio::test]
async fn o1_signing_out_during_a_refresh_discards_its_result() {
    let (open, opened) = watch::channel(false);
    let server = held_refresh(opened).await;
    let world = World::signed_in(&server.url).await;
    let pipeline = world.pipeline.clone();
    let call = tokio::spawn(async move { pipeline.call(ApiRequest::new("GET", "/x")).await.map(|_| ()) });
    server.asked(REFRESH, 1).await;
    soon(world.pipeline.sign_out()).await.unwrap();
    let error = soon(call).await.unwrap().unwrap_err().error;
    assert_eq!(
        end_reason(&error),
        Some(EndReason::SignedOut),
        "it does not wait for the refresh"
    );
    open.send_replace(true);
    settle(&server).await;
    world.assert_ended(EndReason::SignedOut).await;
    assert_eq!(
        *world.store.saved.lock().unwrap(),
        ["a0"],
        "the result was never stored"
    );
}

/// The answer to the held refresh has come back when the server has answered a request that was sent after it.
async fn settle(server: &Server) {
    let again = World::signed_in(&server.url).await;
    again.pipeline.sign_out().await;
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn o2_signing_out_while_the_pair_is_being_written_undoes_the_write() {
    let server = expired_once().await;
    let world = World::signed_in(&server.url).await;
    world.store.gated.store(true, Ordering::SeqCst);
    let pipeline = world.pipeline.clone();
    let call = tokio::spawn(async move { pipeline.call(ApiRequest::new("GET", "/x")).await.map(|_| ()) });
    soon(world.store.waiting.subscribe().wait_for(|writes| *writes == 1))
        .await
        .unwrap();
    let pipeline = world.pipeline.clone();
    let sign_out = tokio::spawn(async move { pipeline.sign_out().await });
    soon(async {
        while world.pipeline.session().is_some() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    world.store.gate.add_permits(1);
    soon(sign_out).await.unwrap().unwrap();
    assert!(soon(call).await.unwrap().is_err());
    world.assert_ended(EndReason::SignedOut).await;
    assert_eq!(server.count("/x"), 1, "nothing was sent again");
}

#[tokio::test]
async fn o3_another_user_s_session_survives_the_first_one_s_refresh() {
    let (open, opened) = watch::channel(false);
    let server = held_refresh(opened).await;
    let world = World::signed_in(&server.url).await;
    let pipeline = world.pipeline.clone();
    let call = tokio::spawn(async move { pipeline.call(ApiRequest::new("GET", "/x")).await.map(|_| ()) });
    server.asked(REFRESH, 1).await;
    world.pipeline.sign_out().await.unwrap();
    world
        .pipeline
        .sign_in(profile(&server.url), Credentials::new("two", "secret"))
        .await
        .unwrap();
    assert!(
        soon(call).await.unwrap().is_err(),
        "the first user's call is not sent as the second"
    );
    open.send_replace(true);
    settle(&server).await;
    assert_eq!(
        world.store.stored().await,
        Some(("b0".to_owned(), "s0".to_owned()))
    );
    assert_eq!(world.pipeline.session().unwrap().user, "two");
    assert_eq!(world.get_status("/y").await, 200);
    assert_eq!(world.events.reasons(), [EndReason::SignedOut]);
    assert!(server.seen("/x").iter().all(|seen| seen.token() == Some("a0")));
}

#[tokio::test]
async fn o4_signing_out_offline_is_done_at_once() {
    let server = expired_once().await;
    let world = World::signed_in(&server.url).await;
    drop(server);
    soon(world.pipeline.sign_out()).await.unwrap();
    world.assert_ended(EndReason::SignedOut).await;
    assert!(
        world.pipeline.sign_out().await.is_none(),
        "a second time there is nothing to end"
    );
    world.assert_ended(EndReason::SignedOut).await;
}

#[tokio::test]
async fn o5_a_resend_behind_a_sign_out_is_not_sent() {
    let (open, opened) = watch::channel(false);
    let server = Server::start(move |seen| {
        let mut opened = opened.clone();
        async move {
            if seen.path == REFRESH {
                return pair("a1", "r1");
            }
            opened.wait_for(|open| *open).await.unwrap();
            text(401, "ExpiredToken")
        }
    })
    .await;
    let world = World::signed_in(&server.url).await;
    let pipeline = world.pipeline.clone();
    let call = tokio::spawn(async move { pipeline.call(ApiRequest::new("GET", "/x")).await.map(|_| ()) });
    server.asked("/x", 1).await;
    world.pipeline.sign_out().await.unwrap();
    open.send_replace(true);
    let error = soon(call).await.unwrap().unwrap_err().error;
    assert_eq!(end_reason(&error), Some(EndReason::SignedOut));
    assert_eq!((server.count("/x"), server.count(REFRESH)), (1, 0));
}

#[tokio::test]
async fn a_call_without_a_session_sends_nothing() {
    let server = expired_once().await;
    let world = World::new();
    assert_eq!(world.get_error(&server.url).await, Error::SignedOut);
    assert_eq!(server.count("/"), 0);
}

#[tokio::test]
async fn a_stored_session_is_taken_up_and_its_end_clears_the_store() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    let events = std::sync::Arc::new(crate::support::Events::default());
    let later = latchkey_pipeline::Pipeline::new(world.store.clone(), events.clone());
    let taken_up = later.restore().await.unwrap().unwrap();
    assert_eq!(taken_up.user, "demo@latchkey.dev");
    let answer = later.call(ApiRequest::new("GET", "/api/me")).await.unwrap();
    assert_eq!(answer.status, 200);
    later.sign_out().await.unwrap();
    assert_eq!(world.store.stored().await, None);
}
