//! Documents that nobody would write: nothing panics, everything is bounded, and no secret comes along.

use latchkey_collection::{Folder, Item};
use latchkey_importing::{
    File, Format, Imported, KEYS, MAX_FOLDER_DEPTH, MAX_NOTES, MAX_REQUESTS, import, import_folder,
};
use proptest::prelude::*;
use serde_json::{Map, Value};

const DOCUMENTS: [&str; 5] = [
    include_str!("../fixtures/notes.postman.json"),
    include_str!("../fixtures/notes.insomnia4.json"),
    include_str!("../fixtures/notes.har"),
    include_str!("../fixtures/notes.openapi.yaml"),
    include_str!("../fixtures/notes.insomnia5.yaml"),
];

/// Words that mean something somewhere.
const WORDS: [&str; 40] = [
    "item",
    "request",
    "url",
    "raw",
    "header",
    "body",
    "mode",
    "auth",
    "variable",
    "info",
    "openapi",
    "paths",
    "/a/{b}",
    "get",
    "post",
    "parameters",
    "requestBody",
    "content",
    "application/json",
    "schema",
    "$ref",
    "#/paths",
    "#/",
    "components",
    "log",
    "entries",
    "headers",
    "postData",
    "resources",
    "_type",
    "_id",
    "parentId",
    "collection",
    "children",
    "environments",
    "name",
    "key",
    "value",
    "type",
    "tags",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
        1 => ".{0,12}",
        1 => Just("{{a}}://:b@c?d={{e".to_owned()),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((word(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn depth(folder: &Folder) -> usize {
    let inner = folder.items.iter().map(|item| match item {
        Item::Folder(folder) => depth(folder) + 1,
        Item::Request(_) => 0,
    });
    inner.max().unwrap_or(0)
}

fn check_folder(folder: &Folder) -> usize {
    assert!(!folder.name.chars().any(char::is_control), "{:?}", folder.name);
    let mut count = 0;
    for item in &folder.items {
        match item {
            Item::Folder(folder) => count += check_folder(folder),
            Item::Request(request) => {
                count += 1;
                for text in [&request.name, &request.method, &request.target] {
                    assert!(
                        !text.is_empty() && !text.chars().any(char::is_control),
                        "{request:?}"
                    );
                }
                for header in &request.headers {
                    let name = header.name.to_ascii_lowercase();
                    assert!(
                        !["authorization", "cookie", "host"].contains(&name.as_str()),
                        "{request:?}"
                    );
                    assert!(!header.value.chars().any(char::is_control), "{request:?}");
                }
            }
        }
    }
    count
}

fn check(imported: &Imported) {
    assert!(check_folder(&imported.folder) <= MAX_REQUESTS);
    assert!(depth(&imported.folder) <= MAX_FOLDER_DEPTH);
    assert!(imported.report.notes.len() <= MAX_NOTES);
    for note in &imported.report.notes {
        let key = note.reason.key();
        assert!(KEYS.contains(&key.as_str()), "{key}");
        assert!(!note.reason.to_string().is_empty() && !note.place.chars().any(char::is_control));
    }
    let variables = imported.environments.iter().flat_map(|it| &it.variables);
    assert!(variables.clone().all(|it| !it.secret || it.value.is_empty()));
}

proptest! {
    #[test]
    fn any_value_is_read_or_refused_as_any_format(value in value(), which in 0..6_usize, yaml in any::<bool>()) {
        let json = value.to_string();
        // JSON is YAML, but for its first character, which would make it JSON again.
        let text = if yaml { format!("# yaml\n{json}") } else { json };
        if let Ok(imported) = import(text.as_bytes(), None, Some(Format::ALL[which])) {
            check(&imported);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}", which in prop::option::of(0..6_usize)) {
        if let Ok(imported) = import(text.as_bytes(), Some(&text), which.map(|at| Format::ALL[at])) {
            check(&imported);
        }
    }

    #[test]
    fn a_document_with_parts_put_elsewhere_is_read_or_refused(
        which in 0..DOCUMENTS.len(), cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, word()), 1..4)
    ) {
        let mut text: Vec<char> = DOCUMENTS[which].chars().collect();
        for (at, length, word) in cuts {
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, word.chars());
        }
        let text: String = text.into_iter().collect();
        if let Ok(imported) = import(text.as_bytes(), None, None) {
            check(&imported);
        }
    }

    #[test]
    fn a_document_whose_values_are_others_is_read(which in 0..3_usize, seed in prop::collection::vec(value(), 8), each in 2..9_usize) {
        let mut document: Value = serde_json::from_str(DOCUMENTS[which]).unwrap();
        let mut count = 0;
        replace(&mut document, each, &seed, &mut count);
        if let Ok(imported) = import(document.to_string().as_bytes(), None, None) {
            check(&imported);
        }
    }

    #[test]
    fn any_bru_file_is_read_or_refused(
        lines in prop::collection::vec(prop_oneof![
            Just("meta {"), Just("get {"), Just("}"), Just("body:json {"), Just("  url: {{a}}/:b?c=d#e"), Just("params:path {"),
            Just("  ~x: '''"), Just("  '''"), Just("vars:secret ["), Just("]"), Just("  body: multipartForm"), Just("body:multipart-form {"),
            Just("  f: @file(a|b"), Just("  \"q: \\\": x"), Just("headers {"), Just("http {"), Just("ws {"), Just("body:file {"),
        ], 0..30),
        path in "[a-z./]{0,20}"
    ) {
        let text = lines.join("\n");
        if let Ok(imported) = import(text.as_bytes(), None, Some(Format::Bruno)) {
            check(&imported);
        }
        let path = format!("{path}.bru");
        if let Ok(imported) = import_folder(&[File { path: &path, bytes: text.as_bytes() }], None) {
            check(&imported);
        }
    }
}

/// Puts another value in the place of every `each`th member.
fn replace(value: &mut Value, each: usize, seed: &[Value], count: &mut usize) {
    let members: Vec<&mut Value> = match value {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => return,
    };
    for member in members {
        *count += 1;
        if count.is_multiple_of(each) {
            *member = seed[*count % seed.len()].clone();
        } else {
            replace(member, each, seed, count);
        }
    }
}
