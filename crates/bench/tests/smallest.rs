//! The smallest run, with the contenders in Rust alone: that everything works, and that counts are what they must be.
//! Times are nobody's business here.

use std::process::Command;

use serde_json::Value;

#[expect(clippy::unwrap_used, reason = "this test knows the shape of the results")]
fn rounds<'a>(results: &'a Value, part: &str, contender: &str, at: &Value) -> &'a Vec<Value> {
    let all = results[part].as_array().unwrap();
    let one = all
        .iter()
        .find(|one| one["contender"] == contender && one["at"] == *at);
    one.unwrap_or_else(|| panic!("{part}: no {contender} at {at}"))["rounds"]
        .as_array()
        .unwrap()
}

#[test]
fn c1_the_pipeline_refreshes_once_and_loses_nothing_and_the_report_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (report, json) = (
        folder.path().join("report.md"),
        folder.path().join("results.json"),
    );
    let output = Command::new(env!("CARGO_BIN_EXE_latchkey-bench"))
        .args(["run", "--size", "smallest", "--report"])
        .arg(&report)
        .arg("--json")
        .arg(&json)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("NOT MEASURED: axios"), "{told}");

    let results: Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
    for contender in ["reqwest", "Latchkey", "reqwest-middleware, naive refresh"] {
        for at in [1, 8] {
            for turn in rounds(&results, "steady", contender, &at.into()) {
                assert!(turn["calls"].as_u64().unwrap() > 0, "{contender}: {turn}");
                assert_eq!(turn["failed"], 0, "{contender}: {turn}");
            }
        }
    }
    for contender in ["reqwest", "Latchkey"] {
        for calls in [1, 50] {
            for storm in rounds(&results, "storms", contender, &calls.into())[0]
                .as_array()
                .unwrap()
            {
                assert_eq!(storm["refreshes"], 1, "{contender}: {storm}");
                assert_eq!(storm["succeeded"], calls, "{contender}: {storm}");
                assert_eq!(storm["sign_outs"], 0, "{contender}: {storm}");
            }
        }
    }
    // Twenty expiries, every tenth answer torn.
    for (tear, grace, survivors) in [("before", false, 20), ("head", true, 20), ("head", false, 18)] {
        let at = serde_json::json!({ "tear": tear, "grace": grace });
        let torn = &rounds(&results, "torn", "Latchkey", &at)[0];
        assert_eq!(
            (&torn["answers"], &torn["survived"]),
            (&2.into(), &survivors.into()),
            "{at}"
        );
    }
    for source in ["memory", "file"] {
        for replay in rounds(&results, "replays", "Latchkey", &source.into()) {
            assert_eq!(replay["succeeded"], true, "{source}: {replay}");
        }
    }

    let report = std::fs::read_to_string(report).unwrap();
    assert!(
        report.contains("one refresh, all succeed, no sign-out | 2 of 2 storms | yes"),
        "{report}"
    );
    assert!(report.contains("not a full run"), "{report}");
}
