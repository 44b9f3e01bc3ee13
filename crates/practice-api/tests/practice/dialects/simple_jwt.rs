use super::client::{Answer, ask, start};
use crate::support::claims;
use practice_api::{DEMO_USER, Dialect};
use reqwest::Method;
use serde_json::{Value, json};

const ROTATING: Dialect = Dialect::SimpleJwt { rotate: true };

fn not_valid(message: &str) -> Value {
    json!({
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [{"token_class": "AccessToken", "token_type": "access", "message": message}],
    })
}

fn is_challenged(answer: &Answer, body: &Value) {
    answer.is(401, body);
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"api\"");
}

#[tokio::test]
async fn expired_and_invalid_differ_inside_messages() {
    let server = start(ROTATING).await;
    let tokens = server.begun().await;
    server.api.expire_access_tokens();
    is_challenged(&server.me(&tokens).await, &not_valid("Token is expired"));
    server.api.invalidate_access_tokens();
    is_challenged(&server.me(&tokens).await, &not_valid("Token is invalid"));
    let bare = ask(server.request(Method::GET, "/api/me")).await;
    let detail = json!({"detail": "Authentication credentials were not provided."});
    is_challenged(&bare, &detail);
}

#[tokio::test]
async fn the_tokens_name_a_user_id_and_no_subject() {
    let server = start(ROTATING).await;
    let tokens = server.begun().await;
    for (token, kind) in [(&tokens.access, "access"), (&tokens.refresh, "refresh")] {
        let claims = claims(token);
        assert_eq!(
            (&claims["user_id"], &claims["token_type"]),
            (&json!("1"), &json!(kind))
        );
        assert_eq!(claims.get("sub"), None);
        assert!(claims["exp"].is_u64() && claims["jti"].is_string());
    }
}

#[tokio::test]
async fn a_refresh_brings_both_when_they_rotate_and_the_access_token_alone_when_not() {
    for (rotate, fields) in [(true, vec!["access", "refresh"]), (false, vec!["access"])] {
        let server = start(Dialect::SimpleJwt { rotate }).await;
        let tokens = server.begun().await;
        let body = ask(server.renew(&tokens)).await.json();
        let found: Vec<_> = body.as_object().unwrap().keys().collect();
        assert_eq!(found, fields);
    }
}

#[tokio::test]
async fn a_spent_token_is_on_the_blacklist() {
    let server = start(ROTATING).await;
    let tokens = server.begun().await;
    server.renewed(&tokens).await;
    let blacklisted = json!({"detail": "Token is blacklisted", "code": "token_not_valid"});
    is_challenged(&ask(server.renew(&tokens)).await, &blacklisted);
    let missing = ask(server.post_json("/api/token/refresh/", &json!({}))).await;
    missing.is(400, &json!({"refresh": ["This field is required."]}));
}

#[tokio::test]
async fn a_sign_out_puts_the_token_on_the_blacklist() {
    for rotate in [true, false] {
        let server = start(Dialect::SimpleJwt { rotate }).await;
        let tokens = server.begun().await;
        let sign_out = || server.post_json("/api/token/blacklist/", &json!({"refresh": tokens.refresh}));
        ask(sign_out()).await.is(200, &json!({}));
        let blacklisted = json!({"detail": "Token is blacklisted", "code": "token_not_valid"});
        is_challenged(&ask(server.renew(&tokens)).await, &blacklisted);
        is_challenged(&ask(sign_out()).await, &blacklisted);
        // Access tokens are never looked up in the blacklist.
        assert_eq!(server.me(&tokens).await.status, 200);
    }
}

#[tokio::test]
async fn wrong_credentials_and_wrong_media_types_are_refused() {
    let server = start(ROTATING).await;
    let detail = json!({"detail": "No active account found with the given credentials"});
    is_challenged(&ask(server.begin("wrong")).await, &detail);
    let form = server
        .post("/api/token/")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("username={DEMO_USER}"));
    assert_eq!(ask(form).await.status, 415);
    assert_eq!(ask(server.post("/api/token/")).await.status, 415);
    assert_eq!(server.api.stats().refused_sign_ins, 3);
}
