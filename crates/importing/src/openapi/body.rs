//! Request bodies.

use latchkey_collection::{Part, PartKind, Request, RequestBody, Row};

use super::{Reader, reference, sample::example};
use crate::{intake::essence, node::Node, place::Place, report::Reason};

impl Reader<'_> {
    pub(super) fn body(&mut self, operation: &Node, request: &mut Request, place: &Place<'_>) {
        let body = operation.get("requestBody");
        if *body == Node::Null {
            return;
        }
        let place = place.key("requestBody");
        let body = match reference::resolve(self.root, body) {
            Ok(body) => body,
            Err(reason) => return self.intake.note(&place, reason),
        };
        let content = place.key("content");
        let chosen = body
            .get("content")
            .members()
            .min_by_key(|(mime, _)| preference(&essence(mime)));
        let Some((mime, media)) = chosen else {
            return;
        };
        for (other, _) in body.get("content").members() {
            if other != mime {
                let kind = super::told(other);
                self.intake
                    .note(&content.key(other), Reason::AnotherBody { kind });
            }
        }
        let place = content.key(mime);
        request.body = self.body_of(mime, media, request, &place);
    }

    fn body_of(&mut self, mime: &str, media: &Node, request: &mut Request, place: &Place<'_>) -> RequestBody {
        let kind = essence(mime);
        match kind.as_str() {
            "application/x-www-form-urlencoded" => RequestBody::Form {
                fields: self.fields(media, place),
            },
            "multipart/form-data" => RequestBody::Multipart {
                parts: self.parts(media, place),
            },
            _ if is_json(&kind) => {
                let made = self.made(media, place);
                let text = made.map(|node| node.to_json()).unwrap_or_default();
                let mime = if mime.contains('*') {
                    "application/json"
                } else {
                    mime
                };
                self.intake.typed_body(place, mime, text, &mut request.headers)
            }
            _ => {
                let text = match example(self.root, media) {
                    Some(Node::Text(text)) => Some(text.clone()),
                    _ => None,
                };
                match text {
                    Some(text) if self.spend(text.len(), place) => {
                        self.intake.typed_body(place, mime, text, &mut request.headers)
                    }
                    None if is_text(&kind) => {
                        typed(mime, request);
                        let text = String::new();
                        RequestBody::Text { text }
                    }
                    _ => {
                        typed(mime, request);
                        let path = String::new();
                        RequestBody::File { path }
                    }
                }
            }
        }
    }

    /// The example of a body, or one made from its schema.
    fn made(&mut self, media: &Node, place: &Place<'_>) -> Option<Node> {
        if let Some(given) = example(self.root, media) {
            return self.spend(given.weight(), place).then(|| given.clone());
        }
        for (name, example) in media.get("examples").members() {
            if let Some(target) = example.get("externalValue").text() {
                let examples = place.key("examples");
                self.intake.note(&examples.key(name), Reason::elsewhere(target));
            }
        }
        self.sample(media.get("schema"), &place.key("schema"))
    }

    fn fields(&mut self, media: &Node, place: &Place<'_>) -> Vec<Row> {
        let made = self.made(media, place);
        let mut fields = Vec::new();
        for (name, value) in made.iter().flat_map(Node::members) {
            let values = match value {
                Node::List(items) => items.iter().map(Node::to_text).collect(),
                other => vec![other.to_text()],
            };
            for value in values {
                fields.extend(self.intake.row(&place.key(name), name, value, true));
            }
        }
        fields
    }

    fn parts(&mut self, media: &Node, place: &Place<'_>) -> Vec<Part> {
        let made = self.made(media, place);
        let schema = reference::resolve(self.root, media.get("schema")).unwrap_or(&Node::Null);
        let mut parts = Vec::new();
        for (name, value) in made.iter().flat_map(Node::members) {
            let is_file = self.is_file(schema.find(&["properties", name]));
            let part = Part {
                name: name.to_owned(),
                value: if is_file { String::new() } else { value.to_text() },
                kind: if is_file { PartKind::File } else { PartKind::Text },
                enabled: true,
            };
            parts.extend(self.intake.part(&place.key(name), part));
        }
        parts
    }

    /// Whether a property is the content of a file, or a list of such.
    fn is_file(&self, property: &Node) -> bool {
        let property = reference::resolve(self.root, property).unwrap_or(&Node::Null);
        let item = reference::resolve(self.root, property.get("items")).unwrap_or(&Node::Null);
        [property, item].into_iter().any(|schema| {
            schema.get("format").str() == "binary"
                || schema.has("contentMediaType")
                || schema.get("contentEncoding").str() == "binary"
        })
    }
}

/// Which of several bodies is kept: the lowest.
fn preference(kind: &str) -> u8 {
    match kind {
        "application/json" => 0,
        "application/x-www-form-urlencoded" => 2,
        "multipart/form-data" => 3,
        _ if is_json(kind) => 1,
        _ if is_text(kind) => 4,
        _ => 5,
    }
}

fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind == "application/json" || kind.ends_with("+json") || kind == "text/json" || kind == "*/*"
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || kind.contains("xml") || kind.contains("yaml") || kind.contains("graphql")
}

/// Says of what type a body is that says it not by itself.
fn typed(mime: &str, request: &mut Request) {
    if !mime.contains('*') {
        request.headers.push(Row {
            name: "Content-Type".to_owned(),
            value: crate::intake::clean(mime),
            enabled: true,
        });
    }
}
