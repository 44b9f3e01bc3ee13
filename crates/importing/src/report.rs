//! What of a document did not come in, where it was, and why.

mod terms;

use std::{collections::HashMap, fmt};

pub use terms::{Foreign, Found, Plenty, Wanted};

use crate::place::{Place, clipped};

/// How many notes a report holds.
pub const MAX_NOTES: usize = 1000;

/// How often the same reason is told with its place.
const ALIKE: u32 = 25;

/// Everything that [`Reason::key`] can be.
pub const KEYS: [&str; 49] = [
    "credential",
    "credential-variable",
    "secret-variable",
    "user-in-url",
    "authentication",
    "script",
    "cookies",
    "connection",
    "body",
    "another-body",
    "not-a-request-description",
    "not-a-request-callback",
    "not-a-request-webhook",
    "not-a-request-scheme",
    "not-a-request-no-address",
    "not-a-request-no-scheme",
    "not-a-request-protocol",
    "not-a-request-named",
    "saved-answers",
    "setting",
    "expression",
    "scope",
    "elsewhere",
    "dangling",
    "unexpected-blocks",
    "unexpected-bruno-file",
    "unexpected-utf-8",
    "unexpected-json",
    "unexpected-items",
    "unexpected-item",
    "unexpected-within",
    "unexpected-named",
    "unexpected-entry",
    "unexpected-paths",
    "unexpected-operations",
    "unexpected-operation",
    "deep",
    "too-many-addresses",
    "too-many-environments",
    "too-many-examples",
    "curl-user",
    "curl-unsupported",
    "curl-unknown",
    "curl-file-content",
    "curl-another-url",
    "curl-more",
    "curl-expansion",
    "curl-reads-file",
    "curl-connection",
];

/// What of a document did not come in, in the order in which it was read. It is bounded: at most [`MAX_NOTES`] notes, and at most
/// 25 with the same reason. It never holds the value of a credential.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The notes, in order.
    pub notes: Vec<Note>,
    /// How many more there were.
    pub more: u64,
    told: HashMap<Reason, u32>,
}

/// Something that did not come in, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it was, for example `item[3].request.auth`.
    pub place: String,
    /// Why.
    pub reason: Reason,
}

/// Why something did not come in, or not as it was. Its text says it in English, its slug is for programs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// A header, field or variable that carries a credential.
    Credential {
        /// Its name.
        name: String,
        /// The variable that stands in its place; `None` where it was left out.
        variable: Option<String>,
    },
    /// The value of a variable that is a secret. The variable is there, without it.
    SecretVariable {
        /// Its name.
        name: String,
    },
    /// User name and password in an address.
    UserInUrl,
    /// A way of signing in: what is sent for it is the profile's.
    Authentication {
        /// Which, as the document calls it.
        kind: String,
    },
    /// A script, a test or an assertion: nothing of a document is run.
    Script,
    /// Cookies.
    Cookies,
    /// A header that the connection sets itself.
    Connection {
        /// Its name.
        name: String,
    },
    /// A kind of body that there is not here.
    Body {
        /// Which.
        kind: String,
    },
    /// Another kind of body that the request could have.
    AnotherBody {
        /// Which.
        kind: String,
    },
    /// Something that is no request over HTTP, such as a WebSocket.
    NotARequest(Foreign),
    /// Answers that were saved beside a request.
    SavedAnswers,
    /// A setting that has no counterpart here.
    Setting {
        /// Its name.
        name: String,
    },
    /// An expression that is computed in the tool it comes from. It stays as it was written.
    Expression,
    /// Variables that hold in one folder only. They are an environment of that folder's name now.
    Scope,
    /// A reference to another file or address: none is opened.
    Elsewhere {
        /// What it points to, without user, query and fragment.
        target: String,
    },
    /// A reference that leads nowhere, or back to itself.
    Dangling {
        /// What it points to.
        target: String,
    },
    /// Something else than is expected there.
    Unexpected {
        /// What was found.
        found: Found,
        /// What is allowed.
        allowed: Wanted,
    },
    /// Folders that lie in one another deeper than is kept; their requests are in the folder above.
    Deep,
    /// More than is kept of such things: addresses, environments, or examples made from schemas.
    TooMany(Plenty),
    /// A part of a curl command, as `latchkey-curl` tells it.
    Curl {
        /// What kind of thing it is.
        kind: latchkey_curl::NoteKind,
        /// Which: an option or a path.
        what: String,
    },
}

