use super::client::{Answer, ask, start, start_with};
use crate::support::Fixture;
use practice_api::{
    Config, DEMO_USER, Dialect, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAuth2Client, PASSWORD,
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::time::Duration;
use url::form_urlencoded::Serializer;

const CLIENTS: [OAuth2Client; 3] = [OAuth2Client::Public, OAuth2Client::Basic, OAuth2Client::Body];
const PUBLIC: Dialect = Dialect::OAuth2 {
    client: OAuth2Client::Public,
};

/// A sign-in with nothing but what is given here.
fn bare(server: &Fixture, more: &[(&str, &str)]) -> RequestBuilder {
    let mut form = Serializer::new(String::new());
    form.extend_pairs([
        ("grant_type", "password"),
        ("username", DEMO_USER),
        ("password", PASSWORD),
    ]);
    form.extend_pairs(more);
    server
        .post("/oauth/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.finish())
}

fn is_error(answer: &Answer, status: u16, error: &str) {
    answer.is(status, &json!({"error": error}));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_grant_is_told_as_rfc_6749_has_it() {
    for client in CLIENTS {
        let server = start_with(Config {
            dialect: Dialect::OAuth2 { client },
            access_ttl: Duration::from_millis(4500),
            ..Config::default()
        })
        .await;
        let answer = ask(server.begin(PASSWORD)).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let body = answer.json();
        assert_eq!(
            (&body["token_type"], &body["expires_in"], &body["scope"]),
            (&json!("Bearer"), &json!(5), &json!("read write"))
        );
        for token in ["access_token", "refresh_token"] {
            let token = body[token].as_str().unwrap();
            assert!(!token.contains('.') && !token.contains("demo"), "opaque");
        }
    }
}

#[tokio::test]
async fn a_refused_call_is_told_the_same_way_whatever_is_wrong() {
    let server = start(PUBLIC).await;
    let tokens = server.begun().await;
    let challenge = "Bearer realm=\"api\", error=\"invalid_token\", \
                     error_description=\"The access token expired, \\\"again\\\"\"";
    server.api.expire_access_tokens();
    let expired = server.me(&tokens).await;
    server.api.invalidate_access_tokens();
    let invalid = server.me(&tokens).await;
    for answer in [expired, invalid] {
        answer.is(401, &json!({"error": "invalid_token"}));
        assert_eq!(answer.header("www-authenticate"), challenge);
    }
    let missing = ask(server.request(Method::GET, "/api/me")).await;
    assert_eq!(missing.header("www-authenticate"), "Bearer realm=\"api\"");
}

#[tokio::test]
async fn a_client_has_to_prove_who_it_is_in_the_one_way_that_is_agreed() {
    let id = ("client_id", OAUTH2_CLIENT_ID);
    let secret = ("client_secret", OAUTH2_CLIENT_SECRET);
    let wrong = ("client_secret", "wrong");
    for client in CLIENTS {
        let server = start(Dialect::OAuth2 { client }).await;
        let mut strangers = vec![
            bare(&server, &[]),
            bare(&server, &[("client_id", "somebody")]),
            bare(&server, &[id, wrong]),
            bare(&server, &[id]).basic_auth(OAUTH2_CLIENT_ID, Some("wrong")),
            // Without the form-url-encoding neither is what it was.
            bare(&server, &[]).basic_auth(OAUTH2_CLIENT_ID, Some(OAUTH2_CLIENT_SECRET)),
        ];
        if client != OAuth2Client::Public {
            strangers.push(bare(&server, &[id]));
        }
        if client != OAuth2Client::Body {
            strangers.push(bare(&server, &[id, secret]));
        }
        for stranger in strangers {
            let answer = ask(stranger).await;
            is_error(&answer, 401, "invalid_client");
            assert_eq!(answer.header("www-authenticate"), "Basic realm=\"oauth\"");
        }
        assert_eq!(ask(server.begin(PASSWORD)).await.status, 200);
        let two_ways = bare(&server, &[id, secret]).basic_auth(OAUTH2_CLIENT_ID, Some(OAUTH2_CLIENT_SECRET));
        is_error(&ask(two_ways).await, 400, "invalid_request");
    }
}

#[tokio::test]
async fn errors_have_the_codes_of_rfc_6749() {
    let server = start(PUBLIC).await;
    let id = ("client_id", OAUTH2_CLIENT_ID);
    is_error(&ask(server.begin("wrong")).await, 400, "invalid_grant");
    is_error(
        &ask(bare(&server, &[id, ("scope", "read admin")])).await,
        400,
        "invalid_scope",
    );
    is_error(&ask(bare(&server, &[id, id])).await, 400, "invalid_request");
    let form = |fields: &[(&str, &str)]| server.post_form("/oauth/token", fields);
    is_error(&ask(form(&[])).await, 400, "invalid_request");
    is_error(
        &ask(form(&[("grant_type", "implicit")])).await,
        400,
        "unsupported_grant_type",
    );
    is_error(
        &ask(form(&[("grant_type", "refresh_token")])).await,
        400,
        "invalid_request",
    );
    let json = server.post_json("/oauth/token", &json!({"grant_type": "password"}));
    is_error(&ask(json).await, 400, "invalid_request");
    let stats = server.api.stats();
    assert_eq!((stats.refused_sign_ins, stats.refused_refreshes), (6, 1));
}

#[tokio::test]
async fn a_spent_token_is_an_invalid_grant() {
    let server = start(PUBLIC).await;
    let tokens = server.begun().await;
    let new = server.renewed(&tokens).await;
    is_error(&ask(server.renew(&tokens)).await, 400, "invalid_grant");
    assert_eq!(server.me(&new).await.status, 200);
}

#[tokio::test]
async fn a_revoked_refresh_token_takes_its_access_token_along() {
    for client in CLIENTS {
        let server = start(Dialect::OAuth2 { client }).await;
        let tokens = server.begun().await;
        let revoke = |token: &str| {
            let fields = [("token", token), ("token_type_hint", "refresh_token")];
            server.post_form("/oauth/revoke", &fields)
        };
        assert_eq!(ask(revoke("unknown")).await.status, 200);
        assert_eq!(server.me(&tokens).await.status, 200);
        for _ in 0..2 {
            let answer = ask(revoke(&tokens.refresh)).await;
            assert_eq!((answer.status, answer.body.as_str()), (200, ""));
        }
        is_error(&ask(server.renew(&tokens)).await, 400, "invalid_grant");
        assert_eq!(server.me(&tokens).await.status, 401);
    }
}

#[tokio::test]
async fn a_revoked_access_token_leaves_the_refresh_token() {
    let server = start(PUBLIC).await;
    let tokens = server.begun().await;
    let fields: [(&str, &str); 1] = [("token", &tokens.access)];
    assert_eq!(ask(server.post_form("/oauth/revoke", &fields)).await.status, 200);
    assert_eq!(server.me(&tokens).await.status, 401);
    let new = server.renewed(&tokens).await;
    assert_eq!(server.me(&new).await.status, 200);
    let anonymous = server
        .post("/oauth/revoke")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("token={}", new.access));
    is_error(&ask(anonymous).await, 401, "invalid_client");
    assert_eq!(server.me(&new).await.json()["email"], Value::from(DEMO_USER));
}
