use super::client::{Tokens, ask, start, start_with};
use crate::support::claims;
use practice_api::{Config, DEMO_USER, Dialect};
use reqwest::Method;
use serde_json::json;
use tempfile::tempdir;

#[tokio::test]
async fn every_refusal_has_its_status_and_message() {
    let server = start(Dialect::FlaskJwt).await;
    let tokens = server.begun().await;
    server.api.expire_access_tokens();
    let expired = server.me(&tokens).await;
    expired.is(401, &json!({"msg": "Token has expired"}));
    server.api.invalidate_access_tokens();
    let invalid = server.me(&tokens).await;
    invalid.is(422, &json!({"msg": "Signature verification failed"}));
    let missing = ask(server.request(Method::GET, "/api/me")).await;
    missing.is(401, &json!({"msg": "Missing Authorization Header"}));
    let missing = ask(server.post("/refresh")).await;
    missing.is(401, &json!({"msg": "Missing Authorization Header"}));
    let wrong = ask(server.begin("wrong")).await;
    wrong.is(401, &json!({"msg": "Bad username or password"}));
}

#[tokio::test]
async fn each_place_takes_its_own_kind_of_token() {
    let server = start(Dialect::FlaskJwt).await;
    let Tokens { access, refresh } = server.begun().await;
    let swapped = Tokens {
        access: refresh,
        refresh: access,
    };
    let call = server.me(&swapped).await;
    call.is(422, &json!({"msg": "Only non-refresh tokens are allowed"}));
    let refreshed = ask(server.renew(&swapped)).await;
    refreshed.is(422, &json!({"msg": "Only refresh tokens are allowed"}));
}

#[tokio::test]
async fn a_refresh_brings_an_access_token_alone() {
    let server = start(Dialect::FlaskJwt).await;
    let tokens = server.begun().await;
    let claims = claims(&tokens.access);
    assert_eq!(
        (&claims["sub"], &claims["type"]),
        (&json!(DEMO_USER), &json!("access"))
    );
    for _ in 0..3 {
        let body = ask(server.renew(&tokens)).await.json();
        assert_eq!(
            body.as_object().unwrap().keys().collect::<Vec<_>>(),
            ["access_token"]
        );
    }
}

#[tokio::test]
async fn a_sign_out_revokes_the_token_that_is_sent_and_no_other() {
    let server = start(Dialect::FlaskJwt).await;
    let tokens = server.begun().await;
    let sign_out = |token: &str| server.request(Method::DELETE, "/logout").bearer_auth(token);
    let revoked = json!({"msg": "Token has been revoked"});

    let answer = ask(sign_out(&tokens.access)).await;
    answer.is(200, &json!({"msg": "Access token successfully revoked"}));
    server.me(&tokens).await.is(401, &revoked);
    let second = server.renewed(&tokens).await;
    assert_eq!(server.me(&second).await.status, 200);

    let answer = ask(sign_out(&tokens.refresh)).await;
    answer.is(200, &json!({"msg": "Refresh token successfully revoked"}));
    ask(server.renew(&tokens)).await.is(401, &revoked);
    assert_eq!(server.me(&second).await.status, 200);
    ask(sign_out(&tokens.refresh)).await.is(401, &revoked);
}

#[tokio::test]
async fn what_is_revoked_stays_so_over_a_restart() {
    let folder = tempdir().unwrap();
    let config = || Config {
        dialect: Dialect::FlaskJwt,
        state_file: Some(folder.path().join("practice.json")),
        ..Config::default()
    };
    let server = start_with(config()).await;
    let ended = server.begun().await;
    for token in [&ended.access, &ended.refresh] {
        let sign_out = server.request(Method::DELETE, "/logout").bearer_auth(token);
        assert_eq!(ask(sign_out).await.status, 200);
    }
    let going_on = server.begun().await;
    server.api.shutdown().await;

    let server = start_with(config()).await;
    let revoked = json!({"msg": "Token has been revoked"});
    server.me(&ended).await.is(401, &revoked);
    ask(server.renew(&ended)).await.is(401, &revoked);
    assert_eq!(server.me(&going_on).await.status, 200);
    server.renewed(&going_on).await;
    server.api.revoke_refresh_tokens();
    server.api.shutdown().await;

    let server = start_with(config()).await;
    ask(server.renew(&going_on)).await.is(401, &revoked);
}
