use practice_api::{DEMO_USER, Dialect, PASSWORD};

use crate::support::{Said, World};

/// Signed in at a bare address, and refused since: the session has ended, and a call has said so.
async fn ended() -> (World, Said) {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    world.api.revoke_refresh_tokens();
    let said = world.run(&["call", "/api/me"]);
    assert_eq!(said.code, Some(3), "{said:?}");
    (world, said)
}

/// The profile's id, as the user reads it in `status`.
fn id(world: &World) -> String {
    let status: serde_json::Value = serde_json::from_str(&world.run(&["status", "--json"]).out).unwrap();
    status["active"]["profile"].as_str().unwrap().to_owned()
}

fn signs_in(world: &World, line: &[&str]) {
    let said = world.run_with(&[line, &["--password-stdin"]].concat(), PASSWORD);
    assert_eq!(said.code, Some(0), "{line:?}: {said:?}");
    let said = world.run(&["call", "/api/me"]);
    assert_eq!(said.code, Some(0), "{line:?}: {said:?}");
    assert!(said.out.contains(DEMO_USER), "{line:?}: {said:?}");
}

/// The words after `latchkey-cli` in what was said.
fn command_in(said: &Said) -> Vec<&str> {
    let (_, command) = said.err.trim_end().split_once("latchkey-cli login").unwrap();
    [&["login"], &command.split(' ').skip(1).collect::<Vec<_>>()[..]].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_at_an_address_is_begun_again_by_address_by_id_and_without_either() {
    let (world, _) = ended().await;
    signs_in(&world, &["login", world.api.url()]);
    let (world, _) = ended().await;
    signs_in(&world, &["login", &id(&world)]);
    let (world, _) = ended().await;
    signs_in(&world, &["login"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_sign_out_the_address_is_still_known() {
    let world = World::signed_in().await;
    let id = id(&world);
    assert_eq!(world.run(&["logout"]).code, Some(0));
    signs_in(&world, &["login", &id, "--user", DEMO_USER]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_says_the_very_command_that_signs_in_again() {
    let (world, first) = ended().await;
    let later = world.run(&["call", "/api/me"]);
    assert_eq!(later.code, Some(3), "{later:?}");
    assert_eq!(world.run(&["refresh"]).code, Some(3));
    let repeated = world.run(&["call", "/api/me", "--repeat", "3"]);
    for said in [&first, &later, &repeated] {
        let command = command_in(said);
        assert_eq!(
            command,
            ["login", world.api.url(), "--user", DEMO_USER],
            "{said:?}"
        );
    }
    signs_in(&world, &command_in(&first));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_names_the_folder_that_an_option_named() {
    let (world, _) = ended().await;
    let folder = world.data.path().to_str().unwrap().to_owned();
    let mut asked = world.command(&["--data-dir", &folder, "call", "/api/me"]);
    let said = Said::from(asked.env_remove("LATCHKEY_DATA_DIR").output().unwrap());
    assert!(said.err.contains(&format!("--data-dir {folder}")), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_the_only_profile_is_the_one_to_sign_in_to() {
    let world = World::new(Dialect::HeaderPair).await;
    let add = |id: &str| {
        let line = [
            "profile",
            "add",
            "--kind",
            "default",
            "--id",
            id,
            "--base-url",
            world.api.url(),
        ];
        assert_eq!(world.run(&line).code, Some(0));
    };
    let line = ["login", "--user", DEMO_USER, "--password-stdin"];
    assert_eq!(world.run_with(&line, PASSWORD).code, Some(2), "there is none yet");
    add("one");
    add("two");
    let said = world.run_with(&line, PASSWORD);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("one, two"), "{said:?}");
    assert_eq!(world.run(&["profile", "remove", "two"]).code, Some(0));
    signs_in(&world, &["login", "--user", DEMO_USER]);
}
