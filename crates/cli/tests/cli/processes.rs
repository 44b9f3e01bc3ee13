use practice_api::RefreshFault;

use crate::support::{Said, World};

#[tokio::test(flavor = "multi_thread")]
async fn c10_processes_that_meet_an_expired_token_together_refresh_once() {
    let world = World::signed_in().await;
    for round in 1..=3 {
        world.api.expire_access_tokens();
        let children: Vec<_> = (0..8).map(|_| world.start(&["call", "/api/me"])).collect();
        for child in children {
            let said = Said::from(child.wait_with_output().unwrap());
            assert_eq!(said.code, Some(0), "{said:?}");
        }
        assert_eq!(world.api.stats().refreshes, round);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn x2_the_session_is_free_when_the_process_that_held_it_is_killed() {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    world.api.set_refresh_fault(Some(RefreshFault::Hang));
    let mut holder = world.start(&["call", "/api/me"]);
    world.refresh_asked(1).await;
    holder.kill().unwrap();
    holder.wait().unwrap();
    world.api.set_refresh_fault(None);
    let said = world.run(&["call", "/api/me"]);
    assert_eq!(said.code, Some(0), "{said:?}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn x3_a_suspended_holder_costs_others_a_call_and_nobody_the_session() {
    use std::process::Command;

    let world = World::new(practice_api::Dialect::HeaderPair).await;
    let added = [
        "profile",
        "add",
        "--kind",
        "default",
        "--id",
        "it",
        "--base-url",
        world.api.url(),
    ];
    assert_eq!(world.run(&added).code, Some(0));
    let file = world.data.path().join("profiles/it.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n[timeouts]\nrefresh_ms = 500\n")).unwrap();
    assert_eq!(world.login("it").code, Some(0));

    world.api.expire_access_tokens();
    world.api.set_refresh_fault(Some(RefreshFault::Hang));
    let mut holder = world.start(&["call", "/api/me"]);
    world.refresh_asked(1).await;
    let signal = |name: &str| {
        let id = holder.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    };
    signal("-STOP");
    let other = world.run(&["call", "/api/me"]);
    assert_eq!(other.code, Some(4), "{other:?}");
    world.api.set_refresh_fault(None);
    signal("-CONT");
    // Its time for the refresh was over while it was suspended; nobody has lost the session.
    holder.wait().unwrap();
    let after = world.run(&["call", "/api/me"]);
    assert_eq!(after.code, Some(0), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn o1_a_sign_out_in_one_process_wins_against_the_refresh_of_another() {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    let status = RefreshFault::Status {
        status: 503,
        times: Some(1),
        retry_after: Some("2".to_owned()),
    };
    world.api.set_refresh_fault(Some(status));
    let refreshing = world.start(&["call", "/api/me"]);
    world.refresh_asked(1).await;
    assert_eq!(world.run(&["logout"]).code, Some(0));
    let said = Said::from(refreshing.wait_with_output().unwrap());
    assert_eq!(said.code, Some(3), "{said:?}");
    assert_eq!(world.run(&["call", "/api/me"]).code, Some(3));
    let kept = std::fs::read_to_string(world.data.path().join("latchkey.json")).unwrap();
    for token in world.api.issued_tokens() {
        assert!(!kept.contains(&token));
    }
}
