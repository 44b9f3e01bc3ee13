//! A document as a tree, whatever it was written in. What is not as expected is asked for leniently: a missing member
//! is [`Node::Null`], and a number where a text is expected is its text.

mod read;

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

pub(crate) use self::read::{json, yaml};
use crate::report::Found;

/// A value of JSON or YAML.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(IndexMap<String, Node>),
}

/// A number, as precise as it was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl Node {
    pub(crate) fn text_of(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A member of an object; [`Node::Null`] where there is none.
    pub(crate) fn get(&self, key: &str) -> &Self {
        match self {
            Self::Map(members) => members.get(key).unwrap_or(&Self::Null),
            _ => &Self::Null,
        }
    }

    /// What a way of keys leads to.
    pub(crate) fn find(&self, keys: &[&str]) -> &Self {
        keys.iter().fold(self, |node, key| node.get(key))
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Map(members) if members.contains_key(key))
    }

    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        let members = match self {
            Self::Map(members) => Some(members),
            _ => None,
        };
        members
            .into_iter()
            .flatten()
            .map(|(key, node)| (key.as_str(), node))
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text, or an empty one.
    pub(crate) fn str(&self) -> &str {
        self.text().unwrap_or_default()
    }

    /// The text of what is no list and no object.
    pub(crate) fn scalar(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The text of a scalar, JSON of a list or an object, nothing of `null`.
    pub(crate) fn to_text(&self) -> String {
        match self.scalar() {
            Some(text) => text.into_owned(),
            None if *self == Self::Null => String::new(),
            None => serde_json::to_string(self).unwrap_or_default(),
        }
    }

    /// Indented JSON.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// `true`, and the texts that some tools write for it.
    pub(crate) fn is_true(&self) -> bool {
        *self == Self::Bool(true) || self.text().is_some_and(|it| it.eq_ignore_ascii_case("true"))
    }

    pub(crate) fn is_false(&self) -> bool {
        *self == Self::Bool(false) || self.text().is_some_and(|it| it.eq_ignore_ascii_case("false"))
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number.as_f64()),
            _ => None,
        }
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(members) => members.is_empty(),
            Self::Bool(_) | Self::Number(_) => false,
        }
    }

    /// About how many bytes it takes.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) => 16,
            Self::Text(text) => 16 + text.len(),
            Self::List(items) => 16 + items.iter().map(Self::weight).sum::<usize>(),
            Self::Map(members) => {
                16 + members
                    .iter()
                    .map(|(key, member)| 16 + key.len() + member.weight())
                    .sum::<usize>()
            }
        }
    }

    /// What kind of value it is, for a person.
    pub(crate) fn kind(&self) -> Found {
        match self {
            Self::Null => Found::Nothing,
            Self::Bool(_) => Found::Bool,
            Self::Number(_) => Found::Number,
            Self::Text(_) => Found::Text,
            Self::List(_) => Found::List,
            Self::Map(_) => Found::Object,
        }
    }
}

impl Number {
    #[expect(
        clippy::cast_precision_loss,
        reason = "asked for where the magnitude alone matters"
    )]
    fn as_f64(self) -> f64 {
        match self {
            Self::Signed(number) => number as f64,
            Self::Unsigned(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Signed(number) => number.fmt(f),
            Self::Unsigned(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(Number::Signed(number)) => serializer.serialize_i64(*number),
            Self::Number(Number::Unsigned(number)) => serializer.serialize_u64(*number),
            Self::Number(Number::Float(number)) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Map(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, node) in members {
                    map.serialize_entry(key, node)?;
                }
                map.end()
            }
        }
    }
}
