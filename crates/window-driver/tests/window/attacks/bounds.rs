//! What an API can cost: a bounded amount, and a click on Cancel.

use anyhow::Result;

use super::{Page, canary::Canary, hostile::Hostile, signed_in, unharmed};
use crate::stage::Stage;

/// So much more memory than before, over all processes of the app, would be too much for answers that are kept on disk.
const MOST_MEMORY: u64 = 100 << 20;
/// An endless answer is let run until so much of it was taken: more than [`MOST_MEMORY`], and little of the limit.
const ENOUGH: u64 = 160 << 20;

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
