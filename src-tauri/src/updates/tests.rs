//! The updater with a real server and real signatures, and without a window.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use latchkey_ipc::{UnixMillis, UpdateStep, UpdateView};
use latchkey_keeping::{Kept, Keys};
use release_server::{Fault, Publisher, Release, ReleaseServer};
use tauri::{
    App,
    test::{MockRuntime, mock_builder, mock_context, noop_assets},
};
use tempfile::TempDir;
use tokio::sync::watch;

use super::{
    Host, Origin, Place, Source, Updater,
    fetch::Patience,
    schedule::{Daily, Round},
};
use crate::plugin_file::PluginFile;

/// The version that runs in these tests.
const OLD: &str = "0.3.0";
/// The file of the version that runs.
const OLD_FILE: &[u8] = b"\x7fELF the old version";

/// A version that runs from a file, a server that offers another, and what the app was asked for.
struct Stage {
    server: ReleaseServer,
    publisher: Publisher,
    updater: Arc<Updater<MockRuntime>>,
    restarts: Arc<AtomicUsize>,
    folder: TempDir,
    _app: App<MockRuntime>,
}

impl Stage {
    async fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::set_in(folder, &Publisher::new().unwrap(), Patience::default()).await
    }

    /// The app trusts `trusted`.
    async fn set_in(folder: TempDir, trusted: &Publisher, patience: Patience) -> Self {
        let server = ReleaseServer::start().await.unwrap();
        let app = app();
        let image = folder.path().join("Latchkey.AppImage");
        if !image.exists() {
            fs::write(&image, OLD_FILE).unwrap();
        }
        let restarts = Arc::new(AtomicUsize::new(0));
        let counted = restarts.clone();
        let host = Host {
            rest: Box::new(|| Box::pin(async { Box::new(()) as super::Rested })),
            restart: Box::new(move || {
                counted.fetch_add(1, Ordering::SeqCst);
            }),
            ..host(&app, folder.path())
        };
        let updater = updater(&app, &server.endpoint(), &trusted.key(), &image, host, patience);
        Self {
            server,
            publisher: Publisher::new().unwrap(),
            updater: Arc::new(updater),
            restarts,
            folder,
            _app: app,
        }
    }

    /// A stage whose server publishes what the app trusts.
    async fn trusting() -> Self {
        Self::trusting_for(Patience::default()).await
    }

    async fn trusting_for(patience: Patience) -> Self {
        let trusted = Publisher::new().unwrap();
        let stage = Self::set_in(tempfile::tempdir().unwrap(), &trusted, patience).await;
        Self {
            publisher: trusted,
            ..stage
        }
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("Latchkey.AppImage")
    }

    fn release(&self, version: &str) -> Release {
        let file = format!("\x7fELF version {version} {}", "x".repeat(200_000));
        Release::signed(&self.publisher, version, file.into_bytes()).unwrap()
    }

    /// Looks, fetches, and expects that to be refused with this key; the old version is as it was.
    async fn refused(&self, key: &str) -> UpdateView {
        self.updater.check(true).await;
        self.updater.download().await;
        self.updater.install().await;
        let view = self.updater.view().await;
        let problem = view
            .problem
            .clone()
            .unwrap_or_else(|| panic!("{view:?} names no problem"));
        assert_eq!(problem.key, key, "{}", problem.message);
        assert!(
            !matches!(view.step, UpdateStep::Ready | UpdateStep::Installing),
            "{view:?}"
        );
        assert_eq!(
            fs::read(self.image()).unwrap(),
            OLD_FILE,
            "the old version is intact"
        );
        assert_eq!(self.restarts.load(Ordering::SeqCst), 0);
        view
    }
}

fn app() -> App<MockRuntime> {
    let mut context = mock_context(noop_assets());
    context.package_info_mut().version = OLD.parse().unwrap();
    let config = serde_json::json!({ "pubkey": "" });
    context
        .config_mut()
        .plugins
        .0
        .insert("updater".to_owned(), config);
    let builder = mock_builder().plugin(tauri_plugin_store::Builder::new().build());
    builder.build(context).unwrap()
}

