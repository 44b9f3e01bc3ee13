//! What lies in the file, for whom it opens, and what happens without a key.

use std::{sync::Arc, time::Duration};

use latchkey_keeping::{Kept, KeyError, KeySource, Keys, PlainFile, Protection, SealingKey, Why};
use latchkey_pipeline::{EndReason, Pipeline, StoreError, store::SessionStores};
use serde_json::Value;

use crate::support::{Chain, document, key, none, plain, sealed, session, tells_secrets, write};

#[tokio::test]
async fn no_secret_can_be_read_in_the_folder_when_it_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let kept = sealed(folder.path(), &Chain::default());
    for number in 0..3 {
        kept.of(&key("a", "me"))
            .save(&session("a", "me", number))
            .await
            .unwrap();
        assert!(!tells_secrets(folder.path()));
    }
    assert!(document(folder.path())["sessions"][0]["secrets"]["sealed"].is_string());
    assert_eq!(kept.protection().await.unwrap().protection, Protection::Keychain);
}

#[tokio::test]
async fn a_sealed_value_that_was_moved_or_changed_does_not_open() {
    type Spoil = fn(&mut Value);
    let spoil: [(&str, Spoil); 6] = [
        ("another user's", |all| {
            all[0]["secrets"] = all[1]["secrets"].clone();
        }),
        ("another profile's", |all| {
            all[0]["secrets"] = all[2]["secrets"].clone();
        }),
        ("another address", |all| {
            all[0]["profile"]["base_url"] = "https://thief.example".into();
        }),
        ("a changed byte", |all| {
            let text = all[0]["secrets"]["sealed"].as_str().unwrap();
            let first = if text.starts_with('A') { "B" } else { "A" };
            all[0]["secrets"]["sealed"] = format!("{first}{}", &text[1..]).into();
        }),
        ("another nonce", |all| {
            all[0]["secrets"]["nonce"] = all[1]["secrets"]["nonce"].clone();
        }),
        ("nothing", |all| all[0]["secrets"]["sealed"] = "".into()),
    ];
    for (what, spoil) in spoil {
        let folder = tempfile::tempdir().unwrap();
        let chain = Chain::default();
        let kept = sealed(folder.path(), &chain);
        for (id, user) in [("a", "me"), ("a", "you"), ("b", "me")] {
            kept.of(&key(id, user)).save(&session(id, user, 1)).await.unwrap();
        }
        let mut content = document(folder.path());
        spoil(&mut content["sessions"]);
        write(folder.path(), &content);
        let error = kept.of(&key("a", "me")).load().await.unwrap_err();
        assert!(
            matches!(error, StoreError::Corrupt { kept_as: Some(_), .. }),
            "{what}: {error:?}"
        );
        assert_eq!(kept.of(&key("a", "me")).load().await, Ok(None), "{what}");
        for (id, user) in [("a", "you"), ("b", "me")] {
            let found = kept.of(&key(id, user)).load().await;
            assert_eq!(found, Ok(Some(session(id, user, 1))), "{what}");
        }
    }
}

#[tokio::test]
async fn without_its_key_a_session_stays_sealed_and_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    let store = |chain: &Chain| sealed(folder.path(), chain).of(&key("a", "me"));
    store(&chain).save(&session("a", "me", 1)).await.unwrap();
    let before = document(folder.path());

    chain.lock();
    let error = store(&chain).load().await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Sealed { detail } if detail.contains("locked")),
        "{error}"
    );
    chain.fail(Some(none()));
    assert!(matches!(
        store(&chain).load().await,
        Err(StoreError::Sealed { .. })
    ));
    let lost = Chain::default();
    assert!(matches!(
        store(&lost).load().await,
        Err(StoreError::Sealed { .. })
    ));
    let off = plain(folder.path()).of(&key("a", "me"));
    assert!(matches!(off.load().await, Err(StoreError::Sealed { .. })));
    let pipeline = Pipeline::new(store(&chain), Arc::new(()));
    assert!(pipeline.restore().await.unwrap().is_none());
    assert_eq!(pipeline.ended().unwrap().reason, EndReason::StoreSealed);

    assert_eq!(document(folder.path()), before, "nothing was touched");
    chain.fail(None);
    assert_eq!(store(&chain).load().await, Ok(Some(session("a", "me", 1))));
}

