//! Colours for one row of indented JSON.

/// What a piece of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The name of a member.
    Key,
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
    /// Brackets, commas, colons.
    Mark,
    /// Space, and whatever is none of the above.
    Other,
}

impl Kind {
    /// The class that gives it its colour.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Self::Key => Some("json-key"),
            Self::Text => Some("json-text"),
            Self::Number => Some("json-number"),
            Self::Word => Some("json-word"),
            Self::Mark => Some("json-mark"),
            Self::Other => None,
        }
    }
}

/// A piece of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonToken<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: &'a str,
}

/// Whether a row began inside a string that the row before it did not close: very long strings take several rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Carry {
    /// Between tokens.
    #[default]
    Between,
    /// Inside a string.
    InText,
}

/// The pieces of a row, which together are the row, and how the next one begins.
pub fn tokens(row: &str, carry: Carry) -> (Vec<JsonToken<'_>>, Carry) {
    let mut found = Vec::new();
    let mut rest = row;
    if carry == Carry::InText && !rest.is_empty() {
        match string_end(rest, 0) {
            Some(end) => push(&mut found, Kind::Text, &mut rest, end),
            None => {
                return (
                    vec![JsonToken {
                        kind: Kind::Text,
                        text: row,
                    }],
                    Carry::InText,
                );
            }
        }
    }
    while let Some(first) = rest.chars().next() {
        let (kind, len) = match first {
            '"' => match string_end(rest, 1) {
                Some(end) if rest[end..].trim_start().starts_with(':') => (Kind::Key, end),
                Some(end) => (Kind::Text, end),
                None => {
                    found.push(JsonToken {
                        kind: Kind::Text,
                        text: rest,
                    });
                    return (found, Carry::InText);
                }
            },
            '{' | '}' | '[' | ']' | ',' | ':' => (Kind::Mark, 1),
            '-' | '0'..='9' => (
                Kind::Number,
                run(rest, |it| it.is_ascii_alphanumeric() || "+-.".contains(it)),
            ),
            it if it.is_ascii_alphabetic() => {
                let len = run(rest, |it| it.is_ascii_alphanumeric());
                let kind = if matches!(&rest[..len], "true" | "false" | "null") {
                    Kind::Word
                } else {
                    Kind::Other
                };
                (kind, len)
            }
            it if it.is_whitespace() => (Kind::Other, run(rest, char::is_whitespace)),
            it => (Kind::Other, it.len_utf8()),
        };
        push(&mut found, kind, &mut rest, len);
    }
    (found, Carry::Between)
}

fn push<'a>(found: &mut Vec<JsonToken<'a>>, kind: Kind, rest: &mut &'a str, len: usize) {
    let (text, after) = rest.split_at(len);
    found.push(JsonToken { kind, text });
    *rest = after;
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|it| !belongs(it)).unwrap_or(text.len())
}

/// Where a string ends, just after its closing quote; `from` is just after the opening one.
fn string_end(text: &str, from: usize) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(row: &str) -> Vec<(Kind, &str)> {
        tokens(row, Carry::Between)
            .0
            .into_iter()
            .map(|it| (it.kind, it.text))
            .collect()
    }

    #[test]
    fn names_and_values_differ() {
        assert_eq!(
            kinds(r#"  "a\"b": "x:y","#),
            [
                (Kind::Other, "  "),
                (Kind::Key, r#""a\"b""#),
                (Kind::Mark, ":"),
                (Kind::Other, " "),
                (Kind::Text, r#""x:y""#),
                (Kind::Mark, ","),
            ]
        );
    }

    #[test]
    fn numbers_and_words() {
        assert_eq!(kinds("-1.5e+3"), [(Kind::Number, "-1.5e+3")]);
        assert_eq!(kinds("null"), [(Kind::Word, "null")]);
        assert_eq!(kinds("nil"), [(Kind::Other, "nil")]);
    }

    #[test]
    fn a_string_goes_on_in_the_next_row() {
        let (row, carry) = tokens(r#""long"#, Carry::Between);
        assert_eq!((row[0].kind, carry), (Kind::Text, Carry::InText));
        let (row, carry) = tokens(r#"er", 1"#, carry);
        assert_eq!((row[0].text, row[1].text, carry), (r#"er""#, ",", Carry::Between));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_invented(row in "\\PC{0,60}", inside in any::<bool>()) {
            let carry = if inside { Carry::InText } else { Carry::Between };
            let joined: String = tokens(&row, carry).0.iter().map(|it| it.text).collect();
            prop_assert_eq!(joined, row);
        }
    }
}
