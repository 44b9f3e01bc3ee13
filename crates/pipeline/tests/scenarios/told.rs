//! What others may know of a session: the log of its refreshes, and the claims of its token.

use std::{sync::Arc, time::Duration};

use latchkey_pipeline::{clock::ManualClock, refresh_log::Cause};
use practice_api::{Config, PracticeApi};

use crate::support::{REFRESH, Server, World, pair, soon, text, torn};

#[tokio::test]
async fn each_refresh_is_remembered_with_its_reason_and_its_result() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    let session = || world.pipeline.session().unwrap();
    assert!(session().refresh_log.entries().is_empty());

    api.expire_access_tokens();
    assert_eq!(world.get_status("/api/me").await, 200);
    let first = session().access.fingerprint;
    let asked = soon(world.pipeline.refresh_now()).await.unwrap();

    let log = asked.refresh_log.entries();
    let told: Vec<_> = log.iter().map(|it| (it.cause, it.result.clone())).collect();
    let second = asked.access.fingerprint.clone();
    assert_eq!(told, [(Cause::Expired, Ok(first)), (Cause::Asked, Ok(second))]);
    // The event that tells of a new pair has the refresh that brought it.
    let last = world.events.changed.lock().unwrap().last().cloned().unwrap();
    assert_eq!(last.refresh_log, asked.refresh_log);
}

#[tokio::test]
async fn a_refresh_that_failed_is_remembered_and_told() {
    let clock = ManualClock::at(1_800_000_000_000);
    let server = Server::start(|seen| async move {
        match seen.path.as_str() {
            REFRESH => torn(200, &[]),
            _ => text(401, "ExpiredToken"),
        }
    })
    .await;
    let world = World::with_clock(Arc::new(clock.clone()));
    world.sign_in_with(&server.url, |_| {}).await;
    clock.advance(Duration::from_secs(5));
    world.get_error("/x").await;
    let last = world.events.changed.lock().unwrap().last().cloned().unwrap();
    let [failed] = last.refresh_log.entries() else {
        panic!("{:?}", last.refresh_log)
    };
    assert_eq!((failed.cause, failed.at_ms), (Cause::Expired, 1_800_000_005_000));
    assert!(failed.result.is_err(), "{failed:?}");
    world.assert_alive().await;
}

#[tokio::test]
async fn the_claims_of_a_token_are_told_and_the_token_is_not() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    let session = world.pipeline.session().unwrap();
    let subject = session.claims.iter().find(|claim| claim.name == "sub");
    assert!(
        subject.is_some_and(|claim| !claim.value.is_empty()),
        "{session:?}"
    );
    assert!(session.claims.iter().any(|claim| claim.name == "exp"));

    let opaque = Server::start(|_| async { pair("opaque-access", "opaque-refresh") }).await;
    let world = World::signed_in(&opaque.url).await;
    assert!(world.pipeline.session().unwrap().claims.is_empty());
}
