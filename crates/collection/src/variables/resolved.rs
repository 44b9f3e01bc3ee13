//! A request with values in the place of its variables.

use std::collections::BTreeSet;

use super::{Unresolved, Variable, resolver::Resolver, target::target, template::Piece};
use crate::{Check, Expected, PartKind, Request, RequestBody, Row, Source, Take, with_query};

/// A request as it is sent: rows that are switched off are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// HTTP method.
    pub method: String,
    /// Path or URL, with the query.
    pub target: String,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: ResolvedBody,
    /// How long the server may take to begin its answer, in milliseconds.
    pub timeout_ms: Option<u64>,
    /// Whether redirects are followed.
    pub redirects: bool,
    /// What the answer is held to.
    pub checks: Vec<ResolvedCheck>,
    /// What is taken from the answer.
    pub takes: Vec<Take>,
    /// The variables that have gone into it.
    pub used: BTreeSet<String>,
}

/// A body as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResolvedBody {
    /// No body.
    None,
    /// JSON.
    Json(String),
    /// Text.
    Text(String),
    /// `application/x-www-form-urlencoded`.
    Form(Vec<(String, String)>),
    /// `multipart/form-data`.
    Multipart(Vec<ResolvedPart>),
    /// The bytes of the file at this path.
    File(String),
}

/// A part of a multipart body as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedPart {
    /// Name of the form field.
    pub name: String,
    /// The text, or the path of the file.
    pub value: String,
    /// What `value` is.
    pub kind: PartKind,
}

/// A check with values in the place of its variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedCheck {
    /// The check.
    pub check: Check,
    /// Whether what it equals came from a variable alone, which knows text only: then a number or a truth value equals
    /// the text that it is written as.
    pub by_text: bool,
}

/// Resolves all texts of a request, or tells everything that stands in the way.
pub fn resolve(request: &Request, lookup: &dyn Fn(&str) -> Option<Variable>) -> Result<Resolved, Unresolved> {
    let mut resolver = Resolver::new(lookup);
    let at = &mut resolver;
    let method = at.text("method", &request.method);
    let path = target(at, &request.target, &request.path);
    let query = rows(at, "query", &request.query);
    let query = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let target = with_query(&path, query);
    let headers = rows(at, "headers", &request.headers);
    let body = body(at, &request.body);
    let checks = request.checks.iter().enumerate();
    let checks = checks.map(|(index, wanted)| check(at, index, wanted)).collect();
    let takes = request.takes.iter().enumerate();
    let takes = takes.map(|(index, wanted)| take(at, index, wanted)).collect();
    if !resolver.faults.is_empty() {
        return Err(Unresolved(resolver.faults));
    }
    Ok(Resolved {
        method,
        target,
        headers,
        body,
        timeout_ms: request.timeout_ms,
        redirects: request.redirects,
        checks,
        takes,
        used: resolver.used(),
    })
}

fn rows(at: &mut Resolver<'_>, field: &str, rows: &[Row]) -> Vec<(String, String)> {
    let rows = rows.iter().enumerate().filter(|(_, row)| row.enabled);
    rows.map(|(index, row)| {
        let name = at.text(&format!("{field}[{index}].name"), &row.name);
        let value = at.text(&format!("{field}[{index}].value"), &row.value);
        (name, value)
    })
    .collect()
}

fn body(at: &mut Resolver<'_>, body: &RequestBody) -> ResolvedBody {
    match body {
        RequestBody::None => ResolvedBody::None,
        RequestBody::Json { text } => ResolvedBody::Json(at.json("body.text", text)),
        RequestBody::Text { text } => ResolvedBody::Text(at.text("body.text", text)),
        RequestBody::Form { fields } => ResolvedBody::Form(rows(at, "body.fields", fields)),
        RequestBody::File { path } => ResolvedBody::File(at.text("body.path", path)),
        RequestBody::Multipart { parts } => {
            let parts = parts.iter().enumerate().filter(|(_, part)| part.enabled);
            let parts = parts.map(|(index, part)| ResolvedPart {
                name: at.text(&format!("body.parts[{index}].name"), &part.name),
                value: at.text(&format!("body.parts[{index}].value"), &part.value),
                kind: part.kind,
            });
            ResolvedBody::Multipart(parts.collect())
        }
    }
}

fn check(at: &mut Resolver<'_>, index: usize, check: &Check) -> ResolvedCheck {
    let mut by_text = false;
    let mut expected = |at: &mut Resolver<'_>, expected: &Expected| match expected {
        Expected::Equals(value) => {
            by_text = value.as_str().is_some_and(is_variable_alone);
            Expected::Equals(at.value(&format!("checks[{index}].equals"), value))
        }
        Expected::Matches(pattern) => {
            Expected::Matches(at.text(&format!("checks[{index}].matches"), pattern))
        }
        Expected::Exists(exists) => Expected::Exists(*exists),
    };
    let check = match check {
        Check::Status(status) => Check::Status(*status),
        Check::Header {
            name,
            expected: wanted,
        } => Check::Header {
            name: at.text(&format!("checks[{index}].header"), name),
            expected: expected(at, wanted),
        },
        Check::Json {
            path,
            expected: wanted,
        } => Check::Json {
            path: at.text(&format!("checks[{index}].json"), path),
            expected: expected(at, wanted),
        },
    };
    ResolvedCheck { check, by_text }
}

fn take(at: &mut Resolver<'_>, index: usize, take: &Take) -> Take {
    let source = match &take.source {
        Source::Json(path) => Source::Json(at.text(&format!("take[{index}].json"), path)),
        Source::Header(name) => Source::Header(at.text(&format!("take[{index}].header"), name)),
    };
    Take {
        variable: take.variable.clone(),
        source,
    }
}

fn is_variable_alone(text: &str) -> bool {
    let pieces = super::template::pieces(text);
    let mut pieces = pieces.iter().filter(|piece| **piece != Piece::Text(""));
    matches!((pieces.next(), pieces.next()), (Some(Piece::Variable(_)), None))
}
