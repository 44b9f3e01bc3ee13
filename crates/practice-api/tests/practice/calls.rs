use crate::support::{assert_refused, expired, invalid, start, start_with, status_and_json, status_and_text};
use practice_api::{Config, DEMO_USER};
use reqwest::Method;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_good_token_tells_who_you_are() {
    let server = start().await;
    let pair = server.sign_in().await;
    let (status, me) = status_and_json(server.get("/api/me", &pair.access)).await;
    assert_eq!(status, 200);
    assert_eq!(
        me,
        json!({"email": DEMO_USER, "name": "Demo Kim", "roles": ["user", "editor"]})
    );
}

#[tokio::test]
async fn a_token_expires_to_the_millisecond() {
    let server = start_with(Config {
        access_ttl: Duration::from_millis(50),
        ..Config::default()
    })
    .await;
    let begun = Instant::now();
    let pair = server.sign_in().await;
    let answer = loop {
        let answer = server.call(&pair.access).await;
        if answer.0 != 200 {
            break answer;
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "still alive");
        tokio::time::sleep(Duration::from_millis(2)).await;
    };
    assert_eq!(answer, expired());
    assert!(begun.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn a_lifetime_of_zero_makes_tokens_that_are_born_expired() {
    let server = start_with(Config {
        access_ttl: Duration::ZERO,
        ..Config::default()
    })
    .await;
    let pair = server.sign_in().await;
    assert_eq!(server.call(&pair.access).await, expired());
}

#[tokio::test]
async fn whatever_is_no_access_token_is_invalid() {
    let server = start().await;
    let stranger = start().await.sign_in().await.access;
    let pair = server.sign_in().await;
    let (head, signature) = pair.access.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    let unsigned = format!(
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.",
        pair.access.split('.').nth(1).unwrap()
    );
    for token in [
        pair.refresh.as_str(),
        &stranger,
        &forged,
        &unsigned,
        "",
        "garbage",
        "a.b.c",
    ] {
        assert_eq!(server.call(token).await, invalid(), "{token}");
    }
    let bare = server.request(Method::GET, "/api/me");
    assert_eq!(status_and_text(bare).await, invalid());
    for value in [
        pair.access.clone(),
        format!("Basic {}", pair.access),
        format!("Bearer  {}", pair.access),
    ] {
        let request = server
            .request(Method::GET, "/api/me")
            .header("authorization", value);
        assert_eq!(status_and_text(request).await, invalid());
    }
    let twice = server
        .get("/api/me", &pair.access)
        .header("authorization", "Bearer x");
    assert_eq!(status_and_text(twice).await, invalid());
    let stats = server.api.stats();
    assert_eq!((stats.calls, stats.refused_calls), (12, 12));
}

#[tokio::test]
async fn the_scheme_may_be_in_any_case() {
    let server = start().await;
    let pair = server.sign_in().await;
    let request = server
        .request(Method::GET, "/api/me")
        .header("authorization", format!("bEARER {}", pair.access));
    assert_eq!(request.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn tokens_can_be_declared_expired_or_invalid() {
    let server = start().await;
    let old = server.sign_in().await;
    server.api.expire_access_tokens();
    assert_eq!(server.call(&old.access).await, expired());
    let new = server.sign_in().await;
    assert_eq!(server.call(&new.access).await.0, 200);
    server.api.invalidate_access_tokens();
    assert_eq!(server.call(&old.access).await, invalid());
    assert_eq!(server.call(&new.access).await, invalid());
}

#[tokio::test]
async fn unknown_paths_and_methods_are_told_as_json() {
    let server = start().await;
    let pair = server.sign_in().await;
    assert_refused(
        server.get("/api/nothing", &pair.access),
        404,
        "not_found",
        &["/api/nothing"],
    )
    .await;
    assert_refused(
        server.get("/nothing", &pair.access),
        404,
        "not_found",
        &["/nothing"],
    )
    .await;
    assert_refused(
        server.get("/api/user/login", &pair.access),
        405,
        "method_not_allowed",
        &["GET"],
    )
    .await;
    let put = server
        .request(Method::PUT, "/api/notes")
        .bearer_auth(&pair.access);
    let answer = put.try_clone().unwrap().send().await.unwrap();
    assert_eq!(answer.headers()["allow"], "GET,HEAD,POST");
    assert_refused(put, 405, "method_not_allowed", &["PUT"]).await;
    // What exists is not told to strangers.
    let (status, text) = server.call("garbage").await;
    assert_eq!(
        status_and_text(server.get("/api/nothing", "garbage")).await,
        (status, text)
    );
}

#[tokio::test]
async fn a_refused_call_with_a_large_body_is_answered() {
    let server = start().await;
    let pair = server.sign_in().await;
    server.api.expire_access_tokens();
    for _ in 0..5 {
        let request = server
            .request(Method::POST, "/api/echo")
            .bearer_auth(&pair.access)
            .body(vec![7; 16 << 20]);
        assert_eq!(status_and_text(request).await, expired());
    }
}
