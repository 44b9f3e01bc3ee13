//! What may leave, and what may come back out.

use std::io::Write;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use latchkey_pipeline::{
    ApiRequest, Body, Error, NetworkFailure, Part, Profile, Rule,
    description::{CallerAuthorization, Description},
};
use practice_api::{Config, PracticeApi};

use crate::support::{REFRESH, Seen, Server, World, pair, soon, text};

/// `a0` is expired; with `a1` everything is fine.
async fn expired_once() -> Server {
    Server::start(|seen: Seen| async move {
        match (seen.path.as_str(), seen.token()) {
            (REFRESH, _) => pair("a1", "r1"),
            (_, Some("a0")) => text(401, "ExpiredToken"),
            _ => text(200, "ok"),
        }
    })
    .await
}

#[tokio::test]
async fn q1_bodies_are_sent_again_byte_for_byte() {
    let mut file = tempfile::NamedTempFile::with_suffix(".bin").unwrap();
    let content: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[0] ^ 0x5a).collect();
    file.write_all(&content).unwrap();
    let parts = || {
        let (name, path) = ("file \"1\"".to_owned(), file.path().to_owned());
        [
            Part::Text {
                name: "글".to_owned(),
                text: "줄\r\n바꿈".to_owned(),
            },
            Part::File { name, path },
        ]
    };
    let bodies = [
        Body::json("{ \"a\" : 1.0 }").unwrap(),
        Body::text("plain"),
        Body::form([("a b", "1&2"), ("한", "글")]),
        Body::multipart(parts()).await.unwrap(),
        Body::file(file.path()).await.unwrap(),
        Body::bytes(None, Bytes::new()),
    ];
    for body in bodies {
        let server = expired_once().await;
        let world = World::signed_in(&server.url).await;
        let described = format!("{body:?}");
        let request = ApiRequest::new("POST", "/x").with_body(body);
        assert_eq!(
            soon(world.pipeline.call(request)).await.unwrap().status,
            200,
            "{described}"
        );
        let seen = server.seen("/x");
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0].body, seen[1].body, "{described}");
        assert_eq!(
            seen[0].header("content-type"),
            seen[1].header("content-type"),
            "{described}"
        );
        assert_eq!(
            seen[0].header("content-length"),
            Some(seen[0].body.len().to_string().as_str())
        );
        if described.contains("octet-stream") {
            assert_eq!(seen[1].body, content);
        }
    }
}

#[tokio::test]
async fn q1_a_multipart_body_is_understood_by_a_server() {
    let api = PracticeApi::start(Config::default()).await.unwrap();
    let world = World::signed_in(api.url()).await;
    let mut file = tempfile::NamedTempFile::with_suffix(".json").unwrap();
    file.write_all(b"{}").unwrap();
    let parts = [
        Part::Text {
            name: "title".to_owned(),
            text: "hello".to_owned(),
        },
        Part::File {
            name: "doc".to_owned(),
            path: file.path().to_owned(),
        },
    ];
    let body = Body::multipart(parts).await.unwrap();
    let mut answer = world
        .pipeline
        .call(ApiRequest::new("POST", "/api/echo").with_body(body))
        .await
        .unwrap();
    let echo = String::from_utf8(answer.bytes(1 << 20).await.unwrap()).unwrap();
    for expected in [
        "\"title\"",
        "\"doc\"",
        "application/json",
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    ] {
        assert!(echo.contains(expected), "{expected} in {echo}");
    }
}

#[tokio::test]
async fn q2_a_body_that_cannot_be_sent_again_says_so_after_the_refresh() {
    let server = expired_once().await;
    let world = World::signed_in(&server.url).await;
    let stream = || {
        let pieces = futures_util::stream::iter([Ok(Bytes::from_static(b"once"))]);
        ApiRequest::new("POST", "/x").with_body(Body::stream(None, pieces))
    };
    let failed = soon(world.pipeline.call(stream())).await.unwrap_err();
    assert!(
        matches!(failed.error, Error::BodyNotReplayable(_)),
        "{:?}",
        failed.error
    );
    assert_eq!(server.count(REFRESH), 1, "the next attempt will succeed");
    assert_eq!(soon(world.pipeline.call(stream())).await.unwrap().status, 200);
    world.assert_alive().await;
}

