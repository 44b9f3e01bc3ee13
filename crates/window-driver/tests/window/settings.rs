//! The settings: typed in the window, told at the field where they are wrong, used by calls, and there after a restart.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use anyhow::Result;
use fantoccini::key::Key;
use practice_api::{DEMO_USER, PASSWORD};
use window_driver::{
    Window,
    pages::{Console, SignIn},
};

use crate::{by_keyboard::tab_to, stage::Stage};

/// A server that is nowhere: only a proxy can answer for it.
const FAR: &str = "http://api.far.invalid";

async fn open_settings(window: &Window) -> Result<()> {
    window.press(&[Key::Control.into(), ',']).await?;
    window.until_shown("[data-testid='settings-save']").await
}

async fn close_settings(window: &Window) -> Result<()> {
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='settings-save']").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_and_time_outs_are_told_where_they_are_wrong_then_used_and_there_after_a_restart()
-> Result<()> {
    let mut stage = Stage::set("settings").await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    open_settings(&window).await?;
    for (field, typed, told) in [
        ("settings-connect-ms", "10 s", "100 to 86400000 ms"),
        ("settings-answer-ms", "0", "100 to 86400000 ms"),
    ] {
        window.fill(field, typed).await?;
        window.press(&[Key::Enter.into()]).await?;
        window.until_text(&format!("error-{field}"), told).await?;
        window.until_focused(field).await?;
        window.fill(field, "9000").await?;
    }
    window.choose("settings-proxy", "manual").await?;
    window
        .fill("settings-proxy-url", "http://me:hunter2@127.0.0.1:1")
        .await?;
    window.click("settings-save").await?;
    window.until_text("error-settings-proxy-url", "password").await?;
    window.until_focused("settings-proxy-url").await?;
    // The server stands for a proxy that answers by itself.
    window.fill("settings-proxy-url", stage.api.url()).await?;
    window.click("settings-save").await?;
    window.until_text("settings-saved", "Saved").await?;
    close_settings(&window).await?;

    let sign_in = SignIn::shown(&window).await?;
    sign_in.fill(FAR, DEMO_USER, PASSWORD).await?;
    window.click("allow-plain-http").await?;
    let console = sign_in.submit().await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.kill(window).await?;

    let window = stage.open().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    open_settings(&window).await?;
    window.until_value("settings-proxy", "manual").await?;
    window.until_value("settings-proxy-url", stage.api.url()).await?;
    window.until_value("settings-connect-ms", "9000").await?;
    window.until_value("settings-answer-ms", "9000").await?;
    close_settings(&window).await?;
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_certificate_is_named_by_keyboard_alone_and_nothing_of_its_files_crosses() -> Result<()> {
    let stage = Stage::set("settings-client").await?;
    let files = tempfile::tempdir()?;
    let key = files.path().join("my.key");
    let locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\naHVudGVyMg==\n-----END ENCRYPTED PRIVATE KEY-----\n";
    fs::write(&key, locked)?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    open_settings(&window).await?;
    tab_to(&window, "client-add").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_focused("client-0-host").await?;
    window.enter("https://api.example.com").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("error-client-0-host", "not a host").await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.enter("api.example.com:8443").await?;
    tab_to(&window, "client-0-certificate").await?;
    window.enter("/nowhere/my.crt").await?;
    tab_to(&window, "client-0-key").await?;
    window.enter(&key.to_string_lossy()).await?;
    window.press(&[Key::Enter.into()]).await?;
    window
        .until_text("error-client-0-certificate", "/nowhere/my.crt")
        .await?;
    window.until_focused("client-0-certificate").await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.enter(&key.to_string_lossy()).await?;
    window.press(&[Key::Enter.into()]).await?;
    window
        .until_text("error-client-0-certificate", "no certificates")
        .await?;
    tab_to(&window, "client-0-remove").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_focused("client-add").await?;
    tab_to(&window, "settings-save").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_text("settings-saved", "Saved").await?;
    close_settings(&window).await?;
    let key = ["aHVudGVyMg==".to_owned()];
    stage.end_without(window, &[], &key).await
}

/// A program by this name that writes down what it is asked for, unless it is to refuse.
fn file_manager(folder: &Path) -> Result<()> {
    let program = folder.join("xdg-open");
    let place = folder.display();
    let script = format!("#!/bin/sh\n[ -e {place}/refuse ] && exit 4\nprintf %s \"$1\" > {place}/opened\n");
    fs::write(&program, script)?;
    Ok(fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_folder_is_shown_in_the_file_manager_and_its_path_copied() -> Result<()> {
    let stage = Stage::set("settings-folder").await?;
    let programs = tempfile::tempdir()?;
    file_manager(programs.path())?;
    let refuse = programs.path().join("refuse");
    fs::write(&refuse, "")?;
    let path = std::env::var("PATH").unwrap_or_default();
    let app = stage.app();
    let app = app.environment("PATH", format!("{}:{path}", programs.path().display()));
    let window = app.open(&stage.desktop).await?;
    SignIn::shown(&window).await?;
    open_settings(&window).await?;
    let shown = window.text("settings-folder").await?;
    assert_eq!(Path::new(&shown).canonicalize()?, stage.data().canonicalize()?);
    window.click("settings-folder-open").await?;
    window.until_text("error-settings-folder", "xdg-open").await?;
    fs::remove_file(&refuse)?;
    window.click("settings-folder-open").await?;
    let opened = programs.path().join("opened");
    window
        .until("the folder to be opened", async || {
            Ok(fs::read_to_string(&opened).ok().filter(|path| *path == shown))
        })
        .await?;
    window.until_gone("[data-testid='error-settings-folder']").await?;
    window.click("settings-folder-copy").await?;
    window.until_focused("settings-folder-copy").await?;
    // What is on the clipboard is read by putting it into a field.
    window.fill("settings-ca-file", "x").await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.press(&[Key::Control.into(), 'v']).await?;
    window.until_value("settings-ca-file", &shown).await?;
    close_settings(&window).await?;
    stage.end(window).await
}
