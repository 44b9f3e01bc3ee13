//! A newer version is found, fetched, verified and put in this one's place, or refused; the user decides when.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use latchkey_ipc::{Nothing, StateOfUpdate, UpdateView};
use release_server::{Fault, NEXT_VERSION, Publisher, Release, ReleaseServer};
use serde_json::{Value, json};
use tempfile::TempDir;
use window_driver::{
    App, Window, folders,
    pages::{Console, SignIn, Updates},
};

use crate::{by_keyboard::tab_to, drafts::until_kept, stage::Stage};

/// The stage of the other tests, with a release server and an app that runs from a file of its own.
struct Shelf {
    stage: Stage,
    server: ReleaseServer,
    publisher: Publisher,
    folder: TempDir,
}

impl Shelf {
    async fn set(name: &str) -> Result<Self> {
        let target = folders::target();
        // Beside what is built: a link costs nothing, and what is replaced is the link.
        let folder = tempfile::tempdir_in(&target)?;
        fs::hard_link(
            target.join("debug/latchkey"),
            folder.path().join("Latchkey.AppImage"),
        )?;
        Ok(Self {
            stage: Stage::set(name).await?,
            server: ReleaseServer::start().await?,
            publisher: Publisher::new()?,
            folder,
        })
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("Latchkey.AppImage")
    }

    fn app(&self) -> App {
        App::of(self.image(), self.stage.data())
            .recording_ipc()
            .environment("APPIMAGE", self.image())
            .environment("LATCHKEY_UPDATE_ENDPOINT", self.server.endpoint())
            .environment("LATCHKEY_UPDATE_PUBKEY", self.publisher.key())
    }

    async fn open(&self) -> Result<Window> {
        self.app().open(&self.stage.desktop).await
    }

    /// The real next version, which is as large as a program is.
    fn next(&self) -> Result<Release> {
        let file = fs::read(folders::target().join("debug/examples/latchkey-next"))?;
        Ok(Release::signed(&self.publisher, NEXT_VERSION, file)?)
    }

    /// A release that is too small to run.
    fn small(&self) -> Result<Release> {
        let file = [b"\x7fELF".to_vec(), vec![b'x'; 300_000]].concat();
        Ok(Release::signed(&self.publisher, NEXT_VERSION, file)?)
    }
}

/// From the notice to the next version: the app starts anew as it, and the session is there.
#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_found_fetched_installed_and_started_and_the_session_is_there() -> Result<()> {
    let shelf = Shelf::set("update").await?;
    let old = fs::read(shelf.image())?;
    let next = shelf.next()?;
    shelf.server.offer(Release {
        notes: "Faster.\n<img src=x onerror=\"document.title='run'\"> [link](https://example.com)".to_owned(),
        ..next.clone()
    });
    let window = shelf.open().await?;
    // The notice is in every view, and never before it.
    SignIn::shown(&window).await?;
    window.until_text("update-chip", "Update").await?;
    shelf.stage.sign_in(&window).await?;
    let console = Console::shown(&window).await?;
    console.call("GET", "/api/me").await?;
    // Half written, and never sent.
    console.edit("POST", "/api/notes?half=written").await?;
    until_kept(&shelf.stage, &window, "/api/notes?half=written").await?;

    let updates = Updates::from_notice(&window).await?;
    let running = env!("CARGO_PKG_VERSION");
    updates.state(&format!("You have Latchkey {running}")).await?;
    let notes = window.text("update-notes").await?;
    ensure!(
        notes.contains("<img src=x") && notes.contains("[link]"),
        "not as text: {notes}"
    );
    let made: usize = window
        .script(
            "return document.querySelectorAll('[data-testid=update-notes] *').length",
            &[],
        )
        .await?;
    ensure!(made == 0, "the notes made {made} elements");
    let updates = updates.download().await?;
    updates.step("Downloaded and verified").await?;
    ensure!(
        fs::read(shelf.image())? == old,
        "nothing happens before the user wants it"
    );
    updates.press("update-install").await?;

    // The old process is gone, and its driver with it: the new one is known by its own look for updates.
    let agent = format!("Latchkey/{NEXT_VERSION}");
    let looked = shelf.server.until_asked(|it| it.user_agent == agent);
    tokio::time::timeout(std::time::Duration::from_mins(1), looked).await?;
    ensure!(
        fs::read(shelf.image())? == next.file,
        "the file is the new version's"
    );
    // Everything that the driver started ends with it, the restarted app too.
    drop(window);

    let window = shelf.open().await?;
    let console = Console::shown(&window).await?;
    let draft = (window.value("method").await?, window.value("target").await?);
    ensure!(
        draft == ("POST".to_owned(), "/api/notes?half=written".to_owned()),
        "{draft:?}"
    );
    ensure!(console.call("GET", "/api/me").await?.status == "200 OK");
    ensure!(
        shelf.stage.api.stats().sign_ins == 1,
        "nobody had to sign in again"
    );
    window.click("help-menu").await?;
    window.click("help-about").await?;
    window
        .until_text("about", &format!("Latchkey {NEXT_VERSION}"))
        .await?;
    window.click("about-close").await?;
    Updates::from_menu(&window)
        .await?
        .state(&format!("Latchkey {NEXT_VERSION} is the newest version"))
        .await?;
    shelf.stage.end(window).await
}

