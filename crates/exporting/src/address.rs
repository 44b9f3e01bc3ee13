//! Addresses in which variables may still stand.

use url::{Origin, Url};

use crate::BASE_URL;

/// An address without user name and password, and whether it had any. One that begins with a variable may have a scheme in it,
/// or none at all: what follows is its host in any case.
pub(crate) fn without_user(url: &str) -> (String, bool) {
    let at = match url.find("://") {
        Some(at) => at + 3,
        None if url.starts_with("{{") => 0,
        None => return (url.to_owned(), false),
    };
    let (before, rest) = url.split_at(at);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    // A query can hold an address.
    if before.find(['/', '?', '#']) != at.checked_sub(2) {
        return (url.to_owned(), false);
    }
    match rest[..end].rsplit_once('@') {
        Some((_, host)) => (format!("{before}{host}{}", &rest[end..]), true),
        None => (url.to_owned(), false),
    }
}

/// Whether a target says itself where it goes: it is no path below a base URL.
pub(crate) fn is_whole(target: &str) -> bool {
    let lower: String = target.chars().take(8).collect::<String>().to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://") || target.starts_with("{{")
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
    let end = url.find("://").map(|at| at + 3).map(|at| {
        url[at..]
            .find(['/', '?', '#', '\\'])
            .map_or(url.len(), |end| at + end)
    })?;
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
            ("{{base@", ""),
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
