//! A request of Postman's.

use latchkey_collection::{Part, PartKind, Request, RequestBody, Row};
use serde::Serialize;

use super::url::{self, Url};
use crate::report::{Notes, Reason};

/// A request with its name.
#[derive(Serialize)]
pub(super) struct Entry {
    name: String,
    request: Written,
    /// Postman follows redirects unless it is told here.
    #[serde(rename = "protocolProfileBehavior", skip_serializing_if = "Option::is_none")]
    behavior: Option<Behavior>,
}

#[derive(Serialize)]
struct Behavior {
    #[serde(rename = "followRedirects")]
    follow_redirects: bool,
}

#[derive(Serialize)]
struct Written {
    method: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    url: Url,
    header: Vec<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Body>,
}

/// A row of any list.
#[derive(Serialize)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) disabled: bool,
}

#[derive(Serialize)]
#[serde(tag = "mode", rename_all = "lowercase")]
enum Body {
    Raw { raw: String, options: Options },
    Urlencoded { urlencoded: Vec<Pair> },
    Formdata { formdata: Vec<Field> },
    File { file: Source },
}

#[derive(Serialize)]
struct Options {
    raw: Language,
}

#[derive(Serialize)]
struct Language {
    language: &'static str,
}

#[derive(Serialize)]
struct Source {
    src: String,
}

#[derive(Serialize)]
struct Field {
    key: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    src: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    disabled: bool,
}

/// The entry, and whether its address begins with the variable `base`.
pub(super) fn entry(request: &Request, base: &str, notes: &mut Notes<'_>) -> (Entry, bool) {
    if request.timeout_ms.is_some() {
        notes.note("timeout_ms", Reason::TimeOut);
    }
    if !request.checks.is_empty() {
        notes.note("checks", Reason::Checks);
    }
    if !request.takes.is_empty() {
        notes.note("take", Reason::Takes);
    }
    if keeps_braces(request) {
        notes.note("request", Reason::Braces);
    }
    let (url, uses_base) = url::url(request, base, notes);
    let written = Written {
        method: request.method.clone(),
        description: request.description.clone(),
        url,
        header: pairs(&request.headers),
        body: body(&request.body),
    };
    let behavior = (!request.redirects).then_some(Behavior {
        follow_redirects: false,
    });
    let name = request.name.clone();
    let entry = Entry {
        name,
        request: written,
        behavior,
    };
    (entry, uses_base)
}

pub(super) fn pairs(rows: &[Row]) -> Vec<Pair> {
    let pair = |row: &Row| Pair {
        key: row.name.clone(),
        value: row.value.clone(),
        disabled: !row.enabled,
    };
    rows.iter().map(pair).collect()
}

fn body(body: &RequestBody) -> Option<Body> {
    let raw = |text: &str, language| Body::Raw {
        raw: text.to_owned(),
        options: Options {
            raw: Language { language },
        },
    };
    Some(match body {
        RequestBody::None => return None,
        RequestBody::Json { text } => raw(text, "json"),
        RequestBody::Text { text } => raw(text, "text"),
        RequestBody::Form { fields } => Body::Urlencoded {
            urlencoded: pairs(fields),
        },
        RequestBody::Multipart { parts } => Body::Formdata {
            formdata: parts.iter().map(field).collect(),
        },
        RequestBody::File { path } => Body::File {
            file: Source { src: path.clone() },
        },
    })
}

fn field(part: &Part) -> Field {
    let text = part.kind == PartKind::Text;
    let content = Some(part.value.clone());
    Field {
        key: part.name.clone(),
        kind: if text { "text" } else { "file" },
        value: content.clone().filter(|_| text),
        src: content.filter(|_| !text),
        disabled: !part.enabled,
    }
}

/// Whether a text that is sent has braces that a backslash keeps.
fn keeps_braces(request: &Request) -> bool {
    let Request {
        target,
        path,
        query,
        headers,
        body,
        ..
    } = request;
    // In JSON a backslash is two.
    serde_json::to_string(&(target, path, query, headers, body)).is_ok_and(|text| text.contains(r"\\{{"))
}
