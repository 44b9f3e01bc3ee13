//! What an answer means for the call and for the session.

use std::time::Duration;

use latchkey_pipeline::{ClientSecret, EndReason, Error, Profile, description::Unauthorized};
use practice_api::{Config, PASSWORD};

use super::{case::Case, each_kind};
use crate::support::{BARE_401, end_reason};

each_kind! {
    l1: an_expired_refresh_token_ends_without_recursion;
    l2: a_resent_call_that_is_refused_again_ends_the_session;
    l3: an_invalid_token_ends_the_session_where_the_server_tells;
    l4: an_invalid_answer_to_a_stale_token_leaves_the_newer_session_alone;
    l5: another_401_does_what_the_profile_says;
    l6: other_statuses_go_to_the_caller;
    l8: a_400_is_an_expired_token_only_with_its_code for atproto;
    l9: a_refused_sign_in_is_no_reason_to_refresh;
    l9: a_wrong_client_secret_is_a_refused_sign_in for oauth2_basic oauth2_body;
}

async fn an_expired_refresh_token_ends_without_recursion(case: Case) {
    let config = Config {
        refresh_ttl: Duration::ZERO,
        ..Config::default()
    };
    let it = case.signed_in_with(config).await;
    it.api.expire_access_tokens();
    assert_eq!(
        end_reason(&it.get_error("/api/me").await),
        Some(EndReason::RefreshRefused)
    );
    let stats = it.api.stats();
    assert_eq!(
        (stats.calls, stats.refresh_requests, stats.refused_refreshes),
        (1, 1, 1)
    );
    it.assert_ended(EndReason::RefreshRefused).await;
}

async fn a_resent_call_that_is_refused_again_ends_the_session(case: Case) {
    // Every access token is born expired.
    let config = Config {
        access_ttl: Duration::ZERO,
        ..Config::default()
    };
    let it = case.signed_in_with(config).await;
    assert_eq!(
        end_reason(&it.get_error("/api/me").await),
        Some(EndReason::RetryRefused)
    );
    let stats = it.api.stats();
    assert_eq!((stats.calls, stats.refused_calls, stats.refreshes), (2, 2, 1));
    it.assert_ended(EndReason::RetryRefused).await;
}

async fn an_invalid_token_ends_the_session_where_the_server_tells(case: Case) {
    let it = case.signed_in().await;
    it.api.invalidate_access_tokens();
    if case.tells_invalid {
        let error = it.get_error("/api/notes?limit=5").await;
        assert_eq!(end_reason(&error), Some(EndReason::TokenInvalid));
        assert_eq!(it.api.stats().refresh_requests, 0);
        it.assert_ended(EndReason::TokenInvalid).await;
        let pending = it.events.ended.lock().unwrap()[0].pending.clone().unwrap();
        assert_eq!(
            (pending.method.as_str(), pending.path.as_str()),
            ("GET", "/api/notes")
        );
    } else {
        // It reads like an expired one: one refresh is tried.
        assert_eq!(it.get_status("/api/me").await, 200);
        assert_eq!(it.api.stats().refreshes, 1);
        it.assert_alive().await;
    }
}

async fn an_invalid_answer_to_a_stale_token_leaves_the_newer_session_alone(case: Case) {
    let (it, relay) = case.behind_relay().await;
    it.api.invalidate_access_tokens();
    relay.hold("/api/notes");
    let late = tokio::spawn(it.spawn_get("/api/notes"));
    relay.answered("/api/notes", 1).await;
    it.pipeline.refresh_now().await.unwrap();
    relay.release();
    assert_eq!(late.await.unwrap(), Ok(200));
    assert_eq!(it.api.stats().refresh_requests, 1);
    it.assert_alive().await;
}

async fn another_401_does_what_the_profile_says(case: Case) {
    // One with a body that speaks of something else, and one with none.
    for target in ["/api/status/401", BARE_401] {
        let (it, _relay) = case.behind_relay().await;
        match case.other_401 {
            Unauthorized::End => {
                let error = it.get_error(target).await;
                assert_eq!(end_reason(&error), Some(EndReason::Unauthorized));
                it.assert_ended(EndReason::Unauthorized).await;
                assert_eq!(it.api.stats().refresh_requests, 0);
            }
            Unauthorized::Return => {
                assert_eq!(it.get_status(target).await, 401);
                it.assert_alive().await;
                assert_eq!(it.api.stats().refresh_requests, 0);
            }
            Unauthorized::Refresh => {
                let error = it.get_error(target).await;
                assert_eq!(end_reason(&error), Some(EndReason::RetryRefused));
                it.assert_ended(EndReason::RetryRefused).await;
                assert_eq!(it.api.stats().refreshes, 1);
            }
        }
    }
}

async fn other_statuses_go_to_the_caller(case: Case) {
    let it = case.signed_in().await;
    for status in [400, 403, 404, 409, 422, 500, 503] {
        let mut answer = it.get(&format!("/api/status/{status}")).await.unwrap();
        assert_eq!(answer.status.as_u16(), status);
        let body = String::from_utf8(answer.bytes(1 << 20).await.unwrap()).unwrap();
        assert!(
            body.contains("as_asked"),
            "what was looked at is still there: {body}"
        );
    }
    assert_eq!(it.api.stats().refresh_requests, 0);
    it.assert_alive().await;
}

async fn a_400_is_an_expired_token_only_with_its_code(case: Case) {
    let it = case.signed_in().await;
    assert_eq!(it.get_status("/api/status/400").await, 400);
    assert_eq!(it.api.stats().refresh_requests, 0);
    it.api.expire_access_tokens();
    assert_eq!(it.get_status("/api/me").await, 200);
    assert_eq!((it.api.stats().refreshes, it.api.stats().refused_calls), (1, 1));
}

async fn a_refused_sign_in_is_no_reason_to_refresh(case: Case) {
    let it = case.start(Config::default()).await;
    let profile = Profile::new(case.description(it.api.url())).unwrap();
    let refused = it.pipeline.sign_in(profile, case.credentials("wrong")).await;
    let error = refused.unwrap_err();
    assert!(matches!(error, Error::SignInRefused { .. }), "{error:?}");
    assert!(!format!("{error:?} {error}").contains("wrong\""), "{error:?}");
    let stats = it.api.stats();
    assert_eq!((stats.refused_sign_ins, stats.refresh_requests), (1, 0));
    assert_eq!(it.events.reasons(), []);
    assert_eq!(it.store.stored().await, None);
    assert!(it.pipeline.session().is_none());
}

async fn a_wrong_client_secret_is_a_refused_sign_in(case: Case) {
    let it = case.start(Config::default()).await;
    let profile = Profile::new(case.description(it.api.url())).unwrap();
    let credentials = case
        .credentials(PASSWORD)
        .with_client_secret(ClientSecret::new("not it"));
    let refused = it.pipeline.sign_in(profile.clone(), credentials).await;
    assert_eq!(refused.unwrap_err(), Error::SignInRefused { status: 401 });
    // Without any, nothing is sent.
    let without = latchkey_pipeline::Credentials::new(practice_api::DEMO_USER, PASSWORD);
    let error = it.pipeline.sign_in(profile, without).await.unwrap_err();
    assert!(
        matches!(&error, Error::Input(input) if input.field == "client_secret"),
        "{error:?}"
    );
    assert_eq!(it.api.stats().refused_sign_ins, 1);
}
