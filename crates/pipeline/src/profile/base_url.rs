//! Where a server is, and whether a password may be sent there.

use url::{Host, Url};

use crate::{
    error::{InputError, Rule},
    token::short_digest,
};

/// Whether a URL's host is this computer. Names other than `localhost` are not looked up.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A profile's id that follows from an address: readable at the front, unique by the digest at the end.
pub(super) fn id_of(base: &Url) -> String {
    let address = base.as_str().trim_end_matches('/');
    let readable = address.split_once("://").map_or(address, |(_, rest)| rest);
    let mut slug = String::new();
    for c in readable.chars().take(40) {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let digest = short_digest(address.as_bytes());
    format!("at-{}-{digest}", slug.trim_matches('-'))
}

/// The URL of `path` below a base URL, whose own path is kept as a prefix.
pub(super) fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!(
        "{}/{}",
        base.path().trim_end_matches('/'),
        path.trim_start_matches('/')
    ));
    url
}

pub(super) fn checked(field: &str, typed: &str, allow_plain_http: bool) -> Result<Url, InputError> {
    const ALLOWED: &str = "an address such as https://api.example.com";
    let typed = typed.trim();
    let refuse = |rule, allowed: &str| Err(InputError::new(field, rule, typed, allowed));
    if typed.is_empty() {
        return refuse(Rule::Empty, ALLOWED);
    }
    if typed.chars().any(char::is_control) {
        return refuse(Rule::ControlCharacter, ALLOWED);
    }
    let Ok(url) = Url::parse(typed) else {
        return refuse(Rule::BaseUrl, ALLOWED);
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(Rule::BaseUrlScheme, "http:// or https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        // What was typed may hold a password: it is not repeated.
        let found = "an address with user name or password";
        return Err(InputError::new(field, Rule::BaseUrlParts, found, ALLOWED));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse(Rule::BaseUrlParts, ALLOWED);
    }
    if url.scheme() == "http" && !allow_plain_http && !is_loopback(&url) {
        return refuse(Rule::PlainHttp, "https://, or http:// after an explicit yes");
    }
    Ok(url)
}

/// The URL of a request of the session: a path below the base URL, or a whole URL.
pub(super) fn endpoint(
    field: &str,
    typed: &str,
    base: &Url,
    allow_plain_http: bool,
) -> Result<Url, InputError> {
    const ALLOWED: &str = "a path such as /oauth/token, or a URL such as https://login.example.com/token";
    let refuse = |rule, allowed: &str| Err(InputError::new(field, rule, typed, allowed));
    if typed.is_empty() {
        return refuse(Rule::Empty, ALLOWED);
    }
    if typed.chars().any(char::is_control) {
        return refuse(Rule::ControlCharacter, ALLOWED);
    }
    if typed.contains('#') {
        return refuse(Rule::Target, ALLOWED);
    }
    if typed.starts_with('/') && !typed[1..].starts_with(['/', '\\']) {
        let (path, query) = typed.split_once('?').map_or((typed, None), |(p, q)| (p, Some(q)));
        let mut url = below(base, path);
        url.set_query(query);
        return Ok(url);
    }
    let Ok(url) = Url::parse(typed) else {
        return refuse(Rule::Target, ALLOWED);
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(Rule::TargetScheme, "http:// or https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        let found = "a URL with user name or password";
        return Err(InputError::new(field, Rule::TargetCredentials, found, ALLOWED));
    }
    // The yes to plain http was given for the host of the base URL, and for no other.
    let agreed = allow_plain_http && url.host() == base.host();
    if url.scheme() == "http" && !agreed && !is_loopback(&url) {
        return refuse(Rule::PlainHttp, "https://, or http:// on this computer");
    }
    Ok(url)
}
