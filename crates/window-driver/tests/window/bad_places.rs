//! A folder that takes nothing, a full disk, no home, no bus: the window opens, says so, and works as far as it can.
//!
//! Mounts are made in a namespace of the app's own, where the system allows that.

use std::{
    ffi::OsString,
    fs, io,
    io::Write as _,
    os::unix::fs::{MetadataExt as _, chown},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};
use latchkey_ipc::{Diagnostics, Nothing};
use practice_api::{Config, PracticeApi};
use window_driver::{
    App, Window,
    pages::{Console, SignIn},
};

use crate::stage::{Stage, files_with};

/// Opens the app with its data in a folder of its own, apart from what the web view keeps.
fn app_in(stage: &Stage, folder: &Path) -> App {
    stage.app().environment("LATCHKEY_DATA_DIR", folder)
}

/// The words of the shell that begins a namespace, does `set_up` to the folder `$0`, and starts what follows.
fn in_namespace(folder: &Path, set_up: &str) -> Vec<OsString> {
    let script = format!("{set_up} && exec \"$@\"");
    let mut words: Vec<OsString> = [
        "unshare",
        "--map-current-user",
        "--mount",
        "--keep-caps",
        "sh",
        "-c",
    ]
    .map(OsString::from)
    .into();
    words.extend([script.into(), folder.as_os_str().to_owned()]);
    words
}

/// Whether this system lets a test mount anything. Says loudly that it does not.
fn can_mount(test: &str, folder: &Path) -> bool {
    let words = in_namespace(folder, "mount -t tmpfs -o size=64k none \"$0\"");
    let tried = Command::new(&words[0])
        .args(&words[1..])
        .arg("true")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let can = tried.is_ok_and(|status| status.success());
    if !can {
        not_tested(&format!("{test}: no mount namespace may be made here"));
    }
    can
}

/// Signs in, calls, and looks whether anything panicked. The app has said what is wrong before.
async fn works(stage: &Stage, window: &Window) -> Result<()> {
    let console = stage.sign_in(window).await?;
    called(stage, window, &console).await
}

async fn called(stage: &Stage, window: &Window, console: &Console<'_>) -> Result<()> {
    assert_eq!(console.call("GET", "/api/me").await?.status, "200 OK");
    stage.api.expire_access_tokens();
    assert_eq!(console.call("GET", "/api/notes").await?.status, "200 OK");
    no_panic(window).await
}

