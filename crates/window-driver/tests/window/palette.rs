//! Whatever can be done or opened is found by a few letters, and every key is listed.

use anyhow::Result;
use fantoccini::key::Key;
use window_driver::{Window, pages::Console};

use crate::stage::Stage;

async fn open(window: &Window) -> Result<()> {
    window.press(&[Key::Control.into(), 'k']).await?;
    window.until_focused("palette-field").await
}

/// By keyboard alone: an action, a request that was sent, an open one, in Korean by initials; and Esc leaves all as it was.
#[tokio::test(flavor = "multi_thread")]
async fn actions_and_requests_are_found_by_a_few_letters() -> Result<()> {
    let stage = Stage::set("palette").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/me").await?;

    open(&window).await?;
    window.enter("new req").await?;
    window
        .until_shown("[data-testid='palette-tab-new'][aria-selected=true]")
        .await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_gone("[data-testid='palette']").await?;
    window.until_focused("target").await?;
    assert_eq!(window.value("target").await?, "/");

    open(&window).await?;
    window.enter("api/me").await?;
    let first = "[role=option]:first-child[aria-selected=true]";
    window.until_shown(&format!("#palette-list {first}")).await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_gone("[data-testid='palette']").await?;
    window.until_value("target", "/api/me").await?;

    // What the request in front has no answer for is not offered; nothing that fits is said.
    open(&window).await?;
    window.enter("zzqx").await?;
    window.until_shown(".palette-none:not(.visually-hidden)").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='palette']").await?;
    assert_eq!(window.value("target").await?, "/api/me");

    window.set_language("ko").await?;
    open(&window).await?;
    window.enter("\u{3145}\u{3145}").await?;
    window
        .until_shown("[data-testid='palette-action-session'][aria-selected=true]")
        .await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_shown("[data-testid='session-panel']").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='session-panel']").await?;
    stage.end(window).await
}

/// Refresh now refreshes from there too; a server that does not answer is said, and the session stays.
#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_is_asked_for_by_its_name() -> Result<()> {
    let stage = Stage::set("palette_refresh").await?;
    let window = stage.open_signed_in().await?;
    Console::shown(&window).await?;
    open(&window).await?;
    window.enter("refresh now").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("refreshes", "1").await?;

    stage
        .api
        .set_refresh_fault(Some(practice_api::RefreshFault::Html));
    window.click("palette-open").await?;
    window.until_focused("palette-field").await?;
    window.enter("refresh now").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_shown("[data-testid='switch-failed']").await?;
    stage.end(window).await
}

/// The list has the keys, and what opened it leads back.
#[tokio::test(flavor = "multi_thread")]
async fn the_keys_are_listed() -> Result<()> {
    let stage = Stage::set("palette_keys").await?;
    let window = stage.open_signed_in().await?;
    Console::shown(&window).await?;
    window.press(&[Key::Control.into(), '/']).await?;
    let listed = window.until_text("shortcuts", "Ctrl+Shift+T").await?;
    assert!(listed.contains("Ctrl+K") && listed.contains("F1"), "{listed}");
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='shortcuts']").await?;
    window.click("help-menu").await?;
    window.click("help-shortcuts").await?;
    window.until_shown("[data-testid='shortcuts']").await?;
    window.click("shortcuts-close").await?;
    window.until_gone("[data-testid='shortcuts']").await?;
    stage.end(window).await
}
