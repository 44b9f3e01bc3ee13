//! Where a value is, and the value itself, as texts to be copied.

use std::{
    fmt::Write as _,
    io::{BufReader, Read as _},
};

use latchkey_ipc::COPY_LIMIT;

use super::{
    JsonTree,
    lines::{Kind, Line},
    walk::Walk,
};
use crate::body::{BodyError, content::Content};

impl JsonTree {
    /// Where the value of a row is (RFC 9535 §2.3): `.name` where the name allows it, else `['name']`, and `[0]`.
    pub(in crate::body) fn path(&self, row: u64) -> Result<String, BodyError> {
        let (walk, line) = self.at(row)?;
        let mut path = "$".to_owned();
        for (depth, level) in walk.levels.iter().enumerate() {
            match level.kind {
                Kind::Array => {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "[{}]", level.items.saturating_sub(1));
                }
                Kind::Object => {
                    let inside = walk.levels.get(depth + 1).or(walk.ended.as_ref());
                    let offset = inside.map_or(line.offset, |it| it.offset);
                    push_name(&mut path, &name_at(&self.shown.text, offset)?);
                }
            }
        }
        Ok(path)
    }

    /// The value of a row: a string as it reads, anything else as indented JSON.
    pub(in crate::body) fn value(&self, row: u64) -> Result<String, BodyError> {
        let (mut walk, line) = self.at(row)?;
        let is_member = matches!(walk.levels.last(), Some(level) if level.kind == Kind::Object);
        let (start, end) = match walk.ended {
            Some(ended) => (ended.offset, line.end),
            None if line.opens.is_some() => {
                let end = walk.end_of_begun()?.map_or(line.end, |(last, _)| last.end);
                (line.offset, end)
            }
            None => (line.offset, line.end),
        };
        let text = read(&self.shown.text, start, end)?;
        let indent = text.len() - text.trim_start_matches(' ').len();
        let first = text.trim_start_matches(' ').trim_end().trim_end_matches(',');
        let value = if is_member { after_name(first) } else { first };
        if let Ok(string) = serde_json::from_str::<String>(value) {
            return Ok(string);
        }
        let spaces = format!("\n{}", " ".repeat(indent));
        Ok(value.replace(&spaces, "\n"))
    }

    fn at(&self, row: u64) -> Result<(Walk<'_>, Line), BodyError> {
        let mut walk = self.starts.before(row, &self.shown.text);
        let line = walk.to(row)?.ok_or(BodyError::NoRows)?;
        Ok((walk, line))
    }
}

fn read(text: &Content, start: u64, end: u64) -> Result<String, BodyError> {
    let size = end.saturating_sub(start);
    if size > COPY_LIMIT {
        return Err(BodyError::TooLargeToCopy { size });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    text.reader(start).take(size).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The name of the member whose line begins at `offset`.
fn name_at(text: &Content, offset: u64) -> Result<String, BodyError> {
    let reader = BufReader::new(text.reader(offset)).take(COPY_LIMIT);
    let mut names = serde_json::Deserializer::from_reader(reader).into_iter::<String>();
    if let Some(Ok(name)) = names.next() {
        return Ok(name);
    }
    // Half of a character's escape is JSON, and no text: it is told as it is written.
    let mut bytes = Vec::new();
    text.reader(offset).take(COPY_LIMIT).read_to_end(&mut bytes)?;
    let line = String::from_utf8_lossy(&bytes);
    let line = line.trim_start();
    let rest = after_name(line);
    let name = line[..line.len() - rest.len()].trim_end_matches([' ', ':']);
    Ok(name.trim_matches('"').to_owned())
}

/// What follows the name of a member and its colon.
fn after_name(line: &str) -> &str {
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return line[at + 1..].trim_start_matches([':', ' ']),
            _ => {}
        }
    }
    line
}

fn push_name(path: &mut String, name: &str) {
    let begins = |it: char| it.is_ascii_alphabetic() || it == '_' || !it.is_ascii();
    let short = name.starts_with(begins) && name.chars().all(|it| begins(it) || it.is_ascii_digit());
    if short {
        path.push('.');
        path.push_str(name);
        return;
    }
    path.push_str("['");
    for it in name.chars() {
        match it {
            '\'' => path.push_str("\\'"),
            '\\' => path.push_str("\\\\"),
            '\u{8}' => path.push_str("\\b"),
            '\t' => path.push_str("\\t"),
            '\n' => path.push_str("\\n"),
            '\u{c}' => path.push_str("\\f"),
            '\r' => path.push_str("\\r"),
            it if it < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(path, "\\u{:04x}", u32::from(it));
            }
            it => path.push(it),
        }
    }
    path.push_str("']");
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;

    #[test]
    fn a_path_leads_from_the_root_to_the_value() {
        let tree = tree(
            r#"{"items":[{"id":7},{"id":8,"tags":["a","b"]}],"이름":{"a b":1},"x":{"'\\\n\u0001":2,"":3,"9a":4}}"#,
        );
        let paths: Vec<_> = (0..tree.shown.rows.count())
            .map(|row| tree.path(row).unwrap())
            .collect();
        let expected = [
            "$",
            "$.items",
            "$.items[0]",
            "$.items[0].id",
            "$.items[0]",
            "$.items[1]",
            "$.items[1].id",
            "$.items[1].tags",
            "$.items[1].tags[0]",
            "$.items[1].tags[1]",
            "$.items[1].tags",
            "$.items[1]",
            "$.items",
            "$.이름",
            "$.이름['a b']",
            "$.이름",
            "$.x",
            "$.x['\\'\\\\\\n\\u0001']",
            "$.x['']",
            "$.x['9a']",
            "$.x",
            "$",
        ];
        assert_eq!(paths, expected);
    }

    #[test]
    fn a_value_is_a_text_or_json_of_its_own() {
        let tree = tree(r#"{"a":["x\n\"y\"",1.0,{"b":"],"}],"c: ":true}"#);
        let value = |row| tree.value(row).unwrap();
        assert_eq!(value(2), "x\n\"y\"");
        assert_eq!(value(3), "1.0");
        assert_eq!(value(4), "{\n  \"b\": \"],\"\n}");
        assert_eq!(value(5), "],");
        assert_eq!(value(6), value(4), "the bracket that ends it stands for it");
        assert_eq!(
            value(1),
            "[\n  \"x\\n\\\"y\\\"\",\n  1.0,\n  {\n    \"b\": \"],\"\n  }\n]"
        );
        assert_eq!(value(8), "true");
        let whole: serde_json::Value = serde_json::from_str(&value(0)).unwrap();
        assert_eq!(whole["c: "], true);
    }

    #[test]
    fn half_a_character_is_told_as_it_is_written() {
        let tree = tree(r#"{"\ud800x":["\udc00"]}"#);
        assert_eq!(tree.path(2).unwrap(), "$['\\\\ud800x'][0]");
        assert_eq!(tree.value(2).unwrap(), "\"\\udc00\"");
    }

    #[test]
    fn what_is_deep_in_a_large_document_is_found() {
        let items: Vec<String> = (0..30_000).map(|id| format!("{{\"id\":{id}}}")).collect();
        let tree = tree(&format!("{{\"all\":[{}]}}", items.join(",")));
        assert_eq!(tree.path(2 + 29_000 * 3 + 1).unwrap(), "$.all[29000].id");
        assert_eq!(tree.value(2 + 29_000 * 3 + 1).unwrap(), "29000");
        assert!(tree.path(1_000_000).is_err(), "no such row");
    }
}
