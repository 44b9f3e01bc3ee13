use std::process::Command;

use practice_api::{Dialect, RefreshFault};

use crate::support::{Said, World};

#[tokio::test(flavor = "multi_thread")]
async fn c6_an_interrupt_cancels_the_call_and_not_the_refresh_that_it_leads() {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    // The refresh is under way for two seconds, and succeeds then.
    world.api.set_refresh_fault(Some(RefreshFault::Status {
        status: 503,
        times: Some(1),
        retry_after: Some("2".to_owned()),
    }));
    let calling = world.start(&["call", "/api/me"]);
    world.refresh_asked(1).await;
    let id = calling.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let said = Said::from(calling.wait_with_output().unwrap());
    assert_eq!(said.code, Some(130), "{said:?}");
    assert_eq!(said.out, "", "the call itself was cancelled");
    assert_eq!(world.api.stats().refreshes, 1);
    let after = world.run(&["call", "/api/me"]);
    assert_eq!(after.code, Some(0), "{after:?}");
    assert_eq!(world.api.stats().refreshes, 1, "the new pair had been stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_interrupt_does_not_wait() {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    world.api.set_refresh_fault(Some(RefreshFault::Hang));
    let mut calling = world.start(&["call", "/api/me"]);
    world.refresh_asked(1).await;
    let id = calling.id().to_string();
    let interrupt = || {
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
    };
    interrupt();
    // What it says before it waits.
    let mut err = calling.stderr.take().unwrap();
    let mut said = Vec::new();
    while !String::from_utf8_lossy(&said).contains("interrupt again") {
        let mut byte = [0];
        std::io::Read::read_exact(&mut err, &mut byte).unwrap();
        said.extend(byte);
    }
    interrupt();
    assert_eq!(calling.wait().unwrap().code(), Some(130));
}

/// Runs at a terminal of its own, and gives what that showed.
#[cfg(target_os = "linux")]
fn at_a_terminal(world: &World, line: &str) -> String {
    let program = env!("CARGO_BIN_EXE_latchkey-cli");
    let shown = Command::new("script")
        .args(["-qec", &format!("{program} {line}"), "/dev/null"])
        .env("LATCHKEY_DATA_DIR", world.data.path())
        .env("LATCHKEY_KEYCHAIN", "off")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    String::from_utf8_lossy(&shown.stdout).into_owned()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_gets_text_and_nothing_that_looks_binary() {
    let world = World::signed_in().await;
    assert!(at_a_terminal(&world, "call /api/me").contains("demo@latchkey.dev"));
    let refused = at_a_terminal(&world, "call /api/image");
    assert!(
        refused.contains("looks binary") && !refused.contains("PNG"),
        "{refused:?}"
    );
    assert!(at_a_terminal(&world, "call /api/image --binary").contains("PNG"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_terminal_nobody_is_asked_for_a_password() {
    let world = World::new(Dialect::HeaderPair).await;
    let said = world.run(&["login", world.api.url(), "--user", "me"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("--password-stdin"), "{said:?}");
}
