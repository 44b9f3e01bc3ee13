use super::client::{ask, start};
use practice_api::{Dialect, PASSWORD};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn the_refresh_token_comes_as_a_cookie_and_nowhere_else() {
    let server = start(Dialect::CookieRefresh).await;
    let tokens = server.begun().await;
    for answer in [ask(server.begin(PASSWORD)).await, {
        let fresh = server.begun().await;
        ask(server.renew(&fresh)).await
    }] {
        let (pair, attributes) = answer.header("set-cookie").split_once("; ").unwrap();
        assert_eq!(attributes, "HttpOnly; Path=/auth; SameSite=Strict");
        let token = pair.strip_prefix("refresh_token=").unwrap();
        assert!(!answer.body.contains(token) && token != tokens.refresh);
        let body = answer.json();
        assert_eq!(body["expiresIn"], 30);
        assert!(body["accessToken"].is_string());
        assert_eq!(body.as_object().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn every_refusal_is_the_same() {
    let server = start(Dialect::CookieRefresh).await;
    let unauthorized = json!({"message": "Unauthorized"});
    let tokens = server.begun().await;
    server.api.expire_access_tokens();
    server.me(&tokens).await.is(401, &unauthorized);
    server.api.invalidate_access_tokens();
    server.me(&tokens).await.is(401, &unauthorized);
    for request in [
        server.request(Method::GET, "/api/me"),
        server.begin("wrong"),
        server.post("/auth/refresh"),
        server.post("/auth/refresh").header("cookie", "refresh_token="),
        server.post("/auth/refresh").header("cookie", "theme=dark"),
        // The cookie is the only way.
        server.post("/auth/refresh").bearer_auth(&tokens.refresh),
    ] {
        ask(request).await.is(401, &unauthorized);
    }
    server.renewed(&tokens).await;
    ask(server.renew(&tokens)).await.is(401, &unauthorized);
}

#[tokio::test]
async fn a_sign_out_clears_the_cookie_and_ends_the_session() {
    let server = start(Dialect::CookieRefresh).await;
    let tokens = server.begun().await;
    let sign_out = || server.post("/auth/logout");
    let cookie = format!("refresh_token={}", tokens.refresh);
    for request in [sign_out().header("cookie", cookie), sign_out()] {
        let answer = ask(request).await;
        assert_eq!(answer.status, 204);
        assert_eq!(
            answer.header("set-cookie"),
            "refresh_token=; HttpOnly; Path=/auth; SameSite=Strict; Max-Age=0"
        );
    }
    assert_eq!(ask(server.renew(&tokens)).await.status, 401);
}
