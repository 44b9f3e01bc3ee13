//! Words as bash and its relatives read them (POSIX.1-2024, Shell Command Language §2.2; `$'…'` by its §2.2.4).

use std::{iter::Peekable, str::Chars};

use super::Line;
use crate::error::CurlError;

/// Takes a command line apart.
pub(super) fn split(text: &str) -> Result<Line, CurlError> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
        found: Line::default(),
        word: None,
    };
    reader.read()?;
    reader.end_word();
    Ok(reader.found)
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    found: Line,
    word: Option<String>,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), CurlError> {
        while let Some(it) = self.rest.next() {
            match it {
                ' ' | '\t' | '\r' => self.end_word(),
                '\'' => self.single()?,
                '"' => self.double()?,
                '$' if self.rest.next_if_eq(&'\'').is_some() => self.ansi_c()?,
                // The quotes of a text to be translated.
                '$' if self.rest.peek() == Some(&'"') => {}
                '$' => self.dollar(),
                '`' if matches!(self.rest.peek(), Some('\n' | '\r')) => self.line_end(),
                '`' => {
                    self.expansion("`…`".to_owned());
                    self.push('`');
                }
                '\\' if matches!(self.rest.peek(), Some('\n' | '\r')) => self.line_end(),
                '\\' => {
                    // A backslash at the very end is one.
                    let escaped = self.rest.next().unwrap_or('\\');
                    self.push(escaped);
                }
                '#' if self.word.is_none() => while self.rest.next_if(|it| *it != '\n').is_some() {},
                // An address that was not quoted: the shell would cut it here, and nobody means that.
                '&' if self.word.is_some() && self.rest.peek().is_some_and(|it| it.is_alphanumeric()) => {
                    self.push('&');
                }
                '\n' if self.found.words.is_empty() && self.word.is_none() => {}
                '\n' | ';' | '|' | '&' | '<' | '>' => {
                    // The number of the stream that is led elsewhere, as in `2>/dev/null`.
                    let stream = self.word.take_if(|word| {
                        matches!(it, '<' | '>')
                            && word.len() == 1
                            && word.chars().all(|it| it.is_ascii_digit())
                    });
                    drop(stream);
                    self.end_word();
                    self.found.more = it != '\n' && it != ';' || self.rest.any(|it| !it.is_whitespace());
                    return Ok(());
                }
                other => self.push(other),
            }
        }
        Ok(())
    }

    /// The end of a line that goes on in the next one.
    fn line_end(&mut self) {
        self.rest.next_if_eq(&'\r');
        self.rest.next_if_eq(&'\n');
    }

    fn push(&mut self, it: char) {
        self.word.get_or_insert_default().push(it);
    }

    fn end_word(&mut self) {
        self.found.words.extend(self.word.take());
    }

    fn expansion(&mut self, what: String) {
        if !self.found.expansions.contains(&what) {
            self.found.expansions.push(what);
        }
    }

    fn single(&mut self) -> Result<(), CurlError> {
        let word = self.word.get_or_insert_default();
        for it in self.rest.by_ref() {
            if it == '\'' {
                return Ok(());
            }
            word.push(it);
        }
        Err(CurlError::OpenQuote { quote: '\'' })
    }

    fn double(&mut self) -> Result<(), CurlError> {
        self.word.get_or_insert_default();
        while let Some(it) = self.rest.next() {
            match it {
                '"' => return Ok(()),
                '\\' => match self.rest.next() {
                    Some('\n') => {}
                    Some('\r') if self.rest.peek() == Some(&'\n') => drop(self.rest.next()),
                    Some(escaped @ ('"' | '\\' | '$' | '`')) => self.push(escaped),
                    Some(other) => {
                        self.push('\\');
                        self.push(other);
                    }
                    None => break,
                },
                '$' => self.dollar(),
                '`' => {
                    self.expansion("`…`".to_owned());
                    self.push('`');
                }
                other => self.push(other),
            }
        }
        Err(CurlError::OpenQuote { quote: '"' })
    }

    /// A dollar sign, and the name of what the shell would put there.
    fn dollar(&mut self) {
        let rest = self.rest.clone();
        let name: String = match self.rest.peek() {
            Some('{') => rest.skip(1).take_while(|it| *it != '}').take(64).collect(),
            Some('(') => {
                self.expansion("$(…)".to_owned());
                String::new()
            }
            Some(it) if it.is_ascii_alphabetic() || *it == '_' => rest
                .take_while(|it| it.is_ascii_alphanumeric() || *it == '_')
                .collect(),
            _ => String::new(),
        };
        if !name.is_empty() {
            self.expansion(format!("${name}"));
        }
        self.push('$');
    }

    fn ansi_c(&mut self) -> Result<(), CurlError> {
        let mut bytes: Vec<u8> = Vec::new();
        while let Some(it) = self.rest.next() {
            let escaped = match it {
                '\'' => {
                    // What is no UTF-8 cannot be in a request that is written as text.
                    let text = String::from_utf8_lossy(&bytes);
                    self.word.get_or_insert_default().push_str(&text);
                    return Ok(());
                }
                '\\' => self.rest.next(),
                other => {
                    bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
                    continue;
                }
            };
            let Some(escaped) = escaped else { break };
            match escaped {
                'n' => bytes.push(b'\n'),
                't' => bytes.push(b'\t'),
                'r' => bytes.push(b'\r'),
                'a' => bytes.push(7),
                'b' => bytes.push(8),
                'f' => bytes.push(12),
                'v' => bytes.push(11),
                'e' | 'E' => bytes.push(27),
                'x' => self.byte(&mut bytes),
                'u' => self.unicode(4, &mut bytes),
                'U' => self.unicode(8, &mut bytes),
                '0'..='7' => {
                    let first = escaped.to_digit(8).unwrap_or_default();
                    let value = self.digits(8, 2).fold(first, |value, digit| value * 8 + digit);
                    bytes.push(value.to_le_bytes()[0]);
                }
                // Quotes, the backslash, and whatever has no meaning of its own.
                '\'' | '"' | '\\' | '?' => bytes.push(u8::try_from(escaped).unwrap_or(b'?')),
                other => {
                    bytes.push(b'\\');
                    bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
        Err(CurlError::OpenQuote { quote: '\'' })
    }

    /// Up to `most` digits of a number.
    fn digits(&mut self, radix: u32, most: usize) -> impl Iterator<Item = u32> + use<> {
        let mut found = Vec::new();
        while found.len() < most
            && let Some(digit) = self.rest.peek().and_then(|it| it.to_digit(radix))
        {
            found.push(digit);
            self.rest.next();
        }
        found.into_iter()
    }

    /// A character by its number. JavaScript writes what is beyond the first plane as two of them (ECMA-262 §6.1.4),
    /// and so do browsers in the commands they make.
    fn unicode(&mut self, most: usize, bytes: &mut Vec<u8>) {
        let mut value = 0;
        let mut any = false;
        for digit in self.digits(16, most) {
            any = true;
            value = value << 4 | digit;
        }
        if !any {
            return bytes.extend_from_slice(if most == 4 { b"\\u" } else { b"\\U" });
        }
        if (0xd800..0xdc00).contains(&value) {
            let mut ahead = self.rest.clone();
            let low: String = ahead.by_ref().take(6).collect();
            if let Some(low) = low
                .strip_prefix("\\u")
                .and_then(|it| u32::from_str_radix(it, 16).ok())
                && (0xdc00..0xe000).contains(&low)
            {
                self.rest = ahead;
                value = 0x1_0000 + ((value - 0xd800) << 10) + (low - 0xdc00);
            }
        }
        let it = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
        bytes.extend_from_slice(it.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// A byte by its number.
    fn byte(&mut self, bytes: &mut Vec<u8>) {
        let value = self
            .digits(16, 2)
            .fold(None, |value, digit| Some(value.unwrap_or(0_u32) << 4 | digit));
        match value {
            Some(value) => bytes.push(value.to_le_bytes()[0]),
            None => bytes.extend_from_slice(b"\\x"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        split(text).expect("words").words
    }

    #[test]
    fn quotes_and_escapes() {
        for (text, expected) in [
            ("a 'b c' d", vec!["a", "b c", "d"]),
            (r#"a"b c"'d e'f"#, vec!["ab cd ef"]),
            (r#""a \"b\" \n \\ \$x""#, vec![r#"a "b" \n \ $x"#]),
            (r"a\ b 'it'\''s'", vec!["a b", "it's"]),
            ("a \\\n  b", vec!["a", "b"]),
            ("a \\\r\n  b", vec!["a", "b"]),
            ("a `\n  b", vec!["a", "b"]),
            ("'' \"\"", vec!["", ""]),
            ("a # not read", vec!["a"]),
            ("http://x/#top", vec!["http://x/#top"]),
            ("http://x/?a=1&b=2", vec!["http://x/?a=1&b=2"]),
            (r"$'a\n\'b\' \x41\u00e9\u{'", vec!["a\n'b' Aé\\u{"]),
            (r"$'\ud83d\ude00 \U0001F600 \101'", vec!["😀 😀 A"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn what_follows_the_command_is_told() {
        for text in [
            "a | b",
            "a && b",
            "a; b",
            "a > f",
            "a 2>/dev/null",
            "a\nb",
            "a & b",
        ] {
            let found = split(text).expect("words");
            assert_eq!((found.words, found.more), (vec!["a".to_owned()], true), "{text}");
        }
        for text in ["a", "a;", "a\n", "\na \n "] {
            let found = split(text).expect("words");
            assert_eq!((found.words, found.more), (vec!["a".to_owned()], false), "{text}");
        }
    }

    #[test]
    fn what_a_shell_would_replace_stays_and_is_named() {
        let found = split("\"$TOKEN ${BASE_URL}/x $(date) `id`\" '$NOT' $5").expect("words");
        assert_eq!(found.words[0], "$TOKEN ${BASE_URL}/x $(date) `id`");
        assert_eq!(found.expansions, ["$TOKEN", "$BASE_URL", "$(…)", "`…`"]);
    }

    #[test]
    fn a_quote_that_is_not_closed() {
        for (text, quote) in [("a 'b", '\''), ("a \"b", '"'), ("a \"b\\", '"'), ("$'a\\", '\'')] {
            assert_eq!(split(text), Err(CurlError::OpenQuote { quote }), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_quoted_comes_out_as_it_went_in(texts in proptest::collection::vec("[^\\x00]{0,20}", 1..5)) {
            let single: Vec<_> = texts.iter().map(|it| format!("'{}'", it.replace('\'', "'\\''"))).collect();
            prop_assert_eq!(&words(&single.join(" ")), &texts);
            let ansi: Vec<_> = texts
                .iter()
                .map(|it| format!("$'{}'", it.replace('\\', "\\\\").replace('\'', "\\'")))
                .collect();
            prop_assert_eq!(&words(&ansi.join(" ")), &texts);
        }
    }
}
