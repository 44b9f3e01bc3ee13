use std::fs;

use super::{collection, put, report, run};
use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn junit_counts_what_failed_what_was_in_error_and_what_was_not_sent() {
    let world = World::signed_in().await;
    let folder = collection(&[
        ("one", "method = 'GET'\ntarget = '/api/me'\n"),
        (
            "two",
            "method = 'GET'\ntarget = '/api/status/404'\n[[checks]]\nstatus = 200\n\
             [[checks]]\njson = '$.message'\nequals = '<none>'\n",
        ),
        ("three", "method = 'GET'\ntarget = '/{{nowhere}}'\n"),
        ("end", "method = 'POST'\ntarget = '/__control/revoke'\n"),
        ("five", "method = 'GET'\ntarget = '/api/me'\n"),
        ("six", "method = 'GET'\ntarget = '/api/me'\n"),
    ]);
    put(
        folder.path(),
        "one.request.toml",
        "name = 'a & <b> \"c\"'\nmethod = 'GET'\ntarget = '/api/me'\n",
    );
    let file = world.data.path().join("report.xml");
    let said = run(
        &world,
        &folder,
        &["--report", "junit", "--report-file", file.to_str().unwrap()],
    );
    assert_eq!(said.code, Some(3), "{said:?}");
    assert!(
        said.out.contains("2 passed, 1 failed, 2 in error, 1 not sent"),
        "{said:?}"
    );
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    assert_eq!(lines[0], "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    assert!(
        lines[1].starts_with("<testsuites name=\"Practice\" tests=\"6\" failures=\"1\" errors=\"2\" time=\""),
        "{text}"
    );
    assert!(
        lines[2].starts_with(
            "<testsuite name=\"Practice\" tests=\"6\" failures=\"1\" errors=\"2\" skipped=\"1\" time=\""
        ),
        "{text}"
    );
    assert!(
        lines[3].starts_with("<testcase name=\"a &amp; &lt;b&gt; &quot;c&quot;\" classname="),
        "{text}"
    );
    assert!(lines[3].ends_with("/>"), "{text}");
    for part in [
        "<failure message=\"status 200: found 404; $.message equals &quot;&lt;none&gt;&quot;: found &quot;Not Found&quot;\">status 200: found 404",
        "<error message=\"target: the variable &quot;nowhere&quot; has no value\"/>",
        "<skipped message=\"the session is over\"/>",
    ] {
        assert!(lines.contains(&part), "{part} in {text}");
    }
    assert_eq!(lines.last(), Some(&"</testsuites>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_where_the_report_could_not_be_kept() {
    let world = World::signed_in().await;
    let note =
        "method = 'POST'\ntarget = '/api/notes'\n[body]\nkind = 'json'\ntext = '{\"title\": \"unsent\"}'\n";
    let folder = collection(&[("note", note)]);
    let file = world.data.path().join("no/such/folder/report.xml");
    let said = run(&world, &folder, &["--report-file", file.to_str().unwrap()]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(!world.run(&["call", "/api/notes"]).out.contains("unsent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_run_depth_first_in_the_saved_order() {
    let world = World::signed_in().await;
    let folder = tempfile::tempdir().unwrap();
    let me = |name: &str| format!("name = '{name}'\nmethod = 'GET'\ntarget = '/api/me'\n");
    for name in ["a", "b", "sub/c", "sub/d", "sub/inner/e", "last"] {
        put(folder.path(), &format!("{name}.request.toml"), &me(name));
    }
    put(
        folder.path(),
        "folder.toml",
        "order = ['b.request.toml', 'sub', 'a.request.toml']",
    );
    put(
        folder.path(),
        "sub/folder.toml",
        "order = ['inner', 'd.request.toml']",
    );
    let (said, report) = report(&world, &folder, &[]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let requests = report["requests"].as_array().unwrap().iter();
    let names: Vec<_> = requests
        .map(|request| request["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["b", "sub/inner/e", "sub/d", "sub/c", "a", "last"]);
}