fn host(app: &App<MockRuntime>, folder: &Path) -> Host {
    let file = Arc::new(PluginFile::new(app.handle(), folder));
    Host {
        kept: Kept::open(folder, file, Keys::Off),
        ready: watch::channel(true).1,
        rest: Box::new(|| Box::pin(async { Box::new(()) as super::Rested })),
        restart: Box::new(|| ()),
    }
}

fn updater(
    app: &App<MockRuntime>,
    endpoint: &str,
    key: &str,
    image: &Path,
    host: Host,
    patience: Patience,
) -> Updater<MockRuntime> {
    let source = Source::read(Some(endpoint), Some(key), true).unwrap().unwrap();
    let origin = Origin {
        source,
        patience,
        loopback: true,
    };
    Updater::new(app.handle(), origin, here(image), host).unwrap()
}

#[cfg(target_os = "linux")]
fn here(image: &Path) -> Place {
    Place::File(image.to_owned())
}

#[cfg(not(target_os = "linux"))]
fn here(_image: &Path) -> Place {
    Place::Plugin
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_update_is_found_fetched_verified_and_put_in_place() {
    use std::os::unix::fs::PermissionsExt as _;

    let stage = Stage::trusting().await;
    let release = stage.release("0.4.0");
    stage.server.offer(release.clone());
    fs::set_permissions(stage.image(), fs::Permissions::from_mode(0o755)).unwrap();

    stage.updater.check(false).await;
    let view = stage.updater.view().await;
    let found = view.release.unwrap();
    assert_eq!((found.version.as_str(), view.version.as_str()), ("0.4.0", OLD));
    assert_eq!(found.notes, "Faster, and fewer surprises.");
    assert_eq!(found.published_at, Some(1_795_167_000_000));
    assert!(view.checked_at.is_some() && view.problem.is_none() && view.installs);

    stage.updater.download().await;
    assert_eq!(stage.updater.view().await.step, UpdateStep::Ready);
    assert_eq!(
        fs::read(stage.image()).unwrap(),
        OLD_FILE,
        "nothing happens before the user wants it"
    );

    stage.updater.install().await;
    assert_eq!(fs::read(stage.image()).unwrap(), release.file);
    assert_eq!(stage.restarts.load(Ordering::SeqCst), 1);
    assert_eq!(
        fs::metadata(stage.image()).unwrap().permissions().mode() & 0o777,
        0o755
    );
    let agents: Vec<_> = stage.server.asked().into_iter().map(|it| it.user_agent).collect();
    assert_eq!(agents, [format!("Latchkey/{OLD}"), format!("Latchkey/{OLD}")]);
}

#[tokio::test]
async fn the_same_version_an_older_one_and_none_at_all_are_no_updates() {
    let stage = Stage::trusting().await;
    stage.updater.check(true).await;
    for version in [OLD, "0.2.9", "0.3.0-rc.1"] {
        stage.server.offer(stage.release(version));
        stage.updater.check(true).await;
        let view = stage.updater.view().await;
        assert_eq!((view.release, view.problem), (None, None), "{version}");
        stage.updater.download().await;
        assert_eq!(stage.updater.view().await.step, UpdateStep::Idle);
    }
    assert!(
        stage.server.asked().iter().all(|it| it.path == "/latest.json"),
        "nothing was fetched"
    );
}

#[tokio::test]
async fn a_tampered_file_is_refused() {
    let stage = Stage::trusting().await;
    let mut release = stage.release("0.4.0");
    release.file[100_000] ^= 1;
    stage.server.offer(release);
    stage.refused("update-forged").await;
}

#[tokio::test]
async fn a_file_that_somebody_else_signed_is_refused() {
    let stage = Stage::set().await;
    stage.server.offer(stage.release("0.4.0"));
    stage.refused("update-forged").await;
}

#[tokio::test]
async fn a_signature_that_is_none_is_refused() {
    let stage = Stage::trusting().await;
    for signature in ["", "????", "aGVsbG8="] {
        let release = Release {
            signature: signature.to_owned(),
            ..stage.release("0.4.0")
        };
        stage.server.offer(release);
        stage.refused("update-forged").await;
    }
}

/// The file is the publisher's, and old: whoever offers it as new has no signature that says so.
#[tokio::test]
async fn an_old_release_under_a_new_number_is_refused() {
    let stage = Stage::trusting().await;
    let replayed = Release {
        version: "0.4.0".to_owned(),
        ..stage.release("0.1.0")
    };
    stage.server.offer(replayed);
    let problem = stage.refused("update-other-version").await.problem.unwrap();
    assert_eq!(problem.found.as_deref(), Some("0.1.0"));
    assert_eq!(problem.allowed.as_deref(), Some("0.4.0"));

    // A signature from before versions were signed proves nothing either.
    let release = stage.release("0.4.0");
    let signature = stage
        .publisher
        .sign(&release.file, "timestamp:1\tfile:Latchkey.AppImage");
    stage.server.offer(Release {
        signature: signature.unwrap(),
        ..release
    });
    stage.refused("update-forged").await;
}

#[tokio::test]
async fn a_broken_server_is_told_and_the_next_try_succeeds() {
    let stage = Stage::trusting().await;
    stage.server.offer(stage.release("0.4.0"));
    for (fault, key) in [
        (Fault::ManifestStatus(503), "update-status"),
        (Fault::ManifestText("<html>".to_owned()), "update-manifest"),
        (
            Fault::ManifestText("{\"version\": \"9.9.9\"}".to_owned()),
            "update-manifest",
        ),
        (
            Fault::ManifestText("{\"version\": \"9.9.9\", \"platforms\": {}}".to_owned()),
            "update-no-build",
        ),
        (Fault::EndlessManifest, "update-too-large"),
        (Fault::TornPackage(70_000), "update-torn"),
        (Fault::PackageSize(1 << 40), "update-too-large"),
        (
            Fault::Redirect("http://example.com/package".to_owned()),
            "update-insecure",
        ),
        (
            Fault::Redirect("file:///etc/passwd".to_owned()),
            "update-insecure",
        ),
    ] {
        stage.server.fail(Some(fault.clone()));
        let view = stage.refused(key).await;
        assert!(view.problem.unwrap().message.len() > 20, "{fault:?}");
    }
    stage.server.fail(None);
    stage.updater.download().await;
    let view = stage.updater.view().await;
    assert_eq!((view.step, view.problem), (UpdateStep::Ready, None));
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up() {
    let brief = Duration::from_millis(1_500);
    let stage = Stage::trusting_for(Patience {
        silence: brief,
        manifest: brief,
        ..Patience::default()
    })
    .await;
    stage.server.offer(stage.release("0.4.0"));
    for fault in [Fault::SilentManifest, Fault::SilentPackage(70_000)] {
        stage.server.fail(Some(fault));
        stage.refused("update-silent").await;
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_only_to_who_asked() {
    let stage = Stage::trusting().await;
    let endpoint = stage.server.endpoint();
    let key = stage.publisher.key();
    drop(stage);
    let (app, folder) = (app(), tempfile::tempdir().unwrap());
    let updater = updater(
        &app,
        &endpoint,
        &key,
        Path::new("/nowhere"),
        host(&app, folder.path()),
        Patience::default(),
    );
    updater.check(false).await;
    assert_eq!(updater.view().await.problem, None, "never in the way");
    updater.check(true).await;
    assert_eq!(updater.view().await.problem.unwrap().key, "update-unreachable");
    assert_eq!(updater.view().await.checked_at, None);
}

#[tokio::test]
async fn a_download_can_be_cancelled_and_begun_again() {
    let stage = Stage::trusting().await;
    stage.server.offer(stage.release("0.4.0"));
    stage.updater.check(true).await;
    stage.server.fail(Some(Fault::SilentPackage(70_000)));
    let updater = stage.updater.clone();
    let download = tokio::spawn(async move { updater.download().await });
    stage.server.until_asked(|it| it.path == "/package").await;
    stage.updater.cancel();
    download.await.unwrap();
    let view = stage.updater.view().await;
    assert_eq!((view.step, view.problem), (UpdateStep::Idle, None));
    assert!(view.release.is_some(), "what was found stays");
    stage.server.fail(None);
    stage.updater.download().await;
    assert_eq!(stage.updater.view().await.step, UpdateStep::Ready);
}

/// Ten starts a day are one look, and switching it off is none.
#[tokio::test]
async fn the_look_of_today_and_the_switch_outlive_the_app() {
    const DAY: UnixMillis = 24 * 60 * 60 * 1000;
    let (folder, publisher) = (tempfile::tempdir().unwrap(), Publisher::new().unwrap());
    let server = ReleaseServer::start().await.unwrap();
    let start = |now: fn() -> UnixMillis| {
        let app = app();
        let host = host(&app, folder.path());
        let (endpoint, key) = (server.endpoint(), publisher.key());
        let mut updater = updater(
            &app,
            &endpoint,
            &key,
            Path::new("/nowhere"),
            host,
            Patience::default(),
        );
        updater.now = now;
        (app, updater)
    };
    for _ in 0..3 {
        let (_app, updater) = start(|| 1_000_000);
        assert_eq!(updater.round().await, Round::Done);
        updater.round().await;
    }
    assert_eq!(server.asked().len(), 1);
    let (_app, updater) = start(|| 1_000_000 + DAY);
    updater.round().await;
    assert_eq!(server.asked().len(), 2);
    assert_eq!(updater.view().await.checked_at, Some(1_000_000 + DAY));
    updater.set_automatic(false).await;

    let (_app, updater) = start(|| 1_000_000 + 9 * DAY);
    updater.round().await;
    assert_eq!(server.asked().len(), 2);
    assert!(!updater.view().await.automatic);
}

#[tokio::test]
async fn a_switched_off_updater_does_not_look_until_it_is_switched_on() {
    let stage = Stage::trusting().await;
    stage.updater.set_automatic(false).await;
    let updater = stage.updater.clone();
    let daily = tokio::spawn(async move { super::schedule::every_day(&*updater).await });
    stage.updater.set_automatic(true).await;
    stage.server.until_asked(|it| it.path == "/latest.json").await;
    daily.abort();
    assert_eq!(stage.server.asked().len(), 1);
}

/// Nothing is put in place before all is at rest, and after that nothing begins.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_must_not_be_torn_is_waited_for() {
    let (folder, trusted) = (tempfile::tempdir().unwrap(), Publisher::new().unwrap());
    let (app, server) = (app(), ReleaseServer::start().await.unwrap());
    let image = folder.path().join("Latchkey.AppImage");
    fs::write(&image, OLD_FILE).unwrap();
    let file = b"\x7fELF new".to_vec();
    server.offer(Release::signed(&trusted, "0.4.0", file.clone()).unwrap());
    let (asked, mut is_asked) = tokio::sync::mpsc::unbounded_channel();
    let (may_go_on, go_on) = watch::channel(false);
    let (restarted, mut is_restarted) = tokio::sync::mpsc::unbounded_channel();
    let host = Host {
        rest: Box::new(move || {
            let (asked, mut go_on) = (asked.clone(), go_on.clone());
            Box::pin(async move {
                asked.send(()).unwrap();
                go_on.wait_for(|yes| *yes).await.unwrap();
                Box::new(()) as super::Rested
            })
        }),
        restart: Box::new(move || restarted.send(()).unwrap()),
        ..host(&app, folder.path())
    };
    let updater = self::updater(
        &app,
        &server.endpoint(),
        &trusted.key(),
        &image,
        host,
        Patience::default(),
    );
    let updater = Arc::new(updater);
    updater.check(true).await;
    updater.download().await;
    let installing = updater.clone();
    let install = tokio::spawn(async move { installing.install().await });
    is_asked.recv().await.unwrap();
    assert_eq!(updater.view().await.step, UpdateStep::Installing);
    assert_eq!(fs::read(&image).unwrap(), OLD_FILE);
    may_go_on.send_replace(true);
    install.await.unwrap();
    assert_eq!(fs::read(&image).unwrap(), file);
    is_restarted.recv().await.unwrap();
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_of_another_kind_and_a_folder_that_is_gone_are_refused() {
    let stage = Stage::trusting().await;
    stage
        .server
        .offer(Release::signed(&stage.publisher, "0.4.0", b"!<arch> a package".to_vec()).unwrap());
    stage.updater.check(true).await;
    stage.updater.download().await;
    stage.updater.install().await;
    let view = stage.updater.view().await;
    assert_eq!(view.problem.unwrap().key, "update-install");
    assert_eq!(fs::read(stage.image()).unwrap(), OLD_FILE);
    assert_eq!(stage.restarts.load(Ordering::SeqCst), 0);

    let gone = Place::File("/nowhere/at/all/Latchkey.AppImage".into());
    let problem = crate::translate::from_update(&gone.scratch().unwrap_err());
    assert_eq!(
        (problem.key.as_str(), problem.found.as_deref()),
        ("update-place", Some("/nowhere/at/all/Latchkey.AppImage"))
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_package_manager_s_version_is_only_told_of_the_update() {
    let (folder, publisher) = (tempfile::tempdir().unwrap(), Publisher::new().unwrap());
    let (app, server) = (app(), ReleaseServer::start().await.unwrap());
    let file = b"\x7fELF new".to_vec();
    server.offer(Release::signed(&publisher, "0.4.0", file).unwrap());
    let source = Source::read(Some(&server.endpoint()), Some(&publisher.key()), true);
    let origin = Origin {
        source: source.unwrap().unwrap(),
        patience: Patience::default(),
        loopback: true,
    };
    let host = host(&app, folder.path());
    let updater = Updater::new(app.handle(), origin, Place::Package, host).unwrap();
    updater.check(true).await;
    let view = updater.view().await;
    assert!(view.release.is_some() && !view.installs);
    updater.download().await;
    assert_eq!(updater.view().await.problem.unwrap().key, "update-install");
    assert_eq!(server.asked().len(), 1, "nothing was fetched");
}

/// The variables of an `AppImage` reach every program that is started from it, a terminal's for example.
#[cfg(target_os = "linux")]
#[test]
fn somebody_else_s_image_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let image = folder.join("Terminal.AppImage");
    fs::write(&image, "").unwrap();
    let on = |program: &Path, image: Option<&Path>, mounted: Option<&Path>| {
        Place::on_linux(Some(program), image, mounted).installs()
    };
    let (mounted, installed) = (Path::new("/tmp/.mount_X"), Path::new("/usr/bin/latchkey"));
    assert!(!on(installed, Some(&image), Some(mounted)));
    assert!(!on(installed, Some(&image), Some(Path::new(""))));
    assert!(!on(installed, None, None));
    assert!(!on(&image, Some(&folder.join("gone")), None));
    assert!(on(&mounted.join("usr/bin/latchkey"), Some(&image), Some(mounted)));
    assert!(on(&image, Some(&image), None), "the file itself");
}

/// On a disk that fills up the old version stays, and the reason is named.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_refused() {
    const INNER: &str = "LATCHKEY_TEST_SMALL_DISK";
    if let Some(disk) = std::env::var_os(INNER) {
        return on_a_full_disk(Path::new(&disk));
    }
    let folder = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=256k none \"$1\" && shift && exec \"$@\"";
    let run = std::process::Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
        .arg(folder.path())
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "updates::tests::a_full_disk_is_refused", "--nocapture"])
        .env(INNER, folder.path())
        .output();
    let out = match &run {
        Ok(run) => String::from_utf8_lossy(&run.stdout).into_owned(),
        Err(_) => String::new(),
    };
    if !out.contains("running 1 test") {
        // Past the test's own capture: whoever reads the output should see it.
        let said = format!("\nSKIPPED: a full disk: this system lets nobody mount a small one ({run:?})\n");
        std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
        return;
    }
    assert!(run.unwrap().status.success(), "{out}");
}

#[cfg(target_os = "linux")]
fn on_a_full_disk(disk: &Path) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let trusted = Publisher::new().unwrap();
        let stage = Stage::set_in(tempfile::tempdir_in(disk).unwrap(), &trusted, Patience::default()).await;
        // The download does not fit, and then the download does and not the new version beside it.
        for size in [600_000, 150_000] {
            let file = [b"\x7fELF".to_vec(), vec![b'x'; size]].concat();
            stage
                .server
                .offer(Release::signed(&trusted, "0.4.0", file).unwrap());
            stage.updater.check(true).await;
            stage.updater.download().await;
            stage.updater.install().await;
            let view = stage.updater.view().await;
            let problem = view.problem.unwrap_or_else(|| panic!("{size} bytes found room"));
            assert_eq!(problem.key, "update-no-room", "{}", problem.message);
            assert_eq!(
                fs::read(stage.image()).unwrap(),
                OLD_FILE,
                "the old version is intact"
            );
            assert_eq!(stage.restarts.load(Ordering::SeqCst), 0);
            let left = fs::read_dir(stage.folder.path()).unwrap();
            let left: Vec<_> = left
                .map(|it| it.unwrap().file_name().into_string().unwrap())
                .collect();
            assert!(!left.iter().any(|name| name.starts_with(".latchkey")), "{left:?}");
        }
    });
}