#[tokio::test]
async fn q2_a_file_that_changed_in_between_says_so() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "first").unwrap();
    let path = file.path().to_owned();
    let server = Server::start(move |seen: Seen| {
        let path = path.clone();
        async move {
            if seen.path == REFRESH {
                std::fs::write(path, "second, longer").unwrap();
                return pair("a1", "r1");
            }
            text(401, "ExpiredToken")
        }
    })
    .await;
    let world = World::signed_in(&server.url).await;
    let request = ApiRequest::new("POST", "/x").with_body(Body::file(file.path()).await.unwrap());
    let failed = soon(world.pipeline.call(request)).await.unwrap_err();
    assert!(
        matches!(&failed.error, Error::BodyNotReplayable(why) if why.contains("changed")),
        "{:?}",
        failed.error
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn q3_a_caller_s_authorization_is_refused_or_left_alone_and_never_doubled() {
    let server = Server::start(|_| async { text(200, "ok") }).await;
    let world = World::signed_in(&server.url).await;
    for name in [
        "Authorization",
        "authorization",
        "Authorization-Refresh",
        "Content-Length",
    ] {
        let request = ApiRequest::new("GET", "/x").with_header(name, "mine");
        let failed = soon(world.pipeline.call(request)).await.unwrap_err();
        let Error::Input(input) = failed.error else {
            panic!("{:?}", failed.error)
        };
        assert_eq!(
            (input.rule, input.field.as_str()),
            (Rule::HeaderReserved, "headers[0].name")
        );
    }
    assert_eq!(server.count("/x"), 0);
    let keep = |profile: &mut Description| profile.caller_authorization = CallerAuthorization::Keep;
    let world = World::signed_in_with(&server.url, keep).await;
    let request = ApiRequest::new("GET", "/x").with_header("Authorization", "Basic bWluZQ==");
    soon(world.pipeline.call(request)).await.unwrap();
    let sent: Vec<_> = server.seen("/x")[0]
        .headers
        .get_all("authorization")
        .iter()
        .cloned()
        .collect();
    assert_eq!(sent, ["Basic bWluZQ=="]);
}

#[tokio::test]
async fn q4_a_redirect_to_another_origin_takes_no_token_and_no_cookie_along() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::start_raw(|_| async { text(200, "elsewhere") }).await;
        let to = format!("{}/landing", other.url);
        let home = Server::start(move |_| {
            let to = to.clone();
            async move { redirect(status, &to) }
        })
        .await;
        let world = World::signed_in(&home.url).await;
        let request = ApiRequest::new("GET", "/x")
            .with_header("Cookie", "sid=1")
            .with_header("X-Mine", "stays");
        let answer = soon(world.pipeline.call(request)).await.unwrap();
        assert_eq!((answer.status, answer.url.path()), (StatusCode::OK, "/landing"));
        let landed = &other.seen("/landing")[0];
        assert_eq!(landed.method, "GET");
        for name in ["authorization", "authorization-refresh", "cookie"] {
            assert_eq!(landed.header(name), None, "{name} after {status}");
        }
        assert_eq!(landed.header("x-mine"), Some("stays"));
    }
}

fn redirect(status: u16, to: &str) -> Response {
    (StatusCode::from_u16(status).unwrap(), [("location", to)]).into_response()
}

#[tokio::test]
async fn q4_a_redirect_at_home_keeps_the_token_and_a_redirect_back_home_does_not() {
    let (sender, home_url) = tokio::sync::watch::channel(String::new());
    let other = Server::start_raw(move |_| {
        let back = format!("{}/back", *home_url.borrow());
        async move { redirect(302, &back) }
    })
    .await;
    let out = format!("{}/out", other.url);
    let home = Server::start(move |seen: Seen| {
        let out = out.clone();
        async move {
            match seen.path.as_str() {
                "/here" => redirect(302, "/there"),
                "/away" => redirect(302, &out),
                _ => text(200, "ok"),
            }
        }
    })
    .await;
    sender.send_replace(home.url.clone());
    let world = World::signed_in(&home.url).await;
    assert_eq!(world.get_status("/here").await, 200);
    assert_eq!(home.seen("/there")[0].token(), Some("a0"));
    assert_eq!(world.get_status("/away").await, 200);
    assert_eq!(home.seen("/back")[0].token(), None);
}

