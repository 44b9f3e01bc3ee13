//! The calls that were made: listed by day, found, opened again after a restart, taken away; and what never lies on disk.

use std::fs;

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use window_driver::{Window, pages::Console};

use crate::stage::Stage;

const FILE: &str = "history.jsonl";

/// The texts of all that is listed.
async fn listed(window: &Window) -> Result<Vec<String>> {
    const ITEMS: &str = "return [...document.querySelectorAll(\"[data-testid='history-item'] .side-text\")] \
        .map(item => item.innerText)";
    window.script(ITEMS, &[]).await
}

/// Waits until these are listed.
async fn until_listed(window: &Window, expected: &[&str]) -> Result<()> {
    let look = async || Ok((listed(window).await? == expected).then_some(()));
    window
        .until(&format!("the history to list {expected:?}"), look)
        .await
}

/// Waits until the file holds a text, or holds it no more.
async fn until_file(stage: &Stage, window: &Window, part: &str, there: bool) -> Result<()> {
    let path = stage.data().join(FILE);
    let look = async || {
        let text = fs::read_to_string(&path).unwrap_or_default();
        Ok((text.contains(part) == there).then_some(()))
    };
    window.until(&format!("«{part}» in {FILE}: {there}"), look).await
}

async fn open_settings(window: &Window) -> Result<()> {
    window.press(&[Key::Control.into(), ',']).await?;
    window.until_shown("[data-testid='settings-history']").await
}

async fn close_settings(window: &Window) -> Result<()> {
    window.click("settings-close").await?;
    window.until_gone("[data-testid='settings']").await
}