#[test]
fn a_build_takes_updates_by_https_from_a_known_publisher_or_not_at_all() {
    let key = Publisher::new().unwrap().key();
    let read = |endpoint, key, loopback| Source::read(endpoint, key, loopback).map(|it| it.is_some());
    assert_eq!(read(None, None, false), Ok(false));
    assert_eq!(read(Some(""), Some(" "), false), Ok(false));
    assert_eq!(
        read(Some("https://example.com/latest.json"), Some(&key), false),
        Ok(true)
    );
    for (endpoint, given, loopback, named) in [
        (
            Some("http://example.com/"),
            Some(key.as_str()),
            false,
            "LATCHKEY_UPDATE_ENDPOINT",
        ),
        (
            Some("http://example.com/"),
            Some(key.as_str()),
            true,
            "LATCHKEY_UPDATE_ENDPOINT",
        ),
        (
            Some("http://127.0.0.1/"),
            Some(key.as_str()),
            false,
            "LATCHKEY_UPDATE_ENDPOINT",
        ),
        (
            Some("nonsense"),
            Some(key.as_str()),
            false,
            "LATCHKEY_UPDATE_ENDPOINT",
        ),
        (
            None,
            Some(key.as_str()),
            false,
            "LATCHKEY_UPDATE_ENDPOINT is missing",
        ),
        (
            Some("https://example.com/"),
            None,
            false,
            "LATCHKEY_UPDATE_PUBKEY is missing",
        ),
        (
            Some("https://example.com/"),
            Some("RWQ"),
            false,
            "LATCHKEY_UPDATE_PUBKEY",
        ),
    ] {
        let error = Source::read(endpoint, given, loopback).unwrap_err();
        assert!(error.contains(named), "{error}");
    }
    assert_eq!(read(Some("http://127.0.0.1:9/"), Some(&key), true), Ok(true));
}
