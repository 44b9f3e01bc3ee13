//! Addresses in which variables may still stand.

use url::{Origin, Url};

use crate::BASE_URL;

/// An address without user name and password, and whether it had any. One that begins with a variable may have a scheme in it.
/// If it could not begin with one any more, that variable alone stays for the user: it goes nowhere, but not elsewhere either.
pub(crate) fn without_user(url: &str) -> (String, bool) {
    let at = match url.find("://") {
        Some(at) => at + 3,
        None if url.starts_with(VARIABLE) => 0,
        None => return (url.to_owned(), false),
    };
    let (before, rest) = url.split_at(at);
    let (authority, path) = rest.split_at(end_of_authority(rest));
    // A query can hold an address.
    if before.find(['/', '?', '#']) != at.checked_sub(2) {
        return (url.to_owned(), false);
    }
    match authority.rsplit_once('@') {
        Some((_, host)) if !before.is_empty() || host.starts_with(VARIABLE) => {
            (format!("{before}{host}{path}"), true)
        }
        Some((user, host)) => {
            let kept = user.find("}}").map_or(VARIABLE, |end| &user[..end + 2]);
            (format!("{kept}@{host}{path}"), kept != user)
        }
        None => (url.to_owned(), false),
    }
}

/// What a variable begins with.
const VARIABLE: &str = "{{";

/// Where a path, a query or a fragment begins.
pub(crate) fn end_of_authority(rest: &str) -> usize {
    rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())
}

/// Whether a target says itself where it goes: it is no path below a base URL.
pub(crate) fn is_whole(target: &str) -> bool {
    let lower: String = target.chars().take(8).collect::<String>().to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://") || target.starts_with(VARIABLE)
}

/// A path below a base URL; a target that is whole, as it is.
pub(crate) fn below(base_url: &str, target: &str) -> String {
    if is_whole(target) {
        return target.to_owned();
    }
    let base_url = if base_url.is_empty() {
        format!("{{{{{BASE_URL}}}}}")
    } else {
        base_url.trim_end_matches('/').to_owned()
    };
    let slash = if target.is_empty() || target.starts_with(['/', '?']) {
        ""
    } else {
        "/"
    };
    format!("{base_url}{slash}{target}")
}

/// Scheme, host and port; `None` where that cannot be told, as with a variable in them.
pub(crate) fn origin(url: &str) -> Option<Origin> {
    let end = url
        .find("://")
        .map(|at| at + 3)
        .map(|at| at + end_of_authority(&url[at..]))?;
    if url[..end].contains(['{', '}']) {
        return None;
    }
    let url = Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin())
}

/// A parameter with which a segment begins, and the rest, as `latchkey_collection` reads it.
pub(crate) fn parameter(segment: &str) -> Option<(&str, &str)> {
    let after = segment.strip_prefix(':')?;
    let end = after.find(|it: char| !it.is_alphanumeric() && it != '_');
    let (name, rest) = after.split_at(end.unwrap_or(after.len()));
    let begins_well = name.starts_with(|it: char| it.is_alphabetic() || it == '_');
    begins_well.then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_goes_and_all_else_stays() {
        for (url, without) in [
            ("https://ann:pw@a.example/x?u=b@c", "https://a.example/x?u=b@c"),
            ("https://ann@x@a.example", "https://a.example"),
            ("https://a.example/@x", "https://a.example/@x"),
            ("/go?to=http://ann@b.example", "/go?to=http://ann@b.example"),
            ("{{base}}/x@y", "{{base}}/x@y"),
            ("{{user}}:pw@{{host}}/x@y", "{{host}}/x@y"),
            ("{{user}}:pw@host/x", "{{user}}@host/x"),
            ("{{user:pw@/x", "{{@/x"),
            ("{{user}}@host", "{{user}}@host"),
            ("/x", "/x"),
        ] {
            assert_eq!(without_user(url), (without.to_owned(), url != without), "{url}");
        }
    }

    #[test]
    fn an_origin_with_a_variable_in_it_is_unknown() {
        assert_eq!(origin("https://A.example:443/{{x}}"), origin("https://a.example"));
        assert_ne!(origin("https://a.example"), origin("http://a.example"));
        for url in ["{{base}}/x", "https://{{host}}/x", "ftp://a.example", "/x"] {
            assert_eq!(origin(url), None, "{url}");
        }
    }
}
