//! Answers that take long to come: how much is there, and what is there already.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use latchkey_ipc::{CALL_PROGRESS, CallProgress};
use serde_json::Value;
use window_driver::{Window, pages::Console};

use crate::stage::Stage;

/// So many bytes that nobody waits for the last of them.
const DOWNLOAD: &str = "/api/download?bytes=50000000&ms=600000";

/// How the rows stand: how many there are, and whether the first and the last are in view.
async fn rows(window: &Window) -> Result<(u64, bool, bool)> {
    const ROWS: &str = "const rows = document.querySelector('[data-testid=body-rows]'); \
        if (!rows) return [0, false, false]; \
        return [+rows.dataset.rows, rows.scrollTop === 0, \
            rows.scrollHeight - rows.scrollTop - rows.clientHeight < 20]";
    window.script(ROWS, &[]).await
}

async fn scroll(window: &Window, to: &str) -> Result<()> {
    let script = format!(
        "const rows = document.querySelector('[data-testid=body-rows]'); rows.scrollTop = {to}; return null"
    );
    window.script(&script, &[]).await
}

async fn until_rows(window: &Window, more_than: u64, at_end: bool) -> Result<u64> {
    let look = async || {
        let (now, _, end) = rows(window).await?;
        Ok((now > more_than && end == at_end).then_some(now))
    };
    window.until(&format!("more than {more_than} rows"), look).await
}

/// What takes long says how much of it has come, in its own tab, and can be cancelled; what is quick does not flicker.
#[tokio::test(flavor = "multi_thread")]
async fn a_download_shows_how_much_has_come_and_can_be_cancelled() -> Result<()> {
    const BAR: &str = "const bar = document.querySelector('[data-testid=receiving-bar]'); \
        return [bar.tagName, bar.getAttribute('aria-label'), bar.getAttribute('aria-valuetext'), bar.position >= 0]";
    let stage = Stage::set("progress").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    window.listen(CALL_PROGRESS).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    let told: Vec<CallProgress> = window.events(CALL_PROGRESS).await?;
    assert!(told.is_empty(), "{told:?}");

    let before = console.answers().await?;
    console.edit("GET", DOWNLOAD).await?;
    window.click("send").await?;
    let size = window.until_text("receiving-size", "of 50.0 MB").await?;
    assert_eq!(window.text("receiving-status").await?, "200 OK");
    let (tag, name, value, known): (String, String, String, bool) = window.script(BAR, &[]).await?;
    assert_eq!(
        (tag.as_str(), name.as_str(), known),
        ("PROGRESS", "Receiving the answer", true)
    );
    ensure!(value.ends_with("of 50.0 MB"), "{value} and {size}");
    // The earlier answer stays until there is another.
    window.until_text("body-rows", "demo@latchkey.dev").await?;
    window.click("new-tab").await?;
    window.until_gone("[data-testid='receiving']").await?;
    window
        .script::<Option<()>>(
            "document.querySelectorAll('[data-testid=request-tab]')[0].click()",
            &[],
        )
        .await?;
    window.until_shown("[data-testid='receiving']").await?;

    window.click("cancel").await?;
    let cancelled = console.answered_after(before).await?;
    assert_eq!(cancelled.status, "Cancelled");
    assert!(!window.shows("[data-testid='receiving']").await?);
    let told: Vec<CallProgress> = window.events(CALL_PROGRESS).await?;
    assert!(told.iter().all(|it| it.expected == Some(50_000_000)));
    stage.end(window).await
}

