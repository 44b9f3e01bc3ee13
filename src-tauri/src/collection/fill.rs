//! A call's `{{variables}}` and `:parameters` get their values: the window never has those of secrets.

use std::path::Path;

use latchkey_collection::{
    Cause, PartKind, Request, RequestBody, Resolved, ResolvedBody, Row, Unresolved, resolve,
};
use latchkey_ipc::{ApiCall, Body, IpcError, NameValue, Part, PartValue};

use super::environments::Variables;
use crate::translate;

/// Whether a call has anything that wants a value. One that has not is sent exactly as it was typed.
pub(super) fn is_needed(call: &ApiCall) -> bool {
    let row = |row: &NameValue| braces(&row.name) || braces(&row.value);
    let body = match &call.body {
        Body::None => false,
        Body::Json { text } | Body::Text { text } => braces(text),
        Body::File { path } => braces(path),
        Body::Form { fields } => fields.iter().any(row),
        Body::Multipart { parts } => parts.iter().any(|part| {
            let (PartValue::Text { text } | PartValue::File { path: text }) = &part.value;
            braces(&part.name) || braces(text)
        }),
    };
    let path = call.target.split(['?', '#']).next().unwrap_or_default();
    let parameters = path.split('/').any(|segment| segment.starts_with(':'));
    body || parameters || braces(&call.method) || braces(&call.target) || call.headers.iter().any(row)
}

fn braces(text: &str) -> bool {
    text.contains("{{")
}

/// The call as it is sent.
pub(super) fn fill(call: ApiCall, variables: &Variables) -> Result<ApiCall, IpcError> {
    let resolved = resolve(&request(&call), &|name| variables.get(name));
    let resolved = resolved.map_err(|unresolved| told(&unresolved))?;
    let body = body(&resolved);
    Ok(ApiCall {
        method: resolved.method,
        target: resolved.target,
        path: Vec::new(),
        headers: pairs(resolved.headers),
        body,
        ..call
    })
}

/// Paths of files that are not absolute begin in the collection's folder. Of a body that nobody here has touched, no file
/// from outside of that is sent: it may come from somebody who wants to have it.
pub(super) fn anchor(call: &mut ApiCall, folder: Option<&Path>) -> Result<(), IpcError> {
    let foreign = call.foreign_body;
    let within = |path: &mut String, field: &str| {
        if let Some(folder) = folder.filter(|_| !path.is_empty() && Path::new(path).is_relative()) {
            *path = folder.join(&*path).to_string_lossy().into_owned();
        }
        // What is not there is told where it is opened.
        let lies = Path::new(path).canonicalize().ok().filter(|_| foreign);
        match lies {
            Some(lies) if !folder.is_some_and(|folder| lies.starts_with(folder)) => Err(IpcError {
                field: Some(field.to_owned()),
                ..translate::unfit(
                    "file-outside",
                    format!(
                        "{field}: found {path:?}; allowed is a file in the collection's folder, or one that you choose"
                    ),
                    Some(path.clone()),
                )
            }),
            _ => Ok(()),
        }
    };
    match &mut call.body {
        Body::File { path } => within(path, "body.path"),
        Body::Multipart { parts } => parts
            .iter_mut()
            .enumerate()
            .try_for_each(|(at, part)| match &mut part.value {
                PartValue::File { path } => within(path, &format!("body.parts[{at}].path")),
                PartValue::Text { .. } => Ok(()),
            }),
        Body::None | Body::Json { .. } | Body::Text { .. } | Body::Form { .. } => Ok(()),
    }
}

pub(super) fn request(call: &ApiCall) -> Request {
    let (path, query) = match call.target.split_once('?') {
        Some((path, rest)) => (path, rest.split('#').next().unwrap_or_default()),
        None => (call.target.as_str(), ""),
    };
    let query = url::form_urlencoded::parse(query.as_bytes());
    let body = match &call.body {
        Body::None => RequestBody::None,
        Body::Json { text } => RequestBody::Json { text: text.clone() },
        Body::Text { text } => RequestBody::Text { text: text.clone() },
        Body::File { path } => RequestBody::File { path: path.clone() },
        Body::Form { fields } => RequestBody::Form { fields: rows(fields) },
        Body::Multipart { parts } => RequestBody::Multipart {
            parts: parts.iter().map(part).collect(),
        },
    };
    Request {
        path: rows(&call.path),
        query: query.map(|(name, value)| row(&name, &value)).collect(),
        headers: rows(&call.headers),
        body,
        ..Request::new("", &call.method, path)
    }
}

fn part(part: &Part) -> latchkey_collection::Part {
    let (kind, value) = match &part.value {
        PartValue::Text { text } => (PartKind::Text, text),
        PartValue::File { path } => (PartKind::File, path),
    };
    latchkey_collection::Part {
        name: part.name.clone(),
        value: value.clone(),
        kind,
        enabled: true,
    }
}

