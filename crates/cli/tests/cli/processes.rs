use std::sync::Arc;

use latchkey_keeping::{Kept, Keys, PlainFile};
use latchkey_pipeline::{ApiRequest, Pipeline, SessionStores};
use practice_api::RefreshFault;

use crate::support::{Said, World, in_two_seconds, kept};

/// The user's session as a process without a command line, such as the app, takes it up.
async fn taken_up_here(world: &World) -> Pipeline {
    let folder = world.data.path();
    let kept = Kept::open(folder, Arc::new(PlainFile::new(folder)), Keys::Off);
    let key = kept.keys().await.unwrap().pop().unwrap();
    let pipeline = Pipeline::new(kept.of(&key), Arc::new(()));
    pipeline.restore().await.unwrap().unwrap();
    pipeline
}

#[tokio::test(flavor = "multi_thread")]
async fn c10_processes_that_meet_an_expired_token_together_refresh_once() {
    let world = World::signed_in().await;
    for round in 1..=3 {
        world.api.expire_access_tokens();
        let children: Vec<_> = (0..8).map(|_| world.start(&["call", "/api/me"])).collect();
        for child in children {
            let said = Said::from(child.wait_with_output().unwrap());
            assert_eq!(said.code, Some(0), "{said:?}");
        }
        assert_eq!(world.api.stats().refreshes, round);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c10_a_process_that_stays_and_the_command_line_refresh_once_between_them() {
    let world = World::signed_in().await;
    let app = taken_up_here(&world).await;
    for round in 1..=3 {
        world.api.expire_access_tokens();
        let children: Vec<_> = (0..4).map(|_| world.start(&["call", "/api/me"])).collect();
        let calls = (0..20).map(|_| app.call(ApiRequest::new("GET", "/api/me")));
        for answer in futures_util::future::join_all(calls).await {
            assert_eq!(answer.unwrap().status, 200);
        }
        for child in children {
            let said = Said::from(child.wait_with_output().unwrap());
            assert_eq!(said.code, Some(0), "{said:?}");
        }
        let stats = world.api.stats();
        assert_eq!((stats.refreshes, stats.refused_refreshes), (round, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn o3_a_sign_in_outlives_the_end_of_the_session_that_it_waited_for() {
    let world = World::signed_in().await;
    let app = taken_up_here(&world).await;
    world.api.expire_access_tokens();
    world.api.set_refresh_fault(Some(in_two_seconds()));
    let refreshing = world.start(&["call", "/api/me"]);
    world.refresh_asked(1).await;
    // Another process signs in anew: with that, the server takes no older refresh token.
    world.api.revoke_refresh_tokens();
    let said = world.login(world.api.url());
    assert_eq!(said.code, Some(0), "{said:?}");
    let said = Said::from(refreshing.wait_with_output().unwrap());
    assert_eq!(said.code, Some(3), "{said:?}");
    let stats = world.api.stats();
    assert_eq!((stats.refreshes, stats.refused_refreshes), (0, 1));
    // Whoever still holds the older pair takes over, too, without asking.
    let answer = app.call(ApiRequest::new("GET", "/api/me")).await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(world.api.stats().refresh_requests, stats.refresh_requests);
    assert_eq!(world.run(&["call", "/api/me"]).code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn x4_a_refused_refresh_ends_the_session_where_nobody_stored_another_pair() {
    let world = World::signed_in().await;
    let app = taken_up_here(&world).await;
    world.api.expire_access_tokens();
    world.api.revoke_refresh_tokens();
    assert_eq!(world.run(&["call", "/api/me"]).code, Some(3));
    assert!(app.call(ApiRequest::new("GET", "/api/me")).await.is_err());
    assert!(app.session().is_none());
    assert_eq!(world.api.stats().refresh_requests, 1, "one of the two asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn x2_the_session_is_free_when_the_process_that_held_it_is_killed() {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    world.api.set_refresh_fault(Some(RefreshFault::Hang));
    let mut holder = world.start(&["call", "/api/me"]);
    world.refresh_asked(1).await;
    holder.kill().unwrap();
    holder.wait().unwrap();
    world.api.set_refresh_fault(None);
    let said = world.run(&["call", "/api/me"]);
    assert_eq!(said.code, Some(0), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn o1_a_sign_out_in_one_process_wins_against_the_refresh_of_another() {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    world.api.set_refresh_fault(Some(in_two_seconds()));
    let refreshing = world.start(&["call", "/api/me"]);
    world.refresh_asked(1).await;
    assert_eq!(world.run(&["logout"]).code, Some(0));
    let said = Said::from(refreshing.wait_with_output().unwrap());
    assert_eq!(said.code, Some(3), "{said:?}");
    assert_eq!(world.run(&["call", "/api/me"]).code, Some(3));
    let kept = kept(&world);
    for token in world.api.issued_tokens() {
        assert!(!kept.contains(&token));
    }
}
