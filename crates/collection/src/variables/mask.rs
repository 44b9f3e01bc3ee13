//! Keeps secrets out of what is shown.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::form_urlencoded;

/// What a path's parameter is written with (RFC 3986 §2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Secrets in every way in which a request writes them, and what stands in their place.
#[derive(Clone, Default)]
pub struct Mask(Vec<(String, String)>);

impl Mask {
    /// The shortest secret that is looked for in any text, in bytes: shorter ones are parts of too many words.
    pub const SHORTEST: usize = 6;

    /// Hides a value from now on. An empty one is none.
    pub fn hide(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let json = Value::from(value).to_string();
        let debug = format!("{value:?}");
        let form: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        for written in [
            value.to_owned(),
            json[1..json.len() - 1].to_owned(),
            debug[1..debug.len() - 1].to_owned(),
            form,
            utf8_percent_encode(value, NON_ALPHANUMERIC).to_string(),
            utf8_percent_encode(value, UNRESERVED).to_string(),
        ] {
            if !self.0.iter().any(|(known, _)| *known == written) {
                self.0.push((written, format!("<secret {name}>")));
            }
        }
        self.0
            .sort_by_key(|(written, _)| std::cmp::Reverse(written.len()));
    }

    /// Whether there is nothing to hide.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that can be told from other text wherever they stand, as they are written, each with what stands in its place:
    /// six bytes at least, and not a mere number, which may be any.
    pub fn distinct(&self) -> impl Iterator<Item = (&str, &str)> {
        let known = self
            .0
            .iter()
            .map(|(written, shown)| (written.as_str(), shown.as_str()));
        known.filter(|(written, _)| {
            written.len() >= Self::SHORTEST && !written.bytes().all(|byte| byte.is_ascii_digit())
        })
    }

    /// The text without any secret.
    pub fn masked(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for (written, shown) in &self.0 {
            if masked.contains(written.as_str()) {
                masked = masked.replace(written.as_str(), shown);
            }
        }
        masked
    }

    /// Clears every text of a JSON value, names included.
    pub fn clear(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.masked(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.clear(value)),
            Value::Object(fields) => {
                for (name, mut value) in std::mem::take(fields) {
                    self.clear(&mut value);
                    fields.insert(self.masked(&name), value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mask").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Mask;

    #[test]
    fn a_secret_is_hidden_however_it_is_written() {
        let mut mask = Mask::default();
        mask.hide("password", "p\"w/ 서\n");
        for written in [
            "p\"w/ 서\n",
            r#"p\"w/ 서\n"#,
            "p%22w%2F+%EC%84%9C%0A",
            "p%22w%2F%20%EC%84%9C%0A",
        ] {
            let text = format!("a{written}b");
            assert_eq!(mask.masked(&text), "a<secret password>b", "{written}");
        }
        assert_eq!(mask.masked("open"), "open");
        mask.hide("nothing", "");
        assert_eq!(mask.masked("open"), "open");
    }

    #[test]
    fn short_ones_and_numbers_are_not_distinct() {
        let mut mask = Mask::default();
        mask.hide("short", "12a45");
        mask.hide("number", "20261127");
        mask.hide("key", "12a456");
        assert_eq!(mask.distinct().collect::<Vec<_>>(), [("12a456", "<secret key>")]);
    }

    #[test]
    fn no_text_of_a_document_holds_it() {
        let mut mask = Mask::default();
        mask.hide("key", "s3cret");
        let mut value = json!({ "s3cret": ["a s3cret", 1, { "x": "s3cret" }] });
        mask.clear(&mut value);
        assert!(!value.to_string().contains("s3cret"), "{value}");
        assert_eq!(value["<secret key>"][1], 1);
    }
}
