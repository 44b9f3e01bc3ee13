//! HTTP archives (HAR 1.2), as browsers record them. What was sent was sent with the secrets of the one who recorded it.

use indexmap::IndexMap;
use latchkey_collection::{Folder, Item, Part, PartKind, Request, RequestBody};

use crate::{
    ImportError,
    address::{decoded, decoded_segment, is_absolute},
    intake::{Intake, content_type, essence, method, named, settle_type},
    node::Node,
    place::{Place, clipped},
    report::{Foreign, Found, Reason, Wanted},
};

/// Reads an archive. Where it has several pages, each is a folder.
pub(crate) fn read(root: &Node, name: &str, intake: &mut Intake) -> Result<Folder, ImportError> {
    let place = Place::Root("");
    let log = root.get("log");
    let version = log.get("version").to_text();
    if !log.is_map() {
        return Err(ImportError::unsupported(
            "log",
            &log.kind().to_string(),
            "an object, as HAR 1.2 has it",
        ));
    }
    if !version.is_empty() && !version.starts_with("1.") {
        return Err(ImportError::unsupported("log.version", &version, "1.1 or 1.2"));
    }
    let mut pages = pages(log);
    let mut alone = Vec::new();
    let log_place = place.key("log");
    let entries = log_place.key("entries");
    for (index, entry) in log.get("entries").items().iter().enumerate() {
        let place = entries.at(index);
        if !entry.get("request").is_map() {
            intake.note(&place, Reason::unexpected(Found::NoRequest, Wanted::Entry));
            continue;
        }
        intake.request()?;
        let Some(request) = request(entry.get("request"), &place.key("request"), intake) else {
            continue;
        };
        match pages.get_mut(entry.get("pageref").str()) {
            Some(page) => page.items.push(Item::Request(request)),
            None => alone.push(Item::Request(request)),
        }
    }
    let mut folders: Vec<_> = pages
        .into_values()
        .filter(|page| !page.items.is_empty())
        .collect();
    let mut items = Vec::new();
    match folders.len() {
        0 | 1 => items.extend(folders.drain(..).flat_map(|page| page.items)),
        _ => items.extend(folders.into_iter().map(Item::Folder)),
    }
    items.append(&mut alone);
    Ok(Folder {
        name: named(name, "HAR"),
        description: String::new(),
        items,
    })
}

fn pages(log: &Node) -> IndexMap<String, Folder> {
    let pages = log.get("pages").items().iter().map(|page| {
        let id = page.get("id").to_text();
        let title = page.get("title").str();
        let folder = Folder {
            name: named(title.split(['?', '#']).next().unwrap_or_default(), &id),
            ..Folder::default()
        };
        (id, folder)
    });
    pages.collect()
}

fn request(node: &Node, place: &Place<'_>, intake: &mut Intake) -> Option<Request> {
    let url = node.get("url").str();
    let url_place = place.key("url");
    if !is_absolute(url) {
        // `data:` and `blob:` may be megabytes.
        let what = match url.split_once(':') {
            Some((scheme, _)) if !scheme.contains('/') => Foreign::Scheme(clipped(scheme)),
            _ if url.trim().is_empty() => Foreign::NoAddress,
            _ => Foreign::NoScheme,
        };
        intake.note(&url_place, Reason::NotARequest(what));
        return None;
    }
    let mut address = intake.address(&url_place, url)?;
    // A colon that was sent is no parameter.
    address.target = address.target.replace("/:", "/%3A");
    let method = method(node.get("method").str());
    let path = address.target.splitn(4, '/').nth(3).unwrap_or_default();
    let name = named(&format!("{method} /{}", decoded_segment(path)), &method);
    let mut request = Request::new(name, method, address.target);
    request.query = intake.query(&place.key("queryString"), address.query);
    let headers = place.key("headers");
    for (index, header) in node.get("headers").items().iter().enumerate() {
        let (name, value) = (header.get("name").str(), header.get("value").to_text());
        request
            .headers
            .extend(intake.header(&headers.at(index), name, &value, true));
    }
    let told = node.get("headers").items().iter();
    let told = told
        .clone()
        .any(|it| it.get("name").str().eq_ignore_ascii_case("cookie"));
    if !told && !node.get("cookies").is_nothing() {
        intake.note(&place.key("cookies"), Reason::Cookies);
    }
    body(node.get("postData"), &place.key("postData"), &mut request, intake);
    settle_type(&mut request);
    Some(request)
}

fn body(data: &Node, place: &Place<'_>, request: &mut Request, intake: &mut Intake) {
    let text = data.get("text").to_text();
    let mime = match data.get("mimeType").str() {
        "" => content_type(&request.headers).unwrap_or_default().to_owned(),
        mime => mime.to_owned(),
    };
    let kind = essence(&mime);
    let params = data.get("params").items();
    let place_of_params = place.key("params");
    if kind.starts_with("multipart/form-data") && !params.is_empty() {
        let mut parts = Vec::new();
        for (index, param) in params.iter().enumerate() {
            let file = param.get("fileName").text();
            let part = Part {
                name: param.get("name").to_text(),
                value: file.map_or_else(|| param.get("value").to_text(), str::to_owned),
                kind: if file.is_some() {
                    PartKind::File
                } else {
                    PartKind::Text
                },
                enabled: true,
            };
            parts.extend(intake.part(&place_of_params.at(index), part));
        }
        request.body = RequestBody::Multipart { parts };
    } else if kind == "application/x-www-form-urlencoded" {
        let pairs = if text.is_empty() {
            let pair = |param: &Node| (param.get("name").to_text(), param.get("value").to_text());
            params.iter().map(pair).collect()
        } else {
            decoded(&text)
        };
        request.body = RequestBody::Form {
            fields: intake.query(&place_of_params, pairs),
        };
    } else if data.get("encoding").str() == "base64" {
        intake.note(place, Reason::body("base64"));
    } else if kind.starts_with("multipart/") && !text.is_empty() {
        // What was sent, with its boundaries and perhaps with a password in it.
        intake.note(place, Reason::body(&kind));
    } else if !text.is_empty() {
        request.body = intake.typed_body(&place.key("text"), &mime, text, &mut request.headers);
    }
}
