//! A request of Postman's.

use latchkey_collection::{Request, Row};

use super::{authentication, body, description};
use crate::{
    address::{Address, parameters},
    intake::{Intake, method, named, settle_type},
    node::Node,
    place::Place,
};

pub(super) fn read(item: &Node, place: &Place<'_>, intake: &mut Intake) -> Option<Request> {
    let node = item.get("request");
    let place = place.key("request");
    // A request may be its address alone.
    let (url, url_place) = if node.is_map() {
        (node.get("url"), place.key("url"))
    } else {
        (node, place)
    };
    let address = address(url, &url_place, intake)?;
    let method = method(node.get("method").str());
    let name = named(item.get("name").str(), &format!("{method} {}", address.target));
    let mut request = Request::new(name, method, address.target);
    request.description = description(node.get("description"));
    if request.description.is_empty() {
        request.description = description(item.get("description"));
    }
    request.redirects = !item
        .find(&["protocolProfileBehavior", "followRedirects"])
        .is_false();
    request.query = match url.get("query") {
        Node::List(list) => rows(list, &url_place.key("query"), intake),
        _ => intake.query(&url_place, address.query),
    };
    request.path = path_rows(url, &request.target, &url_place, intake);
    request.headers = headers(node.get("header"), &place.key("header"), intake);
    authentication(node.get("auth"), &place.key("auth"), intake);
    body::read(node.get("body"), &place.key("body"), &mut request, intake);
    settle_type(&mut request);
    Some(request)
}

/// The address: as it was typed, or put together of its parts.
fn address(url: &Node, place: &Place<'_>, intake: &mut Intake) -> Option<Address> {
    let raw = url.text().unwrap_or_else(|| url.get("raw").str());
    if !raw.trim().is_empty() {
        return intake.address(place, raw);
    }
    let joined = |node: &Node, by: &str| {
        let parts: Vec<_> = node
            .items()
            .iter()
            .map(|part| part.scalar().unwrap_or_else(|| part.get("value").str().into()))
            .collect();
        node.text().map_or_else(|| parts.join(by), str::to_owned)
    };
    let (host, path) = (joined(url.get("host"), "."), joined(url.get("path"), "/"));
    let mut text = String::new();
    if !host.is_empty() {
        let protocol = url.get("protocol").str();
        if !protocol.is_empty() {
            text.push_str(protocol);
            text.push_str("://");
        }
        text.push_str(&host);
        if let Some(port) = url.get("port").scalar() {
            text.push(':');
            text.push_str(&port);
        }
    }
    if !path.starts_with('/') {
        text.push('/');
    }
    text.push_str(&path);
    intake.address(place, &text)
}

/// Rows with `key`, `value` and `disabled`.
pub(super) fn rows(list: &[Node], place: &Place<'_>, intake: &mut Intake) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, row) in list.iter().enumerate() {
        let (key, value) = (row.get("key").to_text(), row.get("value").to_text());
        let enabled = !row.get("disabled").is_true();
        rows.extend(intake.row(&place.at(index), &key, value, enabled));
    }
    rows
}

/// The values of the path's parameters, in the path's order.
fn path_rows(url: &Node, target: &str, place: &Place<'_>, intake: &mut Intake) -> Vec<Row> {
    let place = place.key("variable");
    let listed = rows(url.get("variable").items(), &place, intake);
    let mut rows: Vec<Row> = Vec::new();
    for name in parameters(target) {
        if rows.iter().any(|row| row.name == name) {
            continue;
        }
        let value = listed.iter().find(|row| row.name == name);
        rows.push(Row {
            name: name.to_owned(),
            value: value.map(|row| row.value.clone()).unwrap_or_default(),
            enabled: true,
        });
    }
    rows
}

/// Headers: a list, or the lines of a text.
fn headers(node: &Node, place: &Place<'_>, intake: &mut Intake) -> Vec<Row> {
    let mut headers = Vec::new();
    if let Some(text) = node.text() {
        for line in text.lines() {
            if let Some((name, value)) = line.split_once(':') {
                headers.extend(intake.header(place, name, value, true));
            }
        }
        return headers;
    }
    for (index, header) in node.items().iter().enumerate() {
        let place = place.at(index);
        let row = if let Some((name, value)) = header.text().and_then(|line| line.split_once(':')) {
            intake.header(&place, name, value, true)
        } else {
            let enabled = !header.get("disabled").is_true();
            let (key, value) = (header.get("key").to_text(), header.get("value").to_text());
            intake.header(&place, &key, &value, enabled)
        };
        headers.extend(row);
    }
    headers
}
