use crate::support::{Fixture, expired, invalid, pair, start_with, status_and_json, status_and_text};
use practice_api::{Config, Error, Faults, PracticeApi};
use reqwest::Method;
use serde_json::json;
use std::{fs, path::Path};
use tempfile::tempdir;

fn config(path: &Path) -> Config {
    Config {
        state_file: Some(path.into()),
        ..Config::default()
    }
}

async fn restart(server: Fixture, config: Config) -> Fixture {
    server.api.shutdown().await;
    start_with(config).await
}

#[tokio::test]
async fn a_restart_keeps_sessions_and_notes() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("deep/practice.json");
    let server = start_with(config(&path)).await;
    let first = server.sign_in().await;
    let second = pair(&server.refresh(&first.refresh).send().await.unwrap());
    let note = server
        .request(Method::POST, "/api/notes")
        .bearer_auth(&second.access)
        .body(json!({"title": "kept"}).to_string());
    assert_eq!(note.send().await.unwrap().status(), 201);

    let server = restart(server, config(&path)).await;
    assert_eq!(server.call(&second.access).await.0, 200);
    let (_, note) = status_and_json(server.get("/api/notes/9", &second.access)).await;
    assert_eq!(note["title"], "kept");
    assert_eq!(status_and_text(server.refresh(&first.refresh)).await, invalid());
    assert_eq!(
        server.refresh(&second.refresh).send().await.unwrap().status(),
        200
    );
}

#[tokio::test]
async fn a_restart_does_not_raise_the_dead() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("practice.json");
    let server = start_with(config(&path)).await;
    let pair = server.sign_in().await;
    server.api.expire_access_tokens();
    server.api.revoke_refresh_tokens();
    let server = restart(server, config(&path)).await;
    assert_eq!(server.call(&pair.access).await, expired());
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());
    let pair = server.sign_in().await;
    assert_eq!(server.call(&pair.access).await.0, 200);
}

#[tokio::test]
async fn a_restart_can_begin_with_trouble() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("practice.json");
    let server = start_with(config(&path)).await;
    let pair = server.sign_in().await;
    let faults = Faults {
        invalidate_access: true,
        revoke_refresh: true,
        ..Faults::default()
    };
    let server = restart(
        server,
        Config {
            faults,
            ..config(&path)
        },
    )
    .await;
    assert_eq!(server.call(&pair.access).await, invalid());
    assert_eq!(status_and_text(server.refresh(&pair.refresh)).await, invalid());
}

#[tokio::test]
async fn the_file_holds_no_token_and_is_its_owner_s() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("practice.json");
    let server = start_with(Config {
        remember_issued: true,
        ..config(&path)
    })
    .await;
    let pair = server.sign_in().await;
    server.refresh(&pair.refresh).send().await.unwrap();
    let text = fs::read_to_string(&path).unwrap();
    for token in server.api.issued_tokens() {
        for part in token.split('.') {
            assert!(!text.contains(part));
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["practice.json"]);
}

#[tokio::test]
async fn a_bad_file_is_set_aside_and_all_starts_fresh() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("practice.json");
    let server = start_with(config(&path)).await;
    let pair = server.sign_in().await;
    assert_eq!(server.api.corrupt_state(), None);
    server.api.shutdown().await;
    let whole = fs::read_to_string(&path).unwrap();
    let key = whole.split('"').find(|part| part.len() == 64).unwrap().to_owned();
    for bad in [
        String::new(),
        whole[..whole.len() / 2].to_owned(),
        whole.replacen("\"version\":1", "\"version\":2", 1),
        whole.replace(&key, "short"),
        "\0".repeat(100),
    ] {
        fs::write(&path, &bad).unwrap();
        let server = start_with(config(&path)).await;
        let aside = server.api.corrupt_state().unwrap();
        assert_eq!(aside, folder.path().join("practice.json.corrupt"));
        assert_eq!(fs::read_to_string(aside).unwrap(), bad);
        assert_eq!(server.call(&pair.access).await, invalid());
        server.sign_in().await;
        server.api.shutdown().await;
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_written_keeps_the_server_from_starting() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = PracticeApi::start(config(&file.join("practice.json")))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::State { .. }));
    assert!(error.to_string().contains("practice.json"), "{error}");
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let folder = tempdir().unwrap();
    let server = start_with(config(&folder.path().join("practice.json"))).await;
    let taken = Config {
        port: server.api.addr().port(),
        ..Config::default()
    };
    let error = PracticeApi::start(taken).await.unwrap_err();
    assert!(
        error.to_string().contains(&server.api.addr().to_string()),
        "{error}"
    );
}

/// Files as earlier versions wrote them: before pairs could be revoked one by one, and since.
#[tokio::test]
async fn the_state_of_every_earlier_version_is_read() {
    for format in ["format-1", "format-2"] {
        let folder = tempdir().unwrap();
        let path = folder.path().join("practice-api.json");
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
        fs::copy(fixtures.join(format).join("practice-api.json"), &path).unwrap();
        let server = start_with(config(&path)).await;
        assert_eq!(server.api.corrupt_state(), None, "{format}");
        let pair = server.sign_in().await;
        let (_, note) = status_and_json(server.get("/api/notes/9", &pair.access)).await;
        assert_eq!(note["title"], "Written before the update", "{format}");
    }
}
