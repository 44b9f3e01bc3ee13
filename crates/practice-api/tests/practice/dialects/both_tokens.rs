use super::client::{Tokens, ask, start, start_with};
use crate::support::claims;
use practice_api::{Config, DEMO_USER, Dialect};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_refused_call_has_an_empty_body_and_a_challenge() {
    let server = start_with(Config {
        dialect: Dialect::BothTokens,
        access_ttl: Duration::ZERO,
        ..Config::default()
    })
    .await;
    let tokens = server.begun().await;
    let expired = server.me(&tokens).await;
    server.api.invalidate_access_tokens();
    let invalid = server.me(&tokens).await;
    let missing = ask(server.request(Method::GET, "/api/me")).await;
    for answer in [&expired, &invalid, &missing] {
        assert_eq!((answer.status, answer.body.as_str()), (401, ""));
    }
    let time = expired
        .header("www-authenticate")
        .strip_prefix("Bearer error=\"invalid_token\", error_description=\"The token expired at '")
        .and_then(|rest| rest.strip_suffix("'\""))
        .unwrap();
    assert_eq!((time.len(), &time[2..3], &time[13..14]), (19, "/", ":"), "{time}");
    assert_eq!(
        invalid.header("www-authenticate"),
        "Bearer error=\"invalid_token\", error_description=\"The signature is invalid\""
    );
    assert_eq!(missing.header("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn a_refresh_wants_the_access_token_that_belongs_to_the_refresh_token() {
    let server = start(Dialect::BothTokens).await;
    let old = server.begun().await;
    server.api.expire_access_tokens();
    let new = server.renewed(&old).await;
    let mixed = Tokens {
        access: old.access.clone(),
        refresh: new.refresh.clone(),
    };
    let answer = ask(server.renew(&mixed)).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (400, "Invalid client request")
    );
    let path = server.api.paths().refresh;
    let lone = server.post_json(path, &json!({"refreshToken": new.refresh}));
    assert_eq!(ask(lone).await.status, 400);
    // Neither has spent the token.
    let newest = server.renewed(&new).await;
    assert_eq!(ask(server.renew(&new)).await.status, 400);
    assert_eq!(server.me(&newest).await.status, 200);
}

#[tokio::test]
async fn the_user_is_found_under_a_name_of_its_own() {
    let server = start(Dialect::BothTokens).await;
    let tokens = server.begun().await;
    let claims = claims(&tokens.access);
    assert_eq!(
        claims["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"],
        DEMO_USER
    );
    assert_eq!(claims.get("sub"), None);
    assert!(!tokens.refresh.contains('.'), "opaque");
    let wrong = ask(server.begin("wrong")).await;
    assert_eq!((wrong.status, wrong.body.as_str()), (401, ""));
}

#[tokio::test]
async fn a_sign_out_is_by_the_caller_or_by_the_refresh_token() {
    let server = start(Dialect::BothTokens).await;
    let revoke = || server.post("/api/auth/revoke");
    let tokens = server.begun().await;
    assert_eq!(ask(revoke().bearer_auth(&tokens.access)).await.status, 204);
    assert_eq!(ask(server.renew(&tokens)).await.status, 400);

    let tokens = server.begun().await;
    server.api.expire_access_tokens();
    assert_eq!(ask(revoke().bearer_auth(&tokens.access)).await.status, 401);
    let by_token = || server.post_json("/api/auth/revoke", &json!({"refreshToken": tokens.refresh}));
    assert_eq!(ask(by_token()).await.status, 204);
    assert_eq!(ask(by_token()).await.status, 400);
    assert_eq!(ask(server.renew(&tokens)).await.status, 400);
}
