//! Why a link is refused.

/// How much of what was found is repeated, in characters.
const SHOWN: usize = 80;

/// Why a link is refused: where, what was found, what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: found {found}; allowed is {allowed}")]
pub struct LinkError {
    /// Which rule it breaks.
    pub rule: LinkRule,
    /// The parameter, for example `url` or `header[2]`, counted from 0; `link` for the link as a whole.
    pub field: String,
    /// What was found: at most 80 characters of it, in quotes, with control characters written out.
    pub found: String,
    /// What is allowed.
    pub allowed: String,
}

impl LinkError {
    /// An error that repeats the beginning of what was found.
    pub(crate) fn new(
        rule: LinkRule,
        field: impl Into<String>,
        found: &str,
        allowed: impl Into<String>,
    ) -> Self {
        let mut beginning: String = found.chars().take(SHOWN).collect();
        if beginning.len() < found.len() {
            beginning.push('…');
        }
        Self::plain(rule, field, format!("{beginning:?}"), allowed)
    }

    /// An error that says what was found in words of its own.
    pub(crate) fn plain(
        rule: LinkRule,
        field: impl Into<String>,
        found: impl Into<String>,
        allowed: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            field: field.into(),
            found: found.into(),
            allowed: allowed.into(),
        }
    }
}

/// The rules that a link can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkRule {
    /// It is longer than is read.
    TooLong,
    /// It does not begin with `latchkey://request?`.
    Action,
    /// A parameter that there is not.
    Parameter,
    /// A parameter that may be there once.
    Twice,
    /// A parameter that is needed.
    Missing,
    /// A percent sign without two hexadecimal digits, bytes that are no UTF-8, or a character that has to be encoded.
    Encoding,
    /// A control character, or one that cannot be seen.
    Unseen,
    /// No HTTP method that a link may ask for.
    Method,
    /// Neither a path nor a URL.
    Url,
    /// A URL of another kind than http and https.
    Scheme,
    /// A URL with a user name or password.
    UserInUrl,
    /// A header that is not `Name: Value`.
    Header,
    /// A header's name has a character that it must not.
    HeaderName,
    /// A header's value has a character that it must not.
    HeaderValue,
    /// A header that carries credentials.
    Secret,
    /// A header that is set by other means.
    Reserved,
    /// More headers than are read.
    TooManyHeaders,
    /// The body is not the JSON that it is said to be.
    Json,
    /// No media type, or one that a link cannot carry.
    MediaType,
    /// A type for a body that is not there.
    NoBody,
    /// No short name of a profile.
    Profile,
}
