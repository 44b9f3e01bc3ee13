//! `docs/scenarios.md` names the tests of every scenario, and each scenario in it has one.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Set, it lets the test write the document anew.
const WRITE: &str = "LATCHKEY_WRITE_DOCS";
/// Tests of other packages, where the scenario needs files, processes or a crowd.
const ELSEWHERE: [(&str, &str); 16] = [
    (
        "crates/pipeline/tests/crowd/main.rs",
        "c1_ten_thousand_calls_share_one_refresh",
    ),
    (
        "crates/keeping/tests/keeping/processes.rs",
        "x2_the_system_frees_the_lock_of_a_holder_that_died",
    ),
    (
        "crates/keeping/tests/keeping/file.rs",
        "p4_a_file_that_cannot_be_used_is_kept_aside_and_told_once",
    ),
    (
        "src-tauri/tests/shell/keeping.rs",
        "p4_a_file_that_cannot_be_read_is_kept_aside_and_leaves_nobody_signed_in",
    ),
    (
        "crates/keeping/tests/keeping/sealing.rs",
        "p1_a_locked_keychain_fails_the_save_and_nothing_is_written_plain",
    ),
    (
        "src-tauri/tests/shell/killed.rs",
        "p5_a_kill_at_any_instant_leaves_the_old_pair_or_the_new",
    ),
    (
        "crates/cli/tests/cli/processes.rs",
        "c10_processes_that_meet_an_expired_token_together_refresh_once",
    ),
    (
        "crates/cli/tests/cli/processes.rs",
        "c10_a_process_that_stays_and_the_command_line_refresh_once_between_them",
    ),
    (
        "crates/cli/tests/cli/processes.rs",
        "x2_the_session_is_free_when_the_process_that_held_it_is_killed",
    ),
    (
        "crates/cli/tests/cli/suspended.rs",
        "x3_a_suspended_holder_costs_others_a_call_and_nobody_the_session",
    ),
    (
        "crates/cli/tests/cli/suspended.rs",
        "x3_a_holder_that_wakes_reads_the_pair_that_was_stored_while_it_was_suspended",
    ),
    (
        "crates/cli/tests/cli/suspended.rs",
        "x4_a_refused_refresh_takes_over_the_pair_that_another_process_stored",
    ),
    (
        "crates/cli/tests/cli/processes.rs",
        "x4_a_refused_refresh_ends_the_session_where_nobody_stored_another_pair",
    ),
    (
        "crates/cli/tests/cli/processes.rs",
        "o1_a_sign_out_in_one_process_wins_against_the_refresh_of_another",
    ),
    (
        "crates/cli/tests/cli/processes.rs",
        "o3_a_sign_in_outlives_the_end_of_the_session_that_it_waited_for",
    ),
    (
        "crates/cli/tests/cli/keyboard.rs",
        "c6_an_interrupt_cancels_the_call_and_not_the_refresh_that_it_leads",
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// `c12` of `c12_every_later_expiry`.
fn id_of(name: &str) -> Option<&str> {
    let (id, _) = name.split_once('_')?;
    let (letter, digits) = id.split_at_checked(1)?;
    let number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    (letter.bytes().all(|it| it.is_ascii_lowercase()) && number).then_some(id)
}

/// The tests in a source, as the document names them: `ID_KIND_…` where there is one for each kind, or for some.
fn tests_in(source: &str) -> Vec<(String, String)> {
    let mut tests = Vec::new();
    for line in source.lines().map(str::trim) {
        let plain = line
            .strip_prefix("async fn ")
            .or_else(|| line.strip_prefix("fn "));
        if let Some(name) = plain.and_then(|rest| rest.split_once('(')).map(|(name, _)| name)
            && let Some(id) = id_of(name)
        {
            tests.push((id.to_uppercase(), format!("`{name}`")));
        }
        let listed = line.strip_suffix(';').and_then(|line| line.split_once(": "));
        if let Some((id, rest)) = listed
            && id_of(&format!("{id}_")) == Some(id)
        {
            let (name, only) = rest
                .split_once(" for ")
                .map_or((rest, None), |(name, only)| (name, Some(only)));
            let whom = only.map_or("each kind".to_owned(), |only| only.replace(' ', ", "));
            tests.push((id.to_uppercase(), format!("`{id}_KIND_{name}` ({whom})")));
        }
    }
    tests
}

/// The last column of each scenario's row.
fn columns() -> BTreeMap<String, String> {
    let mut by_id: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in sources(&root().join("crates/pipeline/tests/scenarios")) {
        for (id, test) in tests_in(&fs::read_to_string(path).unwrap()) {
            by_id.entry(id).or_default().push(test);
        }
    }
    for (path, name) in ELSEWHERE {
        let source = fs::read_to_string(root().join(path)).unwrap();
        assert!(source.contains(&format!("fn {name}(")), "{name} is not in {path}");
        let id = id_of(name).unwrap().to_uppercase();
        by_id.entry(id).or_default().push(format!("`{name}` in `{path}`"));
    }
    by_id
        .into_iter()
        .map(|(id, tests)| (id, tests.join("<br>")))
        .collect()
}

#[test]
fn every_scenario_of_the_document_has_a_test_that_begins_with_its_id() {
    let path = root().join("docs/scenarios.md");
    let document = fs::read_to_string(&path).unwrap();
    let columns = columns();
    let mut listed = Vec::new();
    let mut lines = Vec::new();
    for line in document.lines() {
        let mut cells = line.split(" | ");
        let id = cells
            .next()
            .and_then(|cell| cell.strip_prefix("| "))
            .unwrap_or_default();
        if id_of(&format!("{}_", id.to_lowercase())).is_none() {
            lines.push(line.to_owned());
            continue;
        }
        let (when, then) = (cells.next().unwrap(), cells.next().unwrap());
        let tests = columns
            .get(id)
            .unwrap_or_else(|| panic!("no test begins with {id}"));
        lines.push(format!("| {id} | {when} | {then} | {tests} |"));
        listed.push(id);
    }
    let unknown: Vec<_> = columns
        .keys()
        .filter(|id| !listed.contains(&id.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "tests of scenarios that the document does not have: {unknown:?}"
    );
    let wanted = lines.join("\n") + "\n";
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, wanted).unwrap();
        return;
    }
    let stale = document
        .lines()
        .zip(wanted.lines())
        .find(|(found, wanted)| found != wanted);
    assert!(stale.is_none(), "write it anew with {WRITE}=1: {stale:?}");
}
