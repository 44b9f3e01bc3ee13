use std::fs;

use practice_api::{DEMO_USER, Dialect, OAUTH2_CLIENT_ID, OAUTH2_CLIENT_SECRET, OAuth2Client, PASSWORD};

use crate::support::World;

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
async fn every_oauth_client_can_be_used_from_a_profile() {
    let clients = [
        ("oauth2", OAuth2Client::Public),
        ("oauth2-basic", OAuth2Client::Basic),
        ("oauth2-body", OAuth2Client::Body),
    ];
    for (kind, client) in clients {
        let world = World::new(Dialect::OAuth2 { client }).await;
        let mut add = vec!["profile", "add", "--kind", kind, "--id", "it"];
        add.extend(["--base-url", world.api.url(), "--client-id", OAUTH2_CLIENT_ID]);
        assert_eq!(world.run(&add).code, Some(0), "{kind}");
        let mut login = vec!["login", "it", "--user", DEMO_USER, "--password-stdin"];
        login.push("--client-secret-stdin");
        let said = world.run_with(&login, &format!("{PASSWORD}\n{OAUTH2_CLIENT_SECRET}\n"));
        assert_eq!(said.code, Some(0), "{kind}: {said:?}");
        assert!(!said.err.contains(OAUTH2_CLIENT_SECRET), "{said:?}");
        world.api.expire_access_tokens();
        let said = world.run(&["call", "/api/me"]);
        assert_eq!(said.code, Some(0), "{kind}: {said:?}");
        assert_eq!(world.api.stats().refreshes, 1, "{kind}");
        let out = world.run(&["logout", "--revoke"]);
        assert_eq!(out.code, Some(0), "{kind}: {out:?}");
        assert!(out.err.contains("the server has been told"), "{kind}: {out:?}");
    }
}
