//! Messages in Fluent's syntax, as far as they use it: text, values and texts in braces, and a choice by a count.
//!
//! Fluent itself can do far more, and was a twenty-fifth of the window's code. A test holds what is read and written here
//! against it, message by message.

use std::borrow::Cow;

use crate::state::preferences::Language;

/// The messages of a language, in the order of their keys and indented by one space, as `crates/window-files` puts them.
pub(super) struct Messages(Vec<(String, String)>);

impl Messages {
    /// Reads them. What is not as it should be is left out; the tests see to it that there is nothing like that.
    pub(super) fn read(text: &str) -> Self {
        let mut all = Vec::<(String, String)>::new();
        for line in text.lines() {
            if let (true, Some((_, message))) = (line.starts_with(' '), all.last_mut()) {
                message.extend(["\n", line]);
            } else if let Some((key, message)) = line.split_once(" = ") {
                all.push((key.to_owned(), message.to_owned()));
            }
        }
        Self(all)
    }

    /// A message with values in it.
    pub(super) fn say(&self, language: Language, key: &str, values: &[(&str, Value<'_>)]) -> Option<String> {
        let at = self.0.binary_search_by(|(it, _)| it.as_str().cmp(key)).ok()?;
        let mut text = String::new();
        Filling { language, values }.fill(&self.0.get(at)?.1, &mut text);
        Some(text)
    }
}

/// Puts values into messages.
struct Filling<'a> {
    language: Language,
    values: &'a [(&'a str, Value<'a>)],
}

impl Filling<'_> {
    /// Writes a pattern with what its braces stand for.
    fn fill(&self, pattern: &str, text: &mut String) {
        let mut rest = pattern;
        while let Some((before, inside)) = rest.split_once('{') {
            text.push_str(before);
            let inside = inside.trim_start();
            rest = if let Some((literal, after)) = inside.strip_prefix('"').and_then(|it| it.split_once('"'))
            {
                text.push_str(literal);
                after.split_once('}').unwrap_or_default().1
            } else if let Some((name, choice)) = inside.split_once(" ->\n") {
                // The braces of what stands before another choice are not this one's.
                match inside.split_once('}') {
                    Some((value, after)) if value.len() < name.len() => {
                        self.fill_value(value, text);
                        after
                    }
                    _ => {
                        let (variants, after) = choice.split_once("\n }").unwrap_or((choice, ""));
                        self.fill(self.choose(name, variants), text);
                        after
                    }
                }
            } else {
                let (value, after) = inside.split_once('}').unwrap_or_default();
                self.fill_value(value, text);
                after
            };
        }
        text.push_str(rest);
    }

    fn fill_value(&self, name: &str, text: &mut String) {
        let name = name.trim();
        match self.value(name) {
            Some(Value::Text(value)) => text.push_str(value),
            Some(Value::Count(count)) => text.push_str(&count.to_string()),
            // As Fluent does it: whoever reads this sees what is missing.
            None => text.extend(["{", name, "}"]),
        }
    }

    fn value(&self, name: &str) -> Option<&Value<'_>> {
        let name = name.strip_prefix('$')?;
        let (_, value) = self.values.iter().find(|(it, _)| *it == name)?;
        Some(value)
    }

    /// The variant for a count, or the one for all others.
    fn choose<'p>(&self, name: &str, variants: &'p str) -> &'p str {
        let mut variants = variants
            .lines()
            .filter_map(|line| line.trim_start().split_once("] "));
        let chosen = variants.find(
            |(variant, _)| match (variant.strip_prefix('['), self.value(name)) {
                (Some(variant), Some(Value::Count(count))) => self.is_for(variant, *count),
                // The one for all others has a star, and is the last.
                (variant, _) => variant.is_none(),
            },
        );
        chosen.unwrap_or_default().1
    }

    /// Whether a variant is for this count: by the number itself, or by the language's word for it. Korean has none.
    fn is_for(&self, variant: &str, count: u64) -> bool {
        match variant.parse::<u64>() {
            Ok(number) => number == count,
            Err(_) => variant == "one" && count == 1 && self.language == Language::En,
        }
    }
}

/// A value in a message.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A number of things.
    Count(u64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<u8> for Value<'_> {
    fn from(count: u8) -> Self {
        Self::Count(count.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}