#[tokio::test]
async fn p1_a_locked_keychain_fails_the_save_and_nothing_is_written_plain() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    chain.lock();
    let error = sealed(folder.path(), &chain)
        .of(&key("a", "me"))
        .save(&session("a", "me", 1))
        .await;
    assert!(matches!(error, Err(StoreError::Io(what)) if what.contains("locked")));
    assert!(!tells_secrets(folder.path()));
}

#[tokio::test]
async fn a_sealed_session_is_not_written_plain_where_the_keychain_has_gone() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    sealed(folder.path(), &chain)
        .of(&key("a", "me"))
        .save(&session("a", "me", 1))
        .await
        .unwrap();
    chain.fail(Some(none()));
    let later = sealed(folder.path(), &chain);
    assert!(
        later
            .of(&key("a", "me"))
            .save(&session("a", "me", 2))
            .await
            .is_err()
    );
    assert!(!tells_secrets(folder.path()));
    later.of(&key("a", "me")).remove().await.unwrap();
    later
        .of(&key("a", "me"))
        .save(&session("a", "me", 3))
        .await
        .unwrap();
    assert!(
        tells_secrets(folder.path()),
        "a new session, on a system without a keychain"
    );
}

#[tokio::test]
async fn where_there_is_no_keychain_the_file_is_used_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    chain.fail(Some(none()));
    let kept = sealed(folder.path(), &chain);
    kept.of(&key("a", "me"))
        .save(&session("a", "me", 1))
        .await
        .unwrap();
    let in_force = kept.protection().await.unwrap();
    assert_eq!(in_force.protection, Protection::File);
    assert!(matches!(in_force.why, Why::NoKeychain(_)));
    // One day there is one.
    chain.fail(None);
    sealed(folder.path(), &chain).migrate().await.unwrap();
    assert!(!tells_secrets(folder.path()));
}

#[tokio::test]
async fn a_session_sealed_with_another_key_is_kept_aside() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    sealed(folder.path(), &chain)
        .of(&key("a", "me"))
        .save(&session("a", "me", 1))
        .await
        .unwrap();
    chain.set(SealingKey::generate());
    let error = sealed(folder.path(), &chain)
        .of(&key("a", "me"))
        .load()
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { kept_as: Some(_), .. }));
}

#[tokio::test]
async fn a_process_that_remembers_an_old_key_looks_for_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    let (app, cli) = (sealed(folder.path(), &chain), sealed(folder.path(), &chain));
    app.of(&key("a", "me"))
        .save(&session("a", "me", 1))
        .await
        .unwrap();
    chain.set(None);
    cli.of(&key("a", "me"))
        .save(&session("a", "me", 2))
        .await
        .unwrap();
    assert_eq!(
        app.of(&key("a", "me")).load().await,
        Ok(Some(session("a", "me", 2)))
    );
}

/// Answers when it is told to, and never before.
struct Prompt(std::sync::Mutex<std::sync::mpsc::Receiver<()>>);

impl KeySource for Prompt {
    fn find(&self) -> Result<Option<SealingKey>, KeyError> {
        let _ = self.0.lock().unwrap().recv();
        Ok(SealingKey::from_bytes(&[7; 32]))
    }

    fn keep(&self, _: &SealingKey) -> Result<(), KeyError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_prompt_that_nobody_answers_ends_in_time_and_is_not_waited_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let (answer, answered) = std::sync::mpsc::channel();
    let keys = Keys::From(Arc::new(Prompt(answered.into())));
    let file = Arc::new(PlainFile::new(folder.path()));
    let kept = Kept::with_limit(folder.path(), file, keys, Duration::from_millis(50));
    let store = kept.of(&key("a", "me"));
    for _ in 0..3 {
        let saved = store.save(&session("a", "me", 1)).await;
        assert!(matches!(saved, Err(StoreError::Io(what)) if what.contains("no answer")));
    }
    drop(answer);
    while store.save(&session("a", "me", 1)).await.is_err() {
        tokio::task::yield_now().await;
    }
    assert_eq!(store.load().await, Ok(Some(session("a", "me", 1))));
}
