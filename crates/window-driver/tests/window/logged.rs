//! What is in the log, and what never is.

use std::{fs, os::unix::fs::PermissionsExt as _};

use anyhow::Result;
use practice_api::{DEMO_USER, PASSWORD, RefreshFault};
use window_driver::pages::{Console, SignIn};

use crate::stage::{Stage, files_with};

const WRONG_PASSWORD: &str = "wr0ng-pa55word";
const IN_QUERY: &str = "s3cret-in-the-query";
const IN_HEADER: &str = "s3cret-in-a-header";
const IN_BODY: &str = "s3cret-in-the-body";

/// At the finest level, over everything that handles a secret: neither the log nor what the app prints has one.
#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_log_at_any_level() -> Result<()> {
    let mut stage = Stage::set("log_secrets").await?;
    let app = stage.app().environment("LATCHKEY_LOG", "trace");
    let window = app.open(&stage.desktop).await?;
    let sign_in = SignIn::shown(&window).await?;
    sign_in.fill(stage.api.url(), DEMO_USER, WRONG_PASSWORD).await?;
    sign_in.refused("password").await?;
    window.fill("password", PASSWORD).await?;
    let console = sign_in.submit().await?;

    console
        .edit("POST", &format!("/api/notes?key={IN_QUERY}"))
        .await?;
    window.click("tab-headers").await?;
    window.fill("headers-0-name", "X-Api-Key").await?;
    window.fill("headers-0-value", IN_HEADER).await?;
    window.click("tab-body").await?;
    window.click("body-json").await?;
    window
        .fill("body-content", &format!("{{\"title\": \"{IN_BODY}\"}}"))
        .await?;
    console.send().await?;
    stage.api.expire_access_tokens();
    console.send().await?;
    // A refresh that fails, which the session outlives for a while, and one that ends it.
    stage.api.expire_access_tokens();
    stage.api.set_refresh_fault(Some(RefreshFault::Html));
    window.click("send").await?;
    window.until_shown("[data-testid='answer-failure']").await?;
    stage.api.set_refresh_fault(None);
    stage.api.revoke_refresh_tokens();
    window
        .until("the end of the session", async || {
            if window.shows("[data-testid='sign-in-view']").await? {
                return Ok(Some(()));
            }
            // The session may end between the look and the click, and the button with it.
            window.click_if_there("send").await?;
            Ok(None)
        })
        .await?;
    let printed = window.printed()?;
    stage.kill(window).await?;

    let folder = stage.data().join("logs");
    let log = fs::read_to_string(folder.join("latchkey.log"))?;
    for expected in [
        "Latchkey begins",
        "a session has these tokens now",
        "outcome=\"renewed\"",
        "a call was answered",
        "a session ended",
        "RefreshRefused",
    ] {
        assert!(log.contains(expected), "«{expected}» is missing in\n{log}");
    }
    let mut secrets = stage.api.issued_tokens();
    assert!(secrets.len() >= 4, "tokens were issued");
    // The right password is the app's own name, and so in every other line.
    secrets.extend([WRONG_PASSWORD, IN_QUERY, IN_HEADER, IN_BODY, DEMO_USER].map(str::to_owned));
    assert_eq!(files_with(&folder, &secrets)?, Vec::<String>::new());
    for secret in &secrets {
        assert!(!printed.contains(secret.as_str()), "printed: {secret}");
    }
    // Those that carry requests out tell of headers and bytes at this level. They are not heard.
    for foreign in ["hyper", "reqwest", "rustls", "h2::", "Bearer"] {
        assert!(!log.contains(foreign), "{foreign}\n{log}");
    }
    let mode = |path| fs::metadata(path).map(|about| about.permissions().mode() & 0o777);
    assert_eq!(mode(folder.join("latchkey.log"))?, 0o600);
    assert_eq!(mode(folder)?, 0o700);
    Ok(())
}

/// As a rule the log tells of sessions and refreshes, not of every call.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_of_sessions_and_refreshes_over_restarts() -> Result<()> {
    let mut stage = Stage::set("log_usual").await?;
    let window = stage.open_signed_in().await?;
    let console = Console::shown(&window).await?;
    stage.api.expire_access_tokens();
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.kill(window).await?;
    let window = stage.open().await?;
    Console::shown(&window).await?;
    let log = fs::read_to_string(stage.data().join("logs/latchkey.log"))?;
    assert_eq!(log.matches("Latchkey begins").count(), 2, "{log}");
    assert_eq!(log.matches("a refresh is over").count(), 1, "{log}");
    assert!(log.contains("by_a_call=true"), "{log}");
    assert!(!log.contains("a call was answered"), "{log}");
    stage.end(window).await
}
