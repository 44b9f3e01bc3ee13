//! What a 401 means: expired, invalid, or something else.

use encoding_rs::{Encoding, UTF_8};

use crate::profile::Refusal;

/// How much of a refusal's body is looked at, in bytes.
pub const PEEK_BYTES: usize = 64 * 1024;

/// What a refusal says of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// It has expired.
    Expired,
    /// It is invalid.
    Invalid,
    /// Nothing that the profile knows.
    Other,
}

impl Refusal {
    /// Finds the code in the body of a 401.
    ///
    /// The code may be plain text, a JSON string, or the value of any member of a JSON object; in any charset that
    /// `Content-Type` or a byte order mark names; with white space around it. Never fails: what cannot be read is
    /// [`RefusalKind::Other`].
    pub fn classify(&self, content_type: Option<&str>, body: &[u8]) -> RefusalKind {
        let charset = content_type.and_then(charset_of).unwrap_or(UTF_8);
        // A byte order mark, if there is one, wins over the header, as the WHATWG encoding standard has it.
        let (text, _, _) = charset.decode(body);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
        if let Some(kind) = self.kind_of(text) {
            return kind;
        }
        match serde_json::from_str(text) {
            Ok(serde_json::Value::String(code)) => self.kind_of(&code),
            Ok(serde_json::Value::Object(members)) => members
                .values()
                .filter_map(serde_json::Value::as_str)
                .find_map(|code| self.kind_of(code)),
            _ => None,
        }
        .unwrap_or(RefusalKind::Other)
    }

    fn kind_of(&self, text: &str) -> Option<RefusalKind> {
        let text = text.trim();
        if text == self.expired_code {
            Some(RefusalKind::Expired)
        } else if text == self.invalid_code {
            Some(RefusalKind::Invalid)
        } else {
            None
        }
    }

    /// The code to show for a refusal of that kind.
    pub(crate) fn code(&self, kind: RefusalKind) -> Option<String> {
        match kind {
            RefusalKind::Expired => Some(self.expired_code.clone()),
            RefusalKind::Invalid => Some(self.invalid_code.clone()),
            RefusalKind::Other => None,
        }
    }
}

fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let parameters = content_type.split(';').skip(1);
    let (_, label) = parameters
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Encoding::for_label(label.trim().trim_matches('"').as_bytes())
}
