//! The address.

use crate::error::CurlError;

/// The address with its scheme and without a user, and whether there was one.
pub(crate) fn read(typed: &str) -> Result<(String, bool), CurlError> {
    let typed = typed.trim();
    let (scheme, rest) = match typed.split_once("://") {
        Some((scheme, rest))
            if scheme
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it)) =>
        {
            (scheme.to_ascii_lowercase(), rest)
        }
        // As curl does.
        _ => ("http".to_owned(), typed),
    };
    if scheme != "http" && scheme != "https" {
        return Err(CurlError::Scheme);
    }
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (had_user, host) = match authority.rsplit_once('@') {
        Some((_, host)) => (true, host),
        None => (false, authority),
    };
    if host.is_empty() || host.starts_with(':') {
        return Err(CurlError::NoUrl);
    }
    Ok((format!("{scheme}://{host}{path}"), had_user))
}

/// The address with more in its query.
pub(crate) fn with_query(url: &str, query: &str) -> String {
    let (before, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let mark = match before.find('?') {
        None => "?",
        Some(at) if at + 1 == before.len() || before.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{before}{mark}{query}{fragment}")
}