/// What is not the publisher's is thrown away, in plain words, and the next try is a new one.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_forged_is_refused_in_plain_words_and_the_old_version_stays() -> Result<()> {
    let shelf = Shelf::set("forged_update").await?;
    let old = fs::read(shelf.image())?;
    let mut tampered = shelf.small()?;
    tampered.file[1_000] ^= 1;
    shelf.server.offer(tampered);
    let window = shelf.open().await?;
    let updates = Updates::from_notice(&window)
        .await?
        .press("update-download")
        .await?;
    let problem = updates.problem().await?;
    ensure!(problem.contains("publisher's signature"), "{problem}");
    ensure!(problem.contains("Nothing was changed"), "{problem}");

    let old_as_new = Release {
        version: NEXT_VERSION.to_owned(),
        ..Release::signed(&shelf.publisher, "0.0.1", shelf.small()?.file)?
    };
    shelf.server.offer(old_as_new);
    let updates = updates.press("update-check").await?;
    window.until_gone("[data-testid='update-problem']").await?;
    let updates = updates.press("update-download").await?;
    let problem = updates.problem().await?;
    ensure!(problem.contains("signed as version 0.0.1"), "{problem}");
    ensure!(fs::read(shelf.image())? == old);
    ensure!(!window.shows("[data-testid='update-install']").await?);
    shelf.stage.end(window).await
}

/// A server that falls silent: the download shows how far it is and can be cancelled; the app is usable all the while.
#[tokio::test(flavor = "multi_thread")]
async fn a_silent_download_can_be_cancelled_and_is_in_nobody_s_way() -> Result<()> {
    let shelf = Shelf::set("silent_update").await?;
    shelf.server.offer(shelf.small()?);
    shelf.server.fail(Some(Fault::SilentPackage(150_000)));
    let window = shelf.open().await?;
    let updates = Updates::from_notice(&window)
        .await?
        .press("update-download")
        .await?;
    updates.step("of 300.0 KB").await?;
    window.click("updates-close").await?;
    window.until_text("update-chip", "%").await?;
    shelf.stage.sign_in(&window).await?;
    let console = Console::shown(&window).await?;
    ensure!(console.call("GET", "/api/me").await?.status == "200 OK");

    let updates = Updates::from_notice(&window)
        .await?
        .press("update-cancel")
        .await?;
    window.until_shown("[data-testid='update-download']").await?;
    ensure!(
        !window.shows("[data-testid='update-problem']").await?,
        "the user wanted that"
    );
    shelf.server.fail(None);
    updates.download().await?;
    window.click("update-later").await?;
    window.until_text("update-chip", "Restart to update").await?;
    shelf.stage.end(window).await
}

