//! Calls that meet each other.

use std::time::Duration;

use latchkey_pipeline::{ApiRequest, EndReason, Error};
use practice_api::{RefreshFault, TokenKind};
use tokio::task::JoinSet;

use super::{
    case::{Case, Kinded},
    each_kind,
};
use crate::support::{held_write, until};

each_kind! {
    c1: a_hundred_calls_share_one_refresh;
    c2: a_call_that_starts_during_a_refresh_waits_for_the_new_token;
    c3: a_late_refusal_of_the_old_token_is_sent_again_without_a_refresh;
    c5: no_waiter_hangs_however_the_refresh_fails;
    c12: every_later_expiry_is_refreshed_again;
}

/// So many calls at once, each with what became of it.
async fn crowd(it: &Kinded, calls: usize) -> JoinSet<Result<u16, Error>> {
    let mut running = JoinSet::new();
    for _ in 0..calls {
        running.spawn(it.spawn_get("/api/me"));
    }
    tokio::task::yield_now().await;
    running
}

async fn a_hundred_calls_share_one_refresh(case: Case) {
    let it = case.signed_in().await;
    it.api.expire_access_tokens();
    let results = crowd(&it, 100).await.join_all().await;
    assert!(results.iter().all(|result| *result == Ok(200)), "{results:?}");
    let stats = it.api.stats();
    assert_eq!((stats.refresh_requests, stats.refreshes), (1, 1));
    it.assert_alive().await;
}

async fn a_call_that_starts_during_a_refresh_waits_for_the_new_token(case: Case) {
    let it = case.signed_in().await;
    it.api.expire_access_tokens();
    // The refresh is under way until its pair is written.
    let first = held_write(&it.world, "/api/me").await;
    let mut second = JoinSet::new();
    second.spawn(it.spawn_get("/api/me"));
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(it.api.stats().calls, 1, "the second waits");
    it.store.gate.add_permits(1);
    assert_eq!(first.await.unwrap(), Ok(200));
    assert_eq!(second.join_all().await, [Ok(200)]);
    let stats = it.api.stats();
    assert_eq!(
        (stats.calls, stats.refused_calls, stats.refreshes),
        (3, 1, 1),
        "the second was sent once, with the new token"
    );
}

async fn a_late_refusal_of_the_old_token_is_sent_again_without_a_refresh(case: Case) {
    let (it, relay) = case.behind_relay().await;
    it.api.expire_access_tokens();
    relay.hold("/api/notes");
    let late = tokio::spawn(it.spawn_get("/api/notes"));
    relay.answered("/api/notes", 1).await;
    assert_eq!(it.get_status("/api/me").await, 200);
    relay.release();
    assert_eq!(late.await.unwrap(), Ok(200));
    assert_eq!(it.api.stats().refresh_requests, 1, "only the quick call's");
    it.assert_alive().await;
}

async fn no_waiter_hangs_however_the_refresh_fails(case: Case) {
    let statuses = [302, 400, 401, 403, 429, 500, 503].map(|status| RefreshFault::Status {
        status,
        times: None,
        retry_after: None,
    });
    let others = [
        RefreshFault::Tear,
        RefreshFault::Html,
        RefreshFault::Hang,
        RefreshFault::Omit(TokenKind::Access),
    ];
    for fault in statuses.into_iter().chain(others) {
        let it = case.signed_in().await;
        it.api.expire_access_tokens();
        it.api.set_refresh_fault(Some(fault.clone()));
        let calls = crowd(&it, 10).await;
        if fault == RefreshFault::Hang {
            until(|| it.api.stats().refresh_requests == 1).await;
            it.clock.advance(Duration::from_secs(20));
        }
        let arrives = fault == RefreshFault::Tear && case.pair_in_head();
        for result in calls.join_all().await {
            assert_eq!(result.is_ok(), arrives, "{fault:?}: {result:?}");
        }
        assert!(it.api.stats().refresh_requests <= 3, "{fault:?}");
        let over = it.pipeline.session().is_none();
        assert_eq!(it.events.reasons().len(), usize::from(over), "{fault:?}");
    }
}

async fn every_later_expiry_is_refreshed_again(case: Case) {
    let it = case.signed_in().await;
    let mut answer = it.get("/api/me").await.unwrap();
    assert_eq!(answer.status, 200);
    let me = String::from_utf8(answer.bytes(1 << 20).await.unwrap()).unwrap();
    assert!(me.contains(practice_api::DEMO_USER), "{me}");
    for round in 1..=3 {
        it.api.expire_access_tokens();
        let posted = ApiRequest::new("POST", "/api/echo").with_body(latchkey_pipeline::Body::text("again"));
        assert_eq!(it.pipeline.call(posted).await.unwrap().status, 200);
        let session = it.pipeline.session().unwrap();
        assert_eq!(
            (session.refreshes, session.user.as_str()),
            (round, practice_api::DEMO_USER)
        );
        assert_eq!(it.api.stats().refreshes, u64::from(round));
    }
    it.assert_alive().await;
    it.pipeline.sign_out().await.unwrap();
    it.assert_ended(EndReason::SignedOut).await;
}
