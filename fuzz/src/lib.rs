//! What targets have in common: how an answer is read out of the fuzzer's bytes, so that a person can write one by hand,
//! and what must hold of everything that is imported.

mod imported;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use latchkey_profile::Kind;

pub use imported::hold_import;

/// An answer of a server: `KIND STATUS`, lines of headers, an empty line, the body.
///
/// ```
/// let answer = latchkey_fuzz::Answer::read(b"atproto 400\ncontent-type: text/plain\n\nno").unwrap();
/// assert_eq!((answer.status.as_u16(), answer.body), (400, &b"no"[..]));
/// ```
pub struct Answer<'a> {
    /// What kind of server it is.
    pub kind: Kind,
    /// The status.
    pub status: StatusCode,
    /// The headers, any that HTTP allows.
    pub headers: HeaderMap,
    /// The body.
    pub body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// Reads one; `None` where it is none.
    pub fn read(data: &'a [u8]) -> Option<Self> {
        let (first, mut rest) = line(data)?;
        let (kind, status) = std::str::from_utf8(first).ok()?.split_once(' ')?;
        let mut headers = HeaderMap::new();
        while let Some((header, next)) = line(rest) {
            rest = next;
            if header.is_empty() {
                break;
            }
            let colon = header.iter().position(|byte| *byte == b':')?;
            let name = HeaderName::from_bytes(&header[..colon]).ok()?;
            // HTTP takes the white space around a value away.
            headers.append(
                name,
                HeaderValue::from_bytes(header[colon + 1..].trim_ascii()).ok()?,
            );
        }
        Some(Self {
            kind: Kind::from_id(kind)?,
            status: StatusCode::from_u16(status.parse().ok()?).ok()?,
            headers,
            body: rest,
        })
    }
}

fn line(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    Some((&data[..end], &data[end + 1..]))
}
