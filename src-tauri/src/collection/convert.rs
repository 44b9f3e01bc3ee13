//! A request in the words of the window, and in those of a collection's file.

use std::path::Path;

use latchkey_collection::{Part, PartKind, Request, RequestBody, Row, store::Saved};
use latchkey_ipc::{KeptBody, KeptDraft, KeptParam, KeptPart, KeptRow, SavedRequest};

/// A saved request as the window opens it.
pub(super) fn saved(folder: &Path, saved: &Saved) -> SavedRequest {
    SavedRequest {
        collection: folder.display().to_string(),
        place: saved.place.to_string(),
        fingerprint: saved.fingerprint.to_string(),
        name: saved.request.name.clone(),
        draft: draft(&saved.request),
    }
}

pub(super) fn draft(request: &Request) -> KeptDraft {
    KeptDraft {
        method: request.method.clone(),
        target: target(request),
        params: request
            .query
            .iter()
            .map(|row| KeptParam {
                row: kept_row(row),
                typed: None,
            })
            .collect(),
        path: request.path.iter().map(kept_row).collect(),
        headers: request.headers.iter().map(kept_row).collect(),
        body: kept_body(&request.body),
        timeout: request.timeout_ms.map(|ms| ms.to_string()).unwrap_or_default(),
        no_redirects: !request.redirects,
    }
}

/// The target with the query, as the window shows it: `{{variables}}` stay readable.
fn target(request: &Request) -> String {
    let sent = request.query.iter().filter(|row| row.enabled);
    let query: Vec<_> = sent
        .map(|row| latchkey_ipc::written(&row.name, &row.value))
        .collect();
    if query.is_empty() {
        return request.target.clone();
    }
    let joint = if request.target.contains('?') { "&" } else { "?" };
    format!("{}{joint}{}", request.target, query.join("&"))
}

/// A request as it is saved. What the window does not show is that of the file `before`.
pub(super) fn request(name: &str, draft: &KeptDraft, before: Option<Request>) -> Request {
    let path = draft.target.split(['?', '#']).next().unwrap_or_default();
    let rest = before.unwrap_or_else(|| Request::new("", "", ""));
    Request {
        name: name.to_owned(),
        method: draft.method.clone(),
        target: path.to_owned(),
        // What is no number is said when it is sent.
        timeout_ms: draft.timeout.trim().parse().ok().filter(|ms| *ms > 0),
        redirects: !draft.no_redirects,
        path: rows(&draft.path),
        query: draft
            .params
            .iter()
            .map(|param| row(&param.row))
            .filter(is_filled)
            .collect(),
        headers: rows(&draft.headers),
        body: body(&draft.body),
        ..rest
    }
}

fn body(body: &KeptBody) -> RequestBody {
    match body.mode.as_str() {
        "json" => RequestBody::Json {
            text: body.json.clone(),
        },
        "text" => RequestBody::Text {
            text: body.text.clone(),
        },
        "form" => RequestBody::Form {
            fields: rows(&body.form),
        },
        "multipart" => RequestBody::Multipart {
            parts: body
                .parts
                .iter()
                .filter(|part| !part.row.name.is_empty() || !part.row.value.is_empty())
                .map(|part| Part {
                    name: part.row.name.clone(),
                    value: part.row.value.clone(),
                    kind: if part.is_file {
                        PartKind::File
                    } else {
                        PartKind::Text
                    },
                    enabled: part.row.enabled,
                })
                .collect(),
        },
        "file" => RequestBody::File {
            path: body.file.clone(),
        },
        _ => RequestBody::None,
    }
}

fn kept_body(body: &RequestBody) -> KeptBody {
    let of = |mode: &str| KeptBody {
        mode: mode.to_owned(),
        ..KeptBody::default()
    };
    match body {
        RequestBody::None => of("none"),
        RequestBody::Json { text } => KeptBody {
            json: text.clone(),
            ..of("json")
        },
        RequestBody::Text { text } => KeptBody {
            text: text.clone(),
            ..of("text")
        },
        RequestBody::Form { fields } => KeptBody {
            form: fields.iter().map(kept_row).collect(),
            ..of("form")
        },
        RequestBody::Multipart { parts } => KeptBody {
            parts: parts
                .iter()
                .map(|part| KeptPart {
                    row: KeptRow {
                        enabled: part.enabled,
                        name: part.name.clone(),
                        value: part.value.clone(),
                    },
                    is_file: part.kind == PartKind::File,
                })
                .collect(),
            ..of("multipart")
        },
        RequestBody::File { path } => KeptBody {
            file: path.clone(),
            ..of("file")
        },
    }
}

fn rows(rows: &[KeptRow]) -> Vec<Row> {
    rows.iter().map(row).filter(is_filled).collect()
}

fn row(row: &KeptRow) -> Row {
    Row {
        name: row.name.clone(),
        value: row.value.clone(),
        enabled: row.enabled,
    }
}

fn kept_row(row: &Row) -> KeptRow {
    KeptRow {
        enabled: row.enabled,
        name: row.name.clone(),
        value: row.value.clone(),
    }
}

fn is_filled(row: &Row) -> bool {
    !row.name.is_empty() || !row.value.is_empty()
}

#[cfg(test)]
mod tests {
    use latchkey_collection::{Check, Request, RequestBody, Row};

    use super::{draft, request};

    fn row(name: &str, value: &str, enabled: bool) -> Row {
        Row {
            name: name.into(),
            value: value.into(),
            enabled,
        }
    }

    #[test]
    fn a_request_comes_back_from_the_window_as_it_was_with_its_checks() {
        let mut saved = Request::new("Read it", "POST", "/api/notes/:id");
        saved.path = vec![row("id", "{{id}}", true)];
        saved.query = vec![row("q", "a b&{{what}}", true), row("off", "1", false)];
        saved.headers = vec![row("X-A", "{{a}}", true)];
        saved.body = RequestBody::Json { text: "{\n}".into() };
        saved.timeout_ms = Some(1500);
        saved.redirects = false;
        saved.checks = vec![Check::Status(200)];
        saved.description = "why".into();
        let shown = draft(&saved);
        assert_eq!(shown.target, "/api/notes/:id?q=a%20b%26{{what}}");
        assert_eq!(request("Read it", &shown, Some(saved.clone())), saved);
    }
}
