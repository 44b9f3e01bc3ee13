use std::fs;

use practice_api::{
    DEMO_USER, Dialect, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAuth2Client, PASSWORD, RefreshFault,
};

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
async fn every_kind_of_server_can_be_used_from_a_profile() {
    let kinds = [
        ("default", Dialect::HeaderPair),
        ("simplejwt", Dialect::SimpleJwt { rotate: true }),
        ("flask-jwt-extended", Dialect::FlaskJwt),
        ("atproto", Dialect::AtProto),
        ("cookie-refresh", Dialect::CookieRefresh),
        ("both-tokens", Dialect::BothTokens),
    ];
    for (kind, dialect) in kinds {
        let world = World::new(dialect).await;
        let added = [
            "profile",
            "add",
            "--kind",
            kind,
            "--id",
            "it",
            "--base-url",
            world.api.url(),
        ];
        assert_eq!(world.run(&added).code, Some(0), "{kind}");
        let tried = world.run_with(
            &["profile", "try", "it", "--user", DEMO_USER, "--password-stdin"],
            PASSWORD,
        );
        assert_eq!(tried.code, Some(0), "{kind}: {tried:?}");
        assert_eq!(world.login("it").code, Some(0), "{kind}");
        world.api.expire_access_tokens();
        let refreshes = world.api.stats().refreshes;
        let said = world.run(&["call", "/api/me"]);
        assert_eq!(said.code, Some(0), "{kind}: {said:?}");
        assert_eq!(world.api.stats().refreshes, refreshes + 1, "{kind}");
        let out = world.run(&["logout", "--revoke"]);
        assert_eq!(out.code, Some(0), "{kind}: {out:?}");
        assert_eq!(world.run(&["call", "/api/me"]).code, Some(3), "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_oauth_client_s_secret_comes_from_the_environment_and_is_not_in_the_profile() {
    let world = World::new(Dialect::OAuth2 {
        client: OAuth2Client::Basic,
    })
    .await;
    let added = [
        "profile",
        "add",
        "--kind",
        "oauth2-basic",
        "--id",
        "it",
        "--base-url",
        world.api.url(),
    ];
    assert_eq!(world.run(&added).code, Some(0));
    let file = world.data.path().join("profiles/it.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        text.replace("\"latchkey\"", &format!("{OAUTH2_CLIENT_ID:?}")),
    )
    .unwrap();
    let mut login = world.command(&["login", "it", "--user", DEMO_USER, "--password-stdin"]);
    login
        .env("LATCHKEY_CLIENT_SECRET", OAUTH2_CLIENT_SECRET)
        .stdin(std::process::Stdio::piped());
    let mut child = login.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), PASSWORD.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    world.api.expire_access_tokens();
    let said = world.run(&["call", "/api/me"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(!fs::read_to_string(&file).unwrap().contains(OAUTH2_CLIENT_SECRET));
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
