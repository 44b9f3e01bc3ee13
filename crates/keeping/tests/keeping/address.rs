use latchkey_keeping::{Kept, Protection};
use latchkey_pipeline::{Profile, SessionKey, StoredSession, store::SessionStores};
use serde_json::json;

use crate::support::{Chain, document, plain, sealed, session, write};

fn at(address: &str) -> StoredSession {
    StoredSession {
        profile: Profile::at_address(address, true).unwrap(),
        ..session("any", "me", 1)
    }
}

async fn over(kept: &Kept, session: &StoredSession) -> SessionKey {
    let store = kept.of(&session.key());
    store.save(session).await.unwrap();
    store.remove().await.unwrap();
    session.key()
}

#[tokio::test]
async fn an_address_is_known_by_its_profile_s_id_when_the_session_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Chain::default();
    for (kept, address) in [
        (plain(folder.path()), "http://api.example.com"),
        (sealed(folder.path(), &chain), "https://b.example/v1"),
    ] {
        let session = at(address);
        let key = over(&kept, &session).await;
        let found = plain(folder.path()).profile_at_address(&key.profile).await;
        assert_eq!(
            found.unwrap().unwrap().description(),
            Profile::at_address(address, true).unwrap().description()
        );
    }
    assert_eq!(document(folder.path())["addresses"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_profile_of_its_own_is_not_remembered_by_its_address() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    let key = over(&kept, &session("team", "me", 1)).await;
    assert!(kept.profile_at_address(&key.profile).await.unwrap().is_none());
    assert_eq!(document(folder.path()).get("addresses"), None);
}

#[tokio::test]
async fn an_address_under_another_one_s_id_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    let trusted = at("https://api.example.com").key().profile;
    for addresses in [
        json!(["https://evil.example", "http://api.example.com", "no address"]),
        json!(7),
        json!([7]),
    ] {
        write(folder.path(), &json!({"format": 2, "addresses": addresses}));
        assert!(
            kept.profile_at_address(&trusted).await.unwrap().is_none(),
            "{addresses}"
        );
    }
    let key = over(&kept, &at("https://api.example.com")).await;
    assert!(kept.profile_at_address(&key.profile).await.unwrap().is_some());
}

#[tokio::test]
async fn the_latest_addresses_are_remembered_each_once() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    let sessions: Vec<_> = (0..70).map(|n| at(&format!("https://{n}.example"))).collect();
    for session in sessions.iter().chain([&sessions[69]]) {
        over(&kept, session).await;
    }
    let known = document(folder.path())["addresses"].as_array().unwrap().len();
    assert_eq!(known, 64);
    let ids = [5, 6, 69].map(|n: usize| sessions[n].key().profile);
    let mut found = Vec::new();
    for id in &ids {
        found.push(kept.profile_at_address(id).await.unwrap().is_some());
    }
    assert_eq!(found, [false, true, true]);
}

#[tokio::test]
async fn in_memory_alone_nothing_is_remembered_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    let session = at("https://api.example.com");
    kept.of(&session.key()).save(&session).await.unwrap();
    kept.set_protection(Protection::Memory).await.unwrap();
    kept.of(&session.key()).remove().await.unwrap();
    assert_eq!(document(folder.path()).get("addresses"), None);
}
