//! Saved requests are run one after the other, and each result is seen as it comes.

use std::fs;

use anyhow::Result;
use fantoccini::key::Key;
use tempfile::TempDir;
use window_driver::{
    Window,
    pages::{Console, SignIn},
};

use crate::stage::Stage;

/// Their places, and what is in them after the name.
const REQUESTS: [(&str, &str); 6] = [
    (
        "1 Make a note",
        "method = 'POST'\ntarget = '/api/notes'\n[body]\nkind = 'json'\ntext = '{\"title\": \"{{title}}\"}'\n\
         [[checks]]\nstatus = 201\n[[take]]\nvariable = 'id'\njson = '$.id'\n",
    ),
    (
        "2 Read it",
        "method = 'GET'\ntarget = '/api/notes/:id'\n[[path]]\nname = 'id'\nvalue = '{{id}}'\n\
         [[checks]]\njson = '$.title'\nequals = '{{title}}'\n",
    ),
    (
        "3 Look for more",
        "method = 'GET'\ntarget = '/api/me'\n[[checks]]\njson = '$.email'\nequals = 'nobody'\n",
    ),
    (
        "4 Say the word",
        "method = 'GET'\ntarget = '/api/echo?word={{word}}'\n",
    ),
    ("slow/1 Wait", "method = 'GET'\ntarget = '/api/slow?ms=60000'\n"),
    ("slow/2 Who am I", "method = 'GET'\ntarget = '/api/me'\n"),
];

/// A folder with them, whose environment is chosen in the window.
pub(crate) fn collection(requests: &[(&str, &str)]) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    for (place, text) in requests {
        let path = folder.path().join(format!("{place}.request.toml"));
        fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
        let name = place.rsplit('/').next().unwrap_or_default();
        fs::write(path, format!("name = '{name}'\n{text}"))?;
    }
    fs::write(folder.path().join("folder.toml"), "name = 'Team'\n")?;
    fs::create_dir(folder.path().join("environments"))?;
    let environment = "name = 'Staging'\nsecrets = ['word']\n[variables]\ntitle = 'Milk & honey'\n";
    fs::write(
        folder.path().join("environments/staging.environment.toml"),
        environment,
    )?;
    Ok(folder)
}

/// How each request stands.
async fn marks(window: &Window) -> Result<Vec<String>> {
    const MARKS: &str =
        "return [...document.querySelectorAll('[data-testid=run-line]')].map(it => it.dataset.mark)";
    window.script(MARKS, &[]).await
}

/// Waits until the run is over.
async fn until_over(window: &Window, total: &str) -> Result<Vec<String>> {
    window.until_text("run-state", total).await?;
    marks(window).await
}

