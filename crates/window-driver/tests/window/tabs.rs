//! Several requests side by side.

use std::fs;

use anyhow::Result;
use fantoccini::key::Key;
use serde_json::Value;
use window_driver::{Window, pages::Console};

use crate::{drafts::until_kept, stage::Stage};

const TARGETS: &str = "return [...document.querySelectorAll('[data-testid=request-tab]')] \
    .map(tab => tab.title.split(' ').at(-1))";

async fn targets(window: &Window) -> Result<Vec<String>> {
    window.script(TARGETS, &[]).await
}

async fn until_targets(window: &Window, expected: &[&str]) -> Result<()> {
    let look = async || Ok((targets(window).await? == expected).then_some(()));
    window.until(&format!("tabs for {expected:?}"), look).await
}

/// Whether the first of the tabs is kept as the one in front.
fn front_is_kept(stage: &Stage) -> Result<Option<()>> {
    let kept: Value = serde_json::from_str(&fs::read_to_string(stage.data().join("draft.json"))?)?;
    Ok((kept["tabs"][0]["id"] == kept["front"]).then_some(()))
}

/// Each tab has its own request and answer; what was open is open again after the app was killed.
#[tokio::test(flavor = "multi_thread")]
async fn each_tab_has_its_own_answer_and_all_are_there_after_a_kill() -> Result<()> {
    let mut stage = Stage::set("tabs_kept").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    window.click("new-tab").await?;
    assert!(
        !window.shows("[data-testid='answer-status']").await?,
        "a new request has no answer"
    );
    assert_eq!(console.call("GET", "/api/none").await?.status, "404 Not Found");
    window.click("new-tab").await?;
    console.edit("POST", "/api/unsent").await?;
    until_targets(&window, &["/api/me", "/api/none", "/api/unsent"]).await?;

    window
        .script::<Option<()>>(
            "document.querySelectorAll('[data-testid=request-tab]')[0].click()",
            &[],
        )
        .await?;
    window.until_text("answer-status", "200").await?;
    assert_eq!(window.value("target").await?, "/api/me");
    until_kept(&stage, &window, "/api/unsent").await?;
    window
        .until("the tab in front to be kept", async || front_is_kept(&stage))
        .await?;
    stage.kill(window).await?;

    let window = stage.open().await?;
    Console::shown(&window).await?;
    until_targets(&window, &["/api/me", "/api/none", "/api/unsent"]).await?;
    assert_eq!(
        window.value("target").await?,
        "/api/me",
        "the same one is in front"
    );
    stage.end(window).await
}

/// Closing a tab cancels its call; what was edited can be reopened.
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_tab_cancels_its_call_and_its_request_can_be_reopened() -> Result<()> {
    let stage = Stage::set("tabs_closed").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.edit("GET", "/api/slow?ms=60000").await?;
    window.click("send").await?;
    window.until_shown("[data-testid='request-tab-running']").await?;
    window.press(&[Key::Control.into(), 'w']).await?;
    until_targets(&window, &["/"]).await?;
    // The history hears of the call when it is over.
    window.until_text("history-item", "cancelled").await?;
    window
        .press(&[Key::Control.into(), Key::Shift.into(), 't'])
        .await?;
    until_targets(&window, &["/api/slow?ms=60000", "/"]).await?;
    assert_eq!(window.value("target").await?, "/api/slow?ms=60000");
    stage.end(window).await
}