async fn no_panic(window: &Window) -> Result<()> {
    let answers = window.invoke_all::<Diagnostics>(&[Nothing {}]).await?;
    let told: Vec<_> = answers.into_iter().collect::<Result<_, _>>()?;
    ensure!(!told[0].contains("panic"), "{}", told[0]);
    let printed = window.printed()?;
    ensure!(!printed.contains("panicked"), "{printed}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_the_place_of_the_data_folder_is_said_and_stays() -> Result<()> {
    let stage = Stage::set("folder_is_file").await?;
    let file = stage.data().join("a file");
    fs::write(&file, "mine")?;
    let window = app_in(&stage, &file).open(&stage.desktop).await?;
    window.until_text("folder-problem", "not a folder").await?;
    // The practice API begins without its file.
    SignIn::shown(&window)
        .await?
        .try_practice()
        .await?
        .sign_out()
        .await?;
    works(&stage, &window).await?;
    // The console says so too, in the other language as well, until it was read.
    window.set_language("ko").await?;
    window.until_text("folder-problem", "저장할 수 없어요").await?;
    assert_eq!(fs::read_to_string(&file)?, "mine");
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_sessions_last_as_long_as_the_app() -> Result<()> {
    let stage = Stage::set("disk_full").await?;
    let folder = stage.data().join("full");
    fs::create_dir(&folder)?;
    if !can_mount("a full disk", &folder) {
        return Ok(());
    }
    let fill = "mount -t tmpfs -o size=64k,mode=700 none \"$0\" && { cat /dev/zero > \"$0/filler\"; true; }";
    let app = app_in(&stage, &folder).through(in_namespace(&folder, fill));
    let window = app.open(&stage.desktop).await?;
    window.until_text("folder-problem", "disk is full").await?;
    works(&stage, &window).await?;
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_folder_is_said_and_what_lies_there_is_used() -> Result<()> {
    let mut stage = Stage::set("read_only").await?;
    let folder = stage.data().join("kept");
    let window = app_in(&stage, &folder).open(&stage.desktop).await?;
    stage.sign_in(&window).await?;
    window.fill("target", "/api/me?written=before").await?;
    let draft = folder.join("draft.json");
    window
        .until("the draft to be kept", async || {
            let text = fs::read_to_string(&draft).unwrap_or_default();
            Ok(text.contains("written=before").then_some(()))
        })
        .await?;
    stage.kill(window).await?;
    if !can_mount("a read-only folder", &folder) {
        return Ok(());
    }
    let read_only = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"";
    let app = app_in(&stage, &folder).through(in_namespace(&folder, read_only));
    let window = app.open(&stage.desktop).await?;
    window.until_text("folder-problem", "read-only").await?;
    let console = Console::shown(&window).await?;
    assert_eq!(window.value("target").await?, "/api/me?written=before");
    called(&stage, &window, &console).await?;
    assert_eq!(stage.api.stats().sign_ins, 1, "the session was taken up");
    stage.end(window).await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_users_folder_is_neither_read_nor_written() -> Result<()> {
    let stage = Stage::set("foreign_folder").await?;
    let folder = stage.data().join("theirs");
    fs::create_dir(&folder)?;
    fs::write(folder.join("latchkey.json"), "{\"format\": 2, \"sessions\": []}")?;
    // Only the system's administrator can give a folder away.
    if chown(&folder, Some(65_534), None).is_err() {
        not_tested("another user's folder: this user may not give folders away");
        return Ok(());
    }
    let before = fs::metadata(&folder)?.mode();
    let window = app_in(&stage, &folder).open(&stage.desktop).await?;
    window.until_text("folder-problem", "another user").await?;
    works(&stage, &window).await?;
    assert_eq!(fs::read_dir(&folder)?.count(), 1, "nothing was put there");
    assert_eq!(fs::metadata(&folder)?.mode(), before);
    assert!(files_with(&folder, &stage.api.issued_tokens())?.is_empty());
    stage.end(window).await
}

/// Neither a home nor any place of the system's can be made: nothing is kept, and the window says so.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_home_nothing_is_kept_and_the_app_works() -> Result<()> {
    let stage = Stage::set("no_home").await?;
    let window = homeless(&stage).open(&stage.desktop).await?;
    window.until_shown("[data-testid='folder-problem']").await?;
    works(&stage, &window).await?;
    stage.end(window).await
}

/// Not even a folder that goes with this run can be made: the app cannot start, and says why in words.
#[tokio::test(flavor = "multi_thread")]
async fn without_any_folder_the_app_says_why_it_cannot_start() -> Result<()> {
    let stage = Stage::set("no_folder").await?;
    let app = homeless(&stage).environment("TMPDIR", "/proc/none");
    let (status, said) = app.run_to_end_saying(&stage.desktop).await?;
    assert_eq!(status.code(), Some(2), "{said}");
    assert!(said.contains("could not start"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    Ok(())
}

/// The app where the system's own folders cannot be made.
fn homeless(stage: &Stage) -> App {
    stage
        .app()
        .without("LATCHKEY_DATA_DIR")
        .environment("HOME", "/proc/none")
        .without("XDG_DATA_HOME")
        .without("XDG_CACHE_HOME")
        .without("XDG_CONFIG_HOME")
}

/// No session bus: no keychain, no other instance to be found. Tokens are in the file, and the panel says so.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_bus_the_app_works_and_says_where_tokens_are() -> Result<()> {
    let stage = Stage::set("no_bus").await?;
    let nowhere = stage.data().join("no-bus");
    let app = stage
        .app()
        .environment(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", nowhere.display()),
        )
        .without("LATCHKEY_KEYCHAIN");
    let window = app.open(&stage.desktop).await?;
    works(&stage, &window).await?;
    let answers = window.invoke_all::<Diagnostics>(&[Nothing {}]).await?;
    let told: Vec<_> = answers.into_iter().collect::<Result<_, _>>()?;
    assert!(told[0].contains("there is no keychain"), "{}", told[0]);
    stage.end(window).await
}

/// A server that nobody can reach: the restart stays signed in, and the call says what is wrong.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_the_session_stays_and_the_call_says_why() -> Result<()> {
    let mut stage = Stage::set("no_network").await?;
    let window = stage.open_signed_in().await?;
    stage.kill(window).await?;
    let other = PracticeApi::start(Config::default()).await?;
    std::mem::replace(&mut stage.api, other).shutdown().await;
    let window = stage.open().await?;
    let console = Console::shown(&window).await?;
    console.edit("GET", "/api/me").await?;
    window.click("send").await?;
    window.until_shown("[data-testid='answer-failure']").await?;
    Console::shown(&window).await?;
    no_panic(&window).await
}

/// What the web view keeps for itself is garbage: it begins anew, and nothing of ours is in it.
#[tokio::test(flavor = "multi_thread")]
async fn a_corrupt_folder_of_the_web_view_costs_nothing_that_matters() -> Result<()> {
    let mut stage = Stage::set("web_garbage").await?;
    let window = stage.open_signed_in().await?;
    window.set_language("ko").await?;
    stage.kill(window).await?;
    let spoiled = spoil(&stage.data().join("web"))?;
    ensure!(spoiled > 0, "the web view kept nothing");
    let window = stage.open().await?;
    let console = Console::shown(&window).await?;
    called(&stage, &window, &console).await?;
    stage.end(window).await
}

/// Fills every file with garbage, and tells how many there were.
fn spoil(folder: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            count += spoil(&path)?;
        } else {
            fs::write(path, [0xAB; 512])?;
            count += 1;
        }
    }
    Ok(count)
}

/// Past the test's own output, which nobody sees of a test that passes.
fn not_tested(what: &str) {
    let _ = writeln!(io::stderr(), "\nWARNING: NOT TESTED: {what}\n");
}
