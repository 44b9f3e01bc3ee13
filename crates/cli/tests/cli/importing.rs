use std::{fs, process::Command};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::Said;

const DOCUMENT: &str = r#"{"info": {"name": "Notes\u001b[31m"}, "item": [{"name": "All", "item": [
    {"name": "One", "request": {"method": "GET", "url": "https://notes.example/notes/:id",
    "auth": {"type": "bearer"}, "header": [{"key": "Authorization", "value": "Bearer s3cret-token"}]}}]}]}"#;

fn run(folder: &TempDir, line: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-cli"));
    let data = folder.path().join("data");
    command
        .current_dir(folder.path())
        .args(line)
        .env("LATCHKEY_DATA_DIR", &data);
    let said: Said = command.output().unwrap().into();
    assert!(!data.exists(), "a preview keeps nothing");
    assert!(
        !said.out.contains("s3cret-token") && !said.err.contains("s3cret-token"),
        "{said:?}"
    );
    said
}

#[test]
fn a_preview_shows_the_tree_and_tells_what_stays_out() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.json"), DOCUMENT).unwrap();
    let said = run(&folder, &["import", "notes.json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.out
            .contains("  All/\n    One  GET https://notes.example/notes/:id\n"),
        "{said:?}"
    );
    assert!(
        said.out.contains("folders: 1, requests: 1, not taken over: 2"),
        "{said:?}"
    );
    assert!(
        said.err
            .contains("item[0].item[0].request.auth: authentication of the kind bearer"),
        "{said:?}"
    );
    assert!(!said.out.contains('\u{1b}'), "{said:?}");
}

#[test]
fn json_holds_the_preview_and_the_report() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.json"), DOCUMENT).unwrap();
    let said = run(
        &folder,
        &[
            "import",
            "notes.json",
            "--name",
            "Mine",
            "--format",
            "postman",
            "--report",
            "json",
        ],
    );
    let preview: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        (&preview["name"], &preview["format"]),
        (&"Mine".into(), &"postman".into())
    );
    assert_eq!(preview["items"][0]["items"][0]["request"], "One");
    assert_eq!(preview["report"]["notes"][1]["kind"], "authentication");
    assert_eq!(preview["base_urls"][0], "https://notes.example");
}

#[test]
fn a_folder_is_read_as_a_collection() {
    let folder = tempfile::tempdir().unwrap();
    let collection = folder.path().join("api");
    fs::create_dir_all(collection.join("notes")).unwrap();
    let request = "meta {\n  name: One\n}\nget {\n  url: https://notes.example\n}\n";
    fs::write(collection.join("notes/one.bru"), request).unwrap();
    fs::write(collection.join("README.md"), "hello").unwrap();
    let said = run(&folder, &["import", "api"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.out
            .starts_with("api  (Bruno)\n  notes/\n    One  GET https://notes.example"),
        "{said:?}"
    );
    let said = run(&folder, &["import", "api", "--format", "har"]);
    assert_eq!(said.code, Some(2), "{said:?}");
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("odd.json"), r#"{"token": "s3cret-token"}"#).unwrap();
    let said = run(&folder, &["import", "odd.json"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(
        said.err
            .contains("odd.json: format: found an object with the members token"),
        "{said:?}"
    );
    let said = run(&folder, &["import", "nothing.json"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    let said = run(&folder, &["import", "odd.json", "--format", "wsdl"]);
    assert_eq!(said.code, Some(2), "{said:?}");
}

/// What was taken over is a collection that runs; what is there already stays as it is.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_over_runs_and_touches_nothing_that_is_there() {
    let world = crate::support::World::signed_in().await;
    let folder = tempfile::tempdir().unwrap();
    let document = r#"{"info": {"name": "Practice"}, "variable": [{"key": "limit", "value": "3"}], "item": [
        {"name": "Notes", "item": [{"name": "List", "request": {"method": "GET", "url": {
            "raw": "{{base}}/api/notes?limit={{limit}}", "host": ["{{base}}"], "path": ["api", "notes"],
            "query": [{"key": "limit", "value": "{{limit}}"}]}}}]}]}"#;
    let file = folder.path().join("practice.json");
    fs::write(&file, document).unwrap();
    let into = folder.path().join("mine");
    let (file, into) = (file.to_str().unwrap(), into.to_str().unwrap());
    let base = format!("base={}", world.api.url());

    let said = world.run(&["import", file, "--into", into]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.err.contains("written to"), "{said:?}");
    let said = world.run(&["run", into, "--var", &base, "--var", "limit=3"]);
    assert_eq!(said.code, Some(0), "{said:?}");

    let first = fs::read_to_string(format!("{into}/Practice/Notes/List.request.toml")).unwrap();
    let said = world.run(&["import", file, "--into", into]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let again = fs::read_to_string(format!("{into}/Practice/Notes/List.request.toml")).unwrap();
    assert_eq!(again, first);
    let folders = fs::read_dir(into)
        .unwrap()
        .flatten()
        .filter(|it| it.path().is_dir());
    let practice = folders.filter(|it| it.file_name().to_string_lossy().starts_with("Practice"));
    assert_eq!(practice.count(), 2, "the second has a name of its own");
}
