use latchkey_collection::RequestBody;
use latchkey_importing::{Format, import};

use crate::support::{names, one, parts, read, rows, told, variables};

const NOTES: &str = include_str!("../fixtures/notes.postman.json");

#[test]
fn folders_and_requests_come_in_with_their_parts() {
    let imported = read(NOTES);
    assert_eq!(imported.format, Format::Postman);
    assert_eq!(
        (
            imported.folder.name.as_str(),
            imported.folder.description.as_str()
        ),
        ("Notes", "Keeps notes.")
    );
    assert_eq!(
        names(&imported),
        [
            "Notes/One note",
            "Notes/Write",
            "Ask",
            "Form",
            "Upload",
            "Bytes",
            "Odd"
        ]
    );
    let note = one(&imported, "Notes/One note");
    assert_eq!(
        (note.method.as_str(), note.target.as_str()),
        ("GET", "{{base}}/notes/:id")
    );
    assert_eq!(note.description, "A note.");
    assert!(!note.redirects);
    assert_eq!(rows(&note.path), ["id=7"]);
    assert_eq!(rows(&note.query), ["full=true", "api_key={{api_key}}", "~off=1"]);
    assert_eq!(
        rows(&note.headers),
        [
            "Accept=text/plain",
            "~X-Api-Key={{x_api_key}}",
            "X-Auth={{apiToken}}"
        ]
    );
    assert_eq!(imported.base_urls, ["https://notes.example"]);
    assert_eq!(
        variables(&imported, "Notes"),
        [
            "base=https://notes.example",
            "apiToken!=",
            "api_key!=",
            "password!=",
            "x_api_key!="
        ]
    );
}

#[test]
fn bodies_keep_their_kind() {
    let imported = read(NOTES);
    let write = one(&imported, "Notes/Write");
    let text = r#"{"title": "{{$randomWord}}", "password": "{{password}}"}"#.to_owned();
    assert_eq!(write.body, RequestBody::Json { text });
    assert!(write.headers.is_empty(), "the kind says the type");
    let RequestBody::Json { text } = &one(&imported, "Ask").body else {
        panic!()
    };
    let body: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        body,
        serde_json::json!({"query": "query One { note(id: 1) { title } }", "variables": {"a": 1}})
    );
    assert_eq!(one(&imported, "Ask").target, "https://notes.example/graphql");
    let RequestBody::Form { fields } = &one(&imported, "Form").body else {
        panic!()
    };
    assert_eq!(rows(fields), ["a=1", "~b=2"]);
    assert_eq!(one(&imported, "Form").target, "https://notes.example/form");
    let RequestBody::Multipart { parts: found } = &one(&imported, "Upload").body else {
        panic!()
    };
    assert_eq!(parts(found), ["f=@a.txt", "f=@b.txt", "t=x"]);
    let path = "/home/a.bin".to_owned();
    assert_eq!(one(&imported, "Bytes").body, RequestBody::File { path });
    assert_eq!(one(&imported, "Odd").body, RequestBody::None);
}

#[test]
fn what_does_not_come_in_is_told_with_its_place() {
    assert_eq!(
        told(&read(NOTES)),
        [
            "variable[1] secret-variable",
            "auth authentication",
            "event[0] script",
            "item[0].item[1].request.body.raw expression",
            "item[0].item[0].response saved-answers",
            "item[0].item[0].request.url.query[1] credential",
            "item[0].item[0].request.header[1] credential",
            "item[0].item[0].request.header[2] credential",
            "item[0].item[1].request.body.raw credential",
            "item[2].request.url user-in-url",
            "item[5].request.body.protobuf body",
            "item[6].request.url not-a-request",
            "item[7] unexpected",
        ]
    );
}

#[test]
fn an_environment_alone_comes_in_and_a_wrapped_collection_too() {
    let environment = r#"{"name": "Local", "values": [{"key": "base", "value": "http://127.0.0.1"}, {"key": "k", "value": "v", "type": "secret"}],
        "_postman_variable_scope": "environment"}"#;
    let imported = read(environment);
    assert_eq!(variables(&imported, "Local"), ["base=http://127.0.0.1", "k!="]);
    let wrapped = read(&format!(r#"{{"collection": {NOTES}}}"#));
    assert_eq!(names(&wrapped), names(&read(NOTES)));
    assert_eq!(told(&wrapped)[0], "collection.variable[1] secret-variable");
}

#[test]
fn version_2_0_and_lines_of_headers_are_read() {
    let document = r#"{"info": {"name": "Old"}, "item": [{"request": {"url": "localhost:3000/a/:b", "method": "POST",
        "header": "A: 1\r\nAuthorization: Basic s3cret-token\r\nB: 2", "body": {"mode": "urlencoded", "urlencoded": "x=1&y=%20"}}}, {"request": "notes.example/b"}]}"#;
    let imported = read(document);
    let request = one(&imported, "POST http://localhost:3000/a/:b");
    assert_eq!(rows(&request.headers), ["A=1", "B=2"]);
    assert_eq!(rows(&request.path), ["b="]);
    let RequestBody::Form { fields } = &request.body else {
        panic!()
    };
    assert_eq!(rows(fields), ["x=1", "y= "]);
    assert_eq!(one(&imported, "GET http://notes.example/b").method, "GET");
}

#[test]
fn version_1_is_refused() {
    let document = r#"{"id": "1", "name": "Old", "order": [], "requests": []}"#;
    let error = import(document.as_bytes(), None, None).unwrap_err().to_string();
    assert_eq!(
        error,
        "requests: found a collection of version 1; allowed is 2.0 or 2.1: export it again"
    );
}

#[test]
fn folders_that_lie_too_deep_are_dissolved_and_nothing_is_lost() {
    let mut document = r#"{"name": "leaf", "request": "https://notes.example"}"#.to_owned();
    for _ in 0..40 {
        document = format!(r#"{{"name": "f", "item": [{document}]}}"#);
    }
    let imported = read(&format!(r#"{{"info": {{}}, "item": [{document}]}}"#));
    assert_eq!(names(&imported), [format!("{}leaf", "f/".repeat(32))]);
    assert_eq!(imported.report.total(), 8);
}

#[test]
fn a_variable_that_is_secret_once_is_secret_and_another_is_what_it_is_last() {
    let environment = r#"{"name": "Local", "values": [{"key": "pin", "value": "s3cret-token"}, {"key": "a", "value": "1"},
        {"key": "pin", "type": "secret"}, {"key": "pin", "value": "s3cret-token"}, {"key": "a", "value": "2"}], "_postman_variable_scope": "environment"}"#;
    let imported = read(environment);
    assert_eq!(variables(&imported, "Local"), ["pin!=", "a=2"]);
    assert_eq!(
        told(&imported),
        ["values secret-variable", "values secret-variable"]
    );
}
