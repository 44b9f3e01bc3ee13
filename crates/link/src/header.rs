//! The headers of the request.

use http::HeaderName;
use latchkey_profile::credential::is_secret;

use crate::error::{LinkError, LinkRule};

/// Headers that are set by other means: by the connection, or by a parameter of the link.
const RESERVED: [&str; 9] = [
    "connection",
    "content-length",
    "content-type",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Reads `Name: Value`.
pub(crate) fn read(index: usize, line: &str) -> Result<(String, String), LinkError> {
    let field = format!("header[{index}]");
    let Some((name, value)) = line.split_once(':') else {
        let allowed = "Name: Value";
        // What has no colon may be a secret as well as a name.
        let found = "a text without a colon";
        return Err(LinkError::plain(LinkRule::Header, field, found, allowed));
    };
    let Ok(known) = HeaderName::from_bytes(name.as_bytes()) else {
        let allowed = "a name of letters, digits and any of !#$%&'*+-.^_`|~";
        return Err(LinkError::new(LinkRule::HeaderName, field, name, allowed));
    };
    if is_secret(known.as_str()) {
        let allowed = "headers without credentials: no token, key, password or cookie travels in a link";
        return Err(LinkError::new(LinkRule::Secret, field, name, allowed));
    }
    if RESERVED.contains(&known.as_str()) {
        let allowed =
            "any header but those that the connection sets; the body's type is the parameter content-type";
        return Err(LinkError::new(LinkRule::Reserved, field, name, allowed));
    }
    let value = value.trim_matches([' ', '\t']);
    // ASCII alone: what else a server reads there depends on the server (RFC 9110 §5.5).
    if let Some(other) = value.chars().find(|it| !matches!(it, ' '..='~' | '\t')) {
        let found = format!("the character U+{:04X}", u32::from(other));
        let allowed = "ASCII text on one line";
        return Err(LinkError::plain(LinkRule::HeaderValue, field, found, allowed));
    }
    Ok((name.to_owned(), value.to_owned()))
}
