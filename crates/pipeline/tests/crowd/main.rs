//! Ten thousand calls at once, each with a connection of its own: more files than one process may open for both ends, so
//! the server is this same program, started anew.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
};

use latchkey_pipeline::{ApiRequest, Credentials, MemoryStore, Pipeline, Profile};
use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use tokio::task::JoinSet;

const CALLS: usize = 10_000;
const IS_SERVER: &str = "LATCHKEY_CROWD_SERVER";
/// Stands before what the server says, among the words of the test harness.
const MARK: &str = "crowd: ";

/// The server's part, when the test below starts this program anew; otherwise nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_server_of_the_crowd() {
    if std::env::var_os(IS_SERVER).is_none() {
        return;
    }
    practice_api::raise_open_file_limit();
    let api = PracticeApi::start(Config::default()).await.unwrap();
    println!("{MARK}{}", api.url());
    for line in std::io::stdin().lock().lines() {
        if line.unwrap() == "expire" {
            api.expire_access_tokens();
            println!("{MARK}expired");
        } else {
            let stats = api.stats();
            println!("{MARK}{} {}", stats.refreshes, stats.refused_refreshes);
        }
    }
}

/// The server as a process, which ends when its input does.
struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_server_of_the_crowd", "--nocapture"])
            .env(IS_SERVER, "yes")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: process.stdin.take().unwrap(),
            output: BufReader::new(process.stdout.take().unwrap()),
            process,
        }
    }

    fn says(&mut self) -> String {
        let lines = self.output.by_ref().lines();
        let mut said = lines.filter_map(|line| Some(line.unwrap().split_once(MARK)?.1.to_owned()));
        said.next().unwrap()
    }

    fn asked(&mut self, what: &str) -> String {
        writeln!(self.input, "{what}").unwrap();
        self.says()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c1_ten_thousand_calls_share_one_refresh() {
    practice_api::raise_open_file_limit();
    let mut server = Server::start();
    let url = server.says();
    let pipeline = Pipeline::new(Arc::new(MemoryStore::default()), Arc::new(()));
    let profile = Profile::header_pair("crowd", "Crowd", &url, false).unwrap();
    pipeline
        .sign_in(profile, Credentials::new(DEMO_USER, PASSWORD))
        .await
        .unwrap();
    server.asked("expire");
    let mut running = JoinSet::new();
    for _ in 0..CALLS {
        let pipeline = pipeline.clone();
        running.spawn(async move { pipeline.call(ApiRequest::new("GET", "/api/me")).await });
    }
    let mut succeeded = 0;
    while let Some(done) = running.join_next().await {
        let answer = done.unwrap().unwrap_or_else(|failed| panic!("{}", failed.error));
        succeeded += usize::from(answer.status.is_success());
    }
    assert_eq!(succeeded, CALLS);
    assert_eq!(server.asked("stats"), "1 0", "refreshes, and those refused");
    assert!(pipeline.session().is_some());
}
