//! What cannot be used is named where it belongs, nothing is sent, and nothing is lost.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::Result;
use practice_api::{DEMO_USER, PASSWORD};
use window_driver::pages::{Console, SignIn};

use crate::stage::Stage;

/// Servers that cannot be signed in to, each with the field that has to say so.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_be_used_is_named_at_its_field() -> Result<()> {
    let stage = Stage::set("bad_servers").await?;
    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let nobody_listens = format!("http://127.0.0.1:{port}");
    let no_tls = stage.api.url().replace("http://", "https://");
    for (url, field) in [
        ("not a URL", "base-url"),
        ("ftp://example.invalid", "base-url"),
        // Refused before anything goes to the network: the password would be readable on its way.
        ("http://example.invalid", "base-url"),
        // The fields are as they should be: what is wrong stands above the button.
        (&nobody_listens, "banner"),
        (&no_tls, "banner"),
    ] {
        sign_in.fill(url, DEMO_USER, PASSWORD).await?;
        let problem = sign_in.refused(field).await?;
        assert!(problem.len() > 20, "{url}: a whole sentence, not «{problem}»");
        assert_eq!(window.value("base-url").await?, url, "what was typed stays");
        assert_eq!(window.value("password").await?, PASSWORD, "what was typed stays");
        assert_eq!(window.count(&format!("error-{field}")).await?, 1);
    }
    assert_eq!(stage.api.stats().sign_ins + stage.api.stats().refused_sign_ins, 0);

    // The same form, put right, signs in.
    sign_in
        .fill(stage.api.url(), DEMO_USER, PASSWORD)
        .await?
        .submit()
        .await?;
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_cannot_be_made_is_refused_at_its_field_and_nothing_is_sent() -> Result<()> {
    let stage = Stage::set("bad_calls").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.edit("POST", "/api/echo").await?;

    // A header name with a space.
    window.click("tab-headers").await?;
    window.fill("headers-0-name", "Bad Name").await?;
    window.fill("headers-0-value", "1").await?;
    window.click("tab-body").await?;
    let problem = console.refused("headers-0-name").await?;
    assert!(problem.contains("name"), "{problem}");
    window.fill("headers-0-name", "X-Good-Name").await?;

    // JSON that is none.
    window.click("tab-body").await?;
    window.click("body-json").await?;
    window.fill("#body-text", "{\"half\": ").await?;
    let problem = console.refused("body-text").await?;
    assert!(problem.contains("JSON"), "{problem}");
    assert_eq!(
        window.value("#body-text").await?,
        "{\"half\": ",
        "what was typed stays"
    );

    // A file that cannot be read.
    window.click("body-file").await?;
    window.fill("body-path", "/no/such/file.bin").await?;
    let problem = console.refused("body-path").await?;
    assert!(problem.contains("file"), "{problem}");

    // A target that is neither a path nor a URL.
    window.click("body-none").await?;
    window.fill("target", "http://").await?;
    let problem = console.refused("target").await?;
    assert!(problem.len() > 20, "{problem}");
    assert_eq!(stage.api.stats().calls, 0);

    // The same call, put right, is sent with what was typed before.
    window.fill("target", "/api/echo").await?;
    assert_eq!(console.send().await?.status, "200 OK");
    window.until_text("body-rows", "x-good-name").await?;
    stage.end(window).await
}

/// Answers that are not what a person hopes for are shown as they are.
#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_the_server_and_a_silent_server_are_told_apart() -> Result<()> {
    let stage = Stage::set("bad_answers").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(
        console.call("GET", "/api/status/404").await?.status,
        "404 Not Found"
    );
    assert_eq!(
        console.call("GET", "/api/status/500").await?.status,
        "500 Internal Server Error"
    );

    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    console.call("GET", &format!("http://127.0.0.1:{port}/")).await?;
    window.until_shown("[data-testid='answer-failure']").await?;

    // Neither ended the session.
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    assert_eq!(stage.api.stats().sign_ins, 1);
    stage.end(window).await
}

/// A call can be cancelled while it is under way, and the next one is as good as ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_call_can_be_cancelled() -> Result<()> {
    let stage = Stage::set("cancelled").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.edit("GET", "/api/slow?ms=60000").await?;
    let before = console.answers().await?;
    window.click("send").await?;
    window.click("cancel").await?;
    let answered = console.answered_after(before).await?;
    assert!(answered.status.contains("ancelled"), "{answered:?}");
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.end(window).await
}