/// Opens the dialog for the folder of this name, by its menu.
async fn plan_folder(window: &Window, name: &str) -> Result<()> {
    const FOCUS: &str = "const line = [...document.querySelectorAll('[data-testid=saved-folder]')]\
        .find(it => it.innerText.includes(arguments[0])); line?.focus(); return Boolean(line)";
    window
        .until(name, async || {
            let found: bool = window.script(FOCUS, &[name.into()]).await?;
            Ok(found.then_some(()))
        })
        .await?;
    window.click("saved-line-menu").await?;
    window.click("saved-run-folder").await?;
    window.until_shown("[data-testid='run-start']").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_shows_what_it_sends_and_what_came_of_each() -> Result<()> {
    const SECRET: &str = "correct horse&battery";
    let (stage, folder) = (Stage::set("runs").await?, collection(&REQUESTS[..4])?);
    let window = stage.open_with(folder.path()).await?;
    window
        .choose("environment", "environments/staging.environment.toml")
        .await?;
    window.click("environment-edit").await?;
    window.until_value("environment-name", "Staging").await?;
    window.fill("variable-1-value", SECRET).await?;
    window.click("environment-save").await?;
    window.until_gone("[data-testid='environment-dialog']").await?;

    window.click("saved-menu").await?;
    window.click("saved-run").await?;
    window.until_text("run-state", "4 requests").await?;
    assert_eq!(
        window.value("run-environment").await?,
        "environments/staging.environment.toml"
    );
    let planned = window.text("run-lines").await?;
    let places: Vec<_> = REQUESTS[..4].iter().map(|(name, _)| planned.find(name)).collect();
    assert!(places.is_sorted() && places[0].is_some(), "{planned}");
    assert_eq!(marks(&window).await?, ["waits"; 4]);

    window.click("run-start").await?;
    let ended = until_over(&window, "3 passed, 1 failed, 0 in error, 0 not sent").await?;
    assert_eq!(ended, ["passed", "passed", "failed", "passed"]);
    let lines = window.text("run-lines").await?;
    assert!(lines.contains("$.email equals \"nobody\": found \""), "{lines}");
    assert!(lines.contains("201 · "), "{lines}");

    // What came of it leaves as a file, without the secret that was sent.
    let out = tempfile::tempdir()?;
    for (format, wanted) in [("junit", "<testsuite "), ("json", "\"result\"")] {
        let file = out.path().join(format);
        window.click(&format!("run-save-{format}")).await?;
        stage.desktop.answer_dialog(&file).await?;
        window
            .until_text("run-saved", &file.display().to_string())
            .await?;
        let report = fs::read_to_string(&file)?;
        for part in [wanted, "3 Look for more", "$.email"] {
            assert!(report.contains(part), "{part}: {report}");
        }
        assert!(!report.contains("battery"), "{report}");
    }

    // Again, and only up to the first that does not pass; without the environment that is the first.
    window.choose("run-environment", "").await?;
    window.click("run-bail").await?;
    window.click("run-start").await?;
    let ended = until_over(&window, "0 passed, 0 failed, 1 in error, 3 not sent").await?;
    assert_eq!(ended, ["error", "unsent", "unsent", "unsent"]);
    window.until_text("run-why", "did not pass").await?;
    window.until_text("run-lines", "no value for title").await?;

    // A request is opened from there.
    window.click("run-open").await?;
    window.until_gone("[data-testid='run']").await?;
    window.until_value("target", "/api/notes").await?;
    for message in window.ipc_record().await?.messages() {
        let hears = !message.starts_with('>') && message.contains("battery");
        assert!(!hears, "{message}");
    }
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_request_is_cancelled_at_once_and_what_has_come_stays() -> Result<()> {
    let (stage, folder) = (Stage::set("runs_cancelled").await?, collection(&REQUESTS[4..])?);
    let window = stage.open_with(folder.path()).await?;
    plan_folder(&window, "slow").await?;
    window.click("run-start").await?;
    window.until_text("run-state", "1 of 2: 1 Wait").await?;
    assert_eq!(marks(&window).await?, ["runs", "waits"]);
    window.click("run-cancel").await?;
    let ended = until_over(&window, "0 passed, 0 failed, 1 in error, 1 not sent").await?;
    assert_eq!(ended, ["error", "unsent"]);
    window.until_text("run-why", "You cancelled").await?;
    window.until_shown("[data-testid='run-save-junit']").await?;

    // Closed while it is under way, it ends too: the session is free for what comes.
    window.click("run-start").await?;
    window.until_shown("[data-mark='runs']").await?;
    window.click("run-close").await?;
    window.until_gone("[data-testid='run']").await?;
    let console = Console::shown(&window).await?;
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.end(window).await
}

/// The palette leads to it, Enter begins it, Esc ends first the run and then the dialog.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_needs_no_mouse() -> Result<()> {
    let (stage, folder) = (Stage::set("runs_by_keyboard").await?, collection(&REQUESTS[4..])?);
    let window = stage.open_with(folder.path()).await?;
    window.press(&[Key::Control.into(), 'k']).await?;
    window.until_focused("palette-field").await?;
    window.enter("run the saved").await?;
    window
        .until_shown("[data-testid='palette-action-run'][aria-selected=true]")
        .await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_focused("run-start").await?;
    window.press(&[Key::Enter.into()]).await?;
    window.until_focused("run-cancel").await?;
    window.until_shown("[data-mark='runs']").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_focused("run-start").await?;
    assert_eq!(marks(&window).await?, ["error", "unsent"]);
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='run']").await?;
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_ends_the_run_which_is_there_to_be_seen_after_the_next_sign_in() -> Result<()> {
    let me = "method = 'GET'\ntarget = '/api/me'\n";
    let requests = [
        ("1 Me", me),
        ("2 End", "method = 'POST'\ntarget = '/__control/revoke'\n"),
        ("3 Me again", me),
        ("4 And again", me),
    ];
    let (stage, folder) = (Stage::set("runs_session_over").await?, collection(&requests)?);
    let window = stage.open_with(folder.path()).await?;
    window.click("saved-menu").await?;
    window.click("saved-run").await?;
    window.click("run-start").await?;
    SignIn::shown(&window).await?;
    window.until_gone("[data-testid='run']").await?;
    stage.sign_in(&window).await?;
    let ended = until_over(&window, "2 passed, 0 failed, 1 in error, 1 not sent").await?;
    assert_eq!(ended, ["passed", "passed", "error", "unsent"]);
    window.until_text("run-why", "session ended").await?;
    window.click("run-start").await?;
    SignIn::shown(&window).await?;
    stage.end(window).await
}
