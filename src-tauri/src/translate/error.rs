use latchkey_ipc::{COPY_LIMIT, ErrorCode, FOLD_LIMIT, IpcError, Trace};
use latchkey_pipeline::{Error, Failed, InputError, NetworkFailure, Rule, document::FetchError};

use crate::body::BodyError;

/// A failed call, with its trace.
pub(crate) fn call_failed(failed: Failed) -> IpcError {
    let trace = super::trace(failed.trace);
    IpcError {
        trace: Some(trace),
        ..from_error(failed.error)
    }
}

/// Any error of the pipeline.
pub(crate) fn from_error(error: Error) -> IpcError {
    let message = error.to_string();
    let (code, key, found) = match error {
        Error::Input(input) => return from_input(input),
        Error::SignedOut => (ErrorCode::SignedOut, "signed-out", None),
        Error::SessionEnded(_) => (ErrorCode::SessionEnded, "session-ended", None),
        Error::SignInRefused { status } => {
            (ErrorCode::LoginRefused, "login-refused", Some(status.to_string()))
        }
        Error::SignInIncomplete(detail) => (ErrorCode::Protocol, "login-incomplete", Some(detail)),
        Error::SignOutRefused { status } => (ErrorCode::Protocol, "logout-refused", Some(status.to_string())),
        Error::SignInStatus { status } => (ErrorCode::Protocol, "login-status", Some(status.to_string())),
        Error::Network(network) => (
            ErrorCode::Network,
            network_key(network.kind),
            Some(network.detail),
        ),
        Error::RefreshUnavailable(detail) => {
            (ErrorCode::RefreshUnavailable, "refresh-unavailable", Some(detail))
        }
        Error::RefreshCoolDown { retry_in } => (
            ErrorCode::RefreshUnavailable,
            "refresh-cooldown",
            Some(retry_in.as_millis().to_string()),
        ),
        Error::TooManyRedirects { limit } => {
            (ErrorCode::Protocol, "too-many-redirects", Some(limit.to_string()))
        }
        Error::BodyNotReplayable(detail) => (ErrorCode::Protocol, "body-not-replayable", Some(detail)),
        _ => (ErrorCode::Internal, "internal", None),
    };
    let field = match code {
        ErrorCode::LoginRefused => Some("password".to_owned()),
        _ => None,
    };
    IpcError {
        code,
        key: key.to_owned(),
        message,
        field,
        found,
        allowed: None,
        trace: None,
    }
}

/// A fault of the app itself.
pub(crate) fn internal(message: impl Into<String>) -> IpcError {
    plain(ErrorCode::Internal, "internal", message.into(), None)
}

/// A piece of a body that cannot be had.
pub(crate) fn from_body(error: &BodyError) -> IpcError {
    let (code, key) = match error {
        BodyError::Io(_) => (ErrorCode::Internal, "internal"),
        BodyError::NoRows => (ErrorCode::InvalidInput, "internal"),
        BodyError::TooLarge { .. } => (ErrorCode::InvalidInput, "body-limit"),
        BodyError::TooLargeToCopy { .. } => (ErrorCode::InvalidInput, "copy-limit"),
        BodyError::TooManyFolds => (ErrorCode::InvalidInput, "fold-limit"),
        BodyError::Pattern { .. } => (ErrorCode::InvalidInput, "pattern"),
        BodyError::Superseded => (ErrorCode::Cancelled, "cancelled"),
        BodyError::Unsaved(_) => (ErrorCode::Internal, "unsaved"),
    };
    let plain = plain(code, key, error.to_string(), None);
    match error {
        BodyError::Pattern { found, reason } => IpcError {
            message: reason.clone(),
            field: Some("pattern".to_owned()),
            found: Some(found.clone()),
            ..plain
        },
        BodyError::TooLargeToCopy { size } => IpcError {
            found: Some(size.to_string()),
            allowed: Some(COPY_LIMIT.to_string()),
            ..plain
        },
        BodyError::TooManyFolds => IpcError {
            allowed: Some(FOLD_LIMIT.to_string()),
            ..plain
        },
        BodyError::Unsaved(why) => IpcError {
            message: why.to_string(),
            ..plain
        },
        _ => plain,
    }
}

