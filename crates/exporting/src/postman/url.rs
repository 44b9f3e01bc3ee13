//! An address in Postman's parts.

use latchkey_collection::{Request, Row};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use url::form_urlencoded;

use super::request::{Pair, pairs};
use crate::{
    address::{is_whole, parameter},
    report::{Notes, Reason},
};

/// What cannot stand as it is in a segment of a path. Variables stay as they are.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'?');
/// What cannot stand as it is in a pair of a query.
const PAIR: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'=');

#[derive(Serialize)]
pub(super) struct Url {
    raw: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
    host: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<String>,
    path: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    query: Vec<Pair>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variable: Vec<Pair>,
}

/// The address, and whether it begins with the variable `base`.
pub(super) fn url(request: &Request, base: &str, notes: &mut Notes<'_>) -> (Url, bool) {
    let target = request.target.split('#').next().unwrap_or_default();
    let (address, own_query) = target.split_once('?').unwrap_or((target, ""));
    let uses_base = !is_whole(address);
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) if !uses_base => (Some(scheme.to_owned()), rest.to_owned()),
        _ if uses_base => {
            let slash = if address.starts_with('/') { "" } else { "/" };
            (None, format!("{{{{{base}}}}}{slash}{address}"))
        }
        _ => (None, address.to_owned()),
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let mut variable: Vec<Pair> = Vec::new();
    let segments: Vec<_> = path
        .split('/')
        .skip(1)
        .map(|segment| written(segment, &request.path, &mut variable, notes))
        .collect();
    for row in &request.path {
        let used = segments.iter().any(|it| it.strip_prefix(':') == Some(&row.name));
        if !row.enabled || !used && !path.contains(&format!("/:{}", row.name)) {
            let name = row.name.clone();
            notes.note("path", Reason::Unused { name });
        }
    }
    let mut query: Vec<_> = form_urlencoded::parse(own_query.as_bytes())
        .map(|(key, value)| Pair {
            key: key.into_owned(),
            value: value.into_owned(),
            disabled: false,
        })
        .collect();
    query.extend(pairs(&request.query));
    let scheme_text = scheme.as_ref().map(|it| format!("{it}://")).unwrap_or_default();
    let mut raw = format!("{scheme_text}{host}");
    for segment in &segments {
        raw.push('/');
        raw.push_str(segment);
    }
    let sent: Vec<_> = query
        .iter()
        .filter(|pair| !pair.disabled)
        .map(pair_of_raw)
        .collect();
    if !sent.is_empty() {
        raw.push('?');
        raw.push_str(&sent.join("&"));
    }
    let (host, port) = host_and_port(host);
    let url = Url {
        raw,
        protocol: scheme,
        host,
        port,
        path: segments,
        query,
        variable,
    };
    (url, uses_base)
}

/// A segment as Postman reads it: a parameter is the whole of it.
fn written(segment: &str, rows: &[Row], variable: &mut Vec<Pair>, notes: &mut Notes<'_>) -> String {
    let Some((name, rest)) = parameter(segment) else {
        // No parameter here is none there, either.
        return match segment.strip_prefix(':') {
            Some(rest) => format!("%3A{rest}"),
            None => segment.to_owned(),
        };
    };
    let value = rows.iter().find(|row| row.enabled && row.name == name);
    let value = value.map(|row| row.value.clone());
    let own = name.to_owned();
    if rest.is_empty() {
        if !variable.iter().any(|known| known.key == name) {
            if value.is_none() {
                notes.note("path", Reason::Parameter { name: own });
            }
            variable.push(Pair {
                key: name.to_owned(),
                value: value.unwrap_or_default(),
                disabled: false,
            });
        }
        return segment.to_owned();
    }
    if let Some(value) = value {
        notes.note("path", Reason::PartOfSegment { name: own });
        format!("{}{rest}", utf8_percent_encode(&value, SEGMENT))
    } else {
        notes.note("path", Reason::Parameter { name: own });
        format!("%3A{name}{rest}")
    }
}

fn pair_of_raw(pair: &Pair) -> String {
    let [key, value] = [&pair.key, &pair.value].map(|text| utf8_percent_encode(text, PAIR).to_string());
    format!("{key}={value}")
}

/// The host in its labels, and the port.
fn host_and_port(host: &str) -> (Vec<String>, Option<String>) {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => (name, Some(port.to_owned())),
        _ => (host, None),
    };
    // A variable's name may hold dots.
    if name.contains("{{") || name.starts_with('[') {
        return (vec![name.to_owned()], port);
    }
    (name.split('.').map(str::to_owned).collect(), port)
}
