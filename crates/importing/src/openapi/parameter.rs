//! Parameters, with the values that the document has for them.

use latchkey_collection::{Request, Row};

use super::{
    Reader, reference,
    sample::{example, fixed},
};
use crate::{
    intake::clean,
    node::Node,
    place::{Place, clipped},
    report::{self, Reason, Wanted},
};

/// Headers that are told otherwise (`OpenAPI` 3.1 §4.8.12.2.1).
const NOT_A_PARAMETER: [&str; 3] = ["accept", "content-type", "authorization"];

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Path,
    Query,
    Header,
}

/// A parameter with its value.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) within: Within,
    value: Option<Node>,
    required: bool,
    /// Whether lists are said as many pairs, and not as one with commas.
    explode: bool,
    deep: bool,
}

impl Found {
    /// The value as one text.
    pub(super) fn text(&self) -> String {
        match &self.value {
            Some(Node::List(items)) => {
                let items: Vec<_> = items.iter().map(Node::to_text).collect();
                items.join(",")
            }
            Some(value) => value.to_text(),
            None => String::new(),
        }
    }

    /// The pairs of a query.
    fn pairs(&self) -> Vec<(String, String)> {
        match &self.value {
            Some(Node::List(items)) if self.explode && !items.is_empty() => items
                .iter()
                .map(|item| (self.name.clone(), item.to_text()))
                .collect(),
            Some(node @ Node::Map(members)) if (self.explode || self.deep) && !members.is_empty() => node
                .members()
                .map(|(key, value)| {
                    let name = if self.deep {
                        format!("{}[{key}]", self.name)
                    } else {
                        key.to_owned()
                    };
                    (name, value.to_text())
                })
                .collect(),
            _ => vec![(self.name.clone(), self.text())],
        }
    }
}

impl Reader<'_> {
    /// The parameters of an operation; those of its path stand behind its own of the same name.
    pub(super) fn parameters(&mut self, item: &Node, operation: &Node, place: &Place<'_>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let both = [operation, item].map(|node| node.get("parameters").items());
        for (index, parameter) in both.into_iter().flatten().enumerate() {
            if self.is_spent() {
                break;
            }
            let parameters = place.key("parameters");
            let place = parameters.at(index);
            match self.parameter(parameter, &place) {
                Ok(Some(parameter)) => {
                    if seen.insert((parameter.within as u8, parameter.name.clone())) {
                        found.push(parameter);
                    }
                }
                Ok(None) => {}
                Err(reason) => self.intake.note(&place, reason),
            }
        }
        found
    }

    fn parameter(&mut self, parameter: &Node, place: &Place<'_>) -> Result<Option<Found>, Reason> {
        let parameter = reference::resolve(self.root, parameter)?;
        let name = parameter.get("name").to_text();
        let within = match parameter.get("in").str() {
            "path" => Within::Path,
            "query" => Within::Query,
            "header" if NOT_A_PARAMETER.contains(&name.to_ascii_lowercase().as_str()) => return Ok(None),
            "header" => Within::Header,
            "cookie" => return Err(Reason::Cookies),
            other => return Err(Reason::unexpected(report::Found::said(other), Wanted::Within)),
        };
        if name.trim().is_empty() {
            return Err(Reason::unexpected(report::Found::NoName, Wanted::Named));
        }
        let value = given(self.root, parameter);
        let size = name.len() + value.map_or(0, Node::weight);
        if !self.spend(size, place) {
            return Ok(None);
        }
        let style = parameter.get("style").str();
        Ok(Some(Found {
            name: clean(&name),
            within,
            value: value.cloned(),
            required: parameter.get("required").is_true(),
            explode: match parameter.get("explode") {
                Node::Null => style.is_empty() || style == "form",
                explode => explode.is_true(),
            },
            deep: style == "deepObject",
        }))
    }

    pub(super) fn take(&mut self, found: &Found, request: &mut Request, place: &Place<'_>) {
        let place = place.key("parameters");
        let place = place.key(&found.name);
        match found.within {
            // They are in the path already.
            Within::Path => {}
            Within::Query => {
                for (name, value) in found.pairs() {
                    let row = self.intake.row(&place, &name, value, found.required);
                    request.query.extend(row);
                }
            }
            Within::Header => {
                let text = found.text();
                let header = self.intake.header(&place, &found.name, &text, found.required);
                request
                    .headers
                    .extend(header.map(|row| self.with_stand_in(&place, row)));
            }
        }
    }

    /// A header that carries a credential gets a variable, though the document has no value for it.
    fn with_stand_in(&mut self, place: &Place<'_>, row: Row) -> Row {
        if row.value.is_empty() && latchkey_profile::credential::is_credential(&row.name) {
            let stand_in = clipped(&row.name);
            let header = self.intake.header(place, &row.name, &stand_in, row.enabled);
            return header.unwrap_or(row);
        }
        row
    }
}

/// The value that the document gives for a parameter, in its examples or in its schema.
fn given<'n>(root: &'n Node, parameter: &'n Node) -> Option<&'n Node> {
    let of_content = parameter.get("content").members().next().map(|(_, media)| media);
    let holder = of_content.unwrap_or(parameter);
    example(root, holder).or_else(|| {
        let schema = reference::resolve(root, holder.get("schema")).ok()?;
        fixed(schema).or_else(|| fixed(reference::resolve(root, schema.get("items")).ok()?))
    })
}
