//! Holds an answer to what a request declares, and takes values from it.

use std::fmt;

use jsonpath_rust::JsonPath as _;
use regex::RegexBuilder;
use serde_json::Value;

use crate::{Check, Expected, ResolvedCheck, Source, Take};

/// The largest body that is looked into, in bytes.
pub const MAX_BODY: usize = 8 * 1024 * 1024;
/// The longest `JSONPath` and the longest pattern, in bytes.
pub const MAX_EXPRESSION: usize = 1000;

/// What is known of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// The status.
    pub status: u16,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body; `None` where it has more than [`MAX_BODY`] bytes.
    pub body: Option<Vec<u8>>,
}

/// What came of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What was expected; `None`: nobody asked for a status, so that it must be below 400.
    pub check: Option<Check>,
    /// The same in words.
    pub expected: String,
    /// What stands against it; `None`: passed.
    pub mismatch: Option<Mismatch>,
}

/// What came of taking one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The variable that gets it.
    pub variable: String,
    /// Where it was looked for.
    pub from: Source,
    /// The same in words.
    pub source: String,
    /// The value.
    pub value: Result<String, Mismatch>,
}

/// Why an answer is not as it should be. What was found is told whole: whoever shows it may have to leave out secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// Something else is there.
    #[error("found {0}")]
    Found(String),
    /// Nothing is there.
    #[error("found nothing there")]
    Nothing,
    /// Several values are there where one is looked for.
    #[error("found {0} values there; allowed is one")]
    Several(usize),
    /// The body is not JSON.
    #[error("found a body that is not JSON ({0})")]
    NoJson(String),
    /// The body is too large.
    #[error("found a body of more than {MAX_BODY} bytes; allowed are as many to look into")]
    TooLarge,
    /// What is to be looked for cannot be understood.
    #[error("found {what} that cannot be used ({detail}); allowed is {allowed}")]
    Expression {
        /// What it should have been.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
        /// What can be used.
        allowed: &'static str,
    },
}

/// What came of all checks and takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// In the order of the checks; a status that was not asked for is in front.
    pub checks: Vec<Verdict>,
    /// In the order of the takes.
    pub taken: Vec<Taken>,
}

/// Looks at an answer. Where no check says which status is right, it must be below 400.
pub fn judge(observed: &Observed, checks: &[ResolvedCheck], takes: &[Take]) -> Judgement {
    let document = Document::of(observed, checks, takes);
    let mut verdicts = Vec::new();
    if !checks.iter().any(|check| matches!(check.check, Check::Status(_))) {
        verdicts.push(Verdict {
            check: None,
            expected: "status below 400".to_owned(),
            mismatch: (observed.status >= 400).then(|| Mismatch::Found(observed.status.to_string())),
        });
    }
    verdicts.extend(checks.iter().map(|check| Verdict {
        check: Some(check.check.clone()),
        expected: in_words(&check.check),
        mismatch: held(observed, &document, check).err(),
    }));
    let values = takes.iter().map(|take| Taken {
        variable: take.variable.clone(),
        from: take.source.clone(),
        source: match &take.source {
            Source::Json(path) => path.clone(),
            Source::Header(name) => format!("header {name}"),
        },
        value: value(observed, &document, &take.source),
    });
    Judgement {
        checks: verdicts,
        taken: values.collect(),
    }
}

/// The body as JSON, where anybody asks for it.
enum Document {
    Json(Value),
    Unusable(Mismatch),
    Unread,
}

impl Document {
    fn of(observed: &Observed, checks: &[ResolvedCheck], takes: &[Take]) -> Self {
        let wanted = checks
            .iter()
            .any(|check| matches!(check.check, Check::Json { .. }))
            || takes.iter().any(|take| matches!(take.source, Source::Json(_)));
        match &observed.body {
            _ if !wanted => Self::Unread,
            None => Self::Unusable(Mismatch::TooLarge),
            Some(body) => match serde_json::from_slice(body) {
                Ok(value) => Self::Json(value),
                Err(error) => Self::Unusable(Mismatch::NoJson(error.to_string())),
            },
        }
    }

    fn at(&self, path: &str) -> Result<Vec<&Value>, Mismatch> {
        let unfit = |detail: String| Mismatch::Expression {
            what: "a JSONPath",
            detail,
            allowed: "one of RFC 9535 with at most 1000 bytes",
        };
        if path.len() > MAX_EXPRESSION {
            return Err(unfit(format!("{} bytes", path.len())));
        }
        match self {
            Self::Json(value) => value
                .query(path)
                .map_err(|error| unfit(in_one_line(&error.to_string()))),
            Self::Unusable(mismatch) => Err(mismatch.clone()),
            Self::Unread => Err(Mismatch::Nothing),
        }
    }

