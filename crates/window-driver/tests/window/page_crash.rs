//! The process that shows the page dies, and comes back.
//!
//! A driver loses its app together with the page. So the app runs alone here, and its log tells what happens in it; what
//! the window shows is looked at by a driver before and after.

use std::{fs, time::Duration};

use anyhow::{Result, bail};
use tokio::time::{Instant, sleep};
use window_driver::{Alone, pages::Console};

use crate::stage::Stage;

const PATIENCE: Duration = Duration::from_secs(20);
const PACE: Duration = Duration::from_millis(25);

/// Waits until the log holds this line so often.
async fn until_logged(stage: &Stage, line: &str, times: usize) -> Result<()> {
    let path = stage.data().join("logs/latchkey.log");
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        let log = fs::read_to_string(&path).unwrap_or_default();
        if log.matches(line).count() >= times {
            return Ok(());
        }
        sleep(PACE).await;
    }
    bail!(
        "the log does not say «{line}» {times} times:\n{}",
        fs::read_to_string(&path)?
    )
}

/// Leaves a session and a half-written request behind, and starts the app alone.
async fn with_a_draft(stage: &mut Stage) -> Result<Alone> {
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.edit("PUT", "/api/notes/7?half=written").await?;
    let draft = stage.data().join("draft.json");
    window
        .until("the draft to be kept", async || {
            let text = fs::read_to_string(&draft).unwrap_or_default();
            Ok(text.contains("half=written").then_some(()))
        })
        .await?;
    stage.kill(window).await?;
    let alone = stage
        .app()
        .environment("LATCHKEY_LOG", "debug")
        .start_alone(&stage.desktop)?;
    until_logged(stage, HANDED_OVER, 1).await?;
    Ok(alone)
}

/// The page has the draft in its editor, and gave it back as it was.
const HANDED_OVER: &str = "the window hands its drafts over known=true";
const AGAIN: &str = "a window begins restarted=true tabs=1";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_crashes_is_loaded_again_with_the_draft_and_the_session() -> Result<()> {
    let mut stage = Stage::set("page_crash").await?;
    let alone = with_a_draft(&mut stage).await?;
    assert!(alone.kill_page(), "there is a page");
    until_logged(&stage, AGAIN, 1).await?;
    until_logged(&stage, HANDED_OVER, 2).await?;
    drop(alone);

    let window = stage.open().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(window.value("target").await?, "/api/notes/7?half=written");
    assert_eq!(window.value("method").await?, "PUT");
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    assert_eq!(
        stage.api.stats().sign_ins,
        1,
        "the session is the one from before"
    );
    stage.end(window).await
}

/// Three times within a minute: the third is not loaded again, and the app waits for a person's answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_keeps_crashing_is_not_loaded_for_ever() -> Result<()> {
    let mut stage = Stage::set("page_crash_loop").await?;
    let mut alone = with_a_draft(&mut stage).await?;
    for round in 1..=2 {
        assert!(alone.kill_page(), "there is a page");
        until_logged(&stage, AGAIN, round).await?;
    }
    assert!(alone.kill_page(), "there is a page");
    until_logged(
        &stage,
        "the web view ended 3 times within a minute and stays closed",
        1,
    )
    .await?;
    assert!(alone.runs()?, "the app waits for an answer");
    // The app hears of the death when the connection breaks, a moment before the process is gone.
    let started = Instant::now();
    while alone.shows_page() {
        assert!(started.elapsed() < PATIENCE, "no page is shown");
        sleep(PACE).await;
    }
    Ok(())
}
