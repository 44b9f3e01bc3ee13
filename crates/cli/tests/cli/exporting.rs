use std::{fs, path::Path, process::Command};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::Said;
#[cfg(unix)]
use crate::support::World;

const SECRET: &str = "s3cret-token";

/// A collection with a folder, an environment and a header that should not be there.
fn collection() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("mine/folder.toml", "name = \"Mine\"\n");
    write(
        "mine/notes/Make one.request.toml",
        &format!(
            "name = \"Make one\"\nmethod = \"POST\"\ntarget = \"/api/notes\"\n\
             headers = [{{ name = \"X-Api-Key\", value = \"{SECRET}\" }}]\n\
             [body]\nkind = \"json\"\ntext = '{{\"title\": \"{{{{title}}}}'\n\
             [[checks]]\nstatus = 201\n"
        )
        .replace("{{title}}'", "{{title}}\"}'"),
    );
    write(
        "mine/List.request.toml",
        "name = \"List\"\nmethod = \"GET\"\ntarget = \"/api/notes\"\n[[query]]\nname = \"limit\"\nvalue = \"{{limit}}\"\n",
    );
    write(
        "mine/environments/staging.environment.toml",
        "name = \"Staging\"\nsecrets = [\"password\"]\n[variables]\nlimit = \"3\"\ntitle = \"it's\"\n",
    );
    folder
}

fn run(folder: &Path, line: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey-cli"));
    command.current_dir(folder).args(line);
    command.env("LATCHKEY_DATA_DIR", folder.join("data"));
    let said: Said = command.output().unwrap().into();
    assert!(!format!("{said:?}").contains(SECRET), "{said:?}");
    said
}

#[test]
fn a_collection_becomes_postmans_and_comes_back() {
    let folder = collection();
    let said = run(
        folder.path(),
        &["export", "mine", "--format", "postman", "-o", "out.json"],
    );
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{said:?}");
    assert!(
        said.err.contains("notes/Make one: checks: checks were left out"),
        "{said:?}"
    );
    assert!(
        said.err
            .contains("headers[0]: the value is a credential; {{x_api_key}}"),
        "{said:?}"
    );
    let document: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("out.json")).unwrap()).unwrap();
    assert_eq!(
        document["variable"][1],
        serde_json::json!({"key": "password", "value": "", "type": "secret"})
    );
    let said = run(folder.path(), &["import", "out.json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.out.starts_with("Mine  (Postman") && said.out.contains("Make one  POST {{base_url}}/api/notes"),
        "{said:?}"
    );
    assert!(said.out.contains("not taken over: 0"), "{said:?}");
    assert!(!folder.path().join("data").exists(), "an export keeps nothing");
}

#[test]
fn a_file_that_is_there_is_replaced_only_where_that_is_wanted() {
    let folder = collection();
    fs::write(folder.path().join("out.json"), "mine").unwrap();
    let line = ["export", "mine", "--format", "curl", "--output", "out.json"];
    let said = run(folder.path(), &line);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(
        said.err.contains(
            "--output: found \"out.json\"; allowed is a file that is not there yet, or any with --replace"
        ),
        "{said:?}"
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("out.json")).unwrap(),
        "mine"
    );
    let said = run(folder.path(), &[line.as_slice(), &["--replace"]].concat());
    assert_eq!(said.code, Some(0), "{said:?}");
    let text = fs::read_to_string(folder.path().join("out.json")).unwrap();
    assert!(
        text.starts_with("# List.request.toml\ncurl '{{base_url}}/api/notes?limit={{limit}}' \\\n"),
        "{text}"
    );
    assert!(
        text.contains("\n\n# notes/Make one.request.toml\ncurl '{{base_url}}/api/notes' \\\n"),
        "{text}"
    );
}

#[test]
fn one_request_with_the_values_of_an_environment() {
    let folder = collection();
    let line = [
        "export",
        "mine",
        "--format",
        "curl",
        "-e",
        "Staging",
        "--base-url",
        "https://a.example/",
        "--request",
    ];
    let said = run(folder.path(), &[line.as_slice(), &["List"]].concat());
    assert_eq!(
        said.out, "curl 'https://a.example/api/notes?limit=3' \\\n  --location\n",
        "{said:?}"
    );
    let said = run(folder.path(), &[line.as_slice(), &["notes"]].concat());
    assert!(said.out.contains(r#"'{"title": "it'\''s"}'"#), "{said:?}");
    let said = run(folder.path(), &[line.as_slice(), &["Lost"]].concat());
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(
        said.err.contains(
            "--request: found \"Lost\"; allowed is a folder in it, or one of: List.request.toml, notes/Make"
        ),
        "{said:?}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_the_rest_is_written() {
    let folder = collection();
    fs::write(folder.path().join("mine/Odd.request.toml"), "name = 1").unwrap();
    let said = run(folder.path(), &["export", "mine", "--format", "curl"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(
        said.err.contains("Odd.request.toml") && said.out.contains("# List.request.toml"),
        "{said:?}"
    );
}

/// The name of a file may hold what ends a comment.
#[cfg(unix)]
#[test]
fn a_hostile_name_stays_a_comment() {
    let folder = collection();
    let request = fs::read_to_string(folder.path().join("mine/List.request.toml")).unwrap();
    fs::write(folder.path().join("mine/a\ntouch owned.request.toml"), request).unwrap();
    let said = run(folder.path(), &["export", "mine", "--format", "curl"]);
    assert!(said.out.contains("# a\\ntouch owned.request.toml\n"), "{said:?}");
}

/// The command that stands there works: curl itself sends it.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn curl_sends_what_was_exported_with_a_token_of_the_shells() {
    let world = World::signed_in().await;
    let folder = collection();
    let (mine, api) = (folder.path().join("mine"), world.api.url());
    let line = [
        "export",
        mine.to_str().unwrap(),
        "--format",
        "curl",
        "--request",
        "List",
        "--profile",
        api,
        "-e",
        "Staging",
    ];
    let said = world.run(&line);
    assert_eq!(said.code, Some(0), "{said:?}");
    world.assert_no_secret(&said);
    assert!(
        said.out.contains("--header \"Authorization: Bearer $TOKEN\""),
        "{said:?}"
    );
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let status = |token: &str| {
        let script = format!(
            "{} --silent --output /dev/null --write-out '%{{http_code}}'",
            said.out.trim_end()
        );
        let done = Command::new("sh")
            .args(["-c", &script])
            .env("TOKEN", token)
            .output()
            .unwrap();
        String::from_utf8(done.stdout).unwrap()
    };
    assert_eq!(status("none"), "401");
    let tokens = world.api.issued_tokens();
    assert!(
        tokens.iter().any(|token| status(token) == "200"),
        "the session's own token is taken"
    );
}