#[tokio::test]
async fn q4_a_redirect_that_is_not_to_be_followed_is_the_answer() {
    let home = Server::start(|_| async { redirect(302, "/there") }).await;
    let world = World::signed_in(&home.url).await;
    let request = ApiRequest {
        follow_redirects: false,
        ..ApiRequest::new("GET", "/here")
    };
    let answer = soon(world.pipeline.call(request)).await.unwrap();
    assert_eq!((answer.status, answer.url.path()), (StatusCode::FOUND, "/here"));
    assert_eq!(home.seen("/here")[0].token(), Some("a0"));
    assert!(home.seen("/there").is_empty());
    world.assert_alive().await;
}

#[tokio::test]
async fn q4_a_refusal_by_another_origin_does_not_touch_the_session() {
    let other = Server::start_raw(|_| async { text(401, "InvalidToken") }).await;
    let home = Server::start(|_| async { text(200, "ok") }).await;
    let world = World::signed_in(&home.url).await;
    assert_eq!(world.get_status(&format!("{}/x", other.url)).await, 401);
    assert_eq!(other.seen("/x")[0].header("authorization"), None);
    world.assert_alive().await;
}

#[tokio::test]
async fn q4_redirects_without_end_are_given_up() {
    let server = Server::start(|_| async { redirect(302, "/again") }).await;
    let world = World::signed_in(&server.url).await;
    assert!(matches!(
        world.get_error("/x").await,
        Error::TooManyRedirects { limit: 10 }
    ));
}

#[tokio::test]
async fn q5_a_url_that_only_looks_like_home_gets_no_token() {
    let home = Server::start(|_| async { text(200, "ok") }).await;
    let other = Server::start_raw(|_| async { text(200, "elsewhere") }).await;
    let world = World::signed_in(&home.url).await;
    let host = other.url.trim_start_matches("http://").to_owned();
    let (home_host, port) = (
        home.url.trim_start_matches("http://"),
        home.url.rsplit(':').next().unwrap(),
    );
    let elsewhere = [
        format!("http://{host}/x"),
        format!("//{host}/x"),
        format!("/\\{host}/x"),
        format!("\\\\{host}/x"),
        format!("http:\\\\{host}\\x"),
        format!("http://{host}\\@{home_host}/x"),
    ];
    for target in elsewhere {
        let before = other.count("/x") + other.count(&format!("/@{home_host}/x"));
        let answer = world
            .get(&target)
            .await
            .unwrap_or_else(|failed| panic!("{target}: {}", failed.error));
        assert_eq!(answer.status, 200, "{target}");
        assert!(
            other.count("/x") + other.count(&format!("/@{home_host}/x")) > before,
            "{target}"
        );
    }
    for seen in other.all() {
        assert_eq!(seen.header("authorization"), None, "{}", seen.path);
    }
    for target in [
        format!("http://user@{host}/x"),
        format!("http://127.0.0.1@{host}/x"),
        format!("http://a:b@{home_host}/x"),
    ] {
        let Error::Input(input) = world.get_error(&target).await else {
            panic!("{target}")
        };
        assert_eq!(input.rule, Rule::TargetCredentials);
        assert!(
            !input.to_string().contains("a:b"),
            "what may be a password is not repeated"
        );
    }
    // The same computer under another name or port is another origin; look-alikes of its name are other hosts.
    for target in [
        format!("http://localhost:{port}/x"),
        format!("http://127.0.0.2:{port}/x"),
    ] {
        if let Ok(answer) = world.get(&target).await {
            drop(answer);
        }
    }
    assert!(
        home.seen("/x")
            .iter()
            .all(|seen| seen.header("authorization").is_none())
    );
    for target in ["http://127。0。0。9:1/x", "http://１２７.0.0.9:1/x"] {
        assert!(
            matches!(world.get_error(target).await, Error::Network(_)),
            "{target}"
        );
    }
}

