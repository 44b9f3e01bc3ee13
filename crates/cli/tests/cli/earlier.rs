//! Data folders that earlier versions left: `fixtures/` has one of each format.

use std::{fs, path::Path};

use crate::support::{World, kept};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");

/// A data folder of that format, with a session that the server knows.
async fn world_of(format: &str) -> World {
    let world = World::signed_in().await;
    let now: serde_json::Value = serde_json::from_str(&kept(&world)).unwrap();
    let id = now["active"]["profile"].as_str().unwrap().to_owned();
    let (access, refresh) = world.api.last_issued().unwrap();
    let folder = Path::new(FIXTURES).join(format);
    let text = fs::read_to_string(folder.join("latchkey.json")).unwrap();
    let text = text
        .replace("{{base_url}}", world.api.url())
        .replace("{{profile_id}}", &id)
        .replace("{{access_token}}", &access)
        .replace("{{refresh_token}}", &refresh);
    fs::write(world.data.path().join("latchkey.json"), text).unwrap();
    let profiles = folder.join("profiles");
    if profiles.exists() {
        fs::create_dir_all(world.data.path().join("profiles")).unwrap();
        for entry in fs::read_dir(profiles).unwrap() {
            let path = entry.unwrap().path();
            let to = world.data.path().join("profiles").join(path.file_name().unwrap());
            fs::copy(path, to).unwrap();
        }
    }
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_every_earlier_format_calls_refreshes_and_stays() {
    for format in ["format-1", "format-2"] {
        let world = world_of(format).await;
        let said = world.run(&["call", "/api/me"]);
        assert_eq!(said.code, Some(0), "{format}: {said:?}");
        // The one of the second format says when it runs out, which is long ago: it is refreshed before the first call.
        let before = world.api.stats().refreshes;
        world.api.expire_access_tokens();
        let said = world.run(&["call", "/api/me"]);
        assert_eq!(said.code, Some(0), "{format}: {said:?}");
        assert_eq!(world.api.stats().refreshes, before + 1, "{format}");
        assert_eq!(world.api.stats().sign_ins, 1, "{format}");
        // From then on it is today's, and what belongs to others is still there.
        let now: serde_json::Value = serde_json::from_str(&kept(&world)).unwrap();
        assert_eq!(now["format"], 2, "{format}");
        assert_eq!(now["last_sign_in"]["user"], "demo@latchkey.dev", "{format}");
        let aside = fs::read_dir(world.data.path()).unwrap();
        let aside = aside.filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().contains("unusable")
        });
        assert_eq!(aside.count(), 0, "{format}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_of_earlier_versions_are_listed_and_right() {
    let world = world_of("format-2").await;
    let said = world.run(&["profile", "list"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.out.contains("team") && said.out.contains("https://api.example.com"),
        "{said:?}"
    );
    let file = world.data.path().join("profiles/team.toml");
    let said = world.run(&["profile", "check", file.to_str().unwrap()]);
    assert_eq!(said.code, Some(0), "{said:?}");
}
