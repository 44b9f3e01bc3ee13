use crate::support::{invalid, start, start_with, status_and_text};
use practice_api::{Config, raise_open_file_limit};
use tempfile::tempdir;
use tokio::task::JoinSet;

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_calls_at_once_are_answered() {
    // Each connection takes a file on either side, and the tests beside this one need some.
    let calls = (raise_open_file_limit() / 2).saturating_sub(500).min(10_000);
    let server = start().await;
    let pair = server.sign_in().await;
    let mut crowd = JoinSet::new();
    for _ in 0..calls {
        let request = server.get("/api/me", &pair.access);
        crowd.spawn(async move { request.send().await.map(|answer| answer.status().as_u16()) });
    }
    for answer in crowd.join_all().await {
        assert_eq!(answer.unwrap(), 200);
    }
    assert_eq!(server.api.stats().calls, calls);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_refreshes_with_one_token_one_succeeds() {
    let folder = tempdir().unwrap();
    let state_file = Some(folder.path().join("practice.json"));
    let server = start_with(Config {
        state_file,
        ..Config::default()
    })
    .await;
    let pair = server.sign_in().await;
    let mut crowd = JoinSet::new();
    for _ in 0..100 {
        let request = server.refresh(&pair.refresh);
        crowd.spawn(status_and_text(request));
    }
    let answers = crowd.join_all().await;
    assert_eq!(answers.iter().filter(|(status, _)| *status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| **answer == invalid()).count(), 99);
    let stats = server.api.stats();
    assert_eq!(
        (stats.refresh_requests, stats.refreshes, stats.refused_refreshes),
        (100, 1, 99)
    );
}
