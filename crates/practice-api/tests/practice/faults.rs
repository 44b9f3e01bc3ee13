use crate::support::{Fixture, invalid, start, start_with, status_and_text};
use practice_api::{Config, Faults, RefreshFault, TokenKind};
use serde_json::json;
use std::time::Duration;

fn status(status: u16, times: Option<u32>) -> RefreshFault {
    RefreshFault::Status {
        status,
        times,
        retry_after: None,
    }
}

#[tokio::test]
async fn a_status_comes_so_many_times_and_spends_nothing() {
    let server = start().await;
    let pair = server.sign_in().await;
    server
        .control(json!({"refresh": {"status": 503, "times": 2, "retry_after": "1"}}))
        .await;
    for _ in 0..2 {
        let answer = server.refresh(&pair.refresh).send().await.unwrap();
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers()["retry-after"], "1");
        assert!(!answer.headers().contains_key("authorization"));
    }
    assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 200);
    let stats = server.api.stats();
    assert_eq!(
        (stats.refresh_requests, stats.refreshes, stats.refused_refreshes),
        (3, 1, 0)
    );
}

#[tokio::test]
async fn a_status_without_a_number_stays_until_it_is_reset() {
    let server = start_with(Config {
        faults: Faults {
            refresh: Some(status(500, None)),
            ..Faults::default()
        },
        ..Config::default()
    })
    .await;
    let pair = server.sign_in().await;
    for _ in 0..5 {
        assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 500);
    }
    server.control(json!({"reset": true})).await;
    assert_eq!(server.api.refresh_fault(), None);
    assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_401_on_purpose_looks_like_a_real_one() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.api.set_refresh_fault(Some(status(401, Some(1))));
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());
    assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_hang_never_answers_and_spends_nothing() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.control(json!({"refresh": "hang"})).await;
    let waited = server
        .refresh(&pair.refresh)
        .timeout(Duration::from_millis(100))
        .send()
        .await;
    assert!(waited.unwrap_err().is_timeout());
    server.control(json!({"refresh": "none"})).await;
    assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_tear_breaks_the_answer_and_spends_the_token() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.control(json!({"refresh": "tear"})).await;
    let answer = server.refresh(&pair.refresh).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.content_length(), Some(4096));
    assert!(answer.bytes().await.is_err());
    server.control(json!({"refresh": null})).await;
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());
}

#[tokio::test]
async fn an_answer_can_lack_either_token() {
    for (kind, missing, present) in [
        (TokenKind::Access, "authorization", "authorization-refresh"),
        (TokenKind::Refresh, "authorization-refresh", "authorization"),
    ] {
        let server = start().await;
        let pair = server.sign_in().await;
        server.api.set_refresh_fault(Some(RefreshFault::Omit(kind)));
        let answer = server.refresh(&pair.refresh).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert!(!answer.headers().contains_key(missing) && answer.headers().contains_key(present));
        server.api.set_refresh_fault(None);
        assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());
    }
}

#[tokio::test]
async fn a_server_that_goes_away_closes_every_connection() {
    let Fixture { api, http } = start().await;
    let url = api.url().to_owned();
    let server = Fixture { api, http };
    let pair = server.sign_in().await;
    server.api.set_refresh_fault(Some(RefreshFault::Hang));
    let waiting = tokio::spawn(server.refresh(&pair.refresh).send());
    while server.api.stats().refresh_requests == 0 {
        tokio::task::yield_now().await;
    }
    let Fixture { api, http } = server;
    api.shutdown().await;
    assert!(waiting.await.unwrap().is_err());
    assert!(http.get(&url).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn an_answer_that_is_held_comes_when_it_is_let_go() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.api.set_refresh_fault(Some(RefreshFault::Hold));
    let waiting = tokio::spawn(server.refresh(&pair.refresh).send());
    while server.api.stats().refreshes == 0 {
        tokio::task::yield_now().await;
    }
    assert!(!waiting.is_finished(), "it is rotated, and nobody was told");
    server.api.set_refresh_fault(None);
    let answer = waiting.await.unwrap().unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("authorization-refresh"));
}
