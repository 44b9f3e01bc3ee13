//! Bodies of Postman's.

use latchkey_collection::{Part, PartKind, Request, RequestBody};

use super::request::rows;
use crate::{
    intake::{Intake, content_type},
    node::Node,
    place::Place,
    report::Reason,
};

pub(super) fn read(body: &Node, place: &Place<'_>, request: &mut Request, intake: &mut Intake) {
    if !body.is_map() || body.get("disabled").is_true() {
        if body.get("disabled").is_true() {
            intake.note(place, Reason::setting("disabled"));
        }
        return;
    }
    let mode = body.get("mode").str();
    let place = place.key(if mode.is_empty() { "mode" } else { mode });
    request.body = match mode {
        "" | "none" => RequestBody::None,
        "raw" => raw(body, &place, request, intake),
        "urlencoded" => RequestBody::Form {
            fields: match body.get("urlencoded") {
                Node::Text(text) => intake.query(&place, crate::address::decoded(text)),
                list => rows(list.items(), &place, intake),
            },
        },
        "formdata" => RequestBody::Multipart {
            parts: parts(body.get("formdata").items(), &place, intake),
        },
        "file" => file(body.get("file"), &place, intake),
        "graphql" => graphql(body.get("graphql"), &place, intake),
        other => {
            intake.note(&place, Reason::body(other));
            RequestBody::None
        }
    };
}

fn raw(body: &Node, place: &Place<'_>, request: &mut Request, intake: &mut Intake) -> RequestBody {
    let text = body.get("raw").to_text();
    if text.is_empty() {
        return RequestBody::None;
    }
    let language = body.find(&["options", "raw", "language"]).str();
    let mime = match (content_type(&request.headers), language) {
        (Some(said), _) => said.to_owned(),
        (None, "json") => "application/json".to_owned(),
        (None, "xml") => "application/xml".to_owned(),
        (None, "html") => "text/html".to_owned(),
        (None, "javascript") => "application/javascript".to_owned(),
        _ => "text/plain".to_owned(),
    };
    intake.typed_body(place, &mime, text, &mut request.headers)
}

fn parts(list: &[Node], place: &Place<'_>, intake: &mut Intake) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, node) in list.iter().enumerate() {
        let place = place.at(index);
        if !node.get("contentType").is_nothing() {
            intake.note(&place.key("contentType"), Reason::setting("contentType"));
        }
        let name = node.get("key").to_text();
        let enabled = !node.get("disabled").is_true();
        if node.get("type").str() != "file" {
            let value = node.get("value").to_text();
            let kind = PartKind::Text;
            parts.extend(intake.part(
                &place,
                Part {
                    name,
                    value,
                    kind,
                    enabled,
                },
            ));
            continue;
        }
        let paths: Vec<String> = match node.get("src") {
            Node::List(paths) => paths.iter().map(Node::to_text).collect(),
            path => vec![path.to_text()],
        };
        for value in paths {
            let part = Part {
                name: name.clone(),
                value,
                kind: PartKind::File,
                enabled,
            };
            parts.extend(intake.part(&place, part));
        }
    }
    parts
}

fn file(file: &Node, place: &Place<'_>, intake: &mut Intake) -> RequestBody {
    if let Some(content) = file.get("content").text() {
        let text = intake.json_text(place, content);
        return RequestBody::Text { text };
    }
    let path = file.text().unwrap_or_else(|| file.get("src").str()).to_owned();
    RequestBody::File { path }
}

fn graphql(node: &Node, place: &Place<'_>, intake: &mut Intake) -> RequestBody {
    let variables = match node.get("variables") {
        Node::Text(text) => text.trim().to_owned(),
        Node::Null => String::new(),
        other => other.to_json(),
    };
    let operation = node.get("operationName").str();
    let text = graphql_text(node.get("query").str(), operation, &variables);
    RequestBody::Json {
        text: intake.json_text(place, &text),
    }
}

/// A GraphQL request as JSON. The variables stay as they were written: with Postman's own in them, they need not be JSON.
pub(crate) fn graphql_text(query: &str, operation: &str, variables: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let mut text = format!("{{\n  \"query\": {}", quoted(query));
    if !operation.is_empty() {
        text.push_str(",\n  \"operationName\": ");
        text.push_str(&quoted(operation));
    }
    if !variables.is_empty() {
        text.push_str(",\n  \"variables\": ");
        text.push_str(variables);
    }
    text.push_str("\n}");
    text
}
