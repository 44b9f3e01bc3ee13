use super::client::{ask, start};
use crate::support::claims;
use practice_api::{Dialect, PASSWORD};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn an_expired_token_is_a_400() {
    let server = start(Dialect::AtProto).await;
    let tokens = server.begun().await;
    server.api.expire_access_tokens();
    let expired = json!({"error": "ExpiredToken", "message": "Token has expired"});
    server.me(&tokens).await.is(400, &expired);
    server.api.invalidate_access_tokens();
    let invalid = json!({"error": "InvalidToken", "message": "Token could not be verified"});
    server.me(&tokens).await.is(400, &invalid);
    let missing = ask(server.request(Method::GET, "/api/me")).await;
    assert_eq!(
        (missing.status, &missing.json()["error"]),
        (401, &json!("AuthMissing"))
    );
}

#[tokio::test]
async fn a_session_is_told_with_handle_and_did() {
    let server = start(Dialect::AtProto).await;
    let path = server.api.paths().sign_in;
    for identifier in [
        "demo@latchkey.dev",
        "demo.latchkey.test",
        "did:plc:demolatchkeypracticeapi2",
    ] {
        let request = server.post_json(path, &json!({"identifier": identifier, "password": PASSWORD}));
        let session = ask(request).await.json();
        assert_eq!(session["handle"], "demo.latchkey.test");
        assert_eq!(session["did"], "did:plc:demolatchkeypracticeapi2");
        let claims = claims(session["accessJwt"].as_str().unwrap());
        assert_eq!(
            (&claims["sub"], &claims["scope"]),
            (&session["did"], &json!("com.atproto.access"))
        );
    }
    let wrong = ask(server.begin("wrong")).await;
    assert_eq!(
        (wrong.status, &wrong.json()["error"]),
        (401, &json!("AuthenticationRequired"))
    );
    let unclear = ask(server.post_json(path, &json!({"identifier": "x"}))).await;
    assert_eq!(
        (unclear.status, &unclear.json()["error"]),
        (400, &json!("InvalidRequest"))
    );
}

#[tokio::test]
async fn a_refresh_takes_no_body_and_brings_a_whole_session() {
    let server = start(Dialect::AtProto).await;
    let tokens = server.begun().await;
    let with_body = ask(server.renew(&tokens).body("{}")).await;
    assert_eq!(
        (with_body.status, &with_body.json()["error"]),
        (400, &json!("InvalidRequest"))
    );
    let session = ask(server.renew(&tokens)).await.json();
    for field in ["accessJwt", "refreshJwt", "handle", "did"] {
        assert!(session[field].is_string(), "{field}");
    }
    let revoked = json!({"error": "ExpiredToken", "message": "Token has been revoked"});
    ask(server.renew(&tokens)).await.is(400, &revoked);
}

#[tokio::test]
async fn a_sign_out_takes_the_refresh_token() {
    let server = start(Dialect::AtProto).await;
    let tokens = server.begun().await;
    let sign_out = |token: &str| {
        server
            .post("/xrpc/com.atproto.server.deleteSession")
            .bearer_auth(token)
    };
    let wrong = ask(sign_out(&tokens.access)).await;
    assert_eq!(
        (wrong.status, &wrong.json()["error"]),
        (400, &json!("InvalidToken"))
    );
    // A second one finds the session over, which is as well.
    for _ in 0..2 {
        let answer = ask(sign_out(&tokens.refresh)).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    }
    assert_eq!(ask(server.renew(&tokens)).await.json()["error"], "ExpiredToken");
}
