//! The parameters of a link, decoded.

use crate::{
    MAX_HEADERS,
    error::{LinkError, LinkRule},
};

/// Every parameter there is. `header` may be there many times.
const NAMES: [&str; 6] = ["method", "url", "header", "body", "content-type", "profile"];

/// The parameters of a link, decoded.
pub(crate) struct Parameters {
    all: Vec<(&'static str, String)>,
}

impl Parameters {
    /// Reads them out of the query.
    pub(crate) fn read(query: &str) -> Result<Self, LinkError> {
        let mut all: Vec<(&'static str, String)> = Vec::new();
        for piece in query.split('&') {
            let (typed, value) = piece.split_once('=').unwrap_or((piece, ""));
            let Some(name) = NAMES.into_iter().find(|name| *name == typed) else {
                let allowed = NAMES.join(", ");
                return Err(LinkError::new(LinkRule::Parameter, "link", typed, allowed));
            };
            if name != "header" && all.iter().any(|(earlier, _)| *earlier == name) {
                let found = "the parameter twice";
                return Err(LinkError::plain(LinkRule::Twice, name, found, "one of it"));
            }
            all.push((name, decode(name, value)?));
        }
        Ok(Self { all })
    }

    /// Takes a parameter that may be there.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.all.iter().position(|(known, _)| *known == name)?;
        Some(self.all.remove(at).1)
    }

    /// Takes a parameter that has to be there.
    pub(crate) fn take_needed(&mut self, name: &'static str) -> Result<String, LinkError> {
        let value = self.take(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| {
            let allowed = "a path such as /api/notes, or a URL";
            LinkError::plain(LinkRule::Missing, name, "nothing", allowed)
        })
    }

    /// Takes all headers, in order.
    pub(crate) fn take_headers(&mut self) -> Result<Vec<String>, LinkError> {
        let mut headers = Vec::new();
        while let Some(line) = self.take("header") {
            headers.push(line);
        }
        if headers.len() > MAX_HEADERS {
            let found = format!("{} headers", headers.len());
            let allowed = format!("at most {MAX_HEADERS}");
            return Err(LinkError::plain(
                LinkRule::TooManyHeaders,
                "header",
                found,
                allowed,
            ));
        }
        Ok(headers)
    }
}

/// Decodes a value: `%20` and `+` are a space, as in a form (WHATWG URL §5.1), but what is no encoding is an error.
pub(crate) fn decode(field: &str, text: &str) -> Result<String, LinkError> {
    let bad = |found: &str, allowed: &str| Err(LinkError::new(LinkRule::Encoding, field, found, allowed));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut taken = first.len_utf8();
        match first {
            '%' => {
                let Some(byte) = rest.get(1..3).and_then(hexadecimal) else {
                    let found: String = rest.chars().take(3).collect();
                    return bad(&found, "% with two hexadecimal digits, %25 for the sign itself");
                };
                bytes.push(byte);
                taken = 3;
            }
            '+' => bytes.push(b' '),
            '#' => return bad("#", "%23 for this sign"),
            other if other.is_whitespace() || other.is_control() => {
                let found = other.to_string();
                return bad(&found, "percent-encoding of this character, %20 for a space");
            }
            other => bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = &rest[taken..];
    }
    String::from_utf8(bytes).map_err(|error| {
        let found = format!("byte {} of the value", error.utf8_error().valid_up_to());
        let allowed = "the percent-encoding of UTF-8";
        LinkError::plain(LinkRule::Encoding, field, found, allowed)
    })
}

fn hexadecimal(digits: &str) -> Option<u8> {
    // `from_str_radix` alone would take `+f`.
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| u8::from_str_radix(digits, 16).ok()).flatten()
}

/// Whether a character cannot be seen, or moves others: in a text that a person is to judge, it has no place.
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// Refuses a text with a character that cannot be seen.
pub(crate) fn all_seen(field: &str, text: &str, also: &[char]) -> Result<(), LinkError> {
    match text.chars().find(|it| is_unseen(*it) && !also.contains(it)) {
        None => Ok(()),
        Some(unseen) => {
            let found = format!("the character U+{:04X}", u32::from(unseen));
            let allowed = "characters that can be seen";
            Err(LinkError::plain(LinkRule::Unseen, field, found, allowed))
        }
    }
}