/// The second event comes in a minute: the first is read before it, and kept when the stream is stopped.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_read_while_it_comes_and_kept_when_it_is_stopped() -> Result<()> {
    let stage = Stage::set("stream").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    let before = console.answers().await?;
    console.edit("GET", "/api/stream/events?every_ms=60000").await?;
    window.click("send").await?;
    window.until_text("body-rows", "\"number\":1").await?;
    window.until_shown(".text-row .json-key").await?;
    window.until_text("answer-streaming", "Streaming").await?;
    window.until_text("stream-events", "1 event").await?;
    assert_eq!(window.text("answer-status").await?, "200 OK");
    assert_eq!(console.answers().await?, before, "it is not over");
    window.click("tab-answer-headers").await?;
    window.until_text("answer-headers", "text/event-stream").await?;
    window.click("tab-answer-body").await?;
    // All that can be done with an answer can be done with what has come.
    window.press(&[Key::Control.into(), 'f']).await?;
    window.until_shown("[data-testid='find-field']").await?;
    window.enter("number").await?;
    window.until_text("find-said", "1 of 1").await?;

    window.click("stop-stream").await?;
    let stopped = console.answered_after(before).await?;
    assert_eq!(stopped.status, "200 OK");
    window.until_text("stream-stopped", "Stopped by you").await?;
    window.until_text("body-rows", "\"number\":1").await?;
    window.until_text("find-said", "1 of 1").await?;
    for gone in ["answer-streaming", "stop-stream", "incomplete", "answer-failure"] {
        assert!(!window.shows(&format!("[data-testid='{gone}']")).await?, "{gone}");
    }
    stage.end(window).await
}

/// Who is at the end stays there while rows come, and who reads elsewhere is left alone.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_stream_is_followed_by_who_is_there_alone() -> Result<()> {
    let stage = Stage::set("stream_end").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    let before = console.answers().await?;
    console
        .edit("GET", "/api/stream/lines?count=1000000&every_ms=2")
        .await?;
    window.click("send").await?;
    let now = until_rows(&window, 300, true).await?;
    let now = until_rows(&window, now + 50, true).await?;
    scroll(&window, "0").await?;
    let now = until_rows(&window, now + 50, false).await?;
    window.until_text("body-rows", "{\"number\":1,").await?;
    assert!(rows(&window).await?.1, "it stayed at the top");
    scroll(&window, "rows.scrollHeight").await?;
    until_rows(&window, now + 50, true).await?;

    // Esc ends it, as it cancels any call.
    window.press(&[Key::Escape.into()]).await?;
    assert_eq!(console.answered_after(before).await?.status, "200 OK");
    let (all, _, at_end) = rows(&window).await?;
    assert!(at_end, "{all} rows");
    window
        .until_text("body-rows", &format!("{{\"number\":{all},"))
        .await?;
    window.until_text("stream-events", "lines").await?;
    stage.end(window).await
}

/// A stream that the server ends becomes an answer like any other, where it stands.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_over_is_an_answer() -> Result<()> {
    const MARK: &str = "const rows = document.querySelector('[data-testid=body-rows]'); \
        if (rows) rows.mark = 'here'; return rows ? true : null";
    const MARKED: &str = "return document.querySelector('[data-testid=body-rows]').mark ?? null";
    let stage = Stage::set("stream_over").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    let before = console.answers().await?;
    console
        .edit("GET", "/api/stream/events?count=40&every_ms=50")
        .await?;
    window.click("send").await?;
    window
        .until("rows", async || window.script::<Option<bool>>(MARK, &[]).await)
        .await?;
    assert_eq!(console.answered_after(before).await?.status, "200 OK");
    window.until_text("stream-events", "40 events").await?;
    window.until_text("body-rows", "\"number\":40").await?;
    assert_eq!(
        window.script::<Value>(MARKED, &[]).await?,
        "here",
        "the rows are the same ones"
    );
    assert_eq!(rows(&window).await?.0, 40 * 4);
    assert!(!window.shows("[data-testid='answer-streaming']").await?);
    assert!(!window.shows("[data-testid='stream-stopped']").await?);
    stage.end(window).await
}

/// A closed tab ends its stream: the server sends to nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_tab_ends_its_stream() -> Result<()> {
    let stage = Stage::set("stream_closed").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    let before = console.answers().await?;
    console.edit("GET", "/api/stream/lines?every_ms=60000").await?;
    window.click("send").await?;
    window.until_text("body-rows", "\"number\":1").await?;
    window.press(&[Key::Control.into(), 'w']).await?;
    window.until_gone("[data-testid='body-rows']").await?;
    // A call that is over is in the history.
    window
        .until("the stream to end", async || {
            Ok((console.answers().await? > before).then_some(()))
        })
        .await?;
    stage.end(window).await
}
