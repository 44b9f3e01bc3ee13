//! What the session's file can go through.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use latchkey_pipeline::{EndReason, Pipeline, StoreError};
use serde_json::Value;
use tauri::Listener;

use crate::support::{app, files, kept, number, session, store};

#[tokio::test]
async fn a_session_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let app = app();
    assert_eq!(store(&app, folder.path()).load().await, Ok(None));
    store(&app, folder.path()).save(&session(7)).await.unwrap();
    assert_eq!(store(&app, folder.path()).load().await, Ok(Some(session(7))));
}

#[tokio::test]
async fn signing_out_removes_the_tokens_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let app = app();
    let kept_before = kept(&app, folder.path());
    kept_before.set_entry("last_sign_in", &"somewhere").await.unwrap();
    let store = store(&app, folder.path());
    store.save(&session(1)).await.unwrap();
    store.remove().await.unwrap();
    for (name, content) in files(folder.path()) {
        assert!(
            !content.contains("access-1") && !content.contains("refresh-1"),
            "{name}"
        );
    }
    assert_eq!(store.load().await, Ok(None));
    let later = kept(&app, folder.path());
    assert_eq!(
        later.entry("last_sign_in").await,
        Ok(Some("somewhere".to_owned()))
    );
}

#[tokio::test]
async fn no_event_ever_carries_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let app = app();
    let heard = Arc::new(AtomicUsize::new(0));
    let counted = heard.clone();
    app.listen_any("store://change", move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let store = store(&app, folder.path());
    store.load().await.unwrap();
    for number in 0..3 {
        store.save(&session(number)).await.unwrap();
    }
    store.remove().await.unwrap();
    assert_eq!(
        heard.load(Ordering::SeqCst),
        0,
        "the plugin told the window what changed"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let app = app();
    store(&app, folder.path()).save(&session(1)).await.unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{:?}",
            entry.path()
        );
    }
}

#[tokio::test]
async fn p1_a_file_that_cannot_be_written_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let app = app();
    let gone = folder.path().join("gone");
    // A file where the folder should be: writing fails for every user, the superuser too.
    fs::write(&gone, "").unwrap();
    let error = store(&app, &gone).save(&session(1)).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Io(what) if what.contains("latchkey.")),
        "{error}"
    );
}

#[tokio::test]
async fn p1_after_a_failed_write_the_old_session_is_still_there() {
    let folder = tempfile::tempdir().unwrap();
    let app = app();
    let kept_here = store(&app, folder.path());
    kept_here.save(&session(1)).await.unwrap();
    fs::create_dir(folder.path().join("latchkey.json.new")).unwrap();
    assert!(kept_here.save(&session(2)).await.is_err());
    fs::remove_dir(folder.path().join("latchkey.json.new")).unwrap();
    assert_eq!(
        number(&store(&app, folder.path()).load().await.unwrap().unwrap()),
        1
    );
    kept_here.save(&session(3)).await.unwrap();
    assert_eq!(
        number(&store(&app, folder.path()).load().await.unwrap().unwrap()),
        3
    );
}

#[tokio::test]
async fn p4_a_file_that_cannot_be_read_is_kept_aside_and_leaves_nobody_signed_in() {
    let good = {
        let folder = tempfile::tempdir().unwrap();
        store(&app(), folder.path()).save(&session(1)).await.unwrap();
        fs::read_to_string(folder.path().join("latchkey.json")).unwrap()
    };
    let cut = |part: usize| good[..good.len() * part / 10].to_owned();
    let mut bad = vec![
        String::new(),
        "\0\0\0\0".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        "{\"format\": \"one\"}".to_owned(),
        "{\"format\": 0}".to_owned(),
        "{\"format\": -1}".to_owned(),
        "{\"format\": 2, \"sessions\": 12}".to_owned(),
        good.replace("\"access_token\"", "\"access\""),
        good.replace("access-1-", "access 1 "),
        good.replace("https://api", "nonsense"),
        "[".repeat(100_000),
    ];
    bad.extend((1..10).map(cut));
    for (index, content) in bad.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("latchkey.json"), content).unwrap();
        let app = app();
        let error = store(&app, folder.path()).load().await.unwrap_err();
        let StoreError::Corrupt {
            kept_as: Some(aside),
            detail,
        } = error
        else {
            panic!("{index}: {error:?}")
        };
        let kept = fs::read_to_string(aside).unwrap();
        // One unusable session is kept as a file of its own, which says the same.
        let json = |text: &str| serde_json::from_str::<Value>(text).ok();
        assert!(
            kept == *content || (json(&kept).is_some() && json(&kept) == json(content)),
            "{index}"
        );
        assert!(!detail.contains("access-1-"), "{index}: {detail}");

        fs::write(folder.path().join("latchkey.json"), content).unwrap();
        let store = store(&app, folder.path());
        let pipeline = Pipeline::new(store.clone(), Arc::new(()));
        assert!(pipeline.restore().await.unwrap().is_none());
        assert_eq!(pipeline.ended().unwrap().reason, EndReason::StoreCorrupt);
        store.save(&session(2)).await.unwrap();
        assert_eq!(
            number(&store.load().await.unwrap().unwrap()),
            2,
            "signing in works again"
        );
        assert_eq!(files(folder.path()).len(), 3, "both bad files are kept");
    }
}

#[tokio::test]
async fn p4_a_file_of_a_newer_version_is_kept_aside() {
    let folder = tempfile::tempdir().unwrap();
    let content = "{\"format\": 3, \"sessions\": \"…\"}";
    fs::write(folder.path().join("latchkey.json"), content).unwrap();
    let pipeline = Pipeline::new(store(&app(), folder.path()), Arc::new(()));
    assert!(pipeline.restore().await.unwrap().is_none());
    assert_eq!(pipeline.ended().unwrap().reason, EndReason::StoreNewer);
    assert_eq!(files(folder.path())[0].1, content);
}
