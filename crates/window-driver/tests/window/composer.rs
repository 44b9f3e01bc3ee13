//! A request is composed: from a command, step by step back, and with the body's editor.

use std::fs;

use anyhow::Result;
use fantoccini::key::Key;
use window_driver::{Window, pages::Console};

use crate::stage::Stage;

/// Brings a text into the path as people do: it is copied elsewhere, here from the body, and pasted.
async fn paste_into_target(window: &Window, text: &str) -> Result<()> {
    window.click("tab-body").await?;
    window.click("body-text").await?;
    window.click("body-content").await?;
    // Keys alone make no end of a line.
    let filled = "const area = document.querySelector(\"[data-testid='body-content']\"); area.value = arguments[0]; \
                  area.dispatchEvent(new InputEvent('input', {bubbles: true}))";
    window.script::<()>(filled, &[text.into()]).await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.press(&[Key::Control.into(), 'c']).await?;
    window.click("target").await?;
    window.press(&[Key::Control.into(), 'v']).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_curl_command_becomes_the_request_and_can_be_taken_back() -> Result<()> {
    let stage = Stage::set("composer_curl").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    window.fill("target", "/api/mine").await?;
    let url = format!("{}/api/echo?a=1%202", stage.api.url());
    let command = format!(
        "curl '{url}' \\\n  -H 'authorization: Bearer of-somebody' -b 'sid=held-back' -H 'X-Kept: yes' -k \\\n  \
         --json '{{\"it\": 1}}' | jq ."
    );
    paste_into_target(&window, &command).await?;

    let said = window.until_text("curl-pasted", "Cookie").await?;
    for part in ["authorization was left out", "-k", "Only the first command"] {
        assert!(said.contains(part), "{said}");
    }
    assert!(!said.contains("held-back"), "{said}");
    assert_eq!(window.value("target").await?, "/api/echo?a=1%202");
    assert_eq!(window.value("method").await?, "POST");
    assert_eq!(window.value("body-content").await?, "{\"it\": 1}");
    window.click("tab-headers").await?;
    assert_eq!(window.value("headers-0-name").await?, "X-Kept");
    assert_eq!(window.count("headers-2-remove").await?, 0);

    // The credential goes into the request, and so onto the disk, when the user says so.
    window.click("curl-take-held").await?;
    assert_eq!(window.value("headers-2-value").await?, "sid=held-back");
    assert_eq!(console.send().await?.status, "200 OK");

    // One step back is the request without it, another the one that was there before.
    window.click("tab-headers").await?;
    window.press(&[Key::Control.into(), 'z']).await?;
    window.until_gone("[data-testid='headers-2-remove']").await?;
    window.press(&[Key::Control.into(), 'z']).await?;
    window
        .until("the request of before", async || {
            Ok((window.value("target").await? == "/api/mine").then_some(()))
        })
        .await?;

    // What cannot be read is said where it was pasted, and changes nothing.
    paste_into_target(&window, "curl 'https://a.example").await?;
    window.until_text("error-target", "quote").await?;
    assert_eq!(window.value("target").await?, "/api/mine");
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_shown_instead_of_followed_where_the_user_wants_that() -> Result<()> {
    let stage = Stage::set("composer_redirects").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    let target = "/api/redirect?to=/api/me&status=302";
    assert_eq!(console.call("GET", target).await?.status, "200 OK");
    window.click("tab-settings").await?;
    window.click("redirects").await?;
    assert_eq!(console.send().await?.status, "302 Found");
    stage.end(window).await
}

/// JSON has its colours while it is typed, a new line begins where the last one did, and what is wrong is a click away.
#[tokio::test(flavor = "multi_thread")]
async fn json_is_written_with_colours_indentation_and_a_way_to_its_errors() -> Result<()> {
    let stage = Stage::set("composer_json").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.edit("POST", "/api/echo").await?;
    window.click("tab-body").await?;
    window.click("body-json").await?;
    window.click("body-content").await?;
    window.enter("{").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.enter("\"a\": [").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.enter("1, x").await?;
    window
        .until_value("body-content", "{\n  \"a\": [\n    1, x")
        .await?;
    let drawn = "return [...document.querySelectorAll('.json-layer .code-line')].map(it => it.textContent).join('\\n')";
    window
        .until("the same text in colours", async || {
            let text: String = window.script(drawn, &[]).await?;
            Ok((text == "{\n  \"a\": [\n    1, x").then_some(()))
        })
        .await?;
    assert!(window.shows(".json-layer .json-key").await?);
    assert!(window.shows(".json-layer .json-number").await?);

    window.until_text("json-note", "line 3, column 8").await?;
    window.press(&[Key::Control.into(), Key::Home.into()]).await?;
    window.click("json-go-to").await?;
    window.until_focused("body-content").await?;
    window.enter("2").await?;
    window.enter("]}").await?;
    window
        .until_value("body-content", "{\n  \"a\": [\n    1, 2]}")
        .await?;
    window.until_gone("[data-testid='json-note']").await?;
    // What was inserted is undone as what was typed.
    window.press(&[Key::Control.into(), 'z']).await?;
    window
        .until("a step back", async || {
            Ok((window.value("body-content").await? != "{\n  \"a\": [\n    1, 2]}").then_some(()))
        })
        .await?;
    window.fill("body-content", "[1]").await?;
    console.send().await?;

    // Thousands of lines: only those in sight are drawn, and they are the right ones.
    let long = format!("[\n{}\n  0\n]", vec!["  \"line\","; 5_000].join("\n"));
    let filled = "const area = document.querySelector(\"[data-testid='body-content']\"); area.value = arguments[0]; \
                  area.dispatchEvent(new InputEvent('input', {bubbles: true})); area.scrollTop = area.scrollHeight";
    window.script::<()>(filled, &[long.into()]).await?;
    window
        .until("the last lines to be drawn", async || {
            let text: String = window.script(drawn, &[]).await?;
            let few = text.lines().count() < 200;
            Ok((few && text.ends_with("\n  0\n]")).then_some(()))
        })
        .await?;
    stage.end(window).await
}

/// A field that has grown with the window draws all lines that are in sight now.
#[tokio::test(flavor = "multi_thread")]
async fn json_is_drawn_as_far_as_a_field_that_grew_shows_it() -> Result<()> {
    let stage = Stage::set("composer_json_grown").await?;
    let window = stage.open_signed_in().await?;
    Console::shown(&window).await?;
    window.resize(800, 600).await?;
    window.click("tab-body").await?;
    window.click("body-json").await?;
    let long = format!("[\n{}\n  0\n]", vec!["  \"line\","; 200].join("\n"));
    let filled = "const area = document.querySelector(\"[data-testid='body-content']\"); area.value = arguments[0]; \
                  area.dispatchEvent(new InputEvent('input', {bubbles: true}))";
    window.script::<()>(filled, &[long.into()]).await?;
    let lines = "const [drawn, area] = ['.json-layer .code-line', '.json-area textarea'].map(it => [...document.querySelectorAll(it)]); \
                 return [drawn.length, Math.ceil(area[0].clientHeight / 20)]";
    let (_, seen_before): (usize, usize) = window.script(lines, &[]).await?;
    window.resize(1280, 900).await?;
    for _ in 0..5 {
        window.press(&[Key::Control.into(), '-']).await?;
    }
    window
        .until("every line in sight to be drawn", async || {
            let (drawn, seen): (usize, usize) = window.script(lines, &[]).await?;
            Ok((seen > seen_before + 8 && drawn >= seen).then_some(()))
        })
        .await?;
    stage.end(window).await
}

/// Paths of before and header fields are offered while one types, chosen with the arrows, and never in the way of Enter.
#[tokio::test(flavor = "multi_thread")]
async fn paths_and_header_fields_are_completed_by_keyboard_alone() -> Result<()> {
    let stage = Stage::set("composer_completed").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(
        console.call("GET", "/api/echo?sent=before").await?.status,
        "200 OK"
    );

    window.click("target").await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.enter("echo").await?;
    window.until_text("target-known", "/api/echo?sent=before").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='target-known']").await?;
    assert_eq!(window.value("target").await?, "echo", "nothing was taken");
    window.press(&[Key::Down.into()]).await?;
    window.until_shown("#target-known [aria-selected='true']").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_value("target", "/api/echo?sent=before").await?;
    assert_eq!(console.answers().await?, 1, "what is chosen is not sent yet");

    window.click("tab-headers").await?;
    window.click("headers-0-name").await?;
    window.enter("content-t").await?;
    window.press(&[Key::Down.into()]).await?;
    window.press(&[Key::Tab.into()]).await?;
    window.until_focused("headers-0-value").await?;
    assert_eq!(window.value("headers-0-name").await?, "Content-Type");
    window.press(&[Key::Down.into()]).await?;
    window
        .until_text("headers-0-value-known", "application/json")
        .await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_value("headers-0-value", "application/json").await?;
    stage.end(window).await
}

/// Files that are dropped on the window are parts of the body, each with its content; where the body is a file, one is it.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_dropped_on_the_window_are_sent() -> Result<()> {
    let stage = Stage::set("composer_dropped").await?;
    let folder = tempfile::tempdir()?;
    let files: Vec<_> = ["one.txt", "two.txt"].map(|name| folder.path().join(name)).into();
    for file in &files {
        fs::write(file, "what is in it")?;
    }
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.edit("POST", "/api/echo").await?;

    stage.desktop.drop_files(&files, (640, 300))?;
    window.until_shown("[data-testid='part-1-value']").await?;
    for (at, file) in files.iter().enumerate() {
        assert_eq!(
            window.value(&format!("part-{at}-value")).await?,
            file.display().to_string()
        );
    }
    window.fill("part-1-name", "second").await?;
    assert_eq!(console.send().await?.status, "200 OK");
    let sent = window.until_text("body-rows", "two.txt").await?;
    assert!(sent.contains("one.txt") && sent.contains("second"), "{sent}");

    // Nothing reaches the request below a dialog.
    window.press(&[Key::Control.into(), 'k']).await?;
    window.until_shown("[data-testid='palette']").await?;
    stage.desktop.drop_files(&files[..1], (640, 300))?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='palette']").await?;
    assert!(!window.shows("[data-testid='part-2-remove']").await?);

    window.click("body-file").await?;
    stage.desktop.drop_files(&files[..1], (640, 300))?;
    window
        .until_value("body-path", &files[0].display().to_string())
        .await?;
    stage.end(window).await
}
