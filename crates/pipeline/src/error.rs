//! What can go wrong, in words that name the field, what was found and what is allowed.

use std::{path::PathBuf, time::Duration};

use crate::{session::SessionEnded, trace::Trace};

/// Why a call or a sign-in failed. Cloned to every call that waited for the same refresh.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody is signed in. Nothing was sent.
    #[error("nobody is signed in, so nothing was sent")]
    SignedOut,
    /// The session ended, by this call or by another one.
    #[error("the session has ended: {}", .0.message())]
    SessionEnded(Box<SessionEnded>),
    /// The server refused user name or password.
    #[error("the server refused this user name and password (status {status})")]
    SignInRefused {
        /// The status it answered with.
        status: u16,
    },
    /// The server accepted the sign-in but sent no usable pair of tokens.
    #[error("the server accepted the sign-in but sent no usable tokens: {0}")]
    SignInIncomplete(String),
    /// The server answered a sign-in with a status that is neither yes nor no.
    #[error("the server answered the sign-in with status {status}; 200 is expected at this address")]
    SignInStatus {
        /// The status it answered with.
        status: u16,
    },
    /// The server did not take the word that the session is over. Here it is over all the same.
    #[error("the server answered the sign-out with status {status}; this computer has forgotten the session")]
    SignOutRefused {
        /// The status it answered with.
        status: u16,
    },
    /// Something the caller gave cannot be used. Nothing was sent.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The server could not be reached, or broke off.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The token has expired and could not be refreshed just now. The session stays.
    #[error("the access token has expired and could not be refreshed: {0}; you are still signed in")]
    RefreshUnavailable(String),
    /// As above, but nothing was sent: the last attempt failed a moment ago.
    #[error(
        "the access token has expired, and the last refresh failed a moment ago; the next attempt is possible in {} ms",
        .retry_in.as_millis()
    )]
    RefreshCoolDown {
        /// When a refresh will be attempted again.
        retry_in: Duration,
    },
    /// More redirects than allowed.
    #[error("the server redirected more than {limit} times")]
    TooManyRedirects {
        /// How many are followed.
        limit: usize,
    },
    /// The body could be sent only once, and the call has to be sent again.
    #[error("the token was refreshed, but the body cannot be sent a second time: {0}")]
    BodyNotReplayable(String),
}

/// A failed call: why, and how it went until then.
#[derive(Debug, Clone, PartialEq)]
pub struct Failed {
    /// Why.
    pub error: Error,
    /// How it went.
    pub trace: Trace,
}

/// Something a caller gave that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: found {found}; allowed is {allowed}")]
pub struct InputError {
    /// Where, for example `headers[2].name`.
    pub field: String,
    /// Which rule it breaks.
    pub rule: Rule,
    /// What was found, shortened and with control characters made visible.
    pub found: String,
    /// What is allowed.
    pub allowed: String,
}

impl InputError {
    /// Describes what is wrong with `field`.
    pub fn new(field: impl Into<String>, rule: Rule, found: &str, allowed: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            rule,
            found: shown(found),
            allowed: allowed.into(),
        }
    }
}

