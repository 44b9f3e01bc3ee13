//! A request of Insomnia's: alike in both versions.

use latchkey_collection::{Part, PartKind, Request, RequestBody, Row};

use super::common;
use crate::{
    address::parameters,
    intake::{Intake, content_type, described, method, named, settle_type},
    node::Node,
    place::Place,
    postman::body::graphql_text,
    report::{Foreign, Reason},
};

pub(super) fn read(node: &Node, place: &Place<'_>, intake: &mut Intake) -> Option<Request> {
    common(node, place, intake);
    let url_place = place.key("url");
    let address = intake.address(&url_place, node.get("url").str())?;
    let method = method(node.get("method").str());
    let name = named(node.get("name").str(), &format!("{method} {}", address.target));
    let mut request = Request::new(name, method, address.target);
    let description = [node.get("description"), node.find(&["meta", "description"])];
    let description = description.iter().find_map(|it| it.text()).unwrap_or_default();
    request.description = described(description);
    let follow = [
        node.get("settingFollowRedirects"),
        node.find(&["settings", "followRedirects"]),
    ];
    request.redirects = !follow.iter().any(|it| it.str() == "off" || it.is_false());
    request.query = intake.query(&url_place, address.query);
    request.query.extend(rows(
        node.get("parameters").items(),
        &place.key("parameters"),
        intake,
    ));
    let paths = place.key("pathParameters");
    let listed = rows(node.get("pathParameters").items(), &paths, intake);
    for name in parameters(&request.target) {
        if request.path.iter().any(|row| row.name == name) {
            continue;
        }
        let value = listed.iter().find(|row| row.name == name);
        request.path.push(Row {
            name: name.to_owned(),
            value: value.map(|row| row.value.clone()).unwrap_or_default(),
            enabled: true,
        });
    }
    let headers = place.key("headers");
    for (index, header) in node.get("headers").items().iter().enumerate() {
        let (name, value) = (header.get("name").to_text(), header.get("value").to_text());
        let enabled = !header.get("disabled").is_true();
        let header = intake.header(&headers.at(index), &name, &value, enabled);
        request.headers.extend(header);
    }
    body(node.get("body"), &place.key("body"), &mut request, intake);
    settle_type(&mut request);
    Some(request)
}

fn rows(list: &[Node], place: &Place<'_>, intake: &mut Intake) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, row) in list.iter().enumerate() {
        let (name, value) = (row.get("name").to_text(), row.get("value").to_text());
        let enabled = !row.get("disabled").is_true();
        rows.extend(intake.row(&place.at(index), &name, value, enabled));
    }
    rows
}

fn body(body: &Node, place: &Place<'_>, request: &mut Request, intake: &mut Intake) {
    let mime = body.get("mimeType").str();
    let text = body.get("text").to_text();
    let params = place.key("params");
    request.body = match mime {
        "application/x-www-form-urlencoded" if body.has("params") => RequestBody::Form {
            fields: rows(body.get("params").items(), &params, intake),
        },
        "multipart/form-data" => RequestBody::Multipart {
            parts: parts(body.get("params").items(), &params, intake),
        },
        "application/graphql" => RequestBody::Json {
            text: intake.json_text(place, &graphql(&text)),
        },
        _ if body.get("fileName").text().is_some_and(|it| !it.is_empty()) => RequestBody::File {
            path: body.get("fileName").str().to_owned(),
        },
        _ if text.is_empty() => RequestBody::None,
        _ => {
            let said = content_type(&request.headers).map(str::to_owned);
            let mime = if mime.is_empty() {
                said.unwrap_or_default()
            } else {
                mime.to_owned()
            };
            intake.typed_body(&place.key("text"), &mime, text, &mut request.headers)
        }
    };
}

/// Insomnia keeps the request of GraphQL as the JSON that is sent; an old one has the query alone.
fn graphql(text: &str) -> String {
    if text.trim_start().starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        text.to_owned()
    } else {
        graphql_text(text, "", "")
    }
}

fn parts(list: &[Node], place: &Place<'_>, intake: &mut Intake) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, node) in list.iter().enumerate() {
        let is_file = node.get("type").str() == "file";
        let value = if is_file { "fileName" } else { "value" };
        let part = Part {
            name: node.get("name").to_text(),
            value: node.get(value).to_text(),
            kind: if is_file { PartKind::File } else { PartKind::Text },
            enabled: !node.get("disabled").is_true(),
        };
        parts.extend(intake.part(&place.at(index), part));
    }
    parts
}

/// What is no request over HTTP, by its id or its type.
pub(super) fn other_kind(kind: &str) -> Option<Reason> {
    let named = match kind {
        "grpc_request" | "greq" => "gRPC",
        "websocket_request" | "ws-req" => "WebSocket",
        "socketio_request" | "socketio-req" => "Socket.IO",
        "mcp_request" | "mcp-req" => "MCP",
        _ => return None,
    };
    Some(Reason::NotARequest(Foreign::Protocol(named)))
}
