//! P5: killed at any instant while writing, the old pair is there or the new, never a mixture.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use crate::support::{app, number, session, store};

const FOLDER: &str = "LATCHKEY_TEST_WRITER_FOLDER";
const FIRST: &str = "LATCHKEY_TEST_WRITER_FIRST";
/// How often a writing process is killed.
const KILLS: usize = 300;

/// Writes one pair after the other until it is killed, telling each number when it is durable. Does nothing unless
/// the test below asks for it.
#[tokio::test]
async fn p5_writer() {
    let (Some(folder), Ok(first)) = (env::var_os(FOLDER), env::var(FIRST)) else {
        return;
    };
    let app = app();
    let store = store(&app, Path::new(&folder));
    store.load().await.unwrap();
    for number in first.parse::<usize>().unwrap().. {
        store.save(&session(number)).await.unwrap();
        println!("\nwrote {number}");
    }
}

#[tokio::test]
async fn p5_a_kill_at_any_instant_leaves_the_old_pair_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let app = app();
    store(&app, folder.path()).save(&session(0)).await.unwrap();
    let mut last = 0;
    let mut grew = 0;
    for round in 0..KILLS {
        // Kill after a few writes, and after a delay within a write that differs from round to round.
        let told = write_and_kill(folder.path(), last + 1, round % 4, round * 37 % 1500);
        let found = number(&store(&app, folder.path()).load().await.unwrap().unwrap());
        let durable = told.unwrap_or(last);
        assert!(
            found >= durable,
            "round {round}: pair {durable} was durable, {found} was found"
        );
        grew += usize::from(found > last);
        last = found;
    }
    assert!(grew > KILLS / 2, "the writers did write: {grew}");
}

/// Starts a writer, lets it tell of `writes` pairs, waits for `spins` turns and kills it. The last number it told.
fn write_and_kill(folder: &Path, first: usize, writes: usize, spins: usize) -> Option<usize> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::p5_writer", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = None;
    let number = |line: &str| line.strip_prefix("wrote ").and_then(|number| number.parse().ok());
    while told.is_none_or(|told| told < first + writes) {
        match lines.next() {
            Some(line) => told = number(&line.unwrap()).or(told),
            None => break,
        }
    }
    (0..spins).for_each(|_| std::thread::yield_now());
    child.kill().unwrap();
    child.wait().unwrap();
    // What it had told before it died counts too.
    lines
        .map_while(Result::ok)
        .filter_map(|line| number(&line))
        .last()
        .or(told)
}
