//! Addresses as people write them: with variables, without a scheme, with a user.

use percent_encoding::percent_decode_str;

/// An address in its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// A path without query, or an absolute http(s) URL without query and user.
    pub(crate) target: String,
    /// The query, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// Scheme, host and port, where no variable is in them.
    pub(crate) origin: Option<String>,
    /// Whether a user was taken out.
    pub(crate) had_user: bool,
}

/// Takes an address apart; the scheme, where it is neither http nor https.
pub(crate) fn split(raw: &str) -> Result<Address, String> {
    let raw: String = raw.trim().chars().filter(|it| !it.is_control()).collect();
    let (rest, query) = cut(&raw);
    let query = query.map(decoded).unwrap_or_default();
    let (scheme, rest) = match rest.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme.to_ascii_lowercase()), rest),
        Some((scheme, rest)) if scheme.starts_with("{{") && scheme.ends_with("}}") => {
            (Some(scheme.to_owned()), rest)
        }
        _ => (None, rest),
    };
    if let Some(scheme) = &scheme
        && scheme != "http"
        && scheme != "https"
        && !scheme.starts_with("{{")
    {
        return Err(scheme.clone());
    }
    let has_host = scheme.is_some() || is_host(rest);
    if !has_host {
        let slash = if rest.starts_with('/') || rest.starts_with("{{") {
            ""
        } else {
            "/"
        };
        let target = format!("{slash}{rest}");
        let (had_user, origin) = (false, None);
        return Ok(Address {
            target,
            query,
            origin,
            had_user,
        });
    }
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (had_user, host) = match authority.rsplit_once('@') {
        Some((_, host)) => (true, host),
        None => (false, authority),
    };
    let scheme = scheme.unwrap_or_else(|| "http".to_owned());
    let whole = format!("{scheme}://{host}");
    Ok(Address {
        target: format!("{whole}{path}"),
        query,
        origin: (!host.is_empty() && !whole.contains("{{")).then_some(whole),
        had_user,
    })
}

/// An address without its fragment, and its query. What is in a variable's braces does not count.
fn cut(raw: &str) -> (&str, Option<&str>) {
    let end = outside_braces(raw, '#').unwrap_or(raw.len());
    let raw = &raw[..end];
    match outside_braces(raw, '?') {
        Some(at) => (&raw[..at], Some(&raw[at + 1..])),
        None => (raw, None),
    }
}

fn outside_braces(text: &str, wanted: char) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, it)| {
        match it {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (it == wanted && depth == 0).then_some(at)
    })
}

/// The pairs of a query, decoded.
pub(crate) fn decoded(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// A part of a path, decoded where nothing is lost by it.
pub(crate) fn decoded_segment(segment: &str) -> String {
    match percent_decode_str(segment).decode_utf8() {
        Ok(text) => text.into_owned(),
        Err(_) => segment.to_owned(),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Whether a text without a scheme begins with a host, as `localhost:3000/a` does and `notes/1` does not.
fn is_host(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    let first = first.rsplit_once('@').map_or(first, |(_, host)| host);
    let (host, port) = match first.rsplit_once(':') {
        Some((host, port)) => (host, port),
        None => (first, ""),
    };
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    let named = !host.is_empty() && host.bytes().all(plain) && !host.starts_with('.');
    named && is_port && (host == "localhost" || host.contains('.') || !port.is_empty())
}

/// Whether a text is an http(s) URL, as far as its beginning says.
pub(crate) fn is_absolute(text: &str) -> bool {
    let beginning: String = text.chars().take(8).collect::<String>().to_ascii_lowercase();
    beginning.starts_with("http://") || beginning.starts_with("https://")
}

/// The names of the parameters in a path: its segments that begin with a colon.
pub(crate) fn parameters(target: &str) -> Vec<&str> {
    let path = target.split_once("://").map_or(target, |(_, rest)| rest);
    path.split('/')
        .skip(1)
        .filter_map(|segment| segment.strip_prefix(':'))
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (raw, target, origin) in [
            (
                "https://a.example/x?q=1#f",
                "https://a.example/x",
                Some("https://a.example"),
            ),
            (
                "HTTP://ann:pw@a.example:81/x",
                "http://a.example:81/x",
                Some("http://a.example:81"),
            ),
            (
                "localhost:3000/x",
                "http://localhost:3000/x",
                Some("http://localhost:3000"),
            ),
            ("a.example/x", "http://a.example/x", Some("http://a.example")),
            ("{{base}}/x/:id", "{{base}}/x/:id", None),
            ("https://{{host}}/x", "https://{{host}}/x", None),
            ("{{scheme}}://a.example/x", "{{scheme}}://a.example/x", None),
            ("/x", "/x", None),
            ("notes/1", "/notes/1", None),
            ("", "/", None),
        ] {
            let address = split(raw).unwrap();
            assert_eq!(
                (address.target.as_str(), address.origin.as_deref()),
                (target, origin),
                "{raw}"
            );
            assert_eq!(address.had_user, raw.contains('@'), "{raw}");
        }
        assert_eq!(split("ws://a.example/x"), Err("ws".to_owned()));
    }

    #[test]
    fn a_query_is_decoded_and_a_variable_stays() {
        let address = split("{{base}}/x?a=1%202&b={{c?d#e}}&c").unwrap();
        let query: Vec<_> = address
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(query, [("a", "1 2"), ("b", "{{c?d#e}}"), ("c", "")]);
    }

    #[test]
    fn parameters_are_whole_segments() {
        assert_eq!(parameters("https://a.example:8080/:a/b:c/:d"), ["a", "d"]);
        assert_eq!(parameters("{{base}}/:id"), ["id"]);
    }
}