/// The rules that input can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// It must not be empty.
    Empty,
    /// It must be an absolute URL.
    BaseUrl,
    /// Its scheme must be http or https.
    BaseUrlScheme,
    /// It must not hold user name, password, query or fragment.
    BaseUrlParts,
    /// Plain http is for this computer alone, without an explicit yes.
    PlainHttp,
    /// It must be a method (RFC 9110 §9.1).
    Method,
    /// It must be a path or a URL.
    Target,
    /// Its scheme must be http or https.
    TargetScheme,
    /// It must not hold user name and password.
    TargetCredentials,
    /// It must not hold control characters.
    ControlCharacter,
    /// It must be a field name (RFC 9110 §5.1).
    HeaderName,
    /// It must be a field value (RFC 9110 §5.5).
    HeaderValue,
    /// The pipeline sets this header.
    HeaderReserved,
    /// It must be JSON (RFC 8259).
    Json,
    /// It must be a file that can be read.
    FileUnreadable,
    /// It must be a time-out within bounds.
    TimeOut,
    /// It must be a name that can be seen.
    Name,
    /// It must be a profile's short name.
    ProfileId,
    /// No other profile may have it.
    ProfileIdTaken,
    /// Its placeholders must be among those that are known there.
    Placeholder,
    /// It must say where an answer has a token.
    TokenPlace,
    /// It must be a JSON Pointer (RFC 6901).
    JsonPointer,
    /// It must be a cookie's name (RFC 6265 §4.1.1).
    CookieName,
    /// It must be an authentication scheme (RFC 9110 §11.1).
    Scheme,
    /// It must be a status that refuses.
    Status,
    /// It must be a number within bounds.
    Range,
    /// It means something only together with another field.
    Incomplete,
    /// There must be no fields where there is no body.
    FieldsWithoutBody,
    /// It must be a file of certificates in PEM form.
    Certificates,
    /// It must be a file in PEM form.
    NotPem,
    /// A PKCS#12 file has to be made a PEM file first.
    Pkcs12,
    /// A certificate must count today.
    CertificateExpired,
    /// It must be a file with a private key that can be used.
    PrivateKey,
    /// A private key must have no pass phrase.
    KeyEncrypted,
    /// A private key must be that of its certificate.
    KeyMismatch,
    /// It must be a host, with a port or without.
    Host,
    /// No other entry may have this host.
    HostTaken,
    /// A proxy's address is no such address.
    Proxy,
    /// A proxy's address has a user name or a password, which the settings cannot keep.
    ProxyCredentials,
}

/// Why there was no whole HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", .kind.sentence())]
pub struct NetworkError {
    /// What kind of failure.
    pub kind: NetworkFailure,
    /// What the system said; holds no token and no URL.
    pub detail: String,
}

/// The kinds of network failure that people act on differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetworkFailure {
    /// The host name has no address.
    Dns,
    /// Nothing accepts connections there.
    Connect,
    /// The encrypted connection could not be set up.
    Tls,
    /// The server wants a client's certificate, and there is none for it.
    CertificateRequired,
    /// The server does not take the client's certificate.
    CertificateRefused,
    /// No answer in time.
    TimeOut,
    /// The connection broke off.
    Torn,
    /// The answer is not HTTP.
    Malformed,
}

impl NetworkFailure {
    fn sentence(self) -> &'static str {
        match self {
            Self::Dns => "the host name could not be resolved",
            Self::Connect => "the server could not be reached",
            Self::Tls => "no secure connection could be made",
            Self::CertificateRequired => {
                "the server wants a client certificate, and neither the settings nor the profile name one for it"
            }
            Self::CertificateRefused => "the server does not accept the client certificate",
            Self::TimeOut => "the server did not answer in time",
            Self::Torn => "the connection broke off",
            Self::Malformed => "the answer is not valid HTTP",
        }
    }
}

/// Why the store failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// What is stored cannot be read as a session.
    #[error("the stored session cannot be read ({detail})")]
    Corrupt {
        /// What is wrong with it.
        detail: String,
        /// Where the unusable file is kept.
        kept_as: Option<PathBuf>,
    },
    /// It was written by a newer version.
    #[error("the stored session has format {found}; this version reads up to {supported}")]
    Newer {
        /// The format found.
        found: u64,
        /// The newest format this version reads.
        supported: u64,
        /// Where the unusable file is kept.
        kept_as: Option<PathBuf>,
    },
    /// It is sealed, and the key cannot be had just now. What is stored stays as it is.
    #[error("the stored session is sealed, and its key cannot be had: {detail}")]
    Sealed {
        /// What the system's keychain said.
        detail: String,
    },
    /// It could not be read or written.
    #[error("{0}")]
    Io(String),
}

/// Makes what was found fit for a sentence: quoted, on one line, at most 80 characters.
fn shown(found: &str) -> String {
    let mut short: String = found.chars().take(80).collect();
    if short.len() < found.len() {
        short.push('…');
    }
    if short.is_empty() {
        "nothing".to_owned()
    } else {
        format!("{short:?}")
    }
}
