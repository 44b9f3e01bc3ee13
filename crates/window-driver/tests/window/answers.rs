//! What an answer is decides how it is shown.

use anyhow::Result;
use fantoccini::key::Key;
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

/// Five MiB are searched by the shell: the count, the next and the previous match, wherever they are, and what is no pattern.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_answer_is_searched_by_keyboard() -> Result<()> {
    const FRONT: &str = "const mark = document.querySelector('.mark-front'); if (!mark) return null; \
        const [at, box] = [mark.getBoundingClientRect(), \
            document.querySelector('[data-testid=body-rows]').getBoundingClientRect()]; \
        return at.top >= box.top && at.bottom <= box.bottom \
            ? +mark.closest('.text-row').querySelector('.row-number').innerText : null";
    let stage = Stage::set("search").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/large?mib=5").await?.status, "200 OK");
    window.until_text("body-rows", "1").await?;
    let row_in_front = async || {
        window
            .until("a match in view", async || {
                window.script::<Option<u64>>(FRONT, &[]).await
            })
            .await
    };

    window.press(&[Key::Control.into(), 'f']).await?;
    window.until_shown("[data-testid='find-field']").await?;
    window.enter("\"ID\": ").await?;
    let said = window.until_text("find-said", "1 of ").await?;
    assert!(said.len() > "1 of 9,999".len() - 1, "{said}");
    let first = row_in_front().await?;
    // Back from the first is round to the last, far below.
    window.press(&[Key::Shift.into(), Key::Enter.into()]).await?;
    let last = window
        .until("the last match", async || {
            let row: Option<u64> = window.script(FRONT, &[]).await?;
            Ok(row.filter(|row| *row > first + 10_000))
        })
        .await?;
    assert!(last > 10_000);
    window.press(&[Key::Enter.into()]).await?;
    window
        .until("the first match again", async || {
            let row: Option<u64> = window.script(FRONT, &[]).await?;
            Ok(row.filter(|row| *row == first))
        })
        .await?;

    window.click("find-case").await?;
    window.until_text("find-said", "No match").await?;
    window.click("find-regex").await?;
    window.fill("find-field", "(").await?;
    window.until_text("find-said", "Not a regular expression").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='find-field']").await?;
    assert_eq!(window.focus().await?, "body-rows");
    stage.end(window).await
}
