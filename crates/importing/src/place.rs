//! Where in a document something is.

use std::fmt::{self, Write};

/// How many characters of a key or of a found text are shown.
const SHOWN: usize = 80;

/// A place, as a way from the root. It lives on the stack: only a note makes a text of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    /// The document, or a file of a folder by its path.
    Root(&'a str),
    /// A member of an object.
    Key(&'a Place<'a>, &'a str),
    /// An element of a list.
    Index(&'a Place<'a>, usize),
}

impl<'a> Place<'a> {
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(crate) fn at(&'a self, index: usize) -> Self {
        Self::Index(self, index)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(&clipped(name)),
            Self::Index(before, index) => write!(f, "{before}[{index}]"),
            Self::Key(before, key) => {
                before.fmt(f)?;
                if !is_plain(key) {
                    return write!(f, "[\"{}\"]", clipped(key));
                }
                if !matches!(before, Self::Root("")) {
                    f.write_char('.')?;
                }
                f.write_str(key)
            }
        }
    }
}

/// Whether a key can stand behind a dot.
fn is_plain(key: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:$".contains(&byte);
    !key.is_empty() && key.len() <= SHOWN && key.bytes().all(plain)
}

/// At most 80 characters of a text, without control characters.
pub(crate) fn clipped(text: &str) -> String {
    let mut chars = text.chars();
    let shown = chars.by_ref().take(SHOWN);
    let mut shown: String = shown.map(|it| if it.is_control() { ' ' } else { it }).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_one_would_write_it() {
        let root = Place::Root("");
        let item = root.key("item");
        let third = item.at(3);
        let request = third.key("request");
        assert_eq!(request.key("auth").to_string(), "item[3].request.auth");
        let paths = root.key("paths");
        let path = paths.key("/notes/{id}");
        assert_eq!(path.key("get").to_string(), "paths[\"/notes/{id}\"].get");
        let file = Place::Root("notes/one.bru");
        assert_eq!(file.key("auth:basic").to_string(), "notes/one.bru.auth:basic");
    }

    #[test]
    fn a_key_of_any_length_is_bounded() {
        let long = "k\n".repeat(5000);
        let root = Place::Root("");
        assert!(root.key(&long).to_string().chars().count() < 90);
    }
}
