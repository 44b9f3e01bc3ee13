//! Values made from schemas, so that a body has something to begin with. Cycles end where they begin anew.

use indexmap::IndexMap;

use super::{Reader, reference};
use crate::{
    node::{Node, Number},
    place::Place,
    report::Reason,
};

/// How deep a sample goes.
const MAX_DEPTH: usize = 16;
/// How many values a sample has.
const MAX_VALUES: usize = 500;

/// A sample while it is made.
#[derive(Default)]
struct Making {
    /// The references that are being followed.
    within: Vec<String>,
    values: usize,
    dangling: Option<Reason>,
}

/// The example of a parameter or a body: `example`, or the first of `examples`.
pub(super) fn example<'n>(root: &'n Node, holder: &'n Node) -> Option<&'n Node> {
    if holder.has("example") {
        return Some(holder.get("example"));
    }
    let (_, first) = holder.get("examples").members().next()?;
    let first = reference::resolve(root, first).ok()?;
    first.has("value").then(|| first.get("value"))
}

/// The value that a schema itself gives.
pub(super) fn fixed(schema: &Node) -> Option<&Node> {
    let said = ["example", "default", "const"];
    let said = said
        .into_iter()
        .find(|key| schema.has(key))
        .map(|key| schema.get(key));
    said.or_else(|| schema.get("examples").items().first())
        .or_else(|| schema.get("enum").items().first())
}

impl Reader<'_> {
    /// A value of a schema.
    pub(super) fn sample(&mut self, schema: &Node, place: &Place<'_>) -> Option<Node> {
        if *schema == Node::Null || self.is_spent() {
            return None;
        }
        let mut making = Making::default();
        let made = self.make(schema, 0, &mut making);
        if let Some(reason) = making.dangling {
            self.intake.note(place, reason);
        }
        let made = made?;
        self.spend(made.weight(), place).then_some(made)
    }

    fn make(&self, schema: &Node, depth: usize, making: &mut Making) -> Option<Node> {
        making.values += 1;
        if depth > MAX_DEPTH || making.values > MAX_VALUES {
            return None;
        }
        if let Some(target) = schema.get("$ref").text() {
            if making.within.iter().any(|it| it == target) {
                return None;
            }
            let found = match reference::follow(self.root, target) {
                Ok(found) => found,
                Err(reason) => {
                    making.dangling.get_or_insert(reason);
                    return None;
                }
            };
            making.within.push(target.to_owned());
            let made = self.make(found, depth + 1, making);
            making.within.pop();
            return made;
        }
        if let Some(fixed) = fixed(schema) {
            making.values += fixed.weight() / 16;
            return Some(fixed.clone());
        }
        if let Some(made) = self.combined(schema, depth, making) {
            return Some(made);
        }
        match kind(schema) {
            "object" => Some(Node::Map(self.properties(schema, depth, making))),
            "array" => {
                let item = self.make(schema.get("items"), depth + 1, making);
                Some(Node::List(item.into_iter().collect()))
            }
            "integer" => Some(whole(schema)),
            "number" => Some(Node::Number(Number::Float(
                schema.get("minimum").number().unwrap_or(0.0),
            ))),
            "boolean" => Some(Node::Bool(true)),
            "string" => Some(Node::text_of(text(schema.get("format").str()))),
            "null" => Some(Node::Null),
            _ => None,
        }
    }

    /// `allOf` together, or the first of `oneOf` or `anyOf`, with the schema's own properties.
    fn combined(&self, schema: &Node, depth: usize, making: &mut Making) -> Option<Node> {
        let all = schema.get("allOf").items();
        let either = [schema.get("oneOf"), schema.get("anyOf")];
        let either = either
            .iter()
            .flat_map(|list| list.items())
            .find(|it| it.get("type").str() != "null");
        if all.is_empty() && either.is_none() {
            return None;
        }
        let mut together = IndexMap::new();
        let mut other = None;
        for part in all.iter().chain(either) {
            match self.make(part, depth + 1, making) {
                Some(Node::Map(members)) => together.extend(members),
                made => other = other.or(made),
            }
        }
        together.extend(self.properties(schema, depth, making));
        match other {
            Some(other) if together.is_empty() => Some(other),
            _ => Some(Node::Map(together)),
        }
    }

    /// The properties of a request: those that only an answer has are left out.
    fn properties(&self, schema: &Node, depth: usize, making: &mut Making) -> IndexMap<String, Node> {
        let mut members = IndexMap::new();
        for (name, property) in schema.get("properties").members() {
            if making.values > MAX_VALUES {
                break;
            }
            if property.get("readOnly").is_true() {
                continue;
            }
            if let Some(made) = self.make(property, depth + 1, making) {
                members.insert(name.to_owned(), made);
            }
        }
        members
    }
}

/// The type of a schema, said or meant.
fn kind(schema: &Node) -> &str {
    let types = schema.get("type");
    let named = types.text().or_else(|| {
        types
            .items()
            .iter()
            .filter_map(Node::text)
            .find(|it| *it != "null")
    });
    match named {
        Some(named) => named,
        None if schema.has("properties") || schema.has("additionalProperties") => "object",
        None if schema.has("items") => "array",
        None => "",
    }
}

fn whole(schema: &Node) -> Node {
    match schema.get("minimum") {
        Node::Number(Number::Float(least)) if least.abs() < 9e15 => {
            #[expect(clippy::cast_possible_truncation, reason = "it is small enough")]
            let least = least.ceil() as i64;
            Node::Number(Number::Signed(least))
        }
        least @ Node::Number(_) => least.clone(),
        _ => Node::Number(Number::Signed(0)),
    }
}

fn text(format: &str) -> &'static str {
    match format {
        "date-time" => "2030-01-31T12:00:00Z",
        "date" => "2030-01-31",
        "time" => "12:00:00Z",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "email" => "someone@example.com",
        "uri" | "url" => "https://example.com/",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "AA==",
        "binary" => "",
        _ => "string",
    }
}
