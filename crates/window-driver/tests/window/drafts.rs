//! What is being written survives whatever happens to the app.

use std::fs;

use anyhow::Result;
use window_driver::{
    Window,
    pages::{Console, SignIn},
};

use crate::stage::Stage;

const FILE: &str = "draft.json";
const BODY: &str = "{\"title\": \"half a thou";

/// Writes a request that is never sent.
async fn write(console: &Console<'_>, window: &Window) -> Result<()> {
    console.edit("POST", "/api/notes?limit=20&q=a%20b").await?;
    window.click("tab-headers").await?;
    window.fill("headers-0-name", "X-Draft").await?;
    window.fill("headers-0-value", "kept").await?;
    window.click("tab-body").await?;
    window.click("body-json").await?;
    window.fill("body-content", BODY).await
}

/// Sees that it is all there again.
async fn read(window: &Window) -> Result<()> {
    assert_eq!(window.value("target").await?, "/api/notes?limit=20&q=a%20b");
    assert_eq!(window.value("method").await?, "POST");
    window.click("tab-params").await?;
    assert_eq!(window.value("params-1-value").await?, "a b");
    window.click("tab-headers").await?;
    assert_eq!(window.value("headers-0-name").await?, "X-Draft");
    assert_eq!(window.value("headers-0-value").await?, "kept");
    window.click("tab-body").await?;
    assert_eq!(window.value("body-content").await?, BODY);
    Ok(())
}

/// Waits until the file holds a text that was typed.
pub(crate) async fn until_kept(stage: &Stage, window: &Window, typed: &str) -> Result<()> {
    until_file(stage, window, &typed.replace('"', "\\\"")).await
}

async fn until_file(stage: &Stage, window: &Window, part: &str) -> Result<()> {
    let path = stage.data().join(FILE);
    window
        .until(&format!("{FILE} to hold «{part}»"), async || {
            let text = fs::read_to_string(&path).unwrap_or_default();
            Ok(text.contains(part).then_some(()))
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_half_written_is_there_after_the_app_was_killed() -> Result<()> {
    let mut stage = Stage::set("draft_killed").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    write(&console, &window).await?;
    until_kept(&stage, &window, BODY).await?;
    stage.kill(window).await?;

    let window = stage.open().await?;
    let console = Console::shown(&window).await?;
    read(&window).await?;

    // Whoever signs out has it still, and so has the next start without a session.
    console.sign_out().await?;
    stage.kill(window).await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    stage.sign_in(&window).await?;
    read(&window).await?;
    assert_eq!(stage.api.stats().sign_ins, 2);
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_cannot_be_read_is_put_aside_and_the_app_begins_without_it() -> Result<()> {
    let stage = Stage::set("draft_corrupt").await?;
    fs::write(
        stage.data().join(FILE),
        "{\"format\": 1, \"draft\": {\"target\": 7}}",
    )?;
    let window = stage.open_signed_in().await?;
    assert_eq!(window.value("target").await?, "/");
    let aside = fs::read_to_string(stage.data().join("draft.unusable-1.json"))?;
    assert!(aside.contains("\"target\": 7"));
    let log = fs::read_to_string(stage.data().join("logs/latchkey.log"))?;
    assert!(log.contains("draft.unusable-1.json"), "{log}");
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_cannot_be_written_is_said_until_it_can() -> Result<()> {
    let stage = Stage::set("draft_unwritable").await?;
    let window = stage.open_signed_in().await?;
    // The file beside, which takes the real one's place, cannot be made.
    let in_the_way = stage.data().join("draft.json.new");
    fs::create_dir(&in_the_way)?;
    window.fill("target", "/api/first").await?;
    // The next edit hears of it.
    window
        .until("the warning", async || {
            window.enter("x").await?;
            window
                .shows("[data-testid='draft-not-kept']")
                .await
                .map(|shown| shown.then_some(()))
        })
        .await?;
    fs::remove_dir(&in_the_way)?;
    window
        .until("the warning to go", async || {
            window.enter("y").await?;
            let shown = window.shows("[data-testid='draft-not-kept']").await?;
            Ok((!shown).then_some(()))
        })
        .await?;
    let target = window.value("target").await?;
    until_kept(&stage, &window, &target).await?;
    stage.end(window).await
}

/// A body beyond the bound costs itself alone, and both are said: that it is not kept, and that it is gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_too_large_to_be_kept_is_said_to_be() -> Result<()> {
    const FILL: &str = "const area = document.querySelector(\"[data-testid='body-content']\"); \
        area.value = 'x'.repeat(1100000); area.dispatchEvent(new InputEvent('input', {bubbles: true}))";
    let mut stage = Stage::set("draft_large").await?;
    let window = stage.open_signed_in().await?;
    Console::shown(&window).await?.edit("POST", "/api/large").await?;
    window.click("tab-body").await?;
    window.click("body-text").await?;
    window.script::<()>(FILL, &[]).await?;
    window.until_shown("[data-testid='draft-too-large']").await?;
    until_file(&stage, &window, "\"left_out\":true").await?;
    stage.kill(window).await?;

    let window = stage.open().await?;
    window.until_shown("[data-testid='draft-body-gone']").await?;
    assert_eq!(window.value("target").await?, "/api/large");
    stage.end(window).await
}
