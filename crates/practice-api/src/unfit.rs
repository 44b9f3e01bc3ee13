//! A value that was refused: where it was, what was found, what is allowed.

use std::fmt::Display;

/// A value that was refused. Its message names the place, what was found there and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place} is {found}; allowed: {allowed}")]
pub struct Unfit {
    /// The parameter, field or header.
    pub place: String,
    /// What was found, quoted and shortened to 80 characters.
    pub found: String,
    /// What is allowed there.
    pub allowed: String,
}

impl Unfit {
    pub(crate) fn new(place: impl Into<String>, found: impl Display, allowed: impl Into<String>) -> Self {
        let found = found.to_string();
        let mut short: String = found.chars().take(80).collect();
        if short.len() < found.len() {
            short.push('…');
        }
        Self {
            place: place.into(),
            found: format!("`{short}`"),
            allowed: allowed.into(),
        }
    }

    pub(crate) fn missing(place: impl Into<String>, allowed: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            found: "missing".into(),
            allowed: allowed.into(),
        }
    }
}
