//! Several sessions side by side, and the panel of one.

use anyhow::Result;
use practice_api::{DEMO_USER, PASSWORD};
use window_driver::pages::{Console, SignIn};

use crate::stage::Stage;

const OTHER_USER: &str = practice_api::OTHER_USER;

/// Two users of one server: each keeps its own answers, and signing one out leaves the other alone.
#[tokio::test(flavor = "multi_thread")]
async fn two_users_stay_apart_and_one_signs_out_alone() -> Result<()> {
    let stage = Stage::set("two_users").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");

    // There is a way back from signing in to another server.
    console.menu("add-session").await?;
    let sign_in = SignIn::shown(&window).await?;
    window.click("back").await?;
    Console::shown(&window).await?;
    window.until_shown("[data-testid='answer-status']").await?;

    console.menu("add-session").await?;
    let console = sign_in
        .fill(stage.api.url(), OTHER_USER, PASSWORD)
        .await?
        .submit()
        .await?;
    window.until_text("session-menu", OTHER_USER).await?;
    assert_eq!(window.value("target").await?, "/api/me", "the request stays");
    assert_eq!(console.answers().await?, 0, "the history is the other's");
    assert!(
        !window.shows("[data-testid='answer-status']").await?,
        "so is the answer"
    );
    assert_eq!(console.call("GET", "/api/notes?limit=2").await?.status, "200 OK");

    console.switch_to(DEMO_USER).await?;
    assert_eq!(console.answers().await?, 1);
    window.until_text("answer-status", "200").await?;

    // The one signs out; the other is offered, and still works.
    let _ = console.sign_out().await?;
    window.until_text("switch-to", OTHER_USER).await?;
    window.click("switch-to").await?;
    let console = Console::shown(&window).await?;
    window.until_text("session-menu", OTHER_USER).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.end(window).await
}

/// The panel tells where tokens are kept, refreshes at once, and lets the user keep tokens elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn the_panel_refreshes_now_and_keeps_tokens_where_the_user_wants() -> Result<()> {
    let stage = Stage::set("panel").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.menu("open-session").await?;
    let before = window.text("panel-access").await?;
    window.click("panel-refresh-now").await?;
    window.until_text("panel-count", "once").await?;
    let now = window.text("panel-access").await?;
    assert_ne!(now, before);
    assert_eq!(stage.api.stats().refreshes, 1);
    // Which token it brought, and why; and what that token says.
    let log = window.until_text("refresh-list", "You asked for it").await?;
    let fingerprint = now.split_whitespace().next().unwrap_or_default();
    assert!(!fingerprint.is_empty() && log.contains(fingerprint), "{log}");
    window.until_text("claims", "exp").await?;

    let kept = window.text("kept-where").await?;
    assert!(kept.contains("turned off"), "{kept}");
    window.click("keep-memory").await?;
    window.until_text("kept-where", "memory alone").await?;
    let tokens = stage.api.issued_tokens();
    assert_eq!(
        crate::stage::files_with(stage.data(), &tokens)?,
        Vec::<String>::new(),
        "no token is on disk any more"
    );
    window.click("session-panel-close").await?;
    window.until_gone("[data-testid='session-panel']").await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.end(window).await
}
