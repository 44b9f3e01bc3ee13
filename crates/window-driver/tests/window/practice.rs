//! The practice API inside the app.

use anyhow::Result;
use practice_api::DEMO_USER;
use window_driver::pages::{Console, SignIn};

use crate::{opened_links::open_in, stage::Stage};

/// Nothing but a click: signed in, calling, and refreshed after the token was made to expire.
#[tokio::test(flavor = "multi_thread")]
async fn one_click_signs_in_to_the_practice_api() -> Result<()> {
    let stage = Stage::set("practice").await?;
    let window = stage.open().await?;
    let console = SignIn::shown(&window).await?.try_practice().await?;
    window.until_text("session-bar", DEMO_USER).await?;
    window.click("sample-me").await?;
    assert_eq!(console.send().await?.status, "200 OK");

    window.click("sample-expire").await?;
    assert_eq!(console.send().await?.status, "200 OK");
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    assert!(console.trace().await?.iter().any(|step| step.kind == "refresh"));
    stage.end(window).await
}

/// `--practice` signs in at the start; after a revoked session one click signs in again and sends the waiting call.
#[tokio::test(flavor = "multi_thread")]
async fn the_start_option_signs_in_to_the_practice_api() -> Result<()> {
    let stage = Stage::set("practice_option").await?;
    let window = stage.app().argument("--practice").open(&stage.desktop).await?;
    let console = Console::shown(&window).await?;
    window.click("sample-revoke").await?;
    assert_eq!(console.send().await?.status, "200 OK");
    console.edit("GET", "/api/me").await?;
    let answers = console.answers().await?;
    let sign_in = console.send_into_end().await?;
    let console = sign_in.try_practice().await?;
    assert_eq!(console.answered_after(answers + 1).await?.status, "200 OK");
    stage.end(window).await
}

/// The desktop's action for it, where the app is open already: at the sign-in view, with another server at work, and with the
/// practice API itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_with_the_option_goes_to_the_practice_api() -> Result<()> {
    let stage = Stage::set("practice_second_start").await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    open_in(&stage, "--practice").await?;
    let console = Console::shown(&window).await?;
    window.until_text("session-menu", "Practice API").await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");

    console.menu("add-session").await?;
    stage.sign_in(&window).await?;
    let elsewhere = window.text("session-menu").await?;
    assert!(!elsewhere.contains("Practice API"), "{elsewhere}");
    for _ in 0..2 {
        open_in(&stage, "--practice").await?;
        window.until_text("session-menu", "Practice API").await?;
    }
    window.click("session-menu").await?;
    window.until_shown("[data-testid='switch-1']").await?;
    assert_eq!(
        window.count("switch-2").await?,
        0,
        "the session that was there is gone to, not a new one"
    );
    stage.end(window).await
}
