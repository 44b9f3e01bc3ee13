use practice_api::{DEMO_USER, Dialect};

use super::{collection, report, results, run};
use crate::support::World;

const ME: &str = "method = 'GET'\ntarget = '/api/me'\n";
const EXPIRE: &str = "method = 'POST'\ntarget = '/__control/expire'\n";
const REVOKE: &str = "method = 'POST'\ntarget = '/__control/revoke'\n";

#[tokio::test(flavor = "multi_thread")]
async fn requests_run_in_their_order_and_values_go_from_one_to_the_next() {
    let world = World::signed_in().await;
    let folder = collection(&[
        (
            "make",
            "method = 'POST'\ntarget = '/api/notes'\n\
             [body]\nkind = 'json'\ntext = '{\"title\": \"Milk \\\"and\\\" honey\"}'\n\
             [[checks]]\nstatus = 201\n\
             [[checks]]\nheader = 'content-type'\nmatches = '^application/json'\n\
             [[checks]]\njson = '$.id'\nexists = true\n\
             [[take]]\nvariable = 'id'\njson = '$.id'\n\
             [[take]]\nvariable = 'title'\njson = '$.title'\n\
             [[take]]\nvariable = 'at'\nheader = 'location'\n",
        ),
        (
            "change",
            "method = 'PUT'\ntarget = '{{at}}'\n\
             [body]\nkind = 'json'\ntext = '{\"title\": \"{{title}}!\"}'\n",
        ),
        (
            "read",
            "method = 'GET'\ntarget = '/api/notes/:id'\n\
             [[path]]\nname = 'id'\nvalue = '{{id}}'\n\
             [[checks]]\njson = '$.id'\nequals = '{{id}}'\n\
             [[checks]]\njson = '$.title'\nequals = '{{title}}!'\n",
        ),
    ]);
    let (said, report) = report(&world, &folder, &[]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(results(&report), ["passed"; 3], "{report:#}");
    assert_eq!(report["collection"], "Practice");
    assert_eq!(report["requests"][2]["target"], "/api/notes/:id");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_expires_in_the_middle_is_refreshed_once_and_the_run_goes_on() {
    let world = World::signed_in().await;
    let folder = collection(&[("a", ME), ("b", EXPIRE), ("c", ME), ("d", ME)]);
    let said = run(&world, &folder, &[]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.out.contains("4 passed, 0 failed, 0 in error, 0 not sent"),
        "{said:?}"
    );
    assert_eq!(world.api.stats().refreshes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_after_the_end_of_the_session_is_told_as_not_sent() {
    let world = World::signed_in().await;
    let folder = collection(&[("a", ME), ("b", REVOKE), ("c", ME), ("d", ME)]);
    let (said, report) = report(&world, &folder, &[]);
    assert_eq!(said.code, Some(3), "{said:?}");
    assert_eq!(
        results(&report),
        ["passed", "passed", "error", "not_sent"],
        "{report:#}"
    );
    assert_eq!(report["requests"][3]["reason"], "the session is over");
    assert_eq!(report["exit_code"], 3);
    assert!(said.err.contains("latchkey-cli login"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_checks_have_an_exit_code_of_their_own_and_say_what_was_found() {
    let world = World::signed_in().await;
    let folder = collection(&[
        ("status", "method = 'GET'\ntarget = '/api/status/404'\n"),
        (
            "wanted",
            "method = 'GET'\ntarget = '/api/status/404'\n[[checks]]\nstatus = 404\n",
        ),
        (
            "body",
            "method = 'GET'\ntarget = '/api/me'\n\
             [[checks]]\njson = '$.email'\nequals = 'nobody'\n\
             [[checks]]\njson = '$.nowhere'\nexists = true\n\
             [[take]]\nvariable = 'x'\nheader = 'x-nowhere'\n",
        ),
    ]);
    let (said, report) = report(&world, &folder, &[]);
    assert_eq!(said.code, Some(5), "{said:?}");
    assert_eq!(results(&report), ["failed", "passed", "failed"], "{report:#}");
    assert_eq!(report["requests"][0]["checks"][0]["mismatch"], "found 404");
    let checks = &report["requests"][2]["checks"];
    assert_eq!(checks[0]["expected"], "status below 400");
    assert_eq!(checks[0]["passed"], true);
    assert_eq!(checks[1]["mismatch"], format!("found {DEMO_USER:?}"));
    assert_eq!(checks[2]["mismatch"], "found nothing there");
    assert_eq!(checks[3]["expected"], "x taken from header x-nowhere");

    let text = run(&world, &folder, &[]);
    assert_eq!(text.code, Some(5), "{text:?}");
    assert!(
        text.out
            .contains(&format!("$.email equals \"nobody\": found {DEMO_USER:?}")),
        "{text:?}"
    );
    assert!(
        text.out.contains("1 passed, 2 failed, 0 in error, 0 not sent"),
        "{text:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bail_stops_at_the_first_that_does_not_pass() {
    let world = World::signed_in().await;
    let folder = collection(&[
        ("a", ME),
        ("b", "method = 'GET'\ntarget = '/api/status/500'\n"),
        ("c", ME),
    ]);
    let (said, report) = report(&world, &folder, &["--bail"]);
    assert_eq!(said.code, Some(5), "{said:?}");
    assert_eq!(results(&report), ["passed", "failed", "not_sent"]);
    assert_eq!(report["requests"][2]["reason"], "a request before did not pass");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_an_error_of_one_request_alone() {
    let world = World::signed_in().await;
    let folder = collection(&[
        ("a", "method = 'GET'\ntarget = 'http://127.0.0.1:1/'\n"),
        (
            "b",
            "method = 'GET'\ntarget = '/api/slow?ms=20000'\ntimeout_ms = 50\n",
        ),
        ("c", ME),
    ]);
    let (said, report) = report(&world, &folder, &[]);
    assert_eq!(said.code, Some(4), "{said:?}");
    assert_eq!(results(&report), ["error", "error", "passed"], "{report:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_by_who_is_signed_out() {
    let world = World::new(Dialect::HeaderPair).await;
    let said = run(&world, &collection(&[("a", ME)]), &[]);
    assert_eq!((said.code, said.out.as_str()), (Some(3), ""), "{said:?}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_run_still_leaves_its_report() {
    use std::io::{BufRead as _, BufReader};

    let world = World::signed_in().await;
    let folder = collection(&[
        ("a", ME),
        ("b", "method = 'GET'\ntarget = '/api/slow?ms=20000'\n"),
        ("c", ME),
    ]);
    let file = world.data.path().join("report.json");
    let line = [
        "run",
        folder.path().to_str().unwrap(),
        "--report",
        "json",
        "--report-file",
        file.to_str().unwrap(),
    ];
    let mut child = world.start(&line);
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    assert!(first.starts_with("passed    a"), "{first}");
    let interrupted = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let report = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(results(&report), ["passed", "not_sent", "not_sent"]);
}
