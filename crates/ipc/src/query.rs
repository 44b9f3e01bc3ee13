//! How a parameter of the query is written in a target.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays readable in a name or value: the unreserved characters of RFC 3986 §2.3, and those that mean nothing
/// special inside a query (RFC 3986 §3.4).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b',')
    .remove(b'!')
    .remove(b'*');

/// A parameter as it stands in a target. `{{variables}}` stay readable: what they stand for is encoded when it is sent.
pub fn written(name: &str, value: &str) -> String {
    if value.is_empty() {
        return encoded(name);
    }
    format!("{}={}", encoded(name), encoded(value))
}

fn encoded(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some(begin) = rest.find("{{") {
        let inside = &rest[begin + 2..];
        let name = inside.find("}}").map(|end| &inside[..end]);
        let fits = |name: &&str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        };
        // In `{{{a}}}` the second brace begins the variable.
        let end = name.filter(fits).map_or(begin + 1, |name| begin + name.len() + 4);
        match name.filter(fits) {
            Some(_) => {
                written.extend(utf8_percent_encode(&rest[..begin], ENCODED));
                written.push_str(&rest[begin..end]);
            }
            None => written.extend(utf8_percent_encode(&rest[..end], ENCODED)),
        }
        rest = &rest[end..];
    }
    written.extend(utf8_percent_encode(rest, ENCODED));
    written
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn variables_stay_readable_and_all_else_is_encoded() {
        assert_eq!(written("q", "a {{b}}&"), "q=a%20{{b}}%26");
        assert_eq!(written("{{n}}", "{{{a}}}"), "{{n}}=%7B{{a}}%7D");
        assert_eq!(written("flag", ""), "flag");
        for plain in ["{{", "{{}}", "{{a b}}", "}}{{"] {
            assert!(!written("q", plain).contains('{'), "{plain}");
        }
    }
}
