//! What of a request or a folder an export does not hold.

use std::fmt;

/// An export, and what it does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The command or the document.
    pub text: String,
    /// What it does not hold, in the order in which it was met.
    pub left_out: Vec<LeftOut>,
}

/// Something that an export does not hold, or not as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Whose it is: names of folders and of the request, joined by `/`; of the collection itself, empty.
    pub of: String,
    /// The field, for example `headers[1]`.
    pub field: String,
    /// Why.
    pub reason: Reason,
}

/// Why an export does not hold something. Its text says it in English, its slug is for programs. It never holds the value
/// of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// What the answer is held to.
    Checks,
    /// What is taken from the answer.
    Takes,
    /// A time-out that the format cannot say.
    TimeOut,
    /// The value of a credential. This variable stands in its place.
    Credential {
        /// The variable.
        variable: String,
    },
    /// User name and password in an address.
    UserInUrl,
    /// The value of a variable that is a secret. The variable is there, without it.
    Secret {
        /// The variable.
        variable: String,
    },
    /// A variable that an environment before has, too, with another value.
    Again {
        /// The variable.
        variable: String,
    },
    /// A parameter of the path without a value that stays one segment. It stands there by its name.
    Parameter {
        /// The parameter.
        name: String,
    },
    /// A parameter that is only a part of a segment. Its value stands in its place.
    PartOfSegment {
        /// The parameter.
        name: String,
    },
    /// A value of the path that is switched off, or for which the path has no parameter.
    Unused {
        /// The parameter.
        name: String,
    },
    /// A header that could not be sent.
    Header,
    /// A part whose name curl takes for something else, or that has none.
    Part,
    /// Braces that a backslash keeps: the other tool takes them for a variable.
    Braces,
    /// The place of the token: whether the address is the server's own cannot be told.
    Attachment,
}

impl Reason {
    /// A stable name, for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Checks => "checks",
            Self::Takes => "takes",
            Self::TimeOut => "time-out",
            Self::Credential { .. } => "credential",
            Self::UserInUrl => "user-in-url",
            Self::Secret { .. } => "secret",
            Self::Again { .. } => "again",
            Self::Parameter { .. } => "parameter",
            Self::PartOfSegment { .. } => "part-of-segment",
            Self::Unused { .. } => "unused",
            Self::Header => "header",
            Self::Part => "part",
            Self::Braces => "braces",
            Self::Attachment => "attachment",
        }
    }
}

impl Reason {
    /// The variable or parameter that it is about.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Credential { variable } | Self::Secret { variable } | Self::Again { variable } => {
                Some(variable)
            }
            Self::Parameter { name } | Self::PartOfSegment { name } | Self::Unused { name } => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Checks => f.write_str("checks were left out"),
            Self::Takes => f.write_str("what is taken from the answer was left out"),
            Self::TimeOut => f.write_str("the time-out was left out"),
            Self::Credential { variable } => {
                write!(
                    f,
                    "the value is a credential; {{{{{variable}}}}} stands in its place"
                )
            }
            Self::UserInUrl => f.write_str("user name and password were taken out of the address"),
            Self::Secret { variable } => {
                write!(
                    f,
                    "the value of the variable {variable} was left out: it is a secret"
                )
            }
            Self::Again { variable } => {
                write!(
                    f,
                    "the variable {variable} has another value in an environment before, which was taken"
                )
            }
            Self::Parameter { name } => {
                write!(
                    f,
                    "the parameter :{name} has no value that stays one segment of the path"
                )
            }
            Self::PartOfSegment { name } => {
                write!(
                    f,
                    "the parameter :{name} is only a part of a segment; its value stands in its place"
                )
            }
            Self::Unused { name } => {
                write!(
                    f,
                    "the value of :{name} was left out: it is switched off, or the path has no such parameter"
                )
            }
            Self::Header => f.write_str("the header was left out: it could not be sent"),
            Self::Part => f.write_str(
                "the part was left out: curl takes a name without = and line breaks, and not an empty one",
            ),
            Self::Braces => f.write_str("braces behind a backslash are taken for a variable there"),
            Self::Attachment => f.write_str(
                "the place of the token was left out: the address is not known to be the server's",
            ),
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.of.is_empty() {
            write!(f, "{}: ", self.of)?;
        }
        write!(f, "{}: {}", self.field, self.reason)
    }
}

/// What one request leaves out, while it is written.
pub(crate) struct Notes<'a> {
    pub(crate) of: &'a str,
    pub(crate) left_out: &'a mut Vec<LeftOut>,
}

impl Notes<'_> {
    pub(crate) fn note(&mut self, field: impl Into<String>, reason: Reason) {
        self.left_out.push(LeftOut {
            of: self.of.to_owned(),
            field: field.into(),
            reason,
        });
    }
}
