use crate::support::{client, invalid};
use practice_api::{DEMO_USER, PASSWORD};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStdout, Command, Output, Stdio},
};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_practice-api"))
}

/// The program, running; ended with the test.
struct Running {
    child: Child,
    output: BufReader<ChildStdout>,
    url: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(args: &[&str]) -> Running {
    let mut child = program().args(args).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let url = told["listening"].as_str().unwrap().to_owned();
    assert_eq!(line, format!("{{\"listening\":\"{url}\"}}\n"));
    assert!(url.starts_with("http://127.0.0.1:"));
    Running { child, output, url }
}

fn refuse(args: &[&str]) -> (Option<i32>, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = program().args(args).output().unwrap();
    assert!(stdout.is_empty());
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[tokio::test]
async fn it_prints_one_line_and_serves_with_the_given_lifetimes() {
    let mut server = run(&["--port", "0", "--access-ttl", "0s", "--refresh-ttl", "10m"]);
    let http = client();
    let login = http
        .post(format!("{}/api/user/login", server.url))
        .header("content-type", "application/json")
        .body(json!({"email": DEMO_USER, "password": PASSWORD}).to_string());
    let pair = crate::support::pair(&login.send().await.unwrap());
    let me = http
        .get(format!("{}/api/me", server.url))
        .bearer_auth(pair.access)
        .send()
        .await
        .unwrap();
    assert_eq!(me.text().await.unwrap(), "ExpiredToken");
    server.child.kill().unwrap();
    let mut rest = String::new();
    server.output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one line and no more");
}

#[tokio::test]
async fn a_fault_can_be_there_from_the_start() {
    let server = run(&["--refresh-fault", "status=401,times=1"]);
    let http = client();
    let refresh = || http.post(format!("{}/api/refresh-token", server.url));
    assert_eq!(crate::support::status_and_text(refresh()).await, invalid());
    assert_eq!(refresh().send().await.unwrap().status(), 415);
}

#[tokio::test]
async fn it_can_be_another_kind_of_server() {
    let server = run(&["--dialect", "flask-jwt"]);
    let refresh = client().post(format!("{}/refresh", server.url));
    let (status, text) = crate::support::status_and_text(refresh).await;
    assert_eq!(
        (status.as_u16(), text.as_str()),
        (401, r#"{"msg":"Missing Authorization Header"}"#)
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_or_a_termination_ends_it_in_order() {
    for signal in ["-INT", "-TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("practice.json");
        let mut server = run(&["--state", state.to_str().unwrap()]);
        let killed = Command::new("kill")
            .args([signal, &server.child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        assert_eq!(server.child.wait().unwrap().code(), Some(0));
        let mut rest = String::new();
        server.output.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "one line and no more");
    }
}

#[test]
fn bad_usage_is_explained_and_ends_with_2() {
    for (args, says) in [
        (&["--port", "70000"][..], "65535"),
        (&["--access-ttl", "soon"], "--access-ttl"),
        (&["--refresh-fault", "sleep"], "omit=access"),
        (&["--refresh-fault", "status=99"], "200 to 599"),
        (&["--dialect", "spring"], "both-tokens"),
        (&["--colour"], "--colour"),
        (&["extra"], "extra"),
    ] {
        let (code, text) = refuse(args);
        assert_eq!(code, Some(2), "{args:?}");
        assert!(text.contains(says), "{args:?}: {text}");
    }
}

#[test]
fn a_port_that_is_taken_is_told_and_ends_with_1() {
    let server = run(&[]);
    let (code, text) = refuse(&["--port", server.url.rsplit(':').next().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(text.contains("cannot listen on 127.0.0.1:"), "{text}");
}

#[test]
fn the_help_needs_no_manual() {
    let help = program().arg("--help").output().unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    for part in [
        "demo@latchkey.dev",
        "latchkey",
        "--access-ttl",
        "oauth2-basic",
        "retry-after",
        "/__control/revoke",
        "/__stats",
    ] {
        assert!(text.contains(part), "{part}");
    }
}
