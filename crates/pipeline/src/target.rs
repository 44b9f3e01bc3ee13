//! Where a call goes, and whether the session's token may go along.

use url::{Position, Url};

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
        below(&profile.base_url, path, query)
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

/// The URL of a path and a query below `base`, read in one go: this is on the way of every call.
fn below(base: &Url, path: &str, query: Option<&str>) -> Result<Url, url::ParseError> {
    let mut text = String::with_capacity(base.as_str().len() + path.len() + 64);
    if path.is_empty() {
        text.push_str(&base[..Position::AfterPath]);
    } else {
        text.push_str(base[..Position::AfterPath].trim_end_matches('/'));
        text.push('/');
        text.push_str(path.trim_start_matches('/'));
    }
    if let Some(query) = query {
        text.push('?');
        text.push_str(query);
    }
    Url::parse(&text)
}

/// Whether `url` has the profile's origin (RFC 6454): scheme, host and port are the same.
pub(crate) fn is_home(profile: &Profile, url: &Url) -> bool {
    same_origin(url, &profile.base_url)
}

/// Whether two http(s) URLs have the same origin. Compared without making the two origins.
pub(crate) fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port_or_known_default() == other.port_or_known_default()
}

/// Refuses plain http to a host that is not loopback, unless it is the profile's own and the user said yes.
pub(crate) fn check_plain_http(profile: &Profile, url: &Url) -> Result<(), InputError> {
    let agreed = profile.allow_plain_http() && is_home(profile, url);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn profile(base: &str) -> Profile {
        Profile::header_pair("t", "T", base, false).unwrap()
    }

    #[test]
    fn a_path_is_taken_below_the_base_url() {
        let resolved = |base: &str, target: &str| resolve(&profile(base), target).unwrap().to_string();
        assert_eq!(
            resolved("https://h/v1/", "/notes?a=1&b=%20#top"),
            "https://h/v1/notes?a=1&b=%20"
        );
        assert_eq!(
            resolved("https://h/v1", "notes"),
            "https://h/notes",
            "without a slash, as a browser reads it"
        );
        assert_eq!(resolved("https://h", ""), "https://h/");
        assert_eq!(resolved("https://h", "?q"), "https://h/?q");
        assert_eq!(resolved("https://h", "/a b/한"), "https://h/a%20b/%ED%95%9C");
        assert_eq!(resolved("https://h", "HTTPS://H:443/x"), "https://h/x");
    }

    #[test]
    fn look_alikes_are_not_home() {
        let profile = profile("https://api.example.com");
        for target in [
            "https://api.example.com.evil.test/",
            "https://api.example.com:444/",
            "https://аpi.example.com/",
            "//evil.test/",
            "/\\evil.test",
            "https:evil.test/x",
        ] {
            let url = resolve(&profile, target).unwrap();
            assert!(!is_home(&profile, &url), "{target} became {url}");
        }
        assert!(is_home(
            &profile,
            &resolve(&profile, "https:\\\\API.example.com\\x").unwrap()
        ));
    }

    proptest! {
        #[test]
        fn a_path_read_in_one_go_is_what_setting_it_gives(
            base in prop_oneof![Just("https://h"), Just("https://h/"), Just("http://127.0.0.1:8080/v1/"), Just("https://h/a/b")],
            path in "[^?#\\p{C}]{0,30}", query in prop::option::of("[^#\\p{C}]{0,30}"),
        ) {
            let base = Url::parse(base).unwrap();
            let path = format!("/{}", path.trim_end());
            let query = query.as_ref().map(|query| query.trim_end());
            let mut set = profile(base.as_str()).endpoint(&path);
            set.set_query(query);
            prop_assert_eq!(below(&base, &path, query).unwrap(), set);
        }

        #[test]
        fn origins_are_the_same_as_the_url_standard_has_it(
            one in "https?://[ab](:(80|443|8080))?/x?", other in "https?://[ab](:(80|443|8080))?/x?",
        ) {
            let (one, other) = (Url::parse(&one).unwrap(), Url::parse(&other).unwrap());
            prop_assert_eq!(same_origin(&one, &other), one.origin() == other.origin());
        }

        /// Whatever is typed, nothing panics, and what begins with one slash stays at home.
        #[test]
        fn paths_stay_at_home(path in "[^/\\\\\\p{C}][^\\p{C}]{0,40}") {
            let profile = profile("https://api.example.com/base");
            let url = resolve(&profile, &format!("/{path}")).unwrap();
            prop_assert!(is_home(&profile, &url), "{}", url);
        }

        #[test]
        fn anything_is_resolved_or_refused(target in "\\PC{0,40}|[/\\\\:@?#.a-z0-9 \\r\\n]{0,24}") {
            let profile = profile("https://api.example.com");
            if let Ok(url) = resolve(&profile, &target) {
                prop_assert!(url.username().is_empty() && url.password().is_none());
                prop_assert_eq!(url.fragment(), None);
                prop_assert!(url.scheme() == "https" || is_loopback(&url));
            }
        }
    }
}
