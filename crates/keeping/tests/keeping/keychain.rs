//! The system's own keychain, and none.
//!
//! The tests start themselves again within a D-Bus session of their own: with a keychain that was made for the test,
//! or with nobody who keeps secrets. The keychain of the person who runs them is never asked.

#![cfg(target_os = "linux")]

use std::{
    env, fs,
    io::{self, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use latchkey_keeping::{Kept, KeyError, KeySource, Keychain, Keys, PlainFile, Protection, Why};
use latchkey_pipeline::{StoreError, store::SessionStores};

use crate::support::{key, session, tells_secrets};

const INSIDE: &str = "LATCHKEY_TEST_INSIDE";

/// Runs `test` of this program within a D-Bus session that has no services but those that `before` starts.
/// Where the programs for that are missing, it says so loudly.
fn within_a_session(test: &str, before: &str, needed: &[&str]) {
    let missing: Vec<_> = needed.iter().filter(|program| !on_path(program)).collect();
    if !missing.is_empty() {
        // Past the harness, which keeps what passing tests print to itself.
        let warning =
            format!("\nWARNING: NOT TESTED: {test}: not installed: {missing:?} (`cargo xtask setup`)\n");
        io::stderr().write_all(warning.as_bytes()).unwrap();
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("bus.conf");
    let content = format!(
        "<busconfig><type>session</type><listen>unix:tmpdir={}</listen><policy context=\"default\">\
         <allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy>\
         </busconfig>",
        home.path().display()
    );
    fs::write(&config, content).unwrap();
    let script = format!("{before} exec \"$0\" --exact {test} --nocapture --test-threads=1");
    let done = Command::new("dbus-run-session")
        .arg(format!("--config-file={}", config.display()))
        .args(["--", "sh", "-c", &script])
        .arg(env::current_exe().unwrap())
        .env(INSIDE, home.path())
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("GNOME_KEYRING_CONTROL")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

fn on_path(program: &str) -> bool {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(program).is_file())
}

fn open(folder: &Path) -> Kept {
    let keys = Keys::From(Arc::new(Keychain::new(folder)));
    Kept::with_limit(
        folder,
        Arc::new(PlainFile::new(folder)),
        keys,
        Duration::from_secs(20),
    )
}

#[tokio::test]
async fn a_real_keychain_seals_and_opens() {
    if env::var_os(INSIDE).is_none() {
        let unlock = "echo -n pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null;";
        within_a_session(
            "keychain::a_real_keychain_seals_and_opens",
            unlock,
            &["dbus-run-session", "dbus-send", "gnome-keyring-daemon"],
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let kept = open(folder.path());
    let store = kept.of(&key("a", "me"));
    store.save(&session("a", "me", 1)).await.unwrap();
    assert!(!tells_secrets(folder.path()));
    let in_force = kept.protection().await.unwrap();
    assert_eq!(
        (in_force.protection, in_force.why),
        (Protection::Keychain, Why::Best)
    );
    // Another process, which remembers no key.
    let later = open(folder.path());
    assert_eq!(
        later.of(&key("a", "me")).load().await,
        Ok(Some(session("a", "me", 1)))
    );
    later
        .of(&key("a", "me"))
        .save(&session("a", "me", 2))
        .await
        .unwrap();
    assert_eq!(store.load().await, Ok(Some(session("a", "me", 2))));

    // A copy of the file in another folder has no key there.
    let copy = tempfile::tempdir().unwrap();
    fs::copy(
        folder.path().join("latchkey.json"),
        copy.path().join("latchkey.json"),
    )
    .unwrap();
    let error = open(copy.path()).of(&key("a", "me")).load().await.unwrap_err();
    assert!(matches!(error, StoreError::Sealed { .. }), "{error:?}");

    lock_the_keychain();
    let error = open(folder.path()).of(&key("a", "me")).load().await.unwrap_err();
    assert!(matches!(error, StoreError::Sealed { .. }), "{error:?}");
    let error = open(copy.path())
        .of(&key("b", "me"))
        .save(&session("b", "me", 1))
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Io(_)), "{error:?}");
    assert!(!tells_secrets(copy.path()));
}

/// As a screen lock does.
fn lock_the_keychain() {
    let locked = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.secrets"])
        .args(["/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock"])
        .arg("array:objpath:/org/freedesktop/secrets/collection/login")
        .stdout(Stdio::null())
        .status();
    assert!(locked.unwrap().success());
}

#[tokio::test]
async fn a_session_bus_without_a_keychain_means_the_file() {
    if env::var_os(INSIDE).is_none() {
        let test = "keychain::a_session_bus_without_a_keychain_means_the_file";
        within_a_session(test, "", &["dbus-run-session"]);
        return;
    }
    the_file_is_used().await;
}

#[tokio::test]
async fn no_session_bus_at_all_means_the_file() {
    if env::var_os(INSIDE).is_none() {
        let test = "keychain::no_session_bus_at_all_means_the_file";
        let gone = "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus; export DBUS_SESSION_BUS_ADDRESS;";
        within_a_session(test, gone, &["dbus-run-session"]);
        return;
    }
    the_file_is_used().await;
}

async fn the_file_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let found = Keychain::new(folder.path()).find();
    assert!(matches!(found, Err(KeyError::NoKeychain(_))), "{found:?}");
    let kept = open(folder.path());
    let store = kept.of(&key("a", "me"));
    store.save(&session("a", "me", 1)).await.unwrap();
    assert_eq!(store.load().await, Ok(Some(session("a", "me", 1))));
    let in_force = kept.protection().await.unwrap();
    assert_eq!(in_force.protection, Protection::File);
    assert!(matches!(in_force.why, Why::NoKeychain(_)));
}