    fn one(&self, path: &str) -> Result<&Value, Mismatch> {
        match self.at(path)?.as_slice() {
            [] => Err(Mismatch::Nothing),
            [value] => Ok(value),
            several => Err(Mismatch::Several(several.len())),
        }
    }
}

fn held(observed: &Observed, document: &Document, check: &ResolvedCheck) -> Result<(), Mismatch> {
    let is = |fits: bool, found: &dyn fmt::Display| {
        if fits {
            Ok(())
        } else {
            Err(Mismatch::Found(found.to_string()))
        }
    };
    match &check.check {
        Check::Status(status) => is(observed.status == *status, &observed.status),
        Check::Header { name, expected } => {
            let value = header(observed, name);
            match (expected, value) {
                (Expected::Exists(true), Some(_)) | (Expected::Exists(false), None) => Ok(()),
                (_, None) => Err(Mismatch::Nothing),
                (Expected::Exists(false), Some(value)) => Err(Mismatch::Found(format!("{value:?}"))),
                (Expected::Equals(wanted), Some(value)) => {
                    is(wanted.as_str() == Some(&value), &format!("{value:?}"))
                }
                (Expected::Matches(wanted), Some(value)) => {
                    is(pattern(wanted)?.is_match(&value), &format!("{value:?}"))
                }
            }
        }
        Check::Json { path, expected } => match expected {
            Expected::Exists(wanted) => {
                let found = document.at(path)?;
                match found.as_slice() {
                    [] if *wanted => Err(Mismatch::Nothing),
                    [value] if !wanted => Err(Mismatch::Found(value.to_string())),
                    [_, ..] if !wanted => Err(Mismatch::Several(found.len())),
                    _ => Ok(()),
                }
            }
            Expected::Equals(wanted) => {
                let found = document.one(path)?;
                let by_text = check.by_text && wanted.as_str() == scalar(found).as_deref();
                is(by_text || same(wanted, found), found)
            }
            Expected::Matches(wanted) => {
                let found = document.one(path)?;
                let text = scalar(found).ok_or_else(|| Mismatch::Found(found.to_string()))?;
                is(pattern(wanted)?.is_match(&text), found)
            }
        },
    }
}

fn value(observed: &Observed, document: &Document, source: &Source) -> Result<String, Mismatch> {
    match source {
        Source::Header(name) => header(observed, name).ok_or(Mismatch::Nothing),
        Source::Json(path) => match document.one(path)? {
            Value::Null => Err(Mismatch::Found("null".to_owned())),
            value => Ok(scalar(value).unwrap_or_else(|| value.to_string())),
        },
    }
}

/// All lines of a header as one (RFC 9110 §5.2).
fn header(observed: &Observed, name: &str) -> Option<String> {
    let lines = observed
        .headers
        .iter()
        .filter(|(known, _)| known.eq_ignore_ascii_case(name));
    let lines: Vec<_> = lines.map(|(_, value)| value.as_str()).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// The text of a value that is neither a list, nor an object, nor null.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// As JSON has it: 1 and 1.0 are one number, and objects have no order.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64() && (one.is_f64() || other.is_f64())
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}

fn pattern(text: &str) -> Result<regex::Regex, Mismatch> {
    let unfit = |detail: String| Mismatch::Expression {
        what: "a pattern",
        detail,
        allowed: "a regular expression with at most 1000 bytes",
    };
    if text.len() > MAX_EXPRESSION {
        return Err(unfit(format!("{} bytes", text.len())));
    }
    // Its time is linear in the text; what it compiles to is bounded here.
    let built = RegexBuilder::new(text).size_limit(1 << 20).build();
    built.map_err(|error| unfit(in_one_line(&error.to_string())))
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_words(check: &Check) -> String {
    let (subject, expected) = match check {
        Check::Status(status) => return format!("status {status}"),
        Check::Header { name, expected } => (format!("header {name}"), expected),
        Check::Json { path, expected } => (path.clone(), expected),
    };
    match expected {
        Expected::Equals(value) => format!("{subject} equals {value}"),
        Expected::Matches(pattern) => format!("{subject} matches {pattern:?}"),
        Expected::Exists(true) => format!("{subject} exists"),
        Expected::Exists(false) => format!("{subject} does not exist"),
    }
}

#[cfg(test)]
mod tests;
