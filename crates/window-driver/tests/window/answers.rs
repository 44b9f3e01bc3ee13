//! What an answer is decides how it is shown.

use anyhow::Result;
use window_driver::pages::Console;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn json_is_indented_an_image_is_drawn_and_nothing_is_nothing() -> Result<()> {
    let stage = Stage::set("answers").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;

    console.call("GET", "/api/me").await?;
    let pretty = window.until_text("body-rows", "demo@latchkey.dev").await?;
    window.click("view-raw").await?;
    let fewer_lines = async || {
        Ok(window
            .text_now("body-rows")
            .await?
            .filter(|raw| raw.lines().count() < pretty.lines().count()))
    };
    window.until("the raw text on fewer lines", fewer_lines).await?;

    console.call("GET", "/api/image").await?;
    let drawn = "return document.querySelector('[data-testid=body-image] img')?.naturalWidth || null";
    let width: u32 = window
        .until("an image", async || window.script(drawn, &[]).await)
        .await?;
    assert!(width > 1);

    assert_eq!(
        console.call("GET", "/api/status/204").await?.status,
        "204 No Content"
    );
    window.until_gone("[data-testid='body-image']").await?;
    stage.end(window).await
}

/// Five MiB of JSON: all of it can be reached, and little of it is in the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_answer_can_be_scrolled_to_its_end() -> Result<()> {
    let stage = Stage::set("large").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/large?mib=5").await?.status, "200 OK");
    window.until_text("body-rows", "1").await?;
    window.until_gone(".row-pending").await?;
    let rows: usize = window
        .script(
            "return +document.querySelector('[data-testid=body-rows]').dataset.rows",
            &[],
        )
        .await?;
    assert!(rows > 50_000, "{rows} rows");

    let to_end = "const rows = document.querySelector('[data-testid=body-rows]'); rows.scrollTop = rows.scrollHeight; return null";
    window.script::<()>(to_end, &[]).await?;
    window.until_text("body-rows", &rows.to_string()).await?;
    window.until_gone(".row-pending").await?;
    let in_page: usize = window
        .script("return document.querySelectorAll('.text-row').length", &[])
        .await?;
    assert!(in_page < 500, "{in_page} rows in the page");
    stage.end(window).await
}
