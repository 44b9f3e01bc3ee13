//! No token, cookie or password goes where it does not belong.

use anyhow::Result;
use latchkey_ipc::{ApiCall, Body, NameValue};

use super::{
    Page,
    canary::Canary,
    hostile::{Hostile, whole},
    signed_in, unharmed,
};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn redirects_and_look_alikes_take_nothing_along() -> Result<()> {
    let stage = Stage::set("attack_origins").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    // Another origin: the same computer, at another port.
    let other = Hostile::start().await?;
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let to = format!("{}/fine", other.url());
        let headers = [("Location", to.as_str()), ("Set-Cookie", "sid=secret; Path=/")];
        api.answer(&format!("/to-{}", &status[..3]), whole(status, &headers, b""));
    }
    let with_password = other.url().replace("http://", "http://me:secret@");
    api.answer(
        "/to-user",
        whole(
            "302 Found",
            &[("Location", &format!("{with_password}/fine"))],
            b"",
        ),
    );
    // Away, and back home: the path back is the other server's choice.
    api.answer(
        "/away",
        whole(
            "302 Found",
            &[("Location", &format!("{}/back", other.url()))],
            b"",
        ),
    );
    other.answer(
        "/back",
        whole("302 Found", &[("Location", &format!("{}/fine", api.url()))], b""),
    );

    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    for path in ["/to-301", "/to-302", "/to-303", "/to-307", "/to-308", "/to-user"] {
        assert_eq!(console.call("GET", path).await?.status, "200 OK", "{path}");
    }
    let seen = other.seen_at("/fine");
    assert_eq!(seen.len(), 6);
    for request in &seen {
        assert_carries_nothing(request);
    }
    assert_eq!(console.call("GET", "/away").await?.status, "200 OK");
    let home = api.seen_at("/fine");
    assert_carries_nothing(&home[0]);

    // Addresses that only look like home: another port, another name of this computer, a user name like a host.
    let (port, elsewhere) = (api.port(), other.url());
    for target in [
        format!("{elsewhere}/fine"),
        format!("//127.0.0.1:{}/fine", other.port()),
        format!("http:\\\\127.0.0.1:{}\\fine", other.port()),
        format!("http://localhost:{port}/fine"),
    ] {
        let from = (api.seen().len(), other.seen().len());
        console.call("GET", &target).await?;
        for request in api.seen()[from.0..].iter().chain(&other.seen()[from.1..]) {
            assert_carries_nothing(request);
        }
    }
    let refused = [
        format!("http://127.0.0.1:{port}@{}/fine", canary.authority()),
        "http://api.example.invalid/fine".to_owned(),
        "http://xn--127-0-0-1.example/fine".to_owned(),
    ];
    for target in refused {
        console.edit("GET", &target).await?;
        let problem = console.refused("target").await?;
        assert!(problem.len() > 20, "{target}: {problem}");
    }
    // At home the token is there: the search can find it.
    console.call("GET", "/fine").await?;
    let last = api
        .seen_at("/fine")
        .pop()
        .map(|seen| seen.header("authorization").to_owned());
    assert!(last.is_some_and(|header| header.starts_with("Bearer ") && header.contains(".hostile-access-")));
    unharmed(stage, window, &before, &api, &canary).await
}

fn assert_carries_nothing(request: &super::hostile::Seen) {
    for name in ["authorization", "authorization-refresh", "cookie"] {
        assert_eq!(request.header(name), "", "{}", request.head);
    }
    assert!(!request.head.contains("hostile-"), "{}", request.head);
}

/// Past the controls of the window, which would not let most of it be typed.
#[tokio::test(flavor = "multi_thread")]
async fn no_field_of_a_call_smuggles_a_second_request() -> Result<()> {
    let stage = Stage::set("attack_smuggling").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let window = stage.open().await?;
    signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    let call = |method: &str, target: &str, name: &str, value: &str| ApiCall {
        call_id: format!("{method}{target}{name}{value}"),
        method: method.to_owned(),
        target: target.to_owned(),
        path: Vec::new(),
        headers: vec![NameValue {
            name: name.to_owned(),
            value: value.to_owned(),
        }],
        body: Body::None,
        foreign_body: false,
        timeout_ms: None,
        redirects: true,
    };
    let so_far = api.seen().len();
    let mut calls = Vec::new();
    for bad in ["\r\n", "\n", "\r", "\0", "\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n"] {
        calls.push(call(&format!("GET{bad}"), "/fine", "X-A", "1"));
        calls.push(call("GET", &format!("/fine{bad}"), "X-A", "1"));
        calls.push(call("GET", "/fine", &format!("X-A{bad}"), "1"));
        calls.push(call("GET", "/fine", "X-A", &format!("1{bad}X-B: 2")));
    }
    for (name, value) in [
        ("Content-Length", "100"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "Authorization"),
        ("Authorization", "Bearer mine"),
    ] {
        calls.push(call("GET", "/fine", name, value));
    }
    for (call, answer) in calls.iter().zip(window.invoke_all::<ApiCall>(&calls).await?) {
        let error = answer.err().unwrap_or_else(|| panic!("{call:?} was sent"));
        assert!(error.field.is_some(), "{call:?}: {error:?}");
    }
    assert_eq!(api.seen().len(), so_far, "nothing was sent");
    unharmed(stage, window, &before, &api, &canary).await
}

/// A body is the same when it is sent again with a new token, through the window.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_sent_again_is_the_same_and_goes_home_alone() -> Result<()> {
    let stage = Stage::set("attack_replay").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    api.answer("/upload", whole("200 OK", &[], b""));
    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    console.edit("POST", "/upload").await?;
    window.click("tab-body").await?;
    window.click("body-text").await?;
    let text = "two lines, 서연, \u{202e}turned and </script>";
    window.fill("#body-text", text).await?;
    api.expire();
    assert_eq!(console.send().await?.status, "200 OK");
    let sent = api.seen_at("/upload");
    assert_eq!(sent.len(), 2);
    for request in &sent {
        assert_eq!(request.body, text.as_bytes());
    }
    assert_ne!(sent[0].header("authorization"), sent[1].header("authorization"));
    window.click("tab-body").await?;
    window.click("body-none").await?;
    unharmed(stage, window, &before, &api, &canary).await
}
