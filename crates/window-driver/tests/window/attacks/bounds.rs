//! What an API can cost: a bounded amount, and a click on Cancel.

use anyhow::Result;

use super::{Page, canary::Canary, hostile::Hostile, signed_in, unharmed};
use crate::stage::Stage;

/// So much more memory than before, over all processes of the app, would be too much for answers that are kept on disk.
const MOST_MEMORY: u64 = 160 << 20;
/// An endless answer is let run until so much of it was taken: more than [`MOST_MEMORY`], and little of the limit.
const ENOUGH: u64 = 256 << 20;
/// Of a stream less is enough: its rows are drawn all the while.
const ENOUGH_OF_A_STREAM: u64 = 192 << 20;

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_answer_costs_no_memory_and_ends_with_a_click() -> Result<()> {
    let stage = Stage::set("attack_endless").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let piece = vec![b'x'; 1 << 20];
    api.pour(
        "/endless",
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
        piece.clone(),
    );
    api.pour("/endless-head", "HTTP/1.1 200 OK\r\nX-Long: ", piece);
    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    console.call("GET", "/fine").await?;
    let memory = window.memory()?;

    console.edit("GET", "/endless").await?;
    let answers = console.answers().await?;
    window.click("send").await?;
    window
        .until("much of an endless answer", async || {
            Ok((api.poured() > ENOUGH).then_some(()))
        })
        .await?;
    let grown = window.memory()?.saturating_sub(memory);
    // The window still hears: its button, and its other controls.
    window.click("tab-headers").await?;
    window.click("cancel").await?;
    let answered = console.answered_after(answers).await?;
    assert!(answered.status.contains("ancelled"), "{answered:?}");
    assert!(grown < MOST_MEMORY, "{} MiB", grown >> 20);
    // Nobody takes any more of it.
    window
        .until("the connection to be closed", async || {
            Ok((api.left() == 1).then_some(()))
        })
        .await?;

    // A head without end is no answer.
    console.call("GET", "/endless-head").await?;
    window.until_shown("[data-testid='answer-failure']").await?;
    unharmed(stage, window, &before, &api, &canary).await
}

/// An endless stream is shown as it comes, and costs no more than what is only shown when it is whole.
#[tokio::test(flavor = "multi_thread")]
async fn an_endless_stream_costs_no_memory_and_is_kept_at_a_click() -> Result<()> {
    let stage = Stage::set("attack_stream").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let event = format!("data: <img src=x onerror=alert(1)>{}\n\n", "x".repeat(100));
    let piece = event.repeat((1 << 20) / event.len());
    api.pour(
        "/endless",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n",
        piece.into_bytes(),
    );
    let window = stage.open().await?;
    let console = signed_in(&window, &api).await?;
    let before = Page::of(&window).await?;
    console.call("GET", "/fine").await?;
    let memory = window.memory()?;

    console.edit("GET", "/endless").await?;
    let answers = console.answers().await?;
    window.click("send").await?;
    window.until_text("body-rows", "onerror=alert(1)").await?;
    // In parts: a slow machine is no failure, as long as it goes on.
    for part in 1..=6 {
        window
            .until("much of an endless stream", async || {
                Ok((api.poured() > ENOUGH_OF_A_STREAM / 6 * part).then_some(()))
            })
            .await?;
    }
    let grown = window.memory()?.saturating_sub(memory);
    window.click("tab-headers").await?;
    window.click("stop-stream").await?;
    assert_eq!(console.answered_after(answers).await?.status, "200 OK");
    assert!(grown < MOST_MEMORY, "{} MiB", grown >> 20);
    window.until_shown("[data-testid='stream-stopped']").await?;
    window.until_text("body-rows", "onerror=alert(1)").await?;
    window
        .until("the connection to be closed", async || {
            Ok((api.left() == 1).then_some(()))
        })
        .await?;
    unharmed(stage, window, &before, &api, &canary).await
}
