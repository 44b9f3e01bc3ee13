//! Servers that no built-in kind describes: what a profile says is what goes over the wire.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use latchkey_pipeline::{
    ApiRequest, Credentials, Error, Profile, Rule,
    description::{Body, CallerAuthorization, Description, FieldValue, Kind, ProactiveFrom, Tokens},
};

use crate::support::{LOGIN, REFRESH, Seen, Server, World, pair, soon, text};

fn bare_token(profile: &mut Description) {
    "X-Api-Token".clone_into(&mut profile.attach.header);
    profile.attach.scheme.clear();
}

/// The token in `X-Api-Token`; `a0` is expired there.
async fn custom_header() -> Server {
    Server::start(|seen: Seen| async move {
        match (seen.path.as_str(), seen.header("x-api-token")) {
            (REFRESH, _) => pair("a1", "r1"),
            (_, Some("a1")) => text(200, "ok"),
            _ => text(401, "ExpiredToken"),
        }
    })
    .await
}

#[tokio::test]
async fn a_token_travels_bare_in_a_header_of_the_server_s_own() {
    let server = custom_header().await;
    let world = World::signed_in_with(&server.url, bare_token).await;
    assert_eq!(world.get_status("/x").await, 200);
    let seen = server.seen("/x");
    let tokens: Vec<_> = seen
        .iter()
        .map(|seen| seen.header("x-api-token").unwrap())
        .collect();
    assert_eq!(tokens, ["a0", "a1"]);
    assert!(seen.iter().all(|seen| seen.header("authorization").is_none()));
}

#[tokio::test]
async fn q4_a_header_of_the_server_s_own_does_not_go_along_to_another_origin() {
    let other = Server::start_raw(|_| async { text(200, "elsewhere") }).await;
    let to = format!("{}/landing", other.url);
    let home = Server::start(move |_| {
        let to = to.clone();
        async move { (StatusCode::TEMPORARY_REDIRECT, [("location", to)]).into_response() }
    })
    .await;
    let world = World::signed_in_with(&home.url, bare_token).await;
    assert_eq!(world.get_status("/x").await, 200);
    assert_eq!(world.get_status(&format!("{}/landing", other.url)).await, 200);
    for landed in other.seen("/landing") {
        assert_eq!(landed.header("x-api-token"), None);
        assert_eq!(landed.header("authorization"), None);
    }
    assert_eq!(other.count("/landing"), 2);
}

#[tokio::test]
async fn q3_a_caller_s_own_token_header_is_refused_or_left_alone() {
    let server = Server::start(|_| async { text(401, "ExpiredToken") }).await;
    let mine = || ApiRequest::new("GET", "/x").with_header("X-Api-Token", "mine");
    let world = World::signed_in_with(&server.url, bare_token).await;
    let error = soon(world.pipeline.call(mine())).await.unwrap_err().error;
    assert!(
        matches!(&error, Error::Input(input) if input.rule == Rule::HeaderReserved),
        "{error:?}"
    );
    assert_eq!(server.count("/x"), 0);

    let keep = |profile: &mut Description| {
        bare_token(profile);
        profile.caller_authorization = CallerAuthorization::Keep;
    };
    let world = World::signed_in_with(&server.url, keep).await;
    let answer = soon(world.pipeline.call(mine())).await.unwrap();
    assert_eq!(
        answer.status, 401,
        "a refusal of the caller's token is the caller's"
    );
    let seen = &server.seen("/x")[0];
    let sent: Vec<_> = seen.headers.get_all("x-api-token").iter().collect();
    assert_eq!(sent, ["mine"]);
    assert_eq!(server.count(REFRESH), 0);
    world.assert_alive().await;
}

#[tokio::test]
async fn extra_headers_go_to_the_home_origin_alone() {
    let other = Server::start_raw(|_| async { text(200, "elsewhere") }).await;
    let to = format!("{}/landing", other.url);
    let home = Server::start(move |seen: Seen| {
        let to = to.clone();
        async move {
            match (seen.path.as_str(), seen.token()) {
                (REFRESH, _) => pair("a1", "r1"),
                ("/away", _) => (StatusCode::FOUND, [("location", to)]).into_response(),
                (_, Some("a1")) => text(200, "ok"),
                _ => text(401, "ExpiredToken"),
            }
        }
    })
    .await;
    let world = World::signed_in_with(&home.url, |profile| {
        profile.headers.insert("X-Api-Key".to_owned(), "key 1".to_owned());
    })
    .await;
    assert_eq!(world.get_status("/x").await, 200);
    assert_eq!(world.get_status("/away").await, 200);
    assert_eq!(world.get_status(&format!("{}/landing", other.url)).await, 200);
    let own = ApiRequest::new("GET", "/own").with_header("X-Api-Key", "mine");
    soon(world.pipeline.call(own)).await.unwrap();
    for path in [LOGIN, REFRESH, "/x", "/away"] {
        assert_eq!(home.seen(path)[0].header("x-api-key"), Some("key 1"), "{path}");
    }
    let sent: Vec<_> = home.seen("/own")[0]
        .headers
        .get_all("x-api-key")
        .iter()
        .cloned()
        .collect();
    assert_eq!(sent, ["mine"], "the caller's word wins");
    let elsewhere = other.all();
    assert_eq!(elsewhere.len(), 2);
    assert!(elsewhere.iter().all(|seen| seen.header("x-api-key").is_none()));
}

