use crate::support::{assert_refused, claims, pair, start, status_and_json};
use practice_api::{DEMO_USER, OTHER_USER, PASSWORD};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn good_credentials_bring_two_bare_tokens_in_headers() {
    let server = start().await;
    for email in [DEMO_USER, OTHER_USER] {
        let answer = server.login(email, PASSWORD).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let pair = pair(&answer);
        assert!(!pair.access.contains(' ') && !pair.refresh.contains(' '));
        assert_eq!(server.call(&pair.access).await.0, 200);
    }
    assert_eq!(server.api.stats().sign_ins, 2);
}

#[tokio::test]
async fn the_tokens_say_who_and_how_long() {
    let server = start().await;
    let pair = server.sign_in().await;
    let (access, refresh) = (claims(&pair.access), claims(&pair.refresh));
    assert_eq!(access["sub"], DEMO_USER);
    assert_eq!(access["name"], "Demo Kim");
    assert_eq!(access["roles"], json!(["user", "editor"]));
    assert_eq!(
        (&access["typ"], &refresh["typ"]),
        (&json!("access"), &json!("refresh"))
    );
    assert_ne!(access["jti"], refresh["jti"]);
    let life = |claims: &serde_json::Value| claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
    assert!((30..=31).contains(&life(&access)));
    assert!((2_592_000..=2_592_001).contains(&life(&refresh)));
}

#[tokio::test]
async fn wrong_credentials_are_told_as_json() {
    let server = start().await;
    for (email, password) in [(DEMO_USER, "wrong"), ("nobody@latchkey.dev", PASSWORD), ("", "")] {
        assert_refused(server.login(email, password), 401, "bad_credentials", &["wrong"]).await;
    }
    assert_eq!(server.api.stats().refused_sign_ins, 3);
    assert_eq!(server.api.stats().sign_ins, 0);
}

#[tokio::test]
async fn the_content_type_is_compared_as_a_whole() {
    let server = start().await;
    for wrong in [
        "application/json; charset=utf-8",
        "Application/JSON",
        "text/plain",
        "application/json ",
    ] {
        // A client trims the blank at the end, so the last one is right again.
        let request = server
            .request(Method::POST, "/api/user/login")
            .header("content-type", wrong)
            .body(json!({"email": DEMO_USER, "password": PASSWORD}).to_string());
        if wrong.ends_with(' ') {
            assert_eq!(request.send().await.unwrap().status(), 200);
            continue;
        }
        assert_refused(
            request,
            415,
            "unsupported_media_type",
            &[wrong, "application/json"],
        )
        .await;
    }
    let none = server.request(Method::POST, "/api/user/login").body("{}");
    assert_refused(none, 415, "unsupported_media_type", &["missing"]).await;
}

#[tokio::test]
async fn a_body_that_is_no_sign_in_is_explained() {
    let server = start().await;
    let cases = [
        ("", "empty"),
        ("{", "EOF"),
        ("[]", "array"),
        ("{\"email\": \"a\"}", "password"),
        ("{\"email\": 1}", "string"),
    ];
    for (body, says) in cases {
        let request = server
            .request(Method::POST, "/api/user/login")
            .header("content-type", "application/json")
            .body(body);
        let (status, answer) = status_and_json(request).await;
        assert_eq!(
            (status.as_u16(), &answer["error"]),
            (400, &json!("bad_body")),
            "{body}"
        );
        let message = answer["message"].as_str().unwrap();
        assert!(body == "[]" || message.contains(says), "{body}: {message}");
    }
}