pub(super) fn plain(code: ErrorCode, key: &str, message: String, trace: Option<Trace>) -> IpcError {
    IpcError {
        code,
        key: key.to_owned(),
        message,
        field: None,
        found: None,
        allowed: None,
        trace,
    }
}

/// A document that could not be fetched.
pub(crate) fn from_fetch(error: FetchError) -> IpcError {
    let message = error.to_string();
    let (code, key, found) = match error {
        FetchError::Input(error) => return from_error(Error::Input(error)),
        FetchError::Network(error) => return from_error(Error::Network(error)),
        FetchError::TooManyRedirects { limit } => {
            return from_error(Error::TooManyRedirects { limit });
        }
        FetchError::Late { .. } => (ErrorCode::Network, "timeout", None),
        FetchError::Status { status } => (ErrorCode::Protocol, "fetch-status", Some(status.to_string())),
        FetchError::Downgrade => (ErrorCode::Protocol, "fetch-downgrade", None),
        FetchError::Nowhere => (ErrorCode::Protocol, "fetch-nowhere", None),
        _ => (ErrorCode::InvalidInput, "import", None),
    };
    IpcError {
        found,
        ..plain(code, key, message, None)
    }
}

/// Something that the user gave and that cannot be used.
pub(crate) fn unfit(key: &str, message: String, found: Option<String>) -> IpcError {
    IpcError {
        found,
        ..plain(ErrorCode::InvalidInput, key, message, None)
    }
}

fn from_input(input: InputError) -> IpcError {
    IpcError {
        code: ErrorCode::InvalidInput,
        key: rule_key(input.rule).to_owned(),
        message: input.to_string(),
        field: Some(input.field),
        found: Some(input.found),
        allowed: Some(input.allowed),
        trace: None,
    }
}

fn rule_key(rule: Rule) -> &'static str {
    match rule {
        Rule::Empty => "empty",
        Rule::BaseUrl => "base-url-invalid",
        Rule::BaseUrlScheme => "base-url-scheme",
        Rule::BaseUrlParts => "base-url-credentials",
        Rule::PlainHttp => "plain-http",
        Rule::Method => "method-invalid",
        Rule::Target => "target-invalid",
        Rule::TargetScheme => "target-scheme",
        Rule::TargetCredentials => "target-credentials",
        Rule::ControlCharacter => "target-control-char",
        Rule::HeaderName => "header-name-invalid",
        Rule::HeaderValue => "header-value-invalid",
        Rule::HeaderReserved => "header-reserved",
        Rule::Json => "json-invalid",
        Rule::FileUnreadable => "file-unreadable",
        Rule::TimeOut => "timeout-invalid",
        Rule::ProfileIdTaken => "profile-id-taken",
        Rule::Name => "name",
        Rule::ProfileId => "profile-id",
        Rule::Placeholder => "placeholder",
        Rule::TokenPlace => "token-place",
        Rule::JsonPointer => "json-pointer",
        Rule::CookieName => "cookie-name",
        Rule::Scheme => "scheme",
        Rule::Status => "refusal-status",
        Rule::Range => "out-of-range",
        Rule::Incomplete => "incomplete",
        Rule::FieldsWithoutBody => "fields-without-body",
        Rule::Certificates => "certificates",
        Rule::NotPem => "not-pem",
        Rule::Pkcs12 => "pkcs12",
        Rule::CertificateExpired => "certificate-expired",
        Rule::PrivateKey => "private-key",
        Rule::KeyEncrypted => "key-encrypted",
        Rule::KeyMismatch => "key-mismatch",
        Rule::Host => "host-invalid",
        Rule::HostTaken => "twice",
        Rule::Proxy => "proxy-invalid",
        Rule::ProxyCredentials => "proxy-credentials",
        _ => "internal",
    }
}

fn network_key(kind: NetworkFailure) -> &'static str {
    match kind {
        NetworkFailure::Dns => "dns",
        NetworkFailure::Connect => "connect",
        NetworkFailure::Tls => "tls",
        NetworkFailure::CertificateRequired => "certificate-required",
        NetworkFailure::CertificateRefused => "certificate-refused",
        NetworkFailure::TimeOut => "timeout",
        NetworkFailure::Torn => "torn",
        _ => "network",
    }
}
