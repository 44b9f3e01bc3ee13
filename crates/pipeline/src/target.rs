//! Where a call goes, and whether the session's token may go along.

use url::Url;

use crate::{
    error::{InputError, Rule},
    profile::{Profile, is_loopback},
};

const FIELD: &str = "target";

/// Resolves what the caller wrote against the profile's base URL.
///
/// A path is taken below the base URL. Anything else is read as browsers read it (the WHATWG URL standard), so
/// that what is compared is what is connected to: `//host`, a back-slash or an IDN look-alike end at another
/// origin and get no token.
pub(crate) fn resolve(profile: &Profile, target: &str) -> Result<Url, InputError> {
    let target = target.trim_matches(' ');
    let refuse = |rule, allowed: &str| Err(InputError::new(FIELD, rule, target, allowed));
    // The URL standard drops tabs and line breaks silently; here they are an error.
    if target.chars().any(char::is_control) {
        return refuse(Rule::ControlCharacter, "a path or URL without control characters");
    }
    let below_base = target.is_empty()
        || target.starts_with('?')
        || (target.starts_with('/') && !target[1..].starts_with(['/', '\\']));
    let parsed = if below_base {
        let (path, query) = match target
            .split_once('#')
            .map_or(target, |(before, _)| before)
            .split_once('?')
        {
            Some((path, query)) => (path, Some(query)),
            None => (target.split_once('#').map_or(target, |(before, _)| before), None),
        };
        let mut url = if path.is_empty() {
            profile.base_url.clone()
        } else {
            profile.endpoint(path)
        };
        url.set_query(query);
        Ok(url)
    } else if has_scheme(target) {
        Url::parse(target)
    } else {
        profile.base_url.join(target)
    };
    let Ok(mut url) = parsed else {
        return refuse(Rule::Target, "a path such as /api/notes, or a URL");
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refuse(Rule::TargetScheme, "http:// or https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        let found = "a URL with user name or password";
        return Err(InputError::new(
            FIELD,
            Rule::TargetCredentials,
            found,
            "a URL without user name and password",
        ));
    }
    url.set_fragment(None);
    check_plain_http(profile, &url)?;
    Ok(url)
}

/// Whether `url` has the profile's origin (RFC 6454): scheme, host and port are the same.
pub(crate) fn is_home(profile: &Profile, url: &Url) -> bool {
    url.origin() == profile.base_url.origin()
}

/// Refuses plain http to a host that is not loopback, unless it is the profile's own and the user said yes.
pub(crate) fn check_plain_http(profile: &Profile, url: &Url) -> Result<(), InputError> {
    let agreed = profile.allow_plain_http && is_home(profile, url);
    if url.scheme() == "https" || is_loopback(url) || agreed {
        return Ok(());
    }
    let origin = url.origin().ascii_serialization();
    Err(InputError::new(
        FIELD,
        Rule::PlainHttp,
        &origin,
        "https://, or http:// on this computer",
    ))
}

fn has_scheme(target: &str) -> bool {
    let scheme = target
        .split([':', '/', '?', '#', '\\'])
        .next()
        .unwrap_or_default();
    target[scheme.len()..].starts_with(':')
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
