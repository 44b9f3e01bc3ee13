//! An answer as one JSON object.

use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use latchkey_pipeline::{Failed, Trace, VisibleHeader};
use serde_json::{Map, Value, json};

use crate::{
    exit::Exit,
    output::{Received, trace},
};

/// What is known of an answer before its body.
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) version: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<VisibleHeader>,
}

/// An answer. `file`: where its body is, if not in here.
pub(crate) fn answer(head: &Head, received: &Received, trace: &Trace, file: Option<&Path>) -> Value {
    let headers = head
        .headers
        .iter()
        .map(|header| json!({"name": header.name, "value": header.value, "hidden": header.hidden}));
    let mut object = Map::new();
    object.insert("status".to_owned(), head.status.into());
    object.insert("http_version".to_owned(), head.version.clone().into());
    object.insert("url".to_owned(), head.url.clone().into());
    object.insert("headers".to_owned(), headers.collect());
    object.insert("size".to_owned(), received.size.into());
    object.insert("tokens_replaced".to_owned(), received.replaced.into());
    let (name, body) = match (file, std::str::from_utf8(&received.bytes)) {
        (Some(file), _) => ("body_file", file.display().to_string()),
        (None, Ok(text)) => ("body", text.to_owned()),
        (None, Err(_)) => ("body_base64", STANDARD.encode(&received.bytes)),
    };
    object.insert(name.to_owned(), body.into());
    with_trace(object, trace)
}

/// A call without an answer.
pub(crate) fn failed(failed: &Failed, exit: Exit) -> Value {
    let mut object = Map::new();
    object.insert("error".to_owned(), failed.error.to_string().into());
    object.insert("exit_code".to_owned(), (exit as u8).into());
    with_trace(object, &failed.trace)
}

fn with_trace(mut object: Map<String, Value>, trace: &Trace) -> Value {
    object.insert("started_at_ms".to_owned(), trace.started_at_ms.into());
    object.insert("total_us".to_owned(), trace::micros(trace.total));
    object.insert("trace".to_owned(), trace::json(trace));
    Value::Object(object)
}
