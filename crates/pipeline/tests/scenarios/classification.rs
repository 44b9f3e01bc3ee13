//! What an answer means for the call and for the session.

use axum::{
    body::{Body as HttpBody, Bytes},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use latchkey_pipeline::{
    Credentials, EndReason, Error, NetworkFailure,
    classify::{PEEK_BYTES, RefusalKind, classify},
    description::Unauthorized,
    http::HeaderMap,
};
use practice_api::{Config, PracticeApi};
use tokio::sync::watch;

use crate::support::{REFRESH, Seen, Server, World, end_reason, jwt, pair, profile, soon, text};

/// Refuses `a0` with this answer; refreshing brings `a1`, which is fine.
async fn refusing_a0(answer: impl Fn() -> Response + Send + Sync + Clone + 'static) -> Server {
    Server::start(move |seen: Seen| {
        let answer = answer.clone();
        async move {
            match (seen.path.as_str(), seen.token()) {
                (REFRESH, _) => pair("a1", "r1"),
                (_, Some("a0")) => answer(),
                _ => text(200, "ok"),
            }
        }
    })
    .await
}

#[tokio::test]
async fn l1_an_expired_refresh_token_ends_the_session_without_recursion() {
    let server = Server::start(|_| async { text(401, "ExpiredToken") }).await;
    let world = World::signed_in(&server.url).await;
    assert_eq!(
        end_reason(&world.get_error("/x").await),
        Some(EndReason::RefreshRefused)
    );
    assert_eq!((server.count("/x"), server.count(REFRESH)), (1, 1));
    world.assert_ended(EndReason::RefreshRefused).await;
}

#[tokio::test]
async fn l2_a_resent_call_that_is_refused_again_ends_the_session() {
    for second in ["ExpiredToken", "InvalidToken", ""] {
        let server = Server::start(move |seen| async move {
            match (seen.path.as_str(), seen.token()) {
                (REFRESH, _) => pair("a1", "r1"),
                (_, Some("a0")) => text(401, "ExpiredToken"),
                _ => text(401, second),
            }
        })
        .await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(
            end_reason(&world.get_error("/x").await),
            Some(EndReason::RetryRefused),
            "{second}"
        );
        assert_eq!((server.count("/x"), server.count(REFRESH)), (2, 1), "{second}");
        world.assert_ended(EndReason::RetryRefused).await;
    }
}

#[tokio::test]
async fn l3_an_invalid_token_ends_the_session_without_a_refresh() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    api.invalidate_access_tokens();
    let error = world.get_error("/api/notes?limit=5").await;
    assert_eq!(end_reason(&error), Some(EndReason::TokenInvalid));
    assert_eq!(api.stats().refresh_requests, 0);
    world.assert_ended(EndReason::TokenInvalid).await;
    let ended = world.events.ended.lock().unwrap()[0].clone();
    let pending = ended.pending.unwrap();
    assert_eq!(
        (pending.method.as_str(), pending.path.as_str()),
        ("GET", "/api/notes")
    );
    assert_eq!(ended.profile, "Test API");
}

#[tokio::test]
async fn l4_an_invalid_answer_to_a_stale_token_leaves_the_newer_session_alone() {
    let (open, opened) = watch::channel(false);
    let server = Server::start(move |seen| {
        let mut opened = opened.clone();
        async move {
            match (seen.path.as_str(), seen.token()) {
                (REFRESH, _) => pair("a1", "r1"),
                (_, Some("a1")) => text(200, "ok"),
                ("/late", _) => {
                    opened.wait_for(|open| *open).await.unwrap();
                    text(401, "InvalidToken")
                }
                _ => text(401, "ExpiredToken"),
            }
        }
    })
    .await;
    let world = World::signed_in(&server.url).await;
    let pipeline = world.pipeline.clone();
    let late = tokio::spawn(async move {
        pipeline
            .call(latchkey_pipeline::ApiRequest::new("GET", "/late"))
            .await
            .unwrap()
            .status
    });
    server.asked("/late", 1).await;
    assert_eq!(world.get_status("/quick").await, 200);
    open.send_replace(true);
    assert_eq!(soon(late).await.unwrap(), StatusCode::OK);
    world.assert_alive().await;
}

#[tokio::test]
async fn l5_any_other_401_ends_the_session_in_the_default_profile() {
    for body in [
        "",
        "Unauthorized",
        "{\"error\":\"nope\"}",
        "ExpiredTokens",
        "not ExpiredToken",
    ] {
        let server = refusing_a0(move || text(401, body)).await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(
            end_reason(&world.get_error("/x").await),
            Some(EndReason::Unauthorized),
            "{body:?}"
        );
        assert_eq!(server.count(REFRESH), 0);
        world.assert_ended(EndReason::Unauthorized).await;
    }
}

#[tokio::test]
async fn l5_any_other_401_goes_to_the_caller_where_the_profile_says_so() {
    let server = refusing_a0(|| text(401, "wrong pin")).await;
    let world = World::signed_in_with(&server.url, |profile| {
        profile.refusals.unauthorized = Unauthorized::Return;
    })
    .await;
    let mut answer = world.get("/x").await.unwrap();
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        answer.bytes(100).await.unwrap(),
        b"wrong pin",
        "what was peeked at is still there"
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn l6_other_statuses_go_to_the_caller() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    for status in [200, 204, 400, 403, 404, 409, 422, 429, 500, 503] {
        assert_eq!(world.get_status(&format!("/api/status/{status}")).await, status);
    }
    assert_eq!(api.stats().refresh_requests, 0);
    world.assert_alive().await;
}

