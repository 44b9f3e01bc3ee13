use super::{collection, put, report, results, run};
use crate::support::World;

const ECHO: &str = "method = 'POST'\ntarget = '/api/echo'\n\
    [[headers]]\nname = 'X-Secret'\nvalue = '{{password}}'\n\
    [[query]]\nname = 'q'\nvalue = '{{password}} {{user}}'\n\
    [body]\nkind = 'json'\ntext = '{\"p\": \"{{password}}\"}'\n\
    [[checks]]\njson = '$.json.p'\nequals = '{{password}}'\n\
    [[checks]]\njson = '$.json'\nequals = 'nothing like it'\n\
    [[checks]]\njson = '$.query'\nequals = '-'\n";

const STAGING: &str = "name = 'Staging'\nsecrets = ['password']\n[variables]\nuser = '{{first}}-{{second}}'\nfirst = 'se'\n\
    second = 'oyeon'\n";

/// Has what JSON, URLs and XML write otherwise.
const SECRET: &str = "pa\"ss&<w/ör d";

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_sent_and_never_told() {
    let world = World::signed_in().await;
    let folder = collection(&[(
        "echo",
        &ECHO.replace("X-Secret'\nvalue = '{{password}}", "X-User'\nvalue = '{{user}}"),
    )]);
    put(folder.path(), "environments/staging.environment.toml", STAGING);
    for format in ["text", "junit", "json"] {
        let line = [
            "run",
            folder.path().to_str().unwrap(),
            "-e",
            "Staging",
            "--report",
            format,
        ];
        let out = world
            .command(&line)
            .env("LATCHKEY_VAR_password", SECRET)
            .output()
            .unwrap();
        let said: crate::support::Said = out.into();
        assert_eq!(said.code, Some(5), "{said:?}");
        world.assert_no_secret(&said);
        for piece in ["ss&", "ss&amp;", "%22ss", "ör"] {
            assert!(
                !said.out.contains(piece) && !said.err.contains(piece),
                "{piece} in {said:?}"
            );
        }
        assert!(said.out.contains("secret password"), "{said:?}");
        assert!(said.out.contains("+se-oyeon"), "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_in_something_that_cannot_be_sent_is_not_told() {
    let world = World::signed_in().await;
    let folder = collection(&[("echo", "method = '{{password}}'\ntarget = '/api/echo'\n")]);
    put(folder.path(), "environments/staging.environment.toml", STAGING);
    let long = format!("hush {}", "x".repeat(200));
    let (said, report) = report(
        &world,
        &folder,
        &["-e", "staging", "--var", &format!("password={long}")],
    );
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(!said.out.contains("hush"), "{said:?}");
    assert!(
        report["requests"][0]["error"]
            .as_str()
            .unwrap()
            .starts_with("method: "),
        "{report:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_value_is_named_with_its_place_and_nothing_is_sent() {
    let world = World::signed_in().await;
    let folder = collection(&[("echo", ECHO), ("me", "method = 'GET'\ntarget = '/api/me'\n")]);
    let (said, report) = report(&world, &folder, &["--var", "user=me"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert_eq!(results(&report), ["error", "passed"]);
    let error = report["requests"][0]["error"].as_str().unwrap();
    for place in [
        "query[0].value",
        "headers[0].value",
        "body.text",
        "checks[0].equals",
    ] {
        assert!(
            error.contains(&format!("{place}: the variable \"password\" has no value")),
            "{error}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_is_the_one_of_a_request_before_then_of_the_command_line_then_of_the_environment() {
    let world = World::signed_in().await;
    let shows = |wanted: &str| {
        format!(
            "method = 'GET'\ntarget = '/api/echo?{{{{first}}}}'\n[[checks]]\njson = '$.query'\nequals = '{wanted}'\n"
        )
    };
    let folder = collection(&[
        (
            "first",
            &(shows("given") + "[[take]]\nvariable = 'first'\njson = '$.method'\n"),
        ),
        ("second", &shows("GET")),
    ]);
    put(folder.path(), "environments/staging.environment.toml", STAGING);
    let said = run(&world, &folder, &["-e", "Staging", "--var", "first=given"]);
    assert_eq!(said.code, Some(0), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_environment_that_is_none_is_refused_with_those_there_are() {
    let world = World::signed_in().await;
    let folder = collection(&[("echo", ECHO)]);
    put(folder.path(), "environments/staging.environment.toml", STAGING);
    put(
        folder.path(),
        "environments/broken.environment.toml",
        "secrets = 1",
    );
    let none = run(&world, &folder, &["-e", "production"]);
    assert_eq!(none.code, Some(2), "{none:?}");
    assert!(
        none.err
            .contains("--environment: found \"production\"; allowed is one of: Staging"),
        "{none:?}"
    );
    let broken = run(&world, &folder, &["-e", "broken"]);
    assert!(
        broken.err.contains("broken.environment.toml: line 1"),
        "{broken:?}"
    );
    let unnamed = run(&world, &folder, &["--var", "=hush"]);
    assert_eq!(unnamed.code, Some(2), "{unnamed:?}");
    assert!(!unnamed.err.contains("hush"), "{unnamed:?}");
}
