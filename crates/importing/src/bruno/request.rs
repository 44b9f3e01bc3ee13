//! A request of Bruno's.

use latchkey_collection::{Part, PartKind, Request, RequestBody, Row};

use super::{Block, common, docs, environment};
use crate::{
    address::parameters,
    intake::{Intake, content_type, method, named, settle_type},
    place::Place,
    postman::body::graphql_text,
    report::{Foreign, Reason},
};

const METHODS: [&str; 10] = [
    "get", "post", "put", "delete", "patch", "options", "head", "connect", "trace", "http",
];

/// A request, and where it stands among its neighbours.
pub(super) struct Placed {
    pub(super) request: Request,
    pub(super) position: Option<f64>,
}

/// Whether a file is a request.
pub(super) fn is_one(blocks: &[Block]) -> bool {
    blocks
        .iter()
        .any(|block| METHODS.contains(&block.name.as_str()) || ["grpc", "ws"].contains(&block.name.as_str()))
}

/// A number that says where something stands.
pub(super) fn position(blocks: &[Block]) -> Option<f64> {
    let meta = blocks.iter().find(|block| block.name == "meta")?;
    meta.get("seq")?.parse().ok()
}

pub(super) fn read(blocks: &[Block], file: &str, place: &Place<'_>, intake: &mut Intake) -> Option<Placed> {
    common(blocks, place, intake);
    let find = |name: &str| blocks.iter().find(|block| block.name == name);
    let Some(verb) = blocks.iter().find(|block| METHODS.contains(&block.name.as_str())) else {
        let protocol = if find("grpc").is_some() {
            "gRPC"
        } else {
            "WebSocket"
        };
        intake.note(place, Reason::NotARequest(Foreign::Protocol(protocol)));
        return None;
    };
    let verb_place = place.key(&verb.name);
    let url_place = verb_place.key("url");
    let address = intake.address(&url_place, &verb.get("url").unwrap_or_default())?;
    let method = match verb.name.as_str() {
        "http" => method(&verb.get("method").unwrap_or_default()),
        name => name.to_ascii_uppercase(),
    };
    let name = find("meta").and_then(|meta| meta.get("name")).unwrap_or_default();
    let mut request = Request::new(named(&name, file), method, address.target);
    request.description = docs(blocks);
    let listed = ["params:query", "query"].into_iter().find_map(find);
    request.query = match listed {
        Some(block) => rows(block, place, intake),
        None => intake.query(&url_place, address.query),
    };
    let values = find("params:path").map(|block| rows(block, place, intake));
    let values = values.unwrap_or_default();
    for name in parameters(&request.target) {
        if request.path.iter().any(|row| row.name == name) {
            continue;
        }
        let value = values.iter().find(|row| row.name == name);
        request.path.push(Row {
            name: name.to_owned(),
            value: value.map(|row| row.value.clone()).unwrap_or_default(),
            enabled: true,
        });
    }
    if let Some(block) = find("headers") {
        let place = place.key("headers");
        for pair in block.pairs() {
            let header = intake.header(&place.key(&pair.name), &pair.name, &pair.value, pair.enabled);
            request.headers.extend(header);
        }
    }
    let settings = find("settings");
    let set = |name: &str| settings.and_then(|block| block.get(name));
    request.redirects = set("followRedirects").as_deref() != Some("false");
    request.timeout_ms = set("timeout")
        .and_then(|text| text.parse().ok())
        .filter(|ms| *ms > 0);
    body(
        &verb.get("body").unwrap_or_default(),
        blocks,
        &mut request,
        place,
        intake,
    );
    settle_type(&mut request);
    let variables = environment(blocks, &request.name, place, intake);
    if !variables.variables.is_empty() {
        let place = place.key("vars:pre-request");
        intake.note(&place, Reason::Scope);
        intake.environment(&place, variables);
    }
    let position = position(blocks);
    Some(Placed { request, position })
}