fn rows(rows: &[NameValue]) -> Vec<Row> {
    rows.iter().map(|it| row(&it.name, &it.value)).collect()
}

fn row(name: &str, value: &str) -> Row {
    Row {
        name: name.to_owned(),
        value: value.to_owned(),
        enabled: true,
    }
}

fn body(resolved: &Resolved) -> Body {
    match resolved.body.clone() {
        ResolvedBody::None => Body::None,
        ResolvedBody::Json(text) => Body::Json { text },
        ResolvedBody::Text(text) => Body::Text { text },
        ResolvedBody::File(path) => Body::File { path },
        ResolvedBody::Form(fields) => Body::Form {
            fields: pairs(fields),
        },
        ResolvedBody::Multipart(parts) => Body::Multipart {
            parts: parts
                .into_iter()
                .map(|part| Part {
                    name: part.name,
                    value: match part.kind {
                        PartKind::Text => PartValue::Text { text: part.value },
                        PartKind::File => PartValue::File { path: part.value },
                    },
                })
                .collect(),
        },
    }
}

fn pairs(pairs: Vec<(String, String)>) -> Vec<NameValue> {
    pairs
        .into_iter()
        .map(|(name, value)| NameValue { name, value })
        .collect()
}

/// The first thing that stands in the way, at its place; all of them in the message.
pub(super) fn told(unresolved: &Unresolved) -> IpcError {
    let first = unresolved.0.first();
    let (key, found) = match first.map(|fault| &fault.cause) {
        Some(Cause::Missing(name)) => ("variable-missing", Some(name.clone())),
        Some(Cause::Cycle(names)) => ("variable-cycle", Some(names.join(" → "))),
        Some(Cause::TooDeep(name)) => ("variable-deep", Some(name.clone())),
        Some(Cause::ParameterMissing(name)) => ("parameter-missing", Some(name.clone())),
        Some(Cause::ParameterUnfit { name, .. }) => ("parameter-unfit", Some(name.clone())),
        Some(Cause::TooLarge) | None => ("variable-large", None),
    };
    let field = first.map(|fault| match fault.place.as_str() {
        query if query.starts_with("query[") => "target".to_owned(),
        place => place.to_owned(),
    });
    IpcError {
        field,
        ..translate::unfit(key, unresolved.to_string(), found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(target: &str) -> ApiCall {
        ApiCall {
            call_id: "1".into(),
            method: "GET".into(),
            target: target.into(),
            path: Vec::new(),
            headers: Vec::new(),
            body: Body::None,
            foreign_body: false,
            timeout_ms: None,
            redirects: true,
        }
    }

    #[test]
    fn what_names_no_variable_is_sent_as_it_was_typed() {
        for target in ["/n?a=x+y&b=%20#top", "https://a.example:80/x", "/a:b", "/"] {
            assert!(!is_needed(&call(target)), "{target}");
        }
        for target in ["/{{a}}", "/notes/:id", "/n?q={{a}}"] {
            assert!(is_needed(&call(target)), "{target}");
        }
    }

    #[test]
    fn a_file_from_outside_is_sent_if_it_was_chosen_here_alone() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("mine"), "1").unwrap();
        let secret = other.path().join("key");
        std::fs::write(&secret, "2").unwrap();
        let sent = |path: &str, foreign_body| {
            let mut call = ApiCall {
                body: Body::File { path: path.into() },
                foreign_body,
                ..call("/upload")
            };
            anchor(&mut call, Some(&root)).map(|()| call.body)
        };
        let secret = secret.to_string_lossy();
        let inside = Body::File {
            path: root.join("mine").to_string_lossy().into_owned(),
        };
        assert_eq!(sent("mine", true).unwrap(), inside);
        assert!(sent(&secret, false).is_ok());
        #[cfg(unix)]
        std::os::unix::fs::symlink(other.path(), root.join("link")).unwrap();
        let up = format!("../{}/key", other.path().file_name().unwrap().display());
        let by_link = if cfg!(unix) { "link/key" } else { &up };
        for path in [&*secret, &up, by_link] {
            let error = sent(path, true).unwrap_err();
            assert_eq!(
                (error.key.as_str(), error.field.as_deref()),
                ("file-outside", Some("body.path")),
                "{path}"
            );
        }
    }

    #[test]
    fn what_has_no_value_is_told_with_its_place() {
        let mut call = call("/notes/:id?q={{what}}");
        let told = |call: &ApiCall| fill(call.clone(), &Variables::default()).unwrap_err();
        let error = told(&call);
        assert_eq!(
            (error.key.as_str(), error.field.as_deref()),
            ("parameter-missing", Some("target"))
        );
        assert_eq!(error.found.as_deref(), Some("id"));
        assert!(error.message.contains("what"), "{}", error.message);
        call.path = vec![NameValue {
            name: "id".into(),
            value: String::new(),
        }];
        let error = told(&call);
        assert_eq!(error.field.as_deref(), Some("path[0].value"));
    }
}
