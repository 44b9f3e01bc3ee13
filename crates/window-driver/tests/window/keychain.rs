//! A keychain of the system: what it seals, and what the app does when it is locked.

use anyhow::{Result, ensure};
use practice_api::{DEMO_USER, PASSWORD};
use window_driver::{
    App,
    pages::{Console, SignIn},
};

use crate::stage::{Stage, files_with};

/// The app as it is where there is a keychain.
fn app(stage: &Stage) -> App {
    stage.app().without("LATCHKEY_KEYCHAIN")
}

/// What a locked keychain holds back is neither lost nor asked for in vain: the next start with an open one is signed in.
#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keychain_costs_no_session() -> Result<()> {
    let (mut stage, home) = (Stage::set("keychain").await?, tempfile::tempdir()?);
    let open = stage.desktop.keychain(home.path()).await?;
    let window = app(&stage).open(&stage.desktop).await?;
    let console = stage.sign_in(&window).await?;
    ensure!(console.call("GET", "/api/me").await?.status == "200 OK");
    console.menu("open-session").await?;
    window.until_text("kept-where", "system's keychain holds").await?;
    window.click("session-panel-close").await?;
    stage.kill(window).await?;
    let tokens = stage.api.issued_tokens();
    ensure!(
        files_with(stage.data(), &tokens)?.is_empty(),
        "a token is not sealed"
    );
    ensure!(
        files_with(home.path(), &tokens)?.is_empty(),
        "the keychain has a token"
    );

    drop(open);
    let locked = stage.desktop.locked_keychain(home.path()).await?;
    let window = app(&stage).open(&stage.desktop).await?;
    let reason = SignIn::shown(&window).await?.reason().await?;
    ensure!(
        reason.contains("did not give its key") && reason.contains("Nothing was deleted"),
        "{reason}"
    );
    stage.kill(window).await?;

    drop(locked);
    let _open = stage.desktop.keychain(home.path()).await?;
    let window = app(&stage).open(&stage.desktop).await?;
    let console = Console::shown(&window).await?;
    ensure!(console.call("GET", "/api/me").await?.status == "200 OK");
    ensure!(stage.api.stats().sign_ins == 1, "nobody had to sign in again");
    stage.end(window).await
}

/// Who signs in while the keychain is locked works, and is told that a restart will not be signed in.
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_beside_a_locked_keychain_works_and_says_that_it_is_not_kept() -> Result<()> {
    let (mut stage, home) = (Stage::set("keychain_locked").await?, tempfile::tempdir()?);
    // A keychain is made by opening it for the first time.
    drop(stage.desktop.keychain(home.path()).await?);
    let _locked = stage.desktop.locked_keychain(home.path()).await?;
    let window = app(&stage).open(&stage.desktop).await?;
    let sign_in = SignIn::shown(&window).await?;
    let console = sign_in
        .fill(stage.api.url(), DEMO_USER, PASSWORD)
        .await?
        .submit()
        .await?;
    ensure!(console.call("GET", "/api/me").await?.status == "200 OK");
    window.until_shown("[data-testid='storage-warning']").await?;
    stage.kill(window).await?;
    let tokens = stage.api.issued_tokens();
    ensure!(
        files_with(stage.data(), &tokens)?.is_empty(),
        "a token is not sealed"
    );
    let window = app(&stage).open(&stage.desktop).await?;
    SignIn::shown(&window).await?;
    stage.end(window).await
}
