use std::fs;

use practice_api::{DEMO_USER, Dialect, PASSWORD, RefreshFault};

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_body_goes_to_standard_output_and_the_rest_to_standard_error() {
    let world = World::signed_in().await;
    let said = world.run(&["call", "/api/me", "-i", "--trace"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let body: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(body["email"], DEMO_USER);
    assert!(
        said.err.contains("200") && said.err.contains("attach"),
        "{said:?}"
    );
    world.assert_no_secret(&said);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_refreshed_and_the_trace_says_so() {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    let said = world.run(&["call", "/api/me", "--json-output", "--trace"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["status"], 200);
    assert!(
        said.err.contains("ExpiredToken") || said.out.contains("ExpiredToken"),
        "{said:?}"
    );
    assert_eq!(world.api.stats().refreshes, 1);
    world.assert_no_secret(&said);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_says_what_happened() {
    let world = World::new(Dialect::HeaderPair).await;
    assert_eq!(
        world.run(&["call", "/api/me"]).code,
        Some(3),
        "nobody is signed in"
    );
    let wrong = world.run_with(
        &["login", world.api.url(), "--user", DEMO_USER, "--password-stdin"],
        "not the password",
    );
    assert_eq!(wrong.code, Some(3), "{wrong:?}");
    assert!(!wrong.err.contains("not the password"));
    assert_eq!(world.login(world.api.url()).code, Some(0));
    assert_eq!(world.run(&["call", "/api/status/404"]).code, Some(22));
    assert_eq!(world.run(&["call", "/api/me", "-H", "no colon"]).code, Some(2));
    assert_eq!(
        world.run(&["call", "/api/me", "-H", "Authorization: mine"]).code,
        Some(2)
    );
    assert_eq!(world.run(&["call"]).code, Some(2));
    assert_eq!(
        world.run(&["call", "http://127.0.0.1:1/"]).code,
        Some(4),
        "nobody listens"
    );
    world.api.expire_access_tokens();
    world.api.set_refresh_fault(Some(RefreshFault::Html));
    assert_eq!(
        world.run(&["call", "/api/me"]).code,
        Some(4),
        "no refresh just now"
    );
    world.api.set_refresh_fault(None);
    world.api.revoke_refresh_tokens();
    let ended = world.run(&["call", "/api/me"]);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(
        ended.err.contains("no longer accepts your refresh token"),
        "{ended:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_no_argument() {
    let world = World::new(Dialect::HeaderPair).await;
    let said = world.run(&[
        "login",
        world.api.url(),
        "--user",
        DEMO_USER,
        "--password",
        PASSWORD,
    ]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert_eq!(world.api.stats().sign_ins, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_wrong_is_refused_with_line_field_found_and_allowed() {
    let world = World::new(Dialect::HeaderPair).await;
    let file = world.data.path().join("wrong.toml");
    let right = world.run(&[
        "profile",
        "add",
        "--kind",
        "simplejwt",
        "--id",
        "team",
        "--base-url",
        "https://a.example",
    ]);
    assert_eq!(right.code, Some(0), "{right:?}");
    let text = world.run(&["profile", "show", "team"]).out;
    fs::write(&file, text.replace("base_url = \"https", "base_url = \"ftp")).unwrap();
    let said = world.run(&["profile", "check", file.to_str().unwrap()]);
    assert_eq!(said.code, Some(2), "{said:?}");
    for part in ["base_url", "ftp://a.example", "http:// or https://", "line 2"] {
        assert!(said.err.contains(part), "{part} in {said:?}");
    }
    assert_eq!(world.run(&["profile", "remove", "team"]).code, Some(0));
    assert_eq!(world.run(&["login", "team", "--user", "me"]).code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_users_are_kept_apart() {
    let world = World::signed_in().await;
    let other = practice_api::OTHER_USER;
    let said = world.run_with(
        &["login", world.api.url(), "--user", other, "--password-stdin"],
        PASSWORD,
    );
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        world.run(&["call", "/api/me"]).out.contains(other),
        "the newest is at work"
    );
    assert!(
        world
            .run(&["call", "/api/me", "-u", DEMO_USER])
            .out
            .contains(DEMO_USER)
    );
    assert_eq!(world.run(&["logout"]).code, Some(0));
    let rest = world.run(&["call", "/api/me", "-u", DEMO_USER]);
    assert_eq!(rest.code, Some(0), "{rest:?}");
    let status = world.run(&["status"]);
    assert_eq!(status.code, Some(3), "whose session was at work is signed out");
    assert!(
        status.out.contains(DEMO_USER) && status.out.contains("is signed out"),
        "{status:?}"
    );
    world.assert_no_secret(&status);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_can_be_repeated_and_is_summed_up() {
    let world = World::signed_in().await;
    world.api.expire_access_tokens();
    let said = world.run(&["call", "/api/me", "--repeat", "40", "--concurrency", "8"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(world.api.stats().refreshes, 1);
    assert!(
        format!("{}{}", said.out, said.err).contains("status 200: 40"),
        "{said:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_comes_from_an_argument_a_file_or_standard_input() {
    let world = World::signed_in().await;
    let file = world.data.path().join("note.txt");
    fs::write(&file, "hello").unwrap();
    let at = format!("@{}", file.display());
    let field = format!("file={at}");
    let echoed = |line: &[&str]| -> serde_json::Value {
        let said = world.run_with(&[&["call", "/api/echo"], line].concat(), "hello");
        assert_eq!(said.code, Some(0), "{line:?}: {said:?}");
        world.assert_no_secret(&said);
        serde_json::from_str(&said.out).unwrap()
    };
    for line in [["-d", "hello"], ["-d", &at], ["-d", "@-"]] {
        let echo = echoed(&line);
        assert_eq!(
            (&echo["method"], &echo["size"]),
            (&"POST".into(), &5.into()),
            "{line:?}"
        );
    }
    assert_eq!(echoed(&["--json", "{\"a\": 1}"])["json"]["a"], 1);
    assert_eq!(
        echoed(&["--form", "a=b c"])["content_type"],
        "application/x-www-form-urlencoded"
    );
    let parts = echoed(&["--form", "a=b", "--form", &field])["parts"].clone();
    assert_eq!(
        (&parts[1]["filename"], &parts[1]["size"]),
        (&"note.txt".into(), &5.into())
    );
    let query = echoed(&["-X", "PUT", "--query", "q=a b"]);
    assert_eq!(
        (&query["method"], &query["query"]),
        (&"PUT".into(), &"q=a+b".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_leaves_the_file_that_was_asked_for_as_it_was() {
    let world = World::signed_in().await;
    let file = world.data.path().join("kept.txt");
    fs::write(&file, "before").unwrap();
    let said = world.run(&["call", "/api/status/404", "-o", file.to_str().unwrap()]);
    assert_eq!(said.code, Some(22), "{said:?}");
    assert!(said.out.contains("Not Found"), "{said:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "before");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_where_the_answer_could_not_be_kept() {
    let world = World::signed_in().await;
    let file = world.data.path().join("no/such/folder/answer");
    let line = [
        "call",
        "/api/notes",
        "--json",
        "{\"title\": \"x\"}",
        "-o",
        file.to_str().unwrap(),
    ];
    let said = world.run(&line);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.err.contains(file.to_str().unwrap()) && !said.err.contains(".part"),
        "{said:?}"
    );
    let notes = world.run(&["call", "/api/notes"]);
    assert!(!notes.out.contains("\"x\""), "{notes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_beyond_this_computer_is_refused_with_the_option_that_allows_it() {
    let world = World::new(Dialect::HeaderPair).await;
    let kind = [
        "profile",
        "add",
        "--kind",
        "default",
        "--id",
        "it",
        "--base-url",
        "http://api.example",
    ];
    for line in [&["login", "http://api.example", "--user", "me"][..], &kind] {
        let said = world.run(line);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(said.err.contains("--allow-plain-http"), "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn use_refresh_and_status_agree_on_whose_session_is_at_work() {
    let world = World::signed_in().await;
    let other = practice_api::OTHER_USER;
    let line = ["login", world.api.url(), "--user", other, "--password-stdin"];
    assert_eq!(world.run_with(&line, PASSWORD).code, Some(0));
    let status =
        || -> serde_json::Value { serde_json::from_str(&world.run(&["status", "--json"]).out).unwrap() };
    let profile = status()["active"]["profile"].as_str().unwrap().to_owned();
    assert_eq!(status()["active"]["user"], other);
    assert_eq!(
        world.run(&["use", &format!("{profile}/{DEMO_USER}")]).code,
        Some(0)
    );
    assert_eq!(status()["active"]["user"], DEMO_USER);
    assert_eq!(world.run(&["use", &format!("{profile}/nobody")]).code, Some(3));
    let refreshed = world.run(&["refresh"]);
    assert_eq!(refreshed.code, Some(0), "{refreshed:?}");
    assert_eq!(world.api.stats().refreshes, 1);
    assert_eq!(world.run(&["logout", "--all"]).code, Some(0));
    assert_eq!(world.run(&["status"]).code, Some(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_no_session_needs_none() {
    let world = World::new(Dialect::HeaderPair).await;
    for line in [
        ["profile", "list"],
        ["profile", "kinds"],
        ["profile", "schema"],
        ["completions", "bash"],
        ["completions", "zsh"],
        ["completions", "fish"],
        ["completions", "powershell"],
        ["call", "--help"],
    ] {
        let said = world.run(&line);
        assert_eq!(said.code, Some(0), "{line:?}: {said:?}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let manual = folder.path().join("man");
    let said = world.run(&["man", &manual.display().to_string()]);
    assert_eq!(said.code, Some(0), "{said:?}");
    for (page, part) in [
        ("latchkey-cli.1", "latchkey\\-cli\\-profile(1)"),
        ("latchkey-cli-call.1", "repeat"),
    ] {
        let text = fs::read_to_string(manual.join(page)).expect("a page");
        assert!(text.starts_with(".ie") && text.contains(part), "{page}: {text}");
    }
    let schema = world.run(&["profile", "schema"]).out;
    assert!(serde_json::from_str::<serde_json::Value>(&schema).is_ok());
}