#[tokio::test]
async fn l9_a_refused_sign_in_is_no_reason_to_refresh() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::new();
    let signed_in = world
        .pipeline
        .sign_in(profile(api.url()), Credentials::new("demo@latchkey.dev", "wrong"))
        .await;
    assert_eq!(signed_in.unwrap_err(), Error::SignInRefused { status: 401 });
    assert_eq!(api.stats().refresh_requests, 0);
    assert_eq!(world.events.reasons(), []);
    for body in ["ExpiredToken", "InvalidToken"] {
        let server = Server::start_raw(move |_| async move { text(401, body) }).await;
        let signed_in = world
            .pipeline
            .sign_in(profile(&server.url), Credentials::new("a", "b"))
            .await;
        assert_eq!(signed_in.unwrap_err(), Error::SignInRefused { status: 401 });
        assert_eq!(server.count(REFRESH), 0);
    }
}

fn typed(content_type: &'static str, body: impl Into<Bytes>) -> Response {
    (
        StatusCode::UNAUTHORIZED,
        [("content-type", content_type)],
        body.into(),
    )
        .into_response()
}

#[tokio::test]
async fn l10_the_code_is_found_however_it_is_written() {
    let utf_16: Vec<u8> = "\u{feff}ExpiredToken"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let forms: Vec<(&'static str, Vec<u8>)> = vec![
        ("text/plain", b"ExpiredToken".to_vec()),
        ("text/plain", b"  ExpiredToken\r\n".to_vec()),
        ("text/plain", b"\xef\xbb\xbfExpiredToken".to_vec()),
        ("application/json", b"\"ExpiredToken\"".to_vec()),
        ("application/json", b"{\"error\": \"ExpiredToken\"}".to_vec()),
        (
            "application/json; charset=utf-8",
            b"{\"status\":401,\"code\":\"ExpiredToken\"}\n".to_vec(),
        ),
        ("text/plain; charset=UTF-16LE", utf_16.clone()),
        ("text/plain", utf_16),
        ("", b"ExpiredToken\0".to_vec()),
    ];
    for (content_type, body) in forms {
        let sent = body.clone();
        let server = refusing_a0(move || typed(content_type, sent.clone())).await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(world.get_status("/x").await, 200, "{content_type} {body:?}");
        assert_eq!(server.count(REFRESH), 1, "{content_type} {body:?}");
    }
}

#[tokio::test]
async fn l11_of_a_huge_refusal_only_the_beginning_is_read() {
    let endless = || {
        let piece = Bytes::from(vec![b'x'; 16 * 1024]);
        let pieces = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
        Response::builder()
            .status(401)
            .body(HttpBody::from_stream(pieces))
            .unwrap()
    };
    let server = refusing_a0(endless).await;
    let world = World::signed_in(&server.url).await;
    assert_eq!(
        end_reason(&world.get_error("/x").await),
        Some(EndReason::Unauthorized)
    );
    let rules = profile(&server.url).description().refusals.clone();
    let mut late = vec![b' '; PEEK_BYTES];
    late.extend_from_slice(b"ExpiredToken");
    let read = &late[..PEEK_BYTES];
    let refusal = classify(&rules, StatusCode::UNAUTHORIZED, &HeaderMap::new(), read).unwrap();
    assert_eq!(refusal.kind, RefusalKind::Unknown);
}

#[tokio::test]
async fn l11_a_refusal_that_stalls_fails_the_call_and_keeps_the_session() {
    let stalling = || {
        use futures_util::StreamExt;
        let first = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"Expired"))]);
        let pieces = first.chain(futures_util::stream::pending());
        Response::builder()
            .status(401)
            .body(HttpBody::from_stream(pieces))
            .unwrap()
    };
    let server = refusing_a0(stalling).await;
    let world = World::signed_in_with(&server.url, |profile| profile.timeouts.peek_ms = 50).await;
    let error = world.get_error("/x").await;
    assert!(
        matches!(&error, Error::Network(why) if why.kind == NetworkFailure::TimeOut),
        "{error:?}"
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn l12_tokens_that_tell_no_expiry_are_refreshed_when_the_server_says_so() {
    let claims = [
        serde_json::json!({}),
        serde_json::json!({"exp": "tomorrow"}),
        serde_json::json!({"exp": -5}),
        serde_json::json!({"exp": 1e300}),
        serde_json::json!({"exp": u64::MAX}),
        serde_json::json!({"exp": null, "iat": []}),
    ];
    let mut tokens: Vec<String> = claims.iter().map(jwt).collect();
    tokens.extend(["opaque".to_owned(), "a.b.c".to_owned(), "....".to_owned()]);
    for token in tokens {
        let first = token.clone();
        let server = Server::start_raw(move |seen| {
            let first = first.clone();
            async move {
                match (seen.path.as_str(), seen.token()) {
                    (crate::support::LOGIN, _) => pair(&first, "r0"),
                    (REFRESH, _) => pair("a1", "r1"),
                    (_, Some("a1")) => text(200, "ok"),
                    _ => text(401, "ExpiredToken"),
                }
            }
        })
        .await;
        let world = World::signed_in(&server.url).await;
        assert_eq!(
            world.pipeline.session().unwrap().access.expires_at_ms,
            None,
            "{token}"
        );
        assert_eq!(world.get_status("/x").await, 200, "{token}");
        assert_eq!(server.count(REFRESH), 1);
    }
}
