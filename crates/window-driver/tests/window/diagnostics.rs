//! What helps whoever looks into a problem, to read and to copy.

use anyhow::Result;
use fantoccini::key::Key;
use practice_api::DEMO_USER;
use window_driver::{
    Window,
    pages::{Console, SignIn},
};

use crate::{by_keyboard::tab_to, stage::Stage};

async fn open(window: &Window) -> Result<String> {
    window.click("help-menu").await?;
    window.click("help-diagnostics").await?;
    window.until_shown("[data-testid='diagnostics-text']").await?;
    window.value("diagnostics-text").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_diagnostics_are_read_and_copied_and_name_nobody() -> Result<()> {
    let stage = Stage::set("diagnostics").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/notes?key=s3cret").await?;
    let text = open(&window).await?;
    for expected in [
        &format!("Latchkey: {}", env!("CARGO_PKG_VERSION")),
        "Web view: ",
        "Folder state: can be written",
        "Tokens: in a file: the environment turned the keychain off",
        "- an address, at work: access ",
        "Latchkey begins",
    ] {
        assert!(text.contains(expected), "«{expected}» is missing in\n{text}");
    }
    let host = stage.api.url().trim_start_matches("http://");
    let secrets = [DEMO_USER, host, "s3cret", "/api/notes"];
    let tokens = stage.api.issued_tokens();
    for secret in secrets.into_iter().chain(tokens.iter().map(String::as_str)) {
        assert!(!text.contains(secret), "«{secret}» is in\n{text}");
    }

    window.click("diagnostics-copy").await?;
    window.until_text("copied", "Copied").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='diagnostics']").await?;
    // What was copied is what was read: pasted into the editor, line by line.
    window.click("tab-body").await?;
    window.click("body-text").await?;
    let area = "[data-testid='body-content']";
    window.until_shown(area).await?;
    window
        .script::<()>(&format!("document.querySelector(\"{area}\").focus()"), &[])
        .await?;
    window.press(&[Key::Control.into(), 'v']).await?;
    let pasted = format!("return document.querySelector(\"{area}\").value");
    window
        .until("the copy", async || {
            let pasted: String = window.script(&pasted, &[]).await?;
            Ok((pasted == text).then_some(()))
        })
        .await?;
    stage.end(window).await
}

/// They are there before anybody has signed in, and by keyboard alone, in both languages.
#[tokio::test(flavor = "multi_thread")]
async fn the_diagnostics_need_neither_a_session_nor_a_mouse() -> Result<()> {
    let stage = Stage::set("diagnostics_keyboard").await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    window.set_language("ko").await?;
    tab_to(&window, "help-menu").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_shown("[data-testid='help-diagnostics']").await?;
    window
        .until("the entry to have the focus", async || {
            if window.focus().await? == "help-diagnostics" {
                return Ok(Some(()));
            }
            window.press(&[Key::Down.into()]).await?;
            Ok(None)
        })
        .await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("diagnostics", "진단").await?;
    window.until_shown("[data-testid='diagnostics-text']").await?;
    tab_to(&window, "diagnostics-copy").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("copied", "복사했어요").await?;
    stage.end(window).await
}