impl Reason {
    /// A stable name, for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Credential { .. } => "credential",
            Self::SecretVariable { .. } => "secret-variable",
            Self::UserInUrl => "user-in-url",
            Self::Authentication { .. } => "authentication",
            Self::Script => "script",
            Self::Cookies => "cookies",
            Self::Connection { .. } => "connection",
            Self::Body { .. } => "body",
            Self::AnotherBody { .. } => "another-body",
            Self::NotARequest(_) => "not-a-request",
            Self::SavedAnswers => "saved-answers",
            Self::Setting { .. } => "setting",
            Self::Expression => "expression",
            Self::Scope => "scope",
            Self::Elsewhere { .. } => "elsewhere",
            Self::Dangling { .. } => "dangling",
            Self::Unexpected { .. } => "unexpected",
            Self::Deep => "deep",
            Self::TooMany(_) => "too-many",
            Self::Curl { .. } => "curl",
        }
    }

    /// Names a sentence for it, in any language: one of [`KEYS`].
    pub fn key(&self) -> String {
        match self.detail() {
            Some(detail) => format!("{}-{detail}", self.slug()),
            None => self.slug().to_owned(),
        }
    }

    fn detail(&self) -> Option<&'static str> {
        match self {
            Self::Credential {
                variable: Some(_), ..
            } => Some("variable"),
            Self::NotARequest(what) => Some(what.slug()),
            Self::Unexpected { allowed, .. } => Some(allowed.slug()),
            Self::TooMany(what) => Some(what.slug()),
            Self::Curl { kind, .. } => Some(kind.slug()),
            _ => None,
        }
    }

    /// The name, the kind or the text of the document that it is about.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Credential { name, .. }
            | Self::SecretVariable { name }
            | Self::Connection { name }
            | Self::Setting { name } => Some(name),
            Self::Authentication { kind } | Self::Body { kind } | Self::AnotherBody { kind } => Some(kind),
            Self::NotARequest(what) => what.about(),
            Self::Elsewhere { target } | Self::Dangling { target } => Some(target),
            Self::Unexpected { found, .. } => found.about(),
            Self::Curl { what, .. } => Some(what),
            Self::UserInUrl
            | Self::Script
            | Self::Cookies
            | Self::SavedAnswers
            | Self::Expression
            | Self::Scope
            | Self::Deep
            | Self::TooMany(_) => None,
        }
    }

    pub(crate) fn unexpected(found: Found, allowed: Wanted) -> Self {
        Self::Unexpected { found, allowed }
    }

    pub(crate) fn body(kind: &str) -> Self {
        Self::Body { kind: clipped(kind) }
    }

    pub(crate) fn authentication(kind: &str) -> Self {
        Self::Authentication { kind: clipped(kind) }
    }

    pub(crate) fn setting(name: &str) -> Self {
        Self::Setting { name: clipped(name) }
    }

    pub(crate) fn not_a_request(kind: &str) -> Self {
        Self::NotARequest(Foreign::Named(clipped(kind)))
    }

    /// A reference without what may be a secret in it.
    pub(crate) fn elsewhere(target: &str) -> Self {
        let target = target.split(['?', '#']).next().unwrap_or_default();
        let target = match target.split_once("://") {
            Some((scheme, rest)) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                let host = authority.rsplit('@').next().unwrap_or_default();
                format!("{scheme}://{host}{path}")
            }
            None => target.to_owned(),
        };
        Self::Elsewhere {
            target: clipped(&target),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential {
                name,
                variable: Some(variable),
            } => {
                write!(
                    f,
                    "the value of {name} is a credential; {{{{{variable}}}}} stands in its place"
                )
            }
            Self::Credential { name, variable: None } => write!(f, "{name} is a credential and was left out"),
            Self::SecretVariable { name } => {
                write!(f, "the value of the variable {name} was left out: it is a secret")
            }
            Self::UserInUrl => f.write_str("user name and password were taken out of the address"),
            Self::Authentication { kind } => {
                write!(
                    f,
                    "authentication of the kind {kind} was left out: a profile signs in"
                )
            }
            Self::Script => f.write_str("scripts and tests were left out: nothing of a document is run"),
            Self::Cookies => f.write_str("cookies were left out"),
            Self::Connection { name } => write!(f, "{name} was left out: the connection sets it"),
            Self::Body { kind } => write!(f, "a body of the kind {kind} cannot be taken over"),
            Self::AnotherBody { kind } => write!(f, "the body can be {kind}, too: one kind of body is kept"),
            Self::NotARequest(what) => write!(f, "{what} is no HTTP request and was left out"),
            Self::SavedAnswers => f.write_str("saved answers were left out"),
            Self::Setting { name } => write!(f, "the setting {name} has no counterpart"),
            Self::Expression => {
                f.write_str("an expression of the other tool stays as it was written, and is not computed")
            }
            Self::Scope => {
                f.write_str("the folder's variables became an environment: folders have none of their own")
            }
            Self::Elsewhere { target } => write!(f, "{target} is another file or address and was not opened"),
            Self::Dangling { target } => {
                write!(f, "{target} leads nowhere in this document, or back to itself")
            }
            Self::Unexpected { found, allowed } => write!(f, "found {found}; allowed is {allowed}"),
            Self::Deep => f.write_str("folders lie too deep in one another: this one was dissolved"),
            Self::TooMany(what) => write!(f, "there are too many {what}: the rest was left out"),
            Self::Curl { kind, what } => match kind.slug() {
                "user" => write!(f, "{what}: user name and password were left out"),
                "unknown" => write!(f, "curl has no option {what}: it was left out"),
                "unsupported" => write!(f, "the option {what} has no counterpart"),
                "file-content" => write!(f, "{what}: the content of a file was left out"),
                "reads-file" => write!(f, "{what}: a file is sent with the request"),
                "connection" => write!(f, "{what} was left out: the connection sets it"),
                "expansion" => write!(f, "{what}: a shell would have put something else there"),
                "another-url" => f.write_str("another address was left out"),
                _ => f.write_str("what follows the command was left out"),
            },
        }
    }
}