#[tokio::test]
async fn q6_plain_http_beyond_this_computer_needs_an_explicit_yes() {
    for url in [
        "http://example.invalid",
        "http://10.0.0.1:8080/api",
        "http://127.0.0.1.example.invalid",
    ] {
        let refused = Profile::header_pair("t", "T", url, false).unwrap_err();
        assert_eq!(
            (refused.rule, refused.field.as_str()),
            (Rule::PlainHttp, "base_url"),
            "{url}"
        );
        assert!(Profile::header_pair("t", "T", url, true).is_ok());
    }
    for url in [
        "http://localhost:1",
        "http://127.8.9.1",
        "http://[::1]:9",
        "https://example.invalid",
    ] {
        assert!(Profile::header_pair("t", "T", url, false).is_ok(), "{url}");
    }
    let server = Server::start(|_| async { redirect(302, "http://example.invalid/") }).await;
    let world = World::signed_in(&server.url).await;
    for target in ["http://example.invalid/x", "//example.invalid/x", "/redirected"] {
        let Error::Input(input) = world.get_error(target).await else {
            panic!("{target}")
        };
        assert_eq!(input.rule, Rule::PlainHttp);
    }
}

#[tokio::test]
async fn q7_no_token_byte_leaves_in_errors_traces_headers_or_debug_output() {
    let api = PracticeApi::start(Config {
        remember_issued: true,
        ..Config::default()
    })
    .await
    .unwrap();
    let world = World::signed_in(api.url()).await;
    let mut written = String::new();
    for target in [
        "/api/me",
        "/api/status/500",
        "/api/redirect?to=/api/me",
        "bad\u{7}target",
    ] {
        api.expire_access_tokens();
        match world.get(target).await {
            Ok(mut answer) => {
                written += &format!(
                    "{answer:?} {:?} {:?}",
                    answer.visible_headers(),
                    answer.redactor()
                );
                answer.bytes(1 << 20).await.unwrap();
                written += &format!("{:?}", answer.finish(0));
            }
            Err(failed) => written += &format!("{failed:?} {}", failed.error),
        }
    }
    // Signing in by hand brings tokens in the headers of an ordinary answer.
    let body = Body::json(r#"{"email":"other@latchkey.dev","password":"latchkey"}"#).unwrap();
    let answer = world
        .pipeline
        .call(ApiRequest::new("POST", "/api/user/login").with_body(body))
        .await
        .unwrap();
    let headers = answer.visible_headers();
    assert_eq!(
        headers.iter().filter(|header| header.hidden).count(),
        2,
        "{headers:?}"
    );
    written += &format!("{headers:?}");
    api.revoke_refresh_tokens();
    api.expire_access_tokens();
    let failed = world.get("/api/me").await.unwrap_err();
    written += &format!("{failed:?} {}", failed.error);
    written += &format!(
        "{:?} {:?}",
        world.events.ended.lock().unwrap(),
        world.events.changed.lock().unwrap()
    );
    let issued = api.issued_tokens();
    assert!(issued.len() >= 8);
    for token in issued {
        assert!(!written.contains(&token), "a token stands in what was written");
        let signature = token.rsplit('.').next().unwrap();
        assert!(
            !written.contains(signature),
            "part of a token stands in what was written"
        );
    }
    assert!(written.contains("Attach"), "what was written is not empty");
}

#[tokio::test]
async fn q7_a_body_that_repeats_the_token_is_cleared_of_it() {
    let server = Server::start(|seen: Seen| async move {
        format!(
            "you sent {} twice: {}",
            seen.token().unwrap(),
            seen.token().unwrap()
        )
        .into_response()
    })
    .await;
    let world = World::signed_in(&server.url).await;
    let mut answer = world.get("/x").await.unwrap();
    let mut redactor = answer.redactor();
    let mut shown = Vec::new();
    while let Some(piece) = answer.chunk().await.unwrap() {
        // Piece by piece, as small as can be: a token may stand across any two of them.
        piece.chunks(1).for_each(|byte| shown.extend(redactor.push(byte)));
    }
    let (rest, replaced) = redactor.finish();
    shown.extend(rest);
    let shown = String::from_utf8(shown).unwrap();
    assert_eq!(replaced, 2);
    assert_eq!(
        shown,
        format!("you sent <token {0}> twice: <token {0}>", fingerprint("a0"))
    );
}

fn fingerprint(token: &str) -> String {
    latchkey_pipeline::Token::parse(token.as_bytes())
        .unwrap()
        .fingerprint()
}

#[tokio::test]
async fn q8_control_characters_are_a_clear_error_and_nothing_is_sent() {
    let server = Server::start(|_| async { text(200, "ok") }).await;
    let world = World::signed_in(&server.url).await;
    let before = server.all().len();
    for evil in ["\r", "\n", "\0", "\r\nX-Evil: 1", "\u{7f}"] {
        let cases = [
            (ApiRequest::new(format!("GET{evil}"), "/x"), "method"),
            (ApiRequest::new("GET", format!("/x{evil}y")), "target"),
            (
                ApiRequest::new("GET", "/x").with_header(format!("X-A{evil}"), "1"),
                "headers[0].name",
            ),
            (
                ApiRequest::new("GET", "/x").with_header("X-A", format!("1{evil}2")),
                "headers[0].value",
            ),
        ];
        for (request, field) in cases {
            let failed = soon(world.pipeline.call(request)).await.unwrap_err();
            let Error::Input(input) = failed.error else {
                panic!("{evil:?} in {field}: {:?}", failed.error)
            };
            assert_eq!(input.field, field, "{evil:?}");
            assert!(!input.to_string().contains(evil), "shown as an escape: {input}");
        }
    }
    assert_eq!(server.all().len(), before);
}

#[tokio::test]
async fn q8_other_unusable_input_names_the_field() {
    let server = Server::start(|_| async { text(200, "ok") }).await;
    let world = World::signed_in(&server.url).await;
    let cases = [
        (ApiRequest::new("", "/x"), "method", Rule::Empty),
        (ApiRequest::new("GE T", "/x"), "method", Rule::Method),
        (
            ApiRequest::new("GET", "ftp://127.0.0.1/x"),
            "target",
            Rule::TargetScheme,
        ),
        (
            ApiRequest::new("GET", "localhost:8080/x"),
            "target",
            Rule::TargetScheme,
        ),
        (ApiRequest::new("GET", "http://"), "target", Rule::Target),
        (
            ApiRequest::new("GET", "/x").with_header("X A", "1"),
            "headers[0].name",
            Rule::HeaderName,
        ),
    ];
    for (request, field, rule) in cases {
        let failed = soon(world.pipeline.call(request)).await.unwrap_err();
        let Error::Input(input) = failed.error else {
            panic!("{field}: {:?}", failed.error)
        };
        assert_eq!((input.field.as_str(), input.rule), (field, rule));
    }
    let unreadable = Body::file("/nowhere/at/all").await.unwrap_err();
    assert_eq!(
        (unreadable.rule, unreadable.field.as_str()),
        (Rule::FileUnreadable, "body.path")
    );
    let folder = Body::file(std::env::temp_dir()).await.unwrap_err();
    assert_eq!(folder.rule, Rule::FileUnreadable);
    if cfg!(unix) {
        // A pipe into which nobody writes: opening it would take for ever.
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let pipe = soon(Body::file(pipe)).await.unwrap_err();
        assert_eq!(pipe.rule, Rule::FileUnreadable);
    }
    let json = Body::json("{\n  \"a\": }").unwrap_err();
    assert!(json.found.contains("line 2 column 8"), "{json}");
}

#[tokio::test]
async fn network_failures_are_told_apart() {
    let server = Server::start(|_| async { text(200, "ok") }).await;
    let world = World::signed_in(&server.url).await;
    let host = server.url.trim_start_matches("http://");
    let kind = |error: Error| match error {
        Error::Network(why) => why.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        kind(world.get_error(&format!("https://{host}/x")).await),
        NetworkFailure::Tls
    );
    assert_eq!(
        kind(world.get_error("https://no-such-host.invalid/x").await),
        NetworkFailure::Dns
    );
    assert_eq!(
        kind(world.get_error("http://127.0.0.1:1/x").await),
        NetworkFailure::Connect
    );
    world.assert_alive().await;
}
