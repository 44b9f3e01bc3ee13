//! Takes the values of credentials out of a request.

use latchkey_collection::{Part, PartKind, Request, RequestBody, Row};
use latchkey_profile::credential::{in_json, is_credential, is_literal, says_so, variable};
use url::form_urlencoded;

use crate::{
    address::without_user,
    report::{Notes, Reason},
};

/// The request with variables where it holds credentials itself.
pub(crate) fn without(request: &Request, notes: &mut Notes<'_>) -> Request {
    let mut request = request.clone();
    let (target, had_user) = without_user(&request.target);
    if had_user {
        notes.note("target", Reason::UserInUrl);
    }
    request.target = target_without(&target, notes);
    rows("path", &mut request.path, notes);
    rows("query", &mut request.query, notes);
    rows("headers", &mut request.headers, notes);
    match &mut request.body {
        RequestBody::Json { text } => *text = json(text, notes),
        RequestBody::Text { text } if text.trim_start().starts_with(['{', '[']) => *text = json(text, notes),
        RequestBody::None | RequestBody::Text { .. } | RequestBody::File { .. } => {}
        RequestBody::Form { fields } => rows("body.fields", fields, notes),
        RequestBody::Multipart { parts } => {
            for (
                index,
                Part {
                    name, value, kind, ..
                },
            ) in parts.iter_mut().enumerate()
            {
                if *kind == PartKind::Text {
                    field(&format!("body.parts[{index}]"), name, value, notes);
                }
            }
        }
    }
    request
}

/// Whether a variable of this name and value is a secret, whatever its environment says.
pub(crate) fn is_secret_variable(name: &str, value: &str) -> bool {
    is_literal(value) && (is_credential(name) || says_so(value))
}

fn rows(field_name: &str, rows: &mut [Row], notes: &mut Notes<'_>) {
    for (index, Row { name, value, .. }) in rows.iter_mut().enumerate() {
        field(&format!("{field_name}[{index}]"), name, value, notes);
    }
}

fn field(place: &str, name: &str, value: &mut String, notes: &mut Notes<'_>) {
    if is_literal(value) && (is_credential(name) || says_so(value)) {
        *value = stand_in(place, name, notes);
    }
}

fn stand_in(place: &str, name: &str, notes: &mut Notes<'_>) -> String {
    let variable = variable(name);
    let text = format!("{{{{{variable}}}}}");
    notes.note(place, Reason::Credential { variable });
    text
}

fn json(text: &str, notes: &mut Notes<'_>) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut from = 0;
    for (range, name) in in_json(text) {
        clean.push_str(&text[from..range.start]);
        clean.push_str(&stand_in("body.text", &name, notes));
        from = range.end;
    }
    clean.push_str(&text[from..]);
    clean
}

/// A target whose own query may hold credentials.
fn target_without(target: &str, notes: &mut Notes<'_>) -> String {
    let (rest, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
    let Some((path, query)) = rest.split_once('?') else {
        return target.to_owned();
    };
    let pairs = query.split('&').map(|pair| {
        let Some((name, value)) = form_urlencoded::parse(pair.as_bytes()).next() else {
            return pair.to_owned();
        };
        if is_literal(&value) && (is_credential(&name) || says_so(&value)) {
            let written = pair.split('=').next().unwrap_or_default();
            format!("{written}={}", stand_in("target", &name, notes))
        } else {
            pair.to_owned()
        }
    });
    let query = pairs.collect::<Vec<_>>().join("&");
    format!("{path}?{query}{fragment}")
}
