use crate::support::{assert_refused, expired, invalid, pair, start, start_with, status_and_text};
use practice_api::{Config, OTHER_USER};
use reqwest::Method;
use std::time::Duration;

#[tokio::test]
async fn a_refresh_replaces_the_pair_and_spends_the_token() {
    let server = start().await;
    let old = server.sign_in().await;
    server.api.expire_access_tokens();
    assert_eq!(server.call(&old.access).await, expired());

    let answer = server.refresh(&old.refresh).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let new = pair(&answer);
    assert!(new.access != old.access && new.refresh != old.refresh);
    assert_eq!(server.call(&new.access).await.0, 200);

    assert_eq!(status_and_text(server.refresh(&old.refresh)).await, invalid());
    assert_eq!(server.refresh(&new.refresh).send().await.unwrap().status(), 200);
    let stats = server.api.stats();
    assert_eq!(
        (stats.refresh_requests, stats.refreshes, stats.refused_refreshes),
        (3, 2, 1)
    );
}

#[tokio::test]
async fn a_second_sign_in_spends_the_first_one_s_token_and_nobody_else_s() {
    let server = start().await;
    let first = server.sign_in().await;
    let other = server.sign_in_as(OTHER_USER).await;
    server.sign_in().await;
    assert_eq!(status_and_text(server.refresh(&first.refresh)).await, invalid());
    assert_eq!(server.refresh(&other.refresh).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_revoked_token_is_invalid() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.api.revoke_refresh_tokens();
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());
    assert_eq!(server.call(&pair.access).await.0, 200);
}

#[tokio::test]
async fn an_expired_refresh_token_is_told_apart() {
    let server = start_with(Config {
        refresh_ttl: Duration::ZERO,
        ..Config::default()
    })
    .await;
    let pair = server.sign_in().await;
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, expired());
}

#[tokio::test]
async fn whatever_is_no_refresh_token_is_invalid() {
    let server = start().await;
    let stranger = start().await.sign_in().await.refresh;
    let pair = server.sign_in().await;
    for token in [pair.access.as_str(), &stranger, "", "garbage"] {
        assert_eq!(status_and_text(server.refresh(token)).await, invalid(), "{token}");
    }
    let missing = server
        .request(Method::POST, "/api/refresh-token")
        .header("content-type", "application/json");
    assert_eq!(status_and_text(missing).await, invalid());
    let bare = server
        .request(Method::POST, "/api/refresh-token")
        .header("content-type", "application/json")
        .header("authorization-refresh", &pair.refresh);
    assert_eq!(status_and_text(bare).await, invalid());
    assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_request_is_taken_to_the_letter() {
    let server = start().await;
    let pair = server.sign_in().await;
    let request = |content_type: &str| {
        server
            .request(Method::POST, "/api/refresh-token")
            .header("content-type", content_type)
            .header("authorization-refresh", format!("Bearer {}", pair.refresh))
    };
    let charset = "application/json; charset=utf-8";
    assert_refused(request(charset), 415, "unsupported_media_type", &[charset]).await;
    let with_body = request("application/json").body("{}");
    assert_refused(with_body, 400, "bad_body", &["2 bytes"]).await;
    // Neither has spent the token.
    assert_eq!(server.refresh(&pair.refresh).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn issued_tokens_are_remembered_on_demand_only() {
    let server = start_with(Config {
        remember_issued: true,
        ..Config::default()
    })
    .await;
    let first = server.sign_in().await;
    let second = pair(&server.refresh(&first.refresh).send().await.unwrap());
    assert_eq!(
        server.api.last_issued(),
        Some((second.access.clone(), second.refresh.clone()))
    );
    assert_eq!(
        server.api.issued_tokens(),
        [first.access, first.refresh, second.access, second.refresh]
    );

    let forgetful = start().await;
    forgetful.sign_in().await;
    assert!(forgetful.api.issued_tokens().is_empty() && forgetful.api.last_issued().is_none());
}
