//! The file itself: format, faults, permissions, other entries.

use std::fs;

use latchkey_pipeline::{StoreError, store::SessionStores};
use serde_json::{Value, json};

use crate::support::{Chain, document, everything, key, plain, sealed, session, tells_secrets, write};

#[tokio::test]
async fn sessions_are_there_again_after_a_restart_in_the_order_of_their_sign_ins() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    for kept in [plain(folder.path()), sealed(folder.path(), &chain)] {
        for (id, user) in [("b", "me"), ("a", "me"), ("a", "you")] {
            let wanted = session(id, user, 1);
            kept.of(&wanted.key()).save(&wanted).await.unwrap();
        }
    }
    for kept in [sealed(folder.path(), &chain), sealed(folder.path(), &chain)] {
        assert_eq!(
            kept.keys().await.unwrap(),
            [key("b", "me"), key("a", "me"), key("a", "you")]
        );
        let found = kept.of(&key("a", "you")).load().await;
        assert_eq!(found, Ok(Some(session("a", "you", 1))));
        assert_eq!(kept.of(&key("c", "me")).load().await, Ok(None));
    }
}

#[tokio::test]
async fn a_new_sign_in_comes_last_and_a_refresh_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    for user in ["one", "two"] {
        kept.of(&key("a", user))
            .save(&session("a", user, 1))
            .await
            .unwrap();
    }
    let one = kept.of(&key("a", "one"));
    one.save(&session("a", "one", 2)).await.unwrap();
    assert_eq!(kept.keys().await.unwrap(), [key("a", "one"), key("a", "two")]);
    let mut again = session("a", "one", 3);
    again.signed_in_at_ms += 1;
    one.save(&again).await.unwrap();
    assert_eq!(kept.keys().await.unwrap(), [key("a", "two"), key("a", "one")]);
}

#[tokio::test]
async fn signing_out_removes_one_session_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    kept.set_entry("last_sign_in", &"somewhere").await.unwrap();
    for user in ["me", "you"] {
        kept.of(&key("a", user))
            .save(&session("a", user, 1))
            .await
            .unwrap();
    }
    kept.of(&key("a", "me")).remove().await.unwrap();
    assert_eq!(kept.of(&key("a", "me")).load().await, Ok(None));
    assert_eq!(
        kept.of(&key("a", "you")).load().await,
        Ok(Some(session("a", "you", 1)))
    );
    kept.of(&key("a", "you")).remove().await.unwrap();
    assert!(!tells_secrets(folder.path()));
    assert_eq!(kept.entry("last_sign_in").await, Ok(Some("somewhere".to_owned())));
}

#[tokio::test]
async fn the_names_that_are_taken_cannot_be_set() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["format", "sessions", "protection", "addresses"] {
        assert!(plain(folder.path()).set_entry(name, &1).await.is_err(), "{name}");
    }
}

#[tokio::test]
async fn a_store_keeps_nobody_else_s_session() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    assert!(
        kept.of(&key("a", "me"))
            .save(&session("a", "you", 1))
            .await
            .is_err()
    );
    assert_eq!(kept.keys().await, Ok(vec![]));
}

#[cfg(unix)]
#[tokio::test]
async fn every_file_is_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let kept = sealed(folder.path(), &Chain::default());
    let store = kept.of(&key("a", "me"));
    store.save(&session("a", "me", 1)).await.unwrap();
    let _held = store.hold().await.unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o077;
        assert_eq!(mode, 0, "{:?}", entry.path());
    }
}

#[tokio::test]
async fn p1_a_file_that_cannot_be_written_is_an_error_and_the_old_session_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = plain(folder.path()).of(&key("a", "me"));
    store.save(&session("a", "me", 1)).await.unwrap();
    let in_the_way = folder.path().join("latchkey.json.new");
    fs::create_dir(&in_the_way).unwrap();
    let error = store.save(&session("a", "me", 2)).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Io(what) if what.contains("latchkey.json")),
        "{error}"
    );
    fs::remove_dir(in_the_way).unwrap();
    assert_eq!(store.load().await, Ok(Some(session("a", "me", 1))));
}

