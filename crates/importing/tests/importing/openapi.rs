use latchkey_collection::RequestBody;
use latchkey_importing::{Format, ImportError, import};

use crate::support::{names, one, parts, read, rows, told, variables};

const NOTES: &str = include_str!("../fixtures/notes.openapi.yaml");

#[test]
fn tags_are_folders_and_operations_are_requests() {
    let imported = read(NOTES);
    assert_eq!(imported.format, Format::OpenApi);
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
            "Notes/All notes",
            "Notes/createNote",
            "Notes/GET /notes/{id}",
            "Forget  it",
            "POST /files/{name}.{ending}",
            "POST /login"
        ]
    );
    assert_eq!(
        imported.base_urls,
        ["https://eu.notes.example/v2", "http://127.0.0.1:8080"]
    );
}

#[test]
fn parameters_come_with_the_values_that_the_document_gives() {
    let imported = read(NOTES);
    let all = one(&imported, "Notes/All notes");
    assert_eq!((all.method.as_str(), all.target.as_str()), ("GET", "/notes"));
    assert_eq!(
        rows(&all.query),
        ["page=1", "~tag=home", "~tag=work", "~filter[done]=false"]
    );
    assert_eq!(rows(&all.headers), ["~X-Trace=on", "~X-Api-Key={{x_api_key}}"]);
    assert_eq!(rows(&one(&imported, "Notes/GET /notes/{id}").path), ["id=n-7"]);
    assert_eq!(
        one(&imported, "Forget  it").target,
        "https://admin.notes.example/notes/:id"
    );
    assert_eq!(
        one(&imported, "POST /files/{name}.{ending}").target,
        "/files/{{name}}.{{ending}}"
    );
    assert_eq!(
        variables(&imported, "Notes"),
        ["name=", "ending=", "password!=", "x_api_key!="]
    );
}

#[test]
fn a_body_is_made_from_its_schema_and_a_cycle_ends() {
    let imported = read(NOTES);
    let RequestBody::Json { text } = &one(&imported, "Notes/createNote").body else {
        panic!("{imported:#?}");
    };
    let body: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        body,
        serde_json::json!({"title": "Milk", "due": "2030-01-31", "tags": ["string"]})
    );
    let RequestBody::Multipart { parts: found } = &one(&imported, "POST /files/{name}.{ending}").body else {
        panic!("{imported:#?}");
    };
    assert_eq!(parts(found), ["file=@", "label=mine"]);
    let RequestBody::Form { fields } = &one(&imported, "POST /login").body else {
        panic!("{imported:#?}");
    };
    assert_eq!(rows(fields), ["user=string", "password={{password}}"]);
}

#[test]
fn what_does_not_come_in_is_told_with_its_place() {
    let imported = read(NOTES);
    assert_eq!(
        told(&imported),
        [
            "components.securitySchemes.token authentication",
            "webhooks.created not-a-request",
            "servers[1] user-in-url",
            "paths[\"/notes\"].get.parameters[3] cookies",
            "paths[\"/notes\"].get.parameters.X-Api-Key credential",
            "paths[\"/notes\"].post.requestBody.content[\"application/xml\"] another-body",
            "paths[\"/notes\"].post.requestBody.content[\"application/json\"].schema elsewhere",
            "paths[\"/login\"].post.requestBody.content[\"application/x-www-form-urlencoded\"].password credential",
            "paths[\"/broken\"] dangling",
        ]
    );
}

#[test]
fn a_server_without_a_host_stands_before_each_path() {
    let document =
        r#"{"openapi": "3.1.0", "info": {}, "servers": [{"url": "/api/v3/"}], "paths": {"/a": {"get": {}}}}"#;
    let imported = read(document);
    assert_eq!(one(&imported, "GET /a").target, "/api/v3/a");
    assert!(imported.base_urls.is_empty());
    assert_eq!(imported.folder.name, "file.name");
}

#[test]
fn what_is_combined_is_made_together() {
    let document = r#"{"openapi": "3.1.0", "paths": {"/a": {"put": {"requestBody": {"content": {"application/json": {"schema":
        {"allOf": [{"properties": {"a": {"type": ["null", "integer"], "minimum": 3}}}, {"properties": {"b": {"const": "x"}}}],
         "properties": {"c": {"oneOf": [{"type": "null"}, {"type": "boolean"}]}, "d": {"type": "number"}}}}}}}}}}"#;
    let imported = read(document);
    let RequestBody::Json { text } = &one(&imported, "PUT /a").body else {
        panic!()
    };
    let body: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(body, serde_json::json!({"a": 3, "b": "x", "c": true, "d": 0.0}));
}

#[test]
fn an_example_is_taken_as_it_is_and_one_elsewhere_is_told() {
    let document = r##"{"openapi": "3.1.0", "components": {"examples": {"e": {"value": {"z": 1, "a": [2.50, null]}}}},
        "paths": {"/a": {"put": {"requestBody": {"content": {"application/vnd.note+json":
        {"examples": {"e": {"$ref": "#/components/examples/e"}}}}}}},
        "/b": {"put": {"requestBody": {"content": {"application/json": {"examples": {"e": {"externalValue": "https://a.example/e?token=t"}}}}}}}}}"##;
    let imported = read(document);
    let request = one(&imported, "PUT /a");
    assert_eq!(rows(&request.headers), ["Content-Type=application/vnd.note+json"]);
    let RequestBody::Text { text } = &request.body else {
        panic!()
    };
    assert_eq!(
        text.split_whitespace().collect::<String>(),
        r#"{"z":1,"a":[2.5,null]}"#
    );
    assert_eq!(
        imported.report.notes[0].reason.to_string(),
        "https://a.example/e is another file or address and was not opened"
    );
}

#[test]
fn a_body_that_all_operations_refer_to_is_not_made_without_end() {
    let big = "x".repeat(1 << 20);
    let paths: Vec<_> = (0..300)
        .map(|at| {
            format!(
                r##""/p{at}": {{"post": {{"requestBody": {{"$ref": "#/components/requestBodies/b"}}}}}}"##
            )
        })
        .collect();
    let document = format!(
        r#"{{"openapi": "3.0.0", "components": {{"requestBodies": {{"b": {{"content": {{"application/json": {{"example": "{big}"}}}}}}}}}},
        "paths": {{{}}}}}"#,
        paths.join(", ")
    );
    let imported = import(document.as_bytes(), None, None).unwrap();
    assert_eq!(names(&imported).len(), 300);
    assert!(
        told(&imported).iter().any(|it| it.ends_with("too-many")),
        "{:?}",
        told(&imported)
    );
}

#[test]
fn another_version_is_refused_and_says_which_are_read() {
    for (document, found) in [
        (
            r#"{"swagger": "2.0", "paths": {}}"#,
            "swagger: found Swagger 2.0; allowed is OpenAPI 3.0 or 3.1",
        ),
        (
            r#"{"openapi": "4.0.0"}"#,
            "openapi: found 4.0.0; allowed is 3.0 or 3.1",
        ),
    ] {
        let error = import(document.as_bytes(), None, None).unwrap_err();
        assert!(matches!(error, ImportError::Unsupported { .. }));
        assert_eq!(error.to_string(), found);
    }
}