#[tokio::test]
async fn tokens_come_from_another_origin_which_gets_the_credentials_and_no_extra_headers() {
    let issuer = Server::start_raw(|seen: Seen| async move {
        let refresh = seen.body.windows(13).any(|part| part == b"refresh_token");
        let n = u8::from(refresh);
        let body = serde_json::json!({"access_token": format!("a{n}"), "refresh_token": format!("r{n}")});
        axum::Json(body).into_response()
    })
    .await;
    let api = Server::start_raw(|seen: Seen| async move {
        match seen.token() {
            Some("a1") => text(200, "ok"),
            _ => refused(),
        }
    })
    .await;
    let mut description = Kind::OAuthPublic.description("apart", "", &api.url);
    description.requests.sign_in.url = format!("{}/token", issuer.url);
    description.requests.refresh.url = format!("{}/token", issuer.url);
    description.requests.sign_out = None;
    description
        .headers
        .insert("X-Api-Key".to_owned(), "key 1".to_owned());
    let world = World::new();
    let profile = Profile::new(description).unwrap();
    let signed_in = world.pipeline.sign_in(profile, Credentials::new("me", "s&cret"));
    soon(Box::pin(signed_in)).await.unwrap();
    assert_eq!(world.get_status("/x").await, 200);
    let asked = issuer.seen("/token");
    let forms = [
        "client_id=latchkey&grant_type=password&password=s%26cret&username=me",
        "client_id=latchkey&grant_type=refresh_token&refresh_token=r0",
    ];
    for (seen, form) in asked.iter().zip(forms) {
        assert_eq!(sorted(&seen.body), form);
        assert_eq!(seen.header("x-api-key"), None);
        assert_eq!(seen.header("authorization"), None, "no access token either");
    }
    assert_eq!(asked.len(), 2);
    assert!(
        api.all()
            .iter()
            .all(|seen| seen.header("x-api-key") == Some("key 1"))
    );
    let to_api = format!("{:?}", api.all());
    assert!(
        !to_api.contains("cret") && !to_api.contains("r0"),
        "the API sees no password"
    );
}

fn sorted(form: &[u8]) -> String {
    let mut fields: Vec<_> = std::str::from_utf8(form).unwrap().split('&').collect();
    fields.sort_unstable();
    fields.join("&")
}

fn refused() -> Response {
    let challenge = [("www-authenticate", "Bearer error=\"invalid_token\"")];
    (StatusCode::UNAUTHORIZED, challenge).into_response()
}

/// A server that none of the kinds describes.
fn unheard_of(description: &mut Description) {
    let sign_in = &mut description.requests.sign_in;
    "PUT".clone_into(&mut sign_in.method);
    "/v2/session?via=app".clone_into(&mut sign_in.url);
    sign_in.headers.insert("X-User".to_owned(), "{user}".to_owned());
    sign_in.cookies.insert("device".to_owned(), "abc".to_owned());
    sign_in.fields = [
        ("/auth/user", FieldValue::from("{user}")),
        ("/auth/secret", FieldValue::from("{password}")),
        ("/auth/note", FieldValue::from("{{as typed}}")),
        ("days", FieldValue::Number(30)),
        ("remember", FieldValue::Flag(true)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let refresh = &mut description.requests.refresh;
    "GET".clone_into(&mut refresh.method);
    "/v2/renew".clone_into(&mut refresh.url);
    refresh.body = Body::None;
    refresh.headers = [("X-Renew".to_owned(), "{refresh_token}".to_owned())].into();
    description.tokens = Tokens {
        access: "json:/data/0/token".to_owned(),
        refresh: "cookie:renew".to_owned(),
        expires_in: None,
    };
    description.refresh.tokens = Some(Tokens {
        access: "header:X-Token".to_owned(),
        refresh: "json:/renew".to_owned(),
        expires_in: None,
    });
    description.proactive.from = ProactiveFrom::Off;
}

#[tokio::test]
async fn a_server_that_nobody_has_seen_is_described_without_code() {
    let server = Server::start_raw(|seen: Seen| async move {
        match (seen.path.as_str(), seen.token()) {
            ("/v2/session", _) => {
                let body = serde_json::json!({"data": [{"token": "a0"}]});
                ([("set-cookie", "renew=r0; HttpOnly")], axum::Json(body)).into_response()
            }
            ("/v2/renew", _) => {
                let body = serde_json::json!({"renew": "r1"});
                ([("x-token", "a1")], axum::Json(body)).into_response()
            }
            (_, Some("a1")) => text(200, "ok"),
            _ => text(401, "ExpiredToken"),
        }
    })
    .await;
    let world = World::signed_in_with(&server.url, unheard_of).await;
    assert_eq!(world.get_status("/x").await, 200);
    let stored = world.store.stored().await;
    assert_eq!(stored, Some(("a1".to_owned(), "r1".to_owned())));

    let sign_in = &server.seen("/v2/session")[0];
    assert_eq!(sign_in.method, "PUT");
    assert_eq!(sign_in.header("x-user"), Some("demo@latchkey.dev"));
    assert_eq!(sign_in.header("cookie"), Some("device=abc"));
    let body: serde_json::Value = serde_json::from_slice(&sign_in.body).unwrap();
    let auth = serde_json::json!({"user": "demo@latchkey.dev", "secret": "latchkey", "note": "{as typed}"});
    assert_eq!(
        body,
        serde_json::json!({"auth": auth, "days": 30, "remember": true})
    );
    let renew = &server.seen("/v2/renew")[0];
    assert_eq!(
        (renew.method.as_str(), renew.header("x-renew")),
        ("GET", Some("r0"))
    );
    assert!(renew.body.is_empty());
}