impl Report {
    /// How many things did not come in, those without a note included.
    pub fn total(&self) -> u64 {
        self.notes.len() as u64 + self.more
    }

    pub(crate) fn note(&mut self, place: &Place<'_>, reason: Reason) {
        // The reasons hold texts of the document: as many different ones as notes are remembered.
        let known = self.told.len() < MAX_NOTES || self.told.contains_key(&reason);
        let told = if known {
            let told = self.told.entry(reason.clone()).or_default();
            *told = told.saturating_add(1);
            *told
        } else {
            u32::MAX
        };
        if told > ALIKE || self.notes.len() >= MAX_NOTES {
            self.more += 1;
            return;
        }
        self.notes.push(Note {
            place: place.to_string(),
            reason,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_bounded_and_counts_on() {
        let mut report = Report::default();
        let root = Place::Root("");
        for index in 0..100 {
            report.note(&root.at(index), Reason::Script);
        }
        assert_eq!((report.notes.len(), report.total()), (25, 100));
        for index in 0..5000 {
            let name = index.to_string();
            report.note(&root.at(index), Reason::Setting { name });
        }
        assert_eq!((report.notes.len(), report.total()), (MAX_NOTES, 5100));
    }

    #[test]
    fn every_reason_has_a_key() {
        let name = String::new;
        let found = || Found::Nothing;
        let reasons = [
            Reason::Credential {
                name: name(),
                variable: None,
            },
            Reason::Credential {
                name: name(),
                variable: Some(name()),
            },
            Reason::TooMany(Plenty::Examples),
            Reason::NotARequest(Foreign::Protocol("gRPC")),
            Reason::unexpected(found(), Wanted::Utf8),
            Reason::Curl {
                kind: latchkey_curl::NoteKind::More,
                what: name(),
            },
            Reason::Deep,
        ];
        let keys = reasons.map(|reason| reason.key());
        assert!(keys.iter().all(|key| KEYS.contains(&key.as_str())), "{keys:?}");
        let curl = latchkey_curl::NoteKind::ALL.map(|kind| format!("curl-{}", kind.slug()));
        assert!(curl.iter().all(|key| KEYS.contains(&key.as_str())), "{curl:?}");
    }

    #[test]
    fn a_reference_loses_what_may_be_secret() {
        let told = Reason::elsewhere("https://ann:pw@a.example/schemas/note.json?token=t#/Note");
        assert_eq!(
            told,
            Reason::Elsewhere {
                target: "https://a.example/schemas/note.json".to_owned()
            }
        );
    }
}
