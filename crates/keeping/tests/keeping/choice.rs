//! The user's choice of protection.

use latchkey_keeping::{
    Protection::{self, File, Keychain, Memory},
    Why,
};
use latchkey_pipeline::{StoreError, store::SessionStores};

use crate::support::{Chain, document, key, sealed, session, tells_secrets};

#[tokio::test]
async fn in_memory_alone_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    let kept = sealed(folder.path(), &chain);
    kept.set_protection(Protection::Memory).await.unwrap();
    let store = kept.of(&key("a", "me"));
    store.save(&session("a", "me", 1)).await.unwrap();
    assert_eq!(document(folder.path())["sessions"].as_array().unwrap().len(), 0);
    assert_eq!(store.load().await, Ok(Some(session("a", "me", 1))));
    assert_eq!(kept.keys().await, Ok(vec![key("a", "me")]));
    let next_run = sealed(folder.path(), &chain);
    assert_eq!(next_run.keys().await, Ok(vec![]));
    assert_eq!(
        next_run.protection().await.unwrap().protection,
        Protection::Memory
    );
    store.remove().await.unwrap();
    assert_eq!(store.load().await, Ok(None));
}

#[tokio::test]
async fn a_choice_moves_every_session_to_where_it_is_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    let kept = sealed(folder.path(), &chain);
    for user in ["me", "you"] {
        kept.of(&key("a", user))
            .save(&session("a", user, 1))
            .await
            .unwrap();
    }
    for choice in [File, Memory, Keychain, Memory, File, Keychain] {
        kept.set_protection(choice).await.unwrap();
        let in_force = kept.protection().await.unwrap();
        assert_eq!((in_force.protection, in_force.why), (choice, Why::Chosen));
        assert_eq!(tells_secrets(folder.path()), choice == File, "{choice:?}");
        let on_disk = document(folder.path())["sessions"].as_array().unwrap().len();
        assert_eq!(on_disk, if choice == Memory { 0 } else { 2 });
        for user in ["me", "you"] {
            let found = kept.of(&key("a", user)).load().await;
            assert_eq!(found, Ok(Some(session("a", user, 1))), "{choice:?}");
        }
    }
}

#[tokio::test]
async fn a_choice_that_cannot_be_followed_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    sealed(folder.path(), &chain)
        .of(&key("a", "me"))
        .save(&session("a", "me", 1))
        .await
        .unwrap();
    let before = document(folder.path());
    chain.lock();
    let kept = sealed(folder.path(), &chain);
    let refused = kept.set_protection(Protection::Memory).await;
    assert!(matches!(refused, Err(StoreError::Sealed { .. })));
    assert!(kept.set_protection(Protection::Keychain).await.is_err());
    assert_eq!(document(folder.path()), before);
    let in_force = kept.protection().await.unwrap();
    assert_eq!(in_force.protection, Protection::Keychain);
    assert!(matches!(in_force.why, Why::Refused(_)));
}
