//! Two processes on one folder.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use latchkey_pipeline::store::{Replaced, SessionStores};

use crate::support::{key, plain, session};

const FOLDER: &str = "LATCHKEY_TEST_FOLDER";
const USER: &str = "LATCHKEY_TEST_USER";
/// How many times each of two processes writes.
const WRITES: usize = 60;

/// Starts one of this program's tests as a process of its own, as that user.
fn start(test: &str, folder: &Path, user: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(USER, user)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until a process has printed `word`.
fn wait_for(child: &mut Child, word: &str) {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    assert!(
        lines.map_while(Result::ok).any(|line| line.contains(word)),
        "it ended before it said {word}"
    );
}

#[tokio::test]
async fn a_process_that_writes() {
    let (Ok(folder), Ok(user)) = (env::var(FOLDER), env::var(USER)) else {
        return;
    };
    let kept = plain(Path::new(&folder));
    for number in 0..WRITES {
        kept.of(&key("a", &user))
            .save(&session("a", &user, number))
            .await
            .unwrap();
        kept.set_entry(&format!("{user}_{number}"), &number)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn two_processes_lose_nothing_of_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let test = "processes::a_process_that_writes";
    let children = ["me", "you"].map(|user| start(test, folder.path(), user));
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let kept = plain(folder.path());
    for user in ["me", "you"] {
        let found = kept.of(&key("a", user)).load().await;
        assert_eq!(found, Ok(Some(session("a", user, WRITES - 1))));
        for number in 0..WRITES {
            assert_eq!(kept.entry(&format!("{user}_{number}")).await, Ok(Some(number)));
        }
    }
}

#[tokio::test]
async fn writers_of_one_process_lose_nothing_of_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    let writers = (0..40).map(|number| {
        let kept = kept.clone();
        tokio::spawn(async move { kept.set_entry(&format!("entry_{number}"), &number).await })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }
    for number in 0..40 {
        assert_eq!(kept.entry(&format!("entry_{number}")).await, Ok(Some(number)));
    }
}

#[tokio::test]
async fn a_process_that_holds() {
    let (Ok(folder), Ok(user)) = (env::var(FOLDER), env::var(USER)) else {
        return;
    };
    let _held = plain(Path::new(&folder))
        .of(&key("a", &user))
        .hold()
        .await
        .unwrap();
    println!("\nholds");
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn x2_the_system_frees_the_lock_of_a_holder_that_died() {
    let folder = tempfile::tempdir().unwrap();
    let mut holder = start("processes::a_process_that_holds", folder.path(), "me");
    wait_for(&mut holder, "holds");
    let kept = plain(folder.path());
    let mine = kept.of(&key("a", "me"));
    let short = Duration::from_millis(100);
    assert!(
        tokio::time::timeout(short, mine.hold()).await.is_err(),
        "it is held elsewhere"
    );
    let other = kept.of(&key("a", "you"));
    other.hold().await.unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    mine.hold().await.unwrap();
}

#[tokio::test]
async fn within_a_process_too_one_holds_and_the_others_wait() {
    let folder = tempfile::tempdir().unwrap();
    let kept = plain(folder.path());
    let held = kept.of(&key("a", "me")).hold().await.unwrap();
    let store = plain(folder.path()).of(&key("a", "me"));
    let mut waiting = store.hold();
    let short = Duration::from_millis(20);
    assert!(tokio::time::timeout(short, &mut waiting).await.is_err());
    drop(held);
    waiting.await.unwrap();
    store.hold().await.unwrap();
}

#[tokio::test]
async fn c10_a_pair_is_replaced_only_if_it_is_the_one_that_was_seen() {
    let folder = tempfile::tempdir().unwrap();
    let chain = crate::support::Chain::default();
    for kept in [
        plain(folder.path()),
        crate::support::sealed(folder.path(), &chain),
    ] {
        let store = kept.of(&key("a", "me"));
        store.remove().await.unwrap();
        let [one, two, three] = [1, 2, 3].map(|number| session("a", "me", number));
        assert!(matches!(
            store.replace(Some(&one.pair), &two).await,
            Ok(Replaced::No(None))
        ));
        assert!(matches!(store.replace(None, &one).await, Ok(Replaced::Yes)));
        assert!(matches!(
            store.replace(Some(&one.pair), &two).await,
            Ok(Replaced::Yes)
        ));
        let late = store.replace(Some(&one.pair), &three).await;
        assert!(matches!(late, Ok(Replaced::No(Some(now))) if *now == two));
        assert_eq!(store.load().await, Ok(Some(two)));
    }
}
