use std::process::Command;

use practice_api::{DEMO_USER, RefreshFault};

use crate::support::{Said, World, in_two_seconds, kept};

/// Signed in with the profile `it`, which gives a refresh one second.
async fn impatient() -> World {
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
    std::fs::write(&file, format!("{text}\n[timeouts]\nrefresh_ms = 1000\n")).unwrap();
    assert_eq!(world.login("it").code, Some(0));
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn x3_a_suspended_holder_costs_others_a_call_and_nobody_the_session() {
    let world = impatient().await;
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

/// A holder is suspended while its refresh is under way; meanwhile another process signs in anew. Gives what the holder
/// says once it has woken. `revoked`: the server takes no refresh token that is older than the sign-in.
async fn suspended_while_another_signs_in(world: &World, revoked: bool) -> Said {
    world.api.expire_access_tokens();
    world.api.set_refresh_fault(Some(in_two_seconds()));
    let holder = world.start(&["call", "/api/me", "--trace"]);
    world.refresh_asked(1).await;
    let signal = |name: &str| {
        let id = holder.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    };
    signal("-STOP");
    if revoked {
        world.api.revoke_refresh_tokens();
    }
    // Whoever signs in waits for the holder only so long.
    let said = world.login("it");
    assert_eq!(said.code, Some(0), "{said:?}");
    let stored = kept(world);
    signal("-CONT");
    let said = Said::from(holder.wait_with_output().unwrap());
    assert_eq!(kept(world), stored, "the newer pair is left alone: {said:?}");
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn x3_a_holder_that_wakes_reads_the_pair_that_was_stored_while_it_was_suspended() {
    let world = impatient().await;
    let said = suspended_while_another_signs_in(&world, false).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.err.contains("by another process"), "{said:?}");
    assert_eq!(world.run(&["call", "/api/me"]).code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn x4_a_refused_refresh_takes_over_the_pair_that_another_process_stored() {
    let world = impatient().await;
    let said = suspended_while_another_signs_in(&world, true).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains(DEMO_USER), "{said:?}");
    assert!(said.err.contains("by another process"), "{said:?}");
    // Refused it was not where the holder was suspended before it had read the server's first answer: then the time for
    // that one was over when it woke.
    let stats = world.api.stats();
    assert_eq!(stats.refreshes, 0);
    assert!(stats.refused_refreshes <= 1, "{stats:?}");
    assert_eq!(world.run(&["call", "/api/me"]).code, Some(0));
}
