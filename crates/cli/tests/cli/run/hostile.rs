use std::fs;

use super::{collection, put, report, results, run};
use crate::support::World;

const ME: &str = "method = 'GET'\ntarget = '/api/me'\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_file_is_told_and_the_rest_runs() {
    let world = World::signed_in().await;
    let folder = collection(&[
        ("me", ME),
        ("broken", "method = 7"),
        ("odd", "methods = 'GET'\ntarget = '/'"),
    ]);
    let (said, report) = report(&world, &folder, &[]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert_eq!(results(&report), ["error", "error", "passed"], "{report:#}");
    assert_eq!(report["requests"][0]["file"], "broken.request.toml");
    let error = report["requests"][0]["error"].as_str().unwrap();
    assert!(
        error.contains("line 2: method") && error.contains("a string"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_outside_of_the_folder_is_not_sent_unless_that_is_wanted() {
    let world = World::signed_in().await;
    let outside = world.data.path().join("private.txt");
    fs::write(&outside, "private").unwrap();
    let folder = collection(&[]);
    put(folder.path(), "files/fine.txt", "fine");
    let body = |path: &str| {
        format!("method = 'POST'\ntarget = '/api/echo'\n[body]\nkind = 'file'\npath = '{path}'\n")
    };
    let part = |path: &str| {
        format!(
            "method = 'POST'\ntarget = '/api/echo'\n[body]\nkind = 'multipart'\n\
             [[body.parts]]\nname = 'a'\nvalue = 'b'\nenabled = false\n\
             [[body.parts]]\nname = 'f'\nkind = 'file'\nvalue = '{path}'\n"
        )
    };
    let absolute = outside.to_str().unwrap().to_owned();
    let climbing = format!(
        "files/../../{}/private.txt",
        world.data.path().file_name().unwrap().to_str().unwrap()
    );
    #[cfg(unix)]
    let linked = {
        std::os::unix::fs::symlink(&outside, folder.path().join("files/link.txt")).unwrap();
        Some(part("files/link.txt"))
    };
    #[cfg(not(unix))]
    let linked = None::<String>;
    let texts = [
        body("files/fine.txt"),
        body(&absolute),
        body(&climbing),
        part(&absolute),
        body("nowhere"),
    ];
    for (index, text) in texts.iter().chain(&linked).enumerate() {
        put(
            folder.path(),
            &format!("{index}.request.toml"),
            &format!("name = '{index}'\n{text}"),
        );
    }
    let (said, refused) = report(&world, &folder, &[]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert_eq!(results(&refused)[0], "passed", "{refused:#}");
    assert!(
        results(&refused)[1..].iter().all(|result| *result == "error"),
        "{refused:#}"
    );
    let error = |index: usize| refused["requests"][index]["error"].as_str().unwrap().to_owned();
    assert!(
        error(1).starts_with("body.path: ") && error(1).contains("--outside-files"),
        "{}",
        error(1)
    );
    assert!(error(3).starts_with("body.parts[1].value: "), "{}", error(3));
    let (_, allowed) = report(&world, &folder, &["--outside-files"]);
    assert_eq!(results(&allowed)[1..4], ["passed"; 3], "{allowed:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_commands_a_terminal_is_shown_by_its_number() {
    let world = World::signed_in().await;
    let folder = collection(&[]);
    let text = "name = \"\\u001b[2J\\u202egnp\\nsecond line\"\nmethod = 'GET'\ntarget = '/api/status/404'\n";
    put(folder.path(), "x.request.toml", text);
    for format in ["text", "junit", "json"] {
        let said = run(&world, &folder, &["--report", format]);
        assert_eq!(said.code, Some(5), "{said:?}");
        let escaped = if format == "json" {
            "\\u001b[2J"
        } else {
            "\\u{1b}[2J"
        };
        assert!(
            said.out.contains(escaped) && !said.out.contains('\u{1b}'),
            "{said:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn expressions_that_ask_for_too_much_fail_alone() {
    let world = World::signed_in().await;
    let nested = format!("$[?{}@.a{}]", "(".repeat(400), ")".repeat(400));
    let folder = collection(&[
        (
            "deep",
            &format!("{ME}[[checks]]\njson = '{nested}'\nexists = true\n"),
        ),
        (
            "pattern",
            &format!("{ME}[[checks]]\njson = '$.email'\nmatches = 'a{{1000}}{{1000}}{{1000}}'\n"),
        ),
        ("bomb", "method = 'GET'\ntarget = '/{{a}}'\n"),
        ("me", ME),
    ]);
    put(
        folder.path(),
        "environments/e.environment.toml",
        "name = 'e'\n[variables]\na = '{{b}}'\nb = '{{a}}'\n",
    );
    let (said, report) = report(&world, &folder, &["-e", "e"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert_eq!(
        results(&report),
        ["failed", "failed", "error", "passed"],
        "{report:#}"
    );
    let error = report["requests"][2]["error"].as_str().unwrap();
    assert!(error.contains("a → b → a"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_holds_no_request_is_refused() {
    let world = World::signed_in().await;
    let empty = tempfile::tempdir().unwrap();
    let said = run(&world, &empty, &[]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("NAME.request.toml"), "{said:?}");
    let nowhere = world.run(&["run", "no/such/folder"]);
    assert_eq!(nowhere.code, Some(2), "{nowhere:?}");
    assert!(nowhere.err.contains("no/such/folder"), "{nowhere:?}");
}