fn rows(block: &Block, place: &Place<'_>, intake: &mut Intake) -> Vec<Row> {
    let place = place.key(&block.name);
    let pairs = block.pairs().into_iter();
    pairs
        .filter_map(|pair| intake.row(&place.key(&pair.name), &pair.name, pair.value, pair.enabled))
        .collect()
}

/// The body that the request says it has; bodies of other kinds may be kept beside it.
fn body(said: &str, blocks: &[Block], request: &mut Request, place: &Place<'_>, intake: &mut Intake) {
    let said = match said {
        "formUrlEncoded" => "form-urlencoded",
        "multipartForm" => "multipart-form",
        said => said,
    };
    let find = |name: &str| blocks.iter().find(|block| block.name == name);
    let name = format!("body:{said}");
    let found = match said {
        "none" | "" => None,
        // As old files have it.
        "json" => find(&name).or_else(|| find("body")),
        _ => find(&name),
    };
    for block in blocks {
        let other = block.name == "body" || block.name.starts_with("body:");
        let used = block.name == name || said == "graphql" && block.name == "body:graphql:vars";
        if other && !used && found != Some(block) && !block.text().trim().is_empty() {
            let kind = block.name.clone();
            intake.note(&place.key(&block.name), Reason::AnotherBody { kind });
        }
    }
    let place = place.key(&name);
    let Some(block) = found else {
        if !["none", "", "inherit"].contains(&said)
            && !["json", "text", "xml", "sparql", "graphql"].contains(&said)
        {
            intake.note(&place, Reason::body(said));
        }
        return;
    };
    request.body = match said {
        "form-urlencoded" => {
            let mut fields = Vec::new();
            for pair in block.pairs() {
                fields.extend(intake.row(&place.key(&pair.name), &pair.name, pair.value, pair.enabled));
            }
            RequestBody::Form { fields }
        }
        "multipart-form" => RequestBody::Multipart {
            parts: parts(block, &place, intake),
        },
        "graphql" => {
            let variables = find("body:graphql:vars").map(Block::text).unwrap_or_default();
            let text = graphql_text(&block.text(), "", variables.trim());
            RequestBody::Json {
                text: intake.json_text(&place, &text),
            }
        }
        "file" => {
            let pairs = block.pairs();
            let chosen = pairs.iter().find(|pair| pair.enabled).or_else(|| pairs.first());
            let path = chosen.and_then(|pair| files(&pair.value)?.into_iter().next());
            RequestBody::File {
                path: path.unwrap_or_default(),
            }
        }
        _ => {
            let mime = match (content_type(&request.headers), said) {
                (Some(said), _) => said.to_owned(),
                (None, "json") => "application/json".to_owned(),
                (None, "xml") => "application/xml".to_owned(),
                (None, "sparql") => "application/sparql-query".to_owned(),
                _ => "text/plain".to_owned(),
            };
            intake.typed_body(&place, &mime, block.text(), &mut request.headers)
        }
    };
}

fn parts(block: &Block, place: &Place<'_>, intake: &mut Intake) -> Vec<Part> {
    let mut parts = Vec::new();
    for pair in block.pairs() {
        let place = place.key(&pair.name);
        let (kind, values) = match files(&pair.value) {
            Some(files) => (PartKind::File, files),
            None => (PartKind::Text, vec![pair.value]),
        };
        for value in values {
            let part = Part {
                name: pair.name.clone(),
                value,
                kind,
                enabled: pair.enabled,
            };
            parts.extend(intake.part(&place, part));
        }
    }
    parts
}

/// The paths in `@file(one|two)`.
fn files(value: &str) -> Option<Vec<String>> {
    let inside = value.trim().strip_prefix("@file(")?;
    let inside = &inside[..inside.find(')').unwrap_or(inside.len())];
    Some(inside.split('|').map(str::to_owned).collect())
}
