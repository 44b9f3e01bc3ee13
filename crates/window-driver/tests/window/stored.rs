//! What is on disk when the app starts.

use std::{fs, path::Path};

use anyhow::{Result, ensure};
use practice_api::RefreshFault;
use window_driver::pages::{Console, SignIn};

use crate::stage::{Stage, files_with};

const GARBAGE: &str = "{\"this is\": \"no session";

/// A session that cannot be read: the sign-in view says so, and the file is kept aside, not thrown away.
#[tokio::test(flavor = "multi_thread")]
async fn a_corrupt_session_leads_to_the_sign_in_view_with_the_reason() -> Result<()> {
    let mut stage = Stage::set("corrupt").await?;
    let window = stage.open_signed_in().await?;
    stage.kill(window).await?;
    spoil(stage.data(), &stage.api.issued_tokens())?;

    let window = stage.open().await?;
    let sign_in = SignIn::shown(&window).await?;
    let reason = sign_in.reason().await?;
    assert!(reason.contains("could not be read"), "{reason}");
    assert!(
        !files_with(stage.data(), &[GARBAGE.to_owned()])?.is_empty(),
        "the bad file is kept aside"
    );

    // Signing in works, and the next start is as if nothing had happened.
    stage.sign_in(&window).await?;
    stage.kill(window).await?;
    let window = stage.open().await?;
    Console::shown(&window).await?;
    stage.end(window).await
}

/// Puts garbage into every file that holds a session.
fn spoil(data: &Path, tokens: &[String]) -> Result<()> {
    let files = files_with(data, tokens)?;
    ensure!(!files.is_empty(), "no file holds the session");
    files.iter().try_for_each(|file| Ok(fs::write(file, GARBAGE)?))
}

/// A first instance that hangs: the second start says so and ends, and the first goes on where it was.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_does_not_wait_for_a_first_that_hangs() -> Result<()> {
    let stage = Stage::set("second_start_hangs").await?;
    let window = stage.open_signed_in().await?;
    window.halt_app()?;
    let (second, said) = stage.app().run_to_end_saying(&stage.desktop).await?;
    window.let_app_go_on()?;
    assert_eq!(second.code(), Some(3), "{said}");
    assert!(said.contains("does not answer"), "{said}");
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.end(window).await
}

/// A second start finds the first, which shows its window, and ends at once: before it has anything to do with the
/// display, whose libraries' threads must not run while the process ends.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_ends_at_once_and_leaves_the_first_alone() -> Result<()> {
    let stage = Stage::set("second_start").await?;
    let window = stage.open_signed_in().await?;
    let second = stage.app().environment("DISPLAY", ":of-nobody");
    let (second, said) = second.run_to_end_saying(&stage.desktop).await?;
    assert!(second.success(), "{second}: {said}");
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    assert_eq!(stage.api.stats().sign_ins, 1);
    stage.end(window).await
}

/// As over ssh: there is nobody to see a window, but somebody to read why there is none.
#[tokio::test(flavor = "multi_thread")]
async fn a_start_without_a_display_says_so() -> Result<()> {
    let stage = Stage::set("no_display").await?;
    let start = stage.app().environment("DISPLAY", ":of-nobody");
    let (status, said) = start.run_to_end_saying(&stage.desktop).await?;
    assert_eq!(status.code(), Some(2), "{said}");
    assert!(
        said.contains("no display") && !said.contains("panicked"),
        "{said}"
    );
    Ok(())
}

/// The window is closed while the server's answer with the new pair is on its way: the app waits for it, unseen.
#[tokio::test(flavor = "multi_thread")]
async fn a_window_closed_during_a_refresh_costs_no_session() -> Result<()> {
    let stage = Stage::set("closed_in_refresh").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    console.edit("GET", "/api/me").await?;
    stage.api.expire_access_tokens();
    stage.api.set_refresh_fault(Some(RefreshFault::Hold));
    window.click("send").await?;
    let rotated = async || Ok((stage.api.stats().refreshes == 1).then_some(()));
    window.until("the server to rotate the pair", rotated).await?;

    stage.desktop.close_window()?;
    let closed = async || Ok(stage.desktop.close_window().is_err().then_some(()));
    window.until("the window to be gone", closed).await?;
    ensure!(window.is_app_there(), "it did not wait for the pair");
    stage.api.set_refresh_fault(None);
    let ended = async || Ok((!window.is_app_there()).then_some(()));
    window.until("the app to end", ended).await?;
    drop(window);

    let window = stage.open().await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    let stats = stage.api.stats();
    assert_eq!((stats.sign_ins, stats.refreshes), (1, 1));
    stage.end(window).await
}
