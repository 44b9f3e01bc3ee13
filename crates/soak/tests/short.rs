//! A short soak with many faults: that everything works, and that nothing is lost. Memory over time is for a long one.

use std::process::Command;

use serde_json::Value;

#[test]
fn a_short_soak_loses_no_call_and_ends_no_session_that_could_live() {
    let folder = tempfile::tempdir().unwrap();
    let (report, json) = (
        folder.path().join("report.md"),
        folder.path().join("results.json"),
    );
    let mut soak = Command::new(env!("CARGO_BIN_EXE_latchkey-soak"));
    soak.args(["run", "--seconds", "7", "--pause-ms", "200", "--percent", "2"])
        .args([
            "--outage-every-ms",
            "6000",
            "--time-out-ms",
            "4000",
            "--seed",
            "1",
        ]);
    let output = soak
        .arg("--report")
        .arg(&report)
        .arg("--json")
        .arg(&json)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let results: Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
    for none in ["lost_calls", "carried_out_twice", "wrong_sign_outs", "not_stored"] {
        assert_eq!(results[none], 0, "{none}: {told}");
    }
    let number = |name: &str| results[name].as_u64().unwrap();
    assert_eq!(number("begun"), number("calls"), "{told}");
    // Else nothing was proven.
    assert!(number("succeeded") > 200 && number("outages") >= 1, "{told}");
    assert!(number("renewed") >= 2, "{told}");
    let kinds = results["faults"].as_object().unwrap();
    assert!(kinds.len() >= 10, "{told}");
    let report = std::fs::read_to_string(report).unwrap();
    assert!(report.contains("| no wrong sign-out | 0 | yes |"), "{report}");
}
