//! Files of format 1.

use std::path::Path;

use latchkey_pipeline::{Profile, StoredSession, store::SessionStores};
use serde_json::json;

use crate::support::{Chain, document, key, plain, sealed, session, tells_secrets, write};

fn write_format_1(folder: &Path) {
    let session = session("default", "me", 5);
    let content = json!({
        "format": 1,
        "last_sign_in": {"user": "me"},
        "session": {
            "profile": {
                "id": "default",
                "name": "Test",
                "base_url": "https://api.example.com/",
                "allow_plain_http": false,
                "sign_in": {"path": "/api/user/login", "user_field": "email", "password_field": "password"},
                "token_headers": {"access": "authorization", "refresh": "authorization-refresh"},
                "refusal": {"expired_code": "ExpiredToken", "invalid_code": "InvalidToken", "other": "end"},
                "refresh": {"path": "/api/refresh-token", "on_server_error": "end", "rotation": "required"},
                "caller_authorization": "refuse",
                "timeouts": {"connect": 1, "answer": 2, "idle": 3, "refresh": 4, "peek": 5}
            },
            "user": "me",
            "signed_in_at_ms": session.signed_in_at_ms,
            "skew_ms": session.skew_ms,
            "access_token": session.pair.access.expose(),
            "refresh_token": session.pair.refresh.expose(),
        }
    });
    write(folder, &content);
}

fn expected() -> StoredSession {
    StoredSession {
        profile: Profile::header_pair("default", "Test", "https://api.example.com/", false).unwrap(),
        client_secret: None,
        expires_at_ms: None,
        ..session("default", "me", 5)
    }
}

#[tokio::test]
async fn a_file_of_format_1_is_read_and_sealed_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    write_format_1(folder.path());
    let kept = sealed(folder.path(), &Chain::default());
    assert_eq!(kept.of(&key("default", "me")).load().await, Ok(Some(expected())));
    kept.migrate().await.unwrap();
    assert!(
        !tells_secrets(folder.path()),
        "no plain token of the old file is left"
    );
    let content = document(folder.path());
    assert_eq!((&content["format"], content.get("session")), (&json!(2), None));
    assert_eq!(content["last_sign_in"]["user"], "me");
    assert_eq!(kept.of(&key("default", "me")).load().await, Ok(Some(expected())));
}

#[tokio::test]
async fn a_refresh_of_another_session_seals_the_old_one_too() {
    let folder = tempfile::tempdir().unwrap();
    write_format_1(folder.path());
    let kept = sealed(folder.path(), &Chain::default());
    kept.of(&key("b", "you"))
        .save(&session("b", "you", 1))
        .await
        .unwrap();
    assert!(!tells_secrets(folder.path()));
    assert_eq!(kept.of(&key("default", "me")).load().await, Ok(Some(expected())));
}

#[tokio::test]
async fn without_a_key_it_becomes_format_2_and_stays_readable() {
    let folder = tempfile::tempdir().unwrap();
    write_format_1(folder.path());
    let kept = plain(folder.path());
    kept.migrate().await.unwrap();
    assert_eq!(document(folder.path())["format"], 2);
    assert_eq!(kept.of(&key("default", "me")).load().await, Ok(Some(expected())));
}

#[tokio::test]
async fn a_locked_keychain_leaves_the_old_file_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    write_format_1(folder.path());
    let before = document(folder.path());
    let chain = Chain::default();
    chain.lock();
    let kept = sealed(folder.path(), &chain);
    assert!(kept.migrate().await.is_err());
    assert_eq!(document(folder.path()), before);
    assert_eq!(kept.of(&key("default", "me")).load().await, Ok(Some(expected())));
}
