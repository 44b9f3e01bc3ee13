//! A report as one JSON object.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{End, Outcome, Report, short};

/// The report as one JSON object, with a line break at its end.
pub fn write(report: &Report) -> String {
    let sum = report.sum();
    let object = json!({
        "collection": report.name,
        "passed": sum.passed,
        "failed": sum.failed,
        "errors": sum.errors,
        "not_sent": sum.not_sent,
        "total_us": micros(report.time()),
        "exit_code": report.grade().exit_code(),
        "requests": report.outcomes.iter().map(outcome).collect::<Value>(),
    });
    format!("{object:#}\n")
}

fn outcome(outcome: &Outcome) -> Value {
    let mut object = Map::new();
    object.insert("name".to_owned(), outcome.name.clone().into());
    object.insert("file".to_owned(), outcome.place.clone().into());
    if let Some((method, target)) = &outcome.request {
        object.insert("method".to_owned(), method.clone().into());
        object.insert("target".to_owned(), target.clone().into());
    }
    let result = match &outcome.end {
        End::Answered { status, checks } => {
            object.insert("status".to_owned(), (*status).into());
            object.insert("time_us".to_owned(), micros(outcome.time));
            let checks = checks.iter().map(|check| {
                json!({
                    "expected": short(&check.expected),
                    "passed": check.mismatch.is_none(),
                    "mismatch": check.mismatch.as_ref().map(|it| short(&it.to_string())),
                })
            });
            object.insert("checks".to_owned(), checks.collect());
            if outcome.passed() { "passed" } else { "failed" }
        }
        End::Failed { why, .. } => {
            object.insert("error".to_owned(), short(why).into());
            "error"
        }
        End::NotSent { why } => {
            object.insert("reason".to_owned(), why.words().into());
            "not_sent"
        }
    };
    object.insert("result".to_owned(), result.into());
    Value::Object(object)
}

/// A time in microseconds.
fn micros(time: Duration) -> Value {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX).into()
}
