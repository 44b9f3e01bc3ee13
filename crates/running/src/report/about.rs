//! What a check is about, for those who say it in words of their own.

use latchkey_collection::{Check, Expected, Mask, Source};

use super::short;

/// What a check is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Where it looks.
    pub subject: Subject,
    /// What is expected there.
    pub rule: Rule,
}

/// Where a check looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// At the status.
    Status,
    /// At the header of this name.
    Header(String),
    /// At a place in the JSON, by its path.
    Json(String),
}

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// A status below 400: nobody asked for another.
    Below400,
    /// This; text of JSON in its quotation marks.
    Equals(String),
    /// Text in which this pattern is found.
    Matches(String),
    /// That it is there.
    Exists,
    /// That it is not there.
    Absent,
    /// A value for this variable.
    Taken(String),
}

/// Of a check; `None` for that of a status nobody asked for.
pub(crate) fn about_check(check: Option<Check>) -> About {
    let (subject, expected) = match check {
        None => return at_status(Rule::Below400),
        Some(Check::Status(status)) => return at_status(Rule::Equals(status.to_string())),
        Some(Check::Header { name, expected }) => (Subject::Header(name), expected),
        Some(Check::Json { path, expected }) => (Subject::Json(path), expected),
    };
    let rule = match expected {
        Expected::Equals(value) => Rule::Equals(value.to_string()),
        Expected::Matches(pattern) => Rule::Matches(pattern),
        Expected::Exists(true) => Rule::Exists,
        Expected::Exists(false) => Rule::Absent,
    };
    About { subject, rule }
}

fn at_status(rule: Rule) -> About {
    About {
        subject: Subject::Status,
        rule,
    }
}

/// Of a value that is taken.
pub(crate) fn about_take(source: Source, variable: &str) -> About {
    About {
        subject: match source {
            Source::Header(name) => Subject::Header(name),
            Source::Json(path) => Subject::Json(path),
        },
        rule: Rule::Taken(variable.to_owned()),
    }
}

impl About {
    /// Takes secrets out, and then what nobody is told.
    pub(crate) fn clear(&mut self, mask: &Mask) {
        if let Subject::Header(text) | Subject::Json(text) = &mut self.subject {
            *text = short(&mask.masked(text));
        }
        if let Rule::Equals(text) | Rule::Matches(text) | Rule::Taken(text) = &mut self.rule {
            *text = short(&mask.masked(text));
        }
    }
}