/// All of it without a mouse; what is done leads to what can be done next.
#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_fetched_cancelled_and_put_off_by_keyboard_alone() -> Result<()> {
    let shelf = Shelf::set("update_by_keyboard").await?;
    shelf.server.offer(shelf.small()?);
    shelf.server.fail(Some(Fault::SilentPackage(150_000)));
    let enter = [Key::Enter.into()];
    let window = shelf.open().await?;
    SignIn::shown(&window).await?;
    window.until_shown("[data-testid='update-chip']").await?;
    tab_to(&window, "update-chip").await?;
    window.press(&enter).await?;
    window.until_shown("[data-testid='update-download']").await?;
    tab_to(&window, "update-download").await?;
    window.press(&enter).await?;
    window.until_shown("[data-testid='update-cancel']").await?;
    tab_to(&window, "update-cancel").await?;
    window.press(&enter).await?;
    window.until_shown("[data-testid='update-download']").await?;
    shelf.server.fail(None);
    tab_to(&window, "update-download").await?;
    window.press(&enter).await?;
    window.until_shown("[data-testid='update-install']").await?;
    tab_to(&window, "update-later").await?;
    window.press(&enter).await?;
    window.until_gone("[data-testid='updates']").await?;
    ensure!(
        window.focus().await? == "update-chip",
        "{}",
        window.focus().await?
    );
    window.press(&enter).await?;
    window.until_shown("[data-testid='update-install']").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='updates']").await?;
    shelf.stage.end(window).await
}

/// The switch holds over a restart, and without it nobody is asked.
#[tokio::test(flavor = "multi_thread")]
async fn looking_for_updates_can_be_switched_off() -> Result<()> {
    let shelf = Shelf::set("no_updates").await?;
    shelf.server.offer(shelf.small()?);
    let window = shelf.open().await?;
    Updates::from_notice(&window)
        .await?
        .press("check-automatically")
        .await?;
    window
        .until("the switch to be kept", async || {
            let kept = fs::read_to_string(shelf.stage.data().join("latchkey.json")).unwrap_or_default();
            let kept: Value = serde_json::from_str(&kept).unwrap_or_default();
            Ok((kept["updates"]["automatic"] == json!(false)).then_some(()))
        })
        .await?;
    window.kill().await?;
    make_due(shelf.stage.data())?;
    let before = shelf.server.asked().len();

    let window = shelf.open().await?;
    SignIn::shown(&window).await?;
    // The answer comes after the settings were read, and with them the decision not to look.
    let state = window.invoke_all::<StateOfUpdate>(&[Nothing {}]).await?.remove(0);
    let automatic = state.map(|it| it.is_some_and(|it| it.automatic));
    ensure!(automatic == Ok(false), "{automatic:?}");
    ensure!(shelf.server.asked().len() == before, "nobody was asked");
    ensure!(!window.shows("[data-testid='update-chip']").await?);
    // Whoever asks is answered all the same.
    Updates::from_menu(&window).await?;
    window.until_shown("[data-testid='update-download']").await?;
    shelf.stage.end(window).await
}

/// Forgets that the release server was asked today.
fn make_due(data: &Path) -> Result<()> {
    let file = data.join("latchkey.json");
    let mut kept: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
    ensure!(
        kept.pointer("/updates/automatic") == Some(&json!(false)),
        "{kept}"
    );
    kept["updates"]["checked"] = Value::Null;
    Ok(fs::write(&file, kept.to_string())?)
}

/// Nothing but our own commands reaches the updater.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_cannot_reach_the_updater_but_by_our_commands() -> Result<()> {
    let shelf = Shelf::set("updater_commands").await?;
    shelf.server.offer(shelf.small()?);
    let window = shelf.open().await?;
    Updates::from_notice(&window).await?;
    for command in ["check", "download", "install", "download_and_install"] {
        let said: String = window
            .script_async(
                "const [name, done] = arguments; \
                 window.__TAURI__.core.invoke('plugin:updater|' + name, {}) \
                 .then(() => done('allowed'), problem => done(String(problem)))",
                &[json!(command)],
            )
            .await?;
        ensure!(said.contains("not allowed"), "{command}: {said}");
    }
    shelf.stage.end(window).await
}

/// A build that was told of no release server has no updater, and shows none.
#[tokio::test(flavor = "multi_thread")]
async fn a_build_without_a_release_server_shows_no_updates() -> Result<()> {
    let stage = Stage::set("no_updater").await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    let told = window.invoke_all::<StateOfUpdate>(&[Nothing {}]).await?;
    ensure!(told == [Ok(None::<UpdateView>)], "{told:?}");
    window.click("help-menu").await?;
    window.until_shown("[data-testid='help-about']").await?;
    ensure!(!window.shows("[data-testid='help-updates']").await?);
    stage.end(window).await
}
