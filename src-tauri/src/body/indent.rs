//! Indents JSON without changing a single number, escape or name.

use std::io::{self, BufReader, Read};

use serde::de::IgnoredAny;

use super::content::Content;

/// How many times as long as the text the indented one may become. What people write becomes two or three times as
/// long; `0,0,0` at the greatest depth becomes 128 times as long, and a gigabyte of it would fill the disk.
const GROWTH: u64 = 16;
/// A text that is indented however much it grows has at most so many bytes.
const SMALL: u64 = 64 * 1024;

/// The text indented by two spaces; `None` if it is not JSON (RFC 8259), in the judgement of `serde_json`, or if it
/// would become so much longer that it must have been made for that.
pub(crate) fn json(text: &Content) -> io::Result<Option<Content>> {
    if serde_json::from_reader::<_, IgnoredAny>(BufReader::new(text.reader(0))).is_err() {
        return Ok(None);
    }
    let limit = text.len().max(SMALL).saturating_mul(GROWTH);
    let mut out = Indenter::default();
    for byte in BufReader::new(text.reader(0)).bytes() {
        out.take(byte?)?;
        if out.content.len() > limit {
            return Ok(None);
        }
    }
    out.flush()?;
    Ok(Some(out.content))
}

/// Rewrites the white space between the tokens of a valid document; all other bytes pass as they are.
#[derive(Default)]
struct Indenter {
    content: Content,
    pending: Vec<u8>,
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// An opening bracket was the last token: an empty array or object stays on one line.
    just_opened: bool,
}

impl Indenter {
    fn take(&mut self, byte: u8) -> io::Result<()> {
        if self.in_string {
            self.put(byte)?;
            if self.escaped {
                self.escaped = false;
            } else if byte == b'\\' {
                self.escaped = true;
            } else if byte == b'"' {
                self.in_string = false;
            }
            return Ok(());
        }
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => Ok(()),
            b'{' | b'[' => {
                self.settle_opening()?;
                self.put(byte)?;
                self.depth += 1;
                self.just_opened = true;
                Ok(())
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                if self.just_opened {
                    self.just_opened = false;
                } else {
                    self.new_line()?;
                }
                self.put(byte)
            }
            b',' => {
                self.put(byte)?;
                self.new_line()
            }
            b':' => {
                self.put(byte)?;
                self.put(b' ')
            }
            other => {
                self.settle_opening()?;
                self.in_string = other == b'"';
                self.put(other)
            }
        }
    }

    fn settle_opening(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.just_opened) {
            self.new_line()
        } else {
            Ok(())
        }
    }

    fn new_line(&mut self) -> io::Result<()> {
        self.put(b'\n')?;
        for _ in 0..self.depth * 2 {
            self.put(b' ')?;
        }
        Ok(())
    }

    fn put(&mut self, byte: u8) -> io::Result<()> {
        self.pending.push(byte);
        if self.pending.len() >= 64 * 1024 {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.content.append(&self.pending)?;
        self.pending.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn indented(text: &str) -> Option<String> {
        let mut content = Content::default();
        content.append(text.as_bytes()).unwrap();
        json(&content)
            .unwrap()
            .map(|out| String::from_utf8(out.read_all().unwrap()).unwrap())
    }

    #[test]
    fn numbers_escapes_and_order_stay_as_they_are() {
        let out =
            indented(r#"{"b":1.000000000000000000001,"a":["\u0041{",{}, [] ],"n":12345678901234567890123}"#);
        let expected = "{\n  \"b\": 1.000000000000000000001,\n  \"a\": [\n    \"\\u0041{\",\n    {},\n    []\n  ],\n  \"n\": 12345678901234567890123\n}";
        assert_eq!(out.as_deref(), Some(expected));
    }

    #[test]
    fn what_is_not_json_is_left_alone() {
        for text in ["", "{", "{'a':1}", "[1,]", "{\"a\":1} x"] {
            assert_eq!(indented(text), None, "{text}");
        }
    }

    #[test]
    fn json_that_was_made_to_grow_is_left_alone() {
        let deep = |zeros: usize| format!("{}0{}{}", "[".repeat(120), ",0".repeat(zeros), "]".repeat(120));
        assert!(
            indented(&deep(1_000)).is_some(),
            "small enough to be indented all the same"
        );
        assert_eq!(indented(&deep(1 << 20)), None);
        let usual = format!("[{}{{\"a\":[1]}}]", "{\"a\":[1,2,3]},".repeat(1 << 17));
        assert!(indented(&usual).is_some());
        // A million brackets deep: not JSON in anybody's judgement, and no overflow of the stack.
        assert_eq!(indented(&"[".repeat(1_000_000)), None);
        let whole = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert_eq!(indented(&whole), None);
    }

    proptest! {
        #[test]
        fn agrees_with_the_library(value in any_json()) {
            let compact = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(indented(&compact).unwrap(), serde_json::to_string_pretty(&value).unwrap());
        }
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            ".{0,12}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 48, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map(".{0,6}", inner, 0..6)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }
}