/// Whether a box of the settings is ticked.
async fn is_ticked(window: &Window, id: &str) -> Result<bool> {
    const TICKED: &str = "return document.querySelector(arguments[0]).checked";
    window
        .script(TICKED, &[format!("[data-testid='{id}']").into()])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_is_there_after_a_restart_to_search_and_to_open_again() -> Result<()> {
    let mut stage = Stage::set("history_restart").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    let targets = [
        "/api/me",
        "/api/notes?limit=2",
        "/api/status/404",
        "/api/notes?limit=3",
    ];
    for target in targets {
        console.call("GET", target).await?;
    }
    console.call("DELETE", "/api/notes/999").await?;
    console.call("GET", "/api/me?last").await?;
    until_file(&stage, &window, "/api/me?last", true).await?;
    stage.kill(window).await?;

    let window = stage.open().await?;
    Console::shown(&window).await?;
    let all = [
        "/api/me?last",
        "/api/notes/999",
        "/api/notes?limit=3",
        "/api/status/404",
        "/api/notes?limit=2",
        "/api/me",
    ];
    until_listed(&window, &all).await?;
    assert_eq!(window.count("history-item").await?, 6);
    window.until_text("history", "Today").await?;
    for (typed, found) in [
        ("404", &["/api/notes/999", "/api/status/404"][..]),
        ("delete", &["/api/notes/999"]),
        ("get notes", &["/api/notes?limit=3", "/api/notes?limit=2"]),
    ] {
        window.fill("history-filter", typed).await?;
        until_listed(&window, found).await?;
    }
    window.fill("history-filter", "nothing like it").await?;
    window.until_text("history", "Nothing fits.").await?;
    window.fill("history-filter", "limit=2").await?;
    until_listed(&window, &["/api/notes?limit=2"]).await?;
    window.click("history-item").await?;
    window.until_value("target", "/api/notes?limit=2").await?;

    // By keyboard one of them goes, for good.
    window
        .script::<()>(
            "document.querySelector(\"[data-testid='history-item']\").focus()",
            &[],
        )
        .await?;
    window.press(&[Key::Delete.into()]).await?;
    window.until_text("history", "Nothing fits.").await?;
    until_file(&stage, &window, "limit=2", false).await?;
    until_file(&stage, &window, "limit=3", true).await?;
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_is_cleared_after_a_clear_yes_alone() -> Result<()> {
    let stage = Stage::set("history_clear").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/me").await?;
    until_file(&stage, &window, "/api/me", true).await?;
    window.click("history-clear").await?;
    window.until_text("history-clearing", "One call").await?;
    window.click("history-clearing-no").await?;
    window.until_gone("[data-testid='history-clearing']").await?;
    assert_eq!(listed(&window).await?, ["/api/me"]);
    window.click("history-clear").await?;
    window.click("history-clearing-yes").await?;
    until_listed(&window, &[]).await?;
    until_file(&stage, &window, "/api/me", false).await?;
    window
        .until_text("history", "Requests you send appear here.")
        .await?;
    stage.end(window).await
}

/// What is chosen in the settings holds at once, is there after a restart, and leaves nothing behind that nobody wanted.
#[tokio::test(flavor = "multi_thread")]
async fn settings_are_saved_and_survive_a_restart_and_a_history_that_is_off_keeps_nothing() -> Result<()> {
    let mut stage = Stage::set("history_settings").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/me").await?;
    open_settings(&window).await?;
    window.until_text("settings-history-count", "One call").await?;
    assert!(is_ticked(&window, "settings-history").await?);
    assert!(!is_ticked(&window, "settings-bodies").await?);
    window.click("settings-history").await?;
    window
        .until_shown("[data-testid='settings-bodies']:disabled")
        .await?;
    window.choose("settings-proxy", "none").await?;
    window.click("settings-http2").await?;
    window.click("settings-save").await?;
    window.until_text("settings-saved", "Saved").await?;
    let http2 = is_ticked(&window, "settings-http2").await?;
    close_settings(&window).await?;
    window.until_text("history-off", "No history is kept.").await?;
    // What was kept before stays until it is cleared; what comes now is not kept.
    window.fill("target", "/api/notes?unseen").await?;
    window.click("send").await?;
    window.until_text("answer-status", "200").await?;
    window.until_text("answer-of", "unseen").await?;
    assert_eq!(listed(&window).await?, ["/api/me"]);
    stage.kill(window).await?;

    let window = stage.open().await?;
    let console = Console::shown(&window).await?;
    window.until_shown("[data-testid='history-off']").await?;
    assert_eq!(listed(&window).await?, ["/api/me"]);
    window.click("history-settings").await?;
    window.until_shown("[data-testid='settings-history']").await?;
    assert!(!is_ticked(&window, "settings-history").await?);
    assert_eq!(window.value("settings-proxy").await?, "none");
    assert_eq!(is_ticked(&window, "settings-http2").await?, http2);
    window.click("settings-history-clear").await?;
    window.click("settings-history-clearing-yes").await?;
    window.until_text("settings-history-count", "empty").await?;
    until_file(&stage, &window, "/api/", false).await?;
    window.click("settings-history").await?;
    window
        .until_shown("[data-testid='settings-bodies']:enabled")
        .await?;
    close_settings(&window).await?;
    console.call("GET", "/api/me?again").await?;
    until_listed(&window, &["/api/me?again"]).await?;
    stage.end(window).await
}

/// With bodies, request and answer are there again after a restart; what is a credential in them is not, and no token is
/// anywhere in the file.
#[tokio::test(flavor = "multi_thread")]
async fn bodies_come_back_where_they_are_wanted_and_credentials_never() -> Result<()> {
    const SECRETS: [&str; 3] = ["s3cret-in-the-query", "s3cret-in-a-header", "s3cret-in-the-body"];
    let mut stage = Stage::set("history_bodies").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    open_settings(&window).await?;
    window.click("settings-bodies").await?;
    close_settings(&window).await?;
    stage.api.expire_access_tokens();
    console
        .edit("POST", &format!("/api/echo?api_key={}", SECRETS[0]))
        .await?;
    window.click("tab-headers").await?;
    window.fill("headers-0-name", "X-Api-Key").await?;
    window.fill("headers-0-value", SECRETS[1]).await?;
    window.click("tab-body").await?;
    window.click("body-json").await?;
    let body = format!("{{\"title\": \"kept-title\", \"password\": \"{}\"}}", SECRETS[2]);
    window.fill("body-content", &body).await?;
    assert_eq!(console.send().await?.status, "200 OK");
    until_file(&stage, &window, "kept-title", true).await?;
    stage.kill(window).await?;
    let file = fs::read_to_string(stage.data().join(FILE))?;
    ensure!(file.contains("\"refreshed\":true"), "{file}");
    for secret in SECRETS
        .map(str::to_owned)
        .iter()
        .chain(&stage.api.issued_tokens())
    {
        ensure!(!file.contains(secret), "{secret} is in {file}");
    }

    // The draft that is still open is the user's own; a tab of its own has what the history kept.
    let window = stage.open().await?;
    Console::shown(&window).await?;
    window.click("history-item").await?;
    window
        .until_value("target", "/api/echo?api_key={{api_key}}")
        .await?;
    window.until_text("from-history", "From the history").await?;
    window.until_text("answer-status", "200").await?;
    window.until_text("body-rows", "kept-title").await?;
    window.click("tab-headers").await?;
    assert_eq!(window.value("headers-0-value").await?, "{{x_api_key}}");
    window.click("tab-body").await?;
    let body = window.value("body-content").await?;
    assert!(
        body.contains("kept-title") && body.contains("{{password}}"),
        "{body}"
    );
    stage.end(window).await
}

/// A file that is markup, no text at all, or far too much: it is kept aside and said, and the window shows texts.
#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_history_is_text_and_what_cannot_be_read_is_kept_and_said() -> Result<()> {
    let mut stage = Stage::set("history_hostile").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/me").await?;
    until_file(&stage, &window, "/api/me", true).await?;
    stage.kill(window).await?;
    let path = stage.data().join(FILE);
    let good = fs::read_to_string(&path)?;
    let line = good.lines().last().unwrap_or_default();
    let mut hostile = good.clone().into_bytes();
    for number in 0..1_500 {
        let target = format!("/<img src=x onerror=document.title='owned'>\u{202e}{number}");
        let entry = line.replace("/api/me", &target);
        hostile.extend_from_slice(entry.as_bytes());
        hostile.push(b'\n');
    }
    hostile.extend_from_slice(b"\xff\xfe\x00 <script>document.title='owned'</script>\n");
    fs::write(&path, &hostile)?;

    let window = stage.open().await?;
    Console::shown(&window).await?;
    window.until_text("history", "1499").await?;
    let said = window.until_text("history-problem", "could not be read").await?;
    assert!(said.contains("history.unusable-1.jsonl"), "{said}");
    assert_eq!(window.count("history-item").await?, 100);
    let title: String = window.script("return document.title", &[]).await?;
    assert!(!title.contains("owned"));
    let images: usize = window
        .script("return document.querySelectorAll('.history img').length", &[])
        .await?;
    assert_eq!(images, 0);
    assert!(
        listed(&window).await?[0].contains("202e"),
        "what turns text round is shown by its number"
    );
    window.click("history-older").await?;
    window.until_text("history", "1399").await?;
    assert_eq!(window.count("history-item").await?, 100);
    window.click("history-newest").await?;
    window.until_text("history", "1499").await?;
    assert_eq!(fs::read(stage.data().join("history.unusable-1.jsonl"))?, hostile);
    stage.end(window).await
}

/// What another tab has already is not listed a second time.
#[tokio::test(flavor = "multi_thread")]
async fn the_palette_lists_what_is_open_once() -> Result<()> {
    let stage = Stage::set("history_palette").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/me?sent").await?;
    console.call("GET", "/api/me?other").await?;
    window.press(&[Key::Control.into(), 't']).await?;
    window.until_value("target", "/").await?;
    window.press(&[Key::Control.into(), 'k']).await?;
    window.until_focused("palette-field").await?;
    window.enter("api/me?").await?;
    window.until_text("palette", "/api/me?sent").await?;
    let options: Vec<String> = window
        .script(
            "return [...document.querySelectorAll('[role=option] .palette-label')].map(it => it.innerText)",
            &[],
        )
        .await?;
    let of = |target: &str| options.iter().filter(|it| it.contains(target)).count();
    assert_eq!((of("/api/me?sent"), of("/api/me?other")), (1, 1), "{options:?}");
    stage.end(window).await
}
