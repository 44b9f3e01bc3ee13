//! Why a request cannot be resolved.

use std::fmt;

use super::{MAX_DEPTH, MAX_SIZE};

/// Everything that stands in the way of a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", listed(.0))]
pub struct Unresolved(pub Vec<Fault>);

/// One thing that stands in the way, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The text, for example `headers[1].value`.
    pub place: String,
    /// What is wrong.
    pub cause: Cause,
}

/// What is wrong with a text. No value is repeated: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The variable has no value.
    #[error("the variable {0:?} has no value")]
    Missing(String),
    /// Variables that name one another.
    #[error("the variables name one another without end: {}", .0.join(" → "))]
    Cycle(Vec<String>),
    /// Values lie too deep in one another.
    #[error("the variable {0:?} lies deeper than {MAX_DEPTH} values in one another")]
    TooDeep(String),
    /// The request would become too large.
    #[error(
        "found more than {MAX_SIZE} bytes with the values of its variables; allowed is that much in a request"
    )]
    TooLarge,
    /// A parameter of the path has no row that is sent.
    #[error("the parameter \":{0}\" has no value; write %3A where a colon is meant")]
    ParameterMissing(String),
    /// A parameter's value would make another path.
    #[error("the parameter \":{name}\": found {found}; allowed is text that stays one segment of a path")]
    ParameterUnfit {
        /// The parameter.
        name: String,
        /// What its value is.
        found: &'static str,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.cause)
    }
}

fn listed(faults: &[Fault]) -> String {
    let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
    faults.join("; ")
}
