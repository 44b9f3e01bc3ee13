//! Text to a tree, within bounds: how deep, and how many values, those that aliases repeat included.

use std::{cell::Cell, fmt};

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{
    DuplicateKeyPolicy, Options,
    options::{AliasLimits, MergeKeyPolicy},
};

use super::{Node, Number};
use crate::{ImportError, MAX_BYTES, MAX_DEPTH, MAX_NODES, place::clipped};

/// Room for [`MAX_DEPTH`] levels of YAML in a build without optimisation, five times over.
const YAML_STACK: usize = 16 << 20;
/// How many values aliases may repeat.
const MAX_REPEATED: usize = 1_000_000;

/// Reads JSON (RFC 8259).
pub(crate) fn json(text: &str) -> Result<Node, ImportError> {
    let bounds = Bounds::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Seed::new(&bounds)
        .deserialize(&mut reader)
        .and_then(|node| reader.end().map(|()| node));
    read.map_err(|error| {
        bounds.broken().unwrap_or_else(|| ImportError::Json {
            problem: clipped(&error.to_string()),
        })
    })
}

/// Reads YAML 1.2, of which `yes` and `no` are texts.
pub(crate) fn yaml(text: &str) -> Result<Node, ImportError> {
    let refused = |problem: &str| ImportError::Yaml {
        problem: clipped(problem),
    };
    // The reader goes down as deep as the document, and a caller's thread may have little room.
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(YAML_STACK);
        let reader = reader
            .spawn_scoped(scope, || yaml_here(text))
            .map_err(|error| refused(&format!("no thread to read it on: {error}")))?;
        reader
            .join()
            .unwrap_or_else(|_| Err(refused("its reader gave up")))
    })
}

fn yaml_here(text: &str) -> Result<Node, ImportError> {
    let bounds = Bounds::default();
    let read = serde_saphyr::with_deserializer_from_str_with_options(text, options(), |reader| {
        Seed::new(&bounds).deserialize(reader)
    });
    read.map_err(|error| {
        bounds.broken().unwrap_or_else(|| ImportError::Yaml {
            // A snippet would show what is around, and that may be a secret.
            problem: clipped(&error.without_snippet().to_string()),
        })
    })
}

fn options() -> Options {
    let budget = serde_saphyr::budget! {
        max_reader_input_bytes: Some(MAX_BYTES),
        // A value has at most two events, and an alias is one.
        max_events: 2 * MAX_NODES,
        max_nodes: MAX_NODES,
        max_depth: MAX_DEPTH + 1,
        max_documents: 1,
        // A few anchors that are used often are no bomb: what they repeat is counted.
        enforce_alias_anchor_ratio: false,
        max_total_scalar_bytes: MAX_BYTES,
    };
    let mut alias_limits = AliasLimits::default();
    alias_limits.max_total_replayed_events = MAX_REPEATED;
    serde_saphyr::options! {
        budget: budget,
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        merge_keys: MergeKeyPolicy::Merge,
        alias_limits: alias_limits,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        ignore_binary_tag_for_string: true,
        with_snippet: false,
    }
}

/// What has been read so far, and the bound that was broken.
#[derive(Default)]
struct Bounds {
    nodes: Cell<usize>,
    too_deep: Cell<bool>,
}

impl Bounds {
    fn broken(&self) -> Option<ImportError> {
        if self.too_deep.get() {
            Some(ImportError::TooDeep)
        } else if self.nodes.get() > MAX_NODES {
            Some(ImportError::TooManyNodes)
        } else {
            None
        }
    }
}

/// One value at its depth.
#[derive(Clone, Copy)]
struct Seed<'a> {
    bounds: &'a Bounds,
    depth: usize,
}

impl<'a> Seed<'a> {
    fn new(bounds: &'a Bounds) -> Self {
        Self { bounds, depth: 0 }
    }

    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            self.bounds.too_deep.set(true);
            return Err(E::custom("too deep"));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Node, D::Error> {
        let nodes = self.bounds.nodes.get() + 1;
        self.bounds.nodes.set(nodes);
        if nodes > MAX_NODES {
            return Err(D::Error::custom("too many values"));
        }
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(Number::Signed(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(Number::Unsigned(value)))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(Number::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Node, E> {
        Ok(Node::Text(String::from_utf8_lossy(value).into_owned()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, reader: D) -> Result<Node, D::Error> {
        reader.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, reader: D) -> Result<Node, D::Error> {
        reader.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let inside = self.inside()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inside)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let inside = self.inside()?;
        let mut members = IndexMap::new();
        // A key can be any value in YAML; the status codes of OpenAPI are numbers.
        while let Some(key) = map.next_key_seed(inside)? {
            members.insert(key.to_text(), map.next_value_seed(inside)?);
        }
        Ok(Node::Map(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_yaml_are_the_same_tree() {
        let of_json = json(r#"{"a": [1, -2, 2.5, true, null, "x"], "b": {"c": ""}}"#).unwrap();
        let of_yaml = yaml("a: [1, -2, 2.5, true, null, x]\nb:\n  c: ''\n").unwrap();
        let texts = (of_json.to_text(), of_yaml.to_text());
        assert_eq!(texts.0, texts.1);
        assert_eq!(texts.0, r#"{"a":[1,-2,2.5,true,null,"x"],"b":{"c":""}}"#);
    }

    #[test]
    fn yaml_is_read_as_people_write_it() {
        let read = yaml(
            "base: &base {kind: note, size: 1}\nnote:\n  <<: *base\n  size: 2\n200: ok\nanswer: no\nzip: 00420\n\
             a: 1\na: 2\n",
        );
        let read = read.unwrap();
        assert_eq!(
            read.get("note").to_text(),
            r#"{"size":2,"kind":"note"}"#.to_owned()
        );
        assert_eq!(read.get("200").str(), "ok");
        assert_eq!(read.get("answer").str(), "no");
        assert_eq!(read.get("zip").str(), "00420");
        assert_eq!(read.get("a").to_text(), "2");
    }

    #[test]
    fn too_deep_is_said_in_either_language() {
        for depth in [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 4 * MAX_DEPTH, 100_000] {
            let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let fits = depth <= MAX_DEPTH;
            let read = json(&text);
            assert_eq!(read.is_ok(), fits, "{depth}: {read:?}");
            assert!(fits || read == Err(ImportError::TooDeep), "{depth}");
            assert_eq!(yaml(&text).is_ok(), fits, "{depth}");
        }
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(10);
            let line = format!("a{level}: &a{level} [{before}]\n");
            text.push_str(&line);
        }
        let error = yaml(&text).unwrap_err();
        assert!(
            matches!(error, ImportError::Yaml { .. } | ImportError::TooManyNodes),
            "{error}"
        );
    }

    #[test]
    fn an_error_says_where() {
        let error = json("{\n  \"a\": tru\n}").unwrap_err().to_string();
        assert!(error.contains("at line "), "{error}");
        let error = yaml("a: 1\nb: [1, 2\nc: 3\n").unwrap_err().to_string();
        assert!(error.contains("line "), "{error}");
        assert!(json("{} x").is_err());
    }
}