#[tokio::test]
async fn p4_a_file_that_cannot_be_used_is_kept_aside_and_told_once() {
    let bad = [
        "",
        "\0\0",
        "[]",
        "{}",
        "{\"format\":\"one\"}",
        "{\"format\":0}",
        "{\"format\":2,\"sessions\":{}}",
        "{\"format\":2,\"sess",
    ];
    for content in bad.map(str::to_owned).into_iter().chain(["[".repeat(100_000)]) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("latchkey.json"), &content).unwrap();
        let kept = plain(folder.path());
        let error = kept.keys().await.unwrap_err();
        let StoreError::Corrupt {
            kept_as: Some(aside), ..
        } = error
        else {
            panic!("{content}: {error:?}")
        };
        assert_eq!(fs::read_to_string(aside).unwrap(), content);
        assert_eq!(kept.keys().await, Ok(vec![]));
    }
}

#[tokio::test]
async fn p4_a_file_of_a_newer_version_is_kept_aside_also_by_a_write() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &json!({"format": 3, "sessions": "…"}));
    plain(folder.path()).set_entry("mine", &1).await.unwrap();
    write(folder.path(), &json!({"format": 4}));
    let error = plain(folder.path()).of(&key("a", "me")).load().await.unwrap_err();
    assert!(matches!(
        error,
        StoreError::Newer {
            found: 4,
            supported: 2,
            kept_as: Some(_)
        }
    ));
    let aside = fs::read_to_string(folder.path().join("latchkey.unusable-1.json")).unwrap();
    assert!(aside.contains('…'));
}

#[tokio::test]
async fn p4_one_unusable_entry_leaves_the_others_intact() {
    let spoil: [fn(&mut Value); 4] = [
        |entry| entry["secrets"]["plain"]["access_token"] = "to, ken".into(),
        |entry| entry["signed_in_at_ms"] = "access-1-as-a-date".into(),
        |entry| entry["profile"]["base_url"] = 7.into(),
        |entry| *entry.get_mut("secrets").unwrap() = json!({}),
    ];
    for (index, spoil) in spoil.into_iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let kept = plain(folder.path());
        for user in ["me", "you"] {
            kept.of(&key("a", user))
                .save(&session("a", user, 1))
                .await
                .unwrap();
        }
        let mut content = document(folder.path());
        spoil(&mut content["sessions"][0]);
        write(folder.path(), &content);
        let error = kept.of(&key("a", "me")).load().await.unwrap_err();
        let StoreError::Corrupt {
            kept_as: Some(aside),
            detail,
        } = error
        else {
            panic!("{index}: {error:?}")
        };
        assert!(
            !detail.contains("access-1") && !detail.contains("to, ken"),
            "{index}: {detail}"
        );
        let aside: Value = serde_json::from_str(&fs::read_to_string(aside).unwrap()).unwrap();
        assert_eq!(aside["sessions"][0], content["sessions"][0], "{index}");
        assert_eq!(kept.of(&key("a", "me")).load().await, Ok(None));
        assert_eq!(
            kept.of(&key("a", "you")).load().await,
            Ok(Some(session("a", "you", 1)))
        );
    }
}

#[tokio::test]
async fn p4_an_entry_that_is_nobody_s_is_kept_aside_and_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    kept.of(&key("a", "me"))
        .save(&session("a", "me", 1))
        .await
        .unwrap();
    let mut content = document(folder.path());
    content["sessions"]
        .as_array_mut()
        .unwrap()
        .push(json!({"user": "stray"}));
    write(folder.path(), &content);
    assert!(matches!(
        kept.keys().await,
        Err(StoreError::Corrupt { kept_as: Some(_), .. })
    ));
    assert_eq!(kept.keys().await, Ok(vec![key("a", "me")]));
    assert!(everything(folder.path()).contains("stray"));
}
