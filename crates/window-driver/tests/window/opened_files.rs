//! A profile's file is opened in the editor; nothing of it is saved or used before the user says so.

use std::{fs, os::unix::fs::symlink, path::Path, process::Command};

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use latchkey_ipc::profiles::Kind;
use practice_api::{DEMO_USER, Dialect, PASSWORD};
use window_driver::pages::{Console, SignIn};

use crate::{
    opened_links::{open_in, refused},
    stage::Stage,
};

/// A profile's file, with these lines added.
fn file(folder: &Path, name: &str, base_url: &str, more: &str) -> Result<String> {
    let description = Kind::SimpleJwt.description("team", "Team API", base_url);
    let path = folder.join(name);
    fs::write(&path, latchkey_profile::file::write(&description) + more)?;
    Ok(path.display().to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_at_the_start_is_in_the_editor_and_nothing_of_it_is_used_before_a_yes() -> Result<()> {
    let stage = Stage::set_as(Dialect::SimpleJwt { rotate: true }, "file_at_start").await?;
    let folder = tempfile::tempdir()?;
    let tls = "\n[tls]\nca_file = \"/etc/passwd\"\nclient_certificate_file = \"/etc/shadow\"\n";
    let path = file(folder.path(), "team.latchkey", stage.api.url(), tls)?;
    let window = stage.app().argument(&path).open(&stage.desktop).await?;
    window.until_text("profile-from-file", &path).await?;
    assert_eq!(window.value("base_url").await?, stage.api.url());

    // Named files are shown, and left out.
    let paths = window.text("profile-paths").await?;
    assert!(
        paths.contains("/etc/passwd") && paths.contains("/etc/shadow"),
        "{paths}"
    );
    assert_eq!(window.count("profile-reads").await?, 0);
    window.click("tab-profile-text").await?;
    let text = window.value("profile-text").await?;
    assert!(text.contains("Team API") && !text.contains("/etc/"), "{text}");
    window.click("tab-profile-fields").await?;

    // A yes to one puts that one in; and it can be taken out again.
    window.click("use-tls.ca_file").await?;
    window.until_text("profile-reads", "/etc/passwd").await?;
    assert!(!window.text("profile-paths").await?.contains("/etc/passwd"));
    window.click("group-tls").await?;
    assert_eq!(window.value("tls.ca_file").await?, "/etc/passwd");
    assert_eq!(window.value("tls.client_certificate_file").await?, "");
    window.click("tls.ca_file").await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.press(&[Key::Delete.into()]).await?;
    window.until_gone("[data-testid='profile-reads']").await?;

    let saved = stage.data().join("profiles/team.toml");
    let stats = stage.api.stats();
    assert!(!saved.exists(), "nothing is saved yet");
    assert_eq!((stats.sign_ins, stats.refused_sign_ins, stats.calls), (0, 0, 0));

    window.click("profile-save-sign-in").await?;
    let sign_in = SignIn::shown(&window).await?;
    ensure!(saved.exists(), "it was not saved");
    sign_in.fill_user(DEMO_USER, PASSWORD).await?.submit().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_files_are_refused_and_a_profile_that_is_being_edited_stays() -> Result<()> {
    let stage = Stage::set("file_hostile").await?;
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let window = stage.open_signed_in().await?;

    fs::write(at("huge.latchkey"), vec![b'#'; 5 * 1024 * 1024])?;
    fs::write(at("binary.latchkey"), b"\x7fELF\xff\xfe\0\0")?;
    fs::write(
        at("broken.latchkey"),
        "id = \"<img src=x onerror='window.hit=1'>\"\nbase_url = 7\n",
    )?;
    symlink("/dev/zero", at("device.latchkey"))?;
    symlink("nowhere", at("dangling.latchkey"))?;
    fs::create_dir(at("folder.latchkey"))?;
    ensure!(
        Command::new("mkfifo")
            .arg(at("pipe.latchkey"))
            .status()?
            .success()
    );
    for (name, reason) in [
        ("huge", "too large"),
        ("binary", "not text"),
        ("broken", "not a profile"),
        ("device", "not a regular file"),
        ("dangling", "cannot be read"),
        ("folder", "not a regular file"),
        ("pipe", "not a regular file"),
        ("missing", "cannot be read"),
    ] {
        let path = at(&format!("{name}.latchkey")).display().to_string();
        open_in(&stage, &path).await?;
        let text = refused(&window).await?;
        assert!(text.contains(reason) && text.contains(&path), "{name}: {text}");
    }
    assert_eq!(
        window
            .script::<Option<u32>>("return window.hit ?? null", &[])
            .await?,
        None
    );

    // By its URL, as file managers name it. Where tokens would go is said.
    let foreign = "\n[tls]\nverify = false\n";
    let path = file(folder.path(), "a b.latchkey", stage.api.url(), foreign)?;
    let text = fs::read_to_string(&path)?.replace("/api/token/refresh/", "https://evil.example/refresh");
    fs::write(&path, text)?;
    open_in(&stage, &format!("file://{}", path.replace(' ', "%20"))).await?;
    window.until_text("profile-from-file", "a b.latchkey").await?;
    window
        .until_text("profile-elsewhere", "https://evil.example")
        .await?;
    window.until_shown("[data-testid='profile-unchecked']").await?;

    // Another one does not take the place of this without a yes.
    window.fill("name", "Mine").await?;
    let other = file(folder.path(), "other.latchkey", "https://other.example", "")?;
    open_in(&stage, &other).await?;
    window.until_text("opened-over", "other.latchkey").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='opened-over']").await?;
    assert_eq!(window.value("name").await?, "Mine");
    open_in(&stage, &other).await?;
    window.click("opened-over-yes").await?;
    window.until_text("profile-from-file", "other.latchkey").await?;
    assert_eq!(window.value("base_url").await?, "https://other.example");

    // A link is offered here too, and the profile stays.
    open_in(&stage, "latchkey://request?url=/api/me").await?;
    window.until_text("offered-target", "/api/me").await?;
    window.click("offered-open").await?;
    window.until_gone("[data-testid='offered']").await?;
    assert_eq!(window.value("base_url").await?, "https://other.example");
    window.click("profile-back").await?;
    window.click("leave-profile-yes").await?;
    Console::shown(&window).await?;
    window.until_text("from-link", "/api/me").await?;
    assert!(!stage.data().join("profiles").exists(), "nothing was saved");
    let stats = stage.api.stats();
    assert_eq!((stats.sign_ins, stats.refused_sign_ins, stats.calls), (1, 0, 0));
    stage.end(window).await
}
