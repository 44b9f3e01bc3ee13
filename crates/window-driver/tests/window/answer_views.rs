//! What can be done with an answer that is shown: folded, copied, and looked at byte by byte.

use anyhow::Result;
use fantoccini::key::Key;
use window_driver::{Window, pages::Console};

use crate::stage::Stage;

/// Rows of an order of `/api/large`: its ten members, and its brackets.
const ORDER: u64 = 12;

/// How many rows the body has as it is shown.
async fn rows(window: &Window) -> Result<u64> {
    let script = "return +document.querySelector('[data-testid=body-rows]')?.dataset.rows";
    window.script(script, &[]).await
}

async fn until_rows(window: &Window, wanted: u64) -> Result<()> {
    window
        .until(&format!("{wanted} rows"), async || {
            Ok((rows(window).await? == wanted).then_some(()))
        })
        .await
}

/// The text of the row that the keyboard is at, once the keyboard is at the row of that number, as it is told to a screen
/// reader.
async fn until_active(window: &Window, number: u64) -> Result<String> {
    const ACTIVE: &str = "const tree = document.querySelector('[role=tree]'); \
        const row = document.getElementById(tree.getAttribute('aria-activedescendant')); \
        return row && row.querySelector('.row-number').innerText.trim() === String(arguments[0]) \
            ? row.querySelector('.row-text').innerText : null";
    window
        .until(&format!("row {number} to be active"), async || {
            window.script(ACTIVE, &[number.into()]).await
        })
        .await
}

/// Waits until the clipboard holds this text, by pasting it into the field of the path.
async fn until_copied(window: &Window, wanted: &str) -> Result<()> {
    window
        .until(&format!("«{wanted}» to be on the clipboard"), async || {
            window.fill("target", "/").await?;
            window.press(&[Key::Control.into(), 'a']).await?;
            window.press(&[Key::Control.into(), 'v']).await?;
            Ok((window.value("target").await? == wanted).then_some(()))
        })
        .await
}

async fn focus_rows(window: &Window) -> Result<()> {
    let script = "document.querySelector('[data-testid=body-rows]').focus(); return null";
    window.script(script, &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_answer_is_folded_and_copied_by_keyboard() -> Result<()> {
    let stage = Stage::set("folds").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/large?mib=5").await?.status, "200 OK");
    window.until_text("body-rows", "\"customer\"").await?;
    let all = rows(&window).await?;
    let orders = (all - 2) / ORDER;
    assert_eq!(orders * ORDER + 2, all, "nothing but orders");

    window.click("fold-all").await?;
    until_rows(&window, orders + 2).await?;
    window.until_text("body-rows", "… 10 items").await?;
    focus_rows(&window).await?;
    window.press(&[Key::Down.into()]).await?;
    until_active(&window, 2).await?;
    window.press(&[Key::Right.into()]).await?;
    until_rows(&window, orders + 2 + ORDER - 1).await?;
    for _ in 0..2 {
        window.press(&[Key::Down.into()]).await?;
    }
    let customer = until_active(&window, 4).await?;
    let name = customer
        .trim()
        .trim_end_matches(',')
        .rsplit('"')
        .nth(1)
        .unwrap_or_default();
    window.press(&[Key::Control.into(), 'c']).await?;
    window.until_text("saved", "Copied").await?;
    until_copied(&window, name).await?;
    focus_rows(&window).await?;
    window.press(&[Key::Tab.into()]).await?;
    assert_eq!(window.focus().await?, "row-copy-path");
    window.press(&[Key::Enter.into()]).await?;
    until_copied(&window, "$[0].customer").await?;

    // To what holds it, which is then folded; at the end is the last bracket.
    focus_rows(&window).await?;
    window.press(&[Key::Left.into()]).await?;
    until_active(&window, 2).await?;
    window.press(&[Key::Left.into()]).await?;
    until_rows(&window, orders + 2).await?;
    window.press(&[Key::End.into()]).await?;
    assert_eq!(until_active(&window, all).await?, "]");

    // What is found is unfolded, and nothing else.
    window.press(&[Key::Control.into(), 'f']).await?;
    window.until_shown("[data-testid='find-field']").await?;
    window.enter("customer5000@example.com").await?;
    window.until_text("find-said", "1 of 1").await?;
    window.until_shown(".mark-front").await?;
    until_rows(&window, orders + 2 + ORDER - 1).await?;
    window.press(&[Key::Escape.into()]).await?;
    let found = until_active(&window, 1 + 4_999 * ORDER + 4).await?;
    assert!(found.contains("customer5000@example.com"), "{found}");

    // The other view knows nothing of it, and this one still does.
    window.click("view-raw").await?;
    window.until_gone("[role=tree]").await?;
    window.click("view-pretty").await?;
    until_rows(&window, orders + 2 + ORDER - 1).await?;
    window.click("unfold-all").await?;
    until_rows(&window, all).await?;
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_copied_as_it_was_received_and_one_that_is_too_large_is_not() -> Result<()> {
    let stage = Stage::set("copies").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/notes?limit=1").await?;
    window.click("view-raw").await?;
    let raw = window.until_text("body-rows", "{").await?;
    let raw = raw.trim_start_matches('1').trim();
    window.click("copy-body").await?;
    window.until_text("saved", "Copied").await?;
    until_copied(&window, raw).await?;

    console.call("GET", "/api/large?mib=17").await?;
    window.click("copy-body").await?;
    window.until_text("saved", "too large for the clipboard").await?;
    until_copied(&window, raw).await?;
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn any_body_is_shown_byte_by_byte_to_its_end() -> Result<()> {
    let stage = Stage::set("hex").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/image").await?;
    window.until_shown("[data-testid='body-image']").await?;
    window.click("view-hex").await?;
    let text = window.until_text("body-rows", "00000000").await?;
    assert!(
        text.starts_with("00000000  89 50 4e 47 0d 0a 1a 0a  00 00 00 0d 49 48 44 52  .PNG........IHDR"),
        "{text}"
    );
    assert!(
        !window.shows("[data-testid='find-open']").await?,
        "bytes are not searched"
    );

    console.call("GET", "/api/large?mib=5").await?;
    window.until_text("body-rows", "[.  {").await?;
    until_rows(&window, 5 << 16).await?;
    let to_end = "const rows = document.querySelector('[data-testid=body-rows]'); rows.scrollTop = rows.scrollHeight; return null";
    window.script::<()>(to_end, &[]).await?;
    window.until_text("body-rows", "004ffff0").await?;
    window.click("view-pretty").await?;
    window.until_text("body-rows", "\"customer\"").await?;
    stage.end(window).await
}
