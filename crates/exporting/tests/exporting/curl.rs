use latchkey_collection::{Environment, PartKind, Request, RequestBody, Row, resolve};
use latchkey_curl::{Body, CurlRequest, PartValue, read};
use latchkey_exporting::{Attachment, CurlError, Server, curl};
use proptest::prelude::*;

use crate::any;

fn server() -> Server {
    Server {
        base_url: "https://a.example".to_owned(),
        attachment: Some(Attachment {
            header: "Authorization".to_owned(),
            prefix: "Bearer ".to_owned(),
        }),
    }
}

fn row(name: &str, value: &str) -> Row {
    Row {
        name: name.to_owned(),
        value: value.to_owned(),
        enabled: true,
    }
}

fn command(request: &Request) -> String {
    let exported = curl(request, &server(), None).unwrap();
    assert_eq!(exported.left_out, []);
    exported.text
}

/// What curl would be asked to send for this request, in the way in which `latchkey-curl` tells it.
fn expected(request: &Request) -> CurlRequest {
    let mut whole = request.clone();
    if whole.target.starts_with('/') {
        whole.target = format!("https://a.example{}", whole.target);
    }
    // Variables have no value: they stay as they are.
    let resolved = resolve(&whole, &|name| {
        Some(latchkey_collection::Variable::Literal(format!("Variable{name}")))
    });
    let resolved = resolved.unwrap();
    let mut headers = resolved.headers;
    let mut typed = |kind: &str| headers.push(("Content-Type".to_owned(), kind.to_owned()));
    let body = match resolved.body {
        latchkey_collection::ResolvedBody::None => Body::None,
        latchkey_collection::ResolvedBody::Json(text) => Body::Json(text),
        latchkey_collection::ResolvedBody::Text(text) => {
            typed("text/plain; charset=utf-8");
            Body::Text(text)
        }
        latchkey_collection::ResolvedBody::Form(fields) => Body::Form(fields),
        latchkey_collection::ResolvedBody::File(path) => {
            typed("application/octet-stream");
            Body::File(path)
        }
        latchkey_collection::ResolvedBody::Multipart(parts) if parts.is_empty() => Body::None,
        latchkey_collection::ResolvedBody::Multipart(parts) => {
            let part = |part: latchkey_collection::ResolvedPart| latchkey_curl::Part {
                name: part.name,
                value: match part.kind {
                    PartKind::Text => PartValue::Text(part.value),
                    PartKind::File => PartValue::File(part.value),
                },
            };
            Body::Multipart(parts.into_iter().map(part).collect())
        }
    };
    CurlRequest {
        method: resolved.method,
        url: resolved.target,
        headers,
        body,
        max_time_ms: resolved.timeout_ms,
        redirects: resolved.redirects.then_some(true),
        ..CurlRequest::default()
    }
}

proptest! {
    #[test]
    fn what_is_read_back_is_the_request(request in any::request()) {
        // A form none of whose fields is sent is no form for curl.
        if let RequestBody::Form { fields } = &request.body {
            prop_assume!(fields.iter().any(|row| row.enabled));
        }
        let exported = curl(&request, &Server { attachment: None, ..server() }, None).unwrap();
        prop_assert_eq!(&exported.left_out, &[]);
        // A variable that stays is put in by whoever runs the command: here by a value that needs no encoding.
        let text = variables_put_in(&exported.text);
        let mut found = read(&text).unwrap();
        found.notes.clear();
        prop_assert_eq!(found, expected(&request), "{}", exported.text);
    }

    #[test]
    fn nothing_panics_whatever_a_request_holds(
        texts in proptest::collection::vec("\\PC{0,12}|[{}:/?#@&=\\\\]{0,12}|\\{\\{[a-b]\\}\\}|[\\x00-\\x1f]{0,3}", 9),
        timeout_ms in any::<Option<u64>>(),
    ) {
        let mut request = Request::new(&texts[0], &texts[1], &texts[2]);
        request.timeout_ms = timeout_ms;
        request.path = vec![row(&texts[3], &texts[4])];
        request.query = vec![row(&texts[5], &texts[6])];
        request.headers = vec![row(&texts[7], &texts[8])];
        request.body = RequestBody::Form { fields: vec![row(&texts[4], &texts[5])] };
        let variables = [("a".to_owned(), texts[7].clone()), ("b".to_owned(), "{{a}}".to_owned())];
        let environment = Environment { variables: variables.into(), ..Environment::default() };
        if let Ok(exported) = curl(&request, &server(), Some(&environment)) {
            let found = read(&exported.text).unwrap();
            prop_assert!(!matches!(found.body, Body::File(_)), "{}", exported.text);
        }
    }
}

fn variables_put_in(text: &str) -> String {
    let mut pieces = text.split("{{");
    let mut put_in = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap();
        put_in.push_str("Variable");
        put_in.push_str(name);
        put_in.push_str(rest);
    }
    put_in
}

#[test]
fn a_command_reads_as_one_would_write_it() {
    let mut request = Request::new("Find", "GET", "/notes/:id/tags");
    request.path = vec![row("id", "{{id}}")];
    request.query = vec![row("q", "milk & honey"), row("limit", "{{limit}}")];
    request.headers = vec![row("Accept", "application/json"), row("X-Empty", "")];
    (request.timeout_ms, request.redirects) = (Some(2_500), false);
    assert_eq!(
        command(&request),
        r#"curl 'https://a.example/notes/{{id}}/tags?q=milk+%26+honey&limit={{limit}}' \
  --globoff \
  --max-time 2.5 \
  --header "Authorization: Bearer $TOKEN" \
  --header 'Accept: application/json' \
  --header 'X-Empty;'"#
    );
}

#[test]
fn an_environments_open_values_are_put_in_and_its_secrets_are_not() {
    let mut request = Request::new("Find", "POST", "/:id");
    request.path = vec![row("id", "{{id}}")];
    request.body = RequestBody::Json {
        text: r#"{"title": "{{title}}", "pin": "{{pin}}"}"#.to_owned(),
    };
    let variables = [
        ("id", "a/b"),
        ("title", "\"{{inner}}\""),
        ("inner", "it's"),
        ("apiToken", "s3cret"),
    ];
    let environment = Environment {
        name: "Staging".to_owned(),
        secrets: vec!["pin".to_owned()],
        variables: variables
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
    };
    let exported = curl(&request, &server(), Some(&environment)).unwrap();
    assert!(
        exported.text.contains("https://a.example/a%2Fb "),
        "{}",
        exported.text
    );
    assert!(
        exported
            .text
            .contains(r#"'{"title": "\"it'\''s\"", "pin": "{{pin}}"}'"#),
        "{}",
        exported.text
    );
    request.headers = vec![row("X-Any", "{{apiToken}}")];
    let exported = curl(&request, &server(), Some(&environment)).unwrap();
    assert!(exported.text.contains("X-Any: {{apiToken}}"), "{}", exported.text);
}

#[test]
fn the_tokens_place_is_there_for_the_servers_own_origin_alone() {
    for (target, has) in [
        ("/notes", true),
        ("https://a.example/notes", true),
        ("https://a.example:443/notes", true),
        ("http://a.example/notes", false),
        ("https://a.example.evil.example/", false),
        ("https://a.example@evil.example/", false),
        ("//evil.example/x", true),
        ("HTTPS://A.example/notes", true),
        ("{{base}}/notes", false),
    ] {
        let exported = curl(&Request::new("x", "GET", target), &server(), None).unwrap();
        assert_eq!(exported.text.contains("$TOKEN"), has, "{}", exported.text);
    }
    let told = curl(&Request::new("x", "GET", "{{base}}/x"), &server(), None).unwrap();
    assert_eq!(told.left_out[0].reason.slug(), "attachment");
    // Below the server's own path, whatever it looks like.
    let slashes = command(&Request::new("x", "GET", "//evil.example/x"));
    assert!(
        slashes.starts_with("curl https://a.example//evil.example/x"),
        "{slashes}"
    );
}

#[test]
fn a_parameter_without_a_value_stays_by_its_name() {
    let mut request = Request::new("x", "GET", "/a/:id/:other.json");
    request.path = vec![row("id", "")];
    let exported = curl(&request, &server(), None).unwrap();
    assert!(
        exported
            .text
            .starts_with("curl https://a.example/a/:id/:other.json"),
        "{exported:?}"
    );
    let told: Vec<_> = exported.left_out.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "x: path: the parameter :id has no value that stays one segment of the path",
            "x: path: the parameter :other has no value that stays one segment of the path"
        ]
    );
}

#[test]
fn what_cannot_be_a_command_says_why() {
    let mut request = Request::new("x", "GET", "/");
    request.body = RequestBody::Text {
        text: "a\0b".to_owned(),
    };
    assert_eq!(
        curl(&request, &server(), None),
        Err(CurlError::Nul { field: "body.text" })
    );
    let method = curl(&Request::new("x", "GET /", "/"), &server(), None).unwrap_err();
    assert!(
        method.to_string().starts_with("method: found \"GET /\""),
        "{method}"
    );
    let none = Server::default();
    let at_variable = curl(&Request::new("x", "GET", "/a"), &none, None).unwrap();
    assert!(
        at_variable.text.starts_with("curl '{{base_url}}/a'"),
        "{at_variable:?}"
    );
    let ftp = Server {
        base_url: "ftp://a.example".to_owned(),
        attachment: None,
    };
    assert_eq!(
        curl(&Request::new("x", "GET", "/"), &ftp, None),
        Err(CurlError::Address)
    );
    for nowhere in [
        "http:///x",
        "https://:80/x",
        "http://ann@/x",
        "http://?a",
        "{{base@",
        "{{user}}:pw@/x",
    ] {
        let refused = curl(&Request::new("x", "GET", nowhere), &server(), None);
        assert_eq!(refused, Err(CurlError::Address), "{nowhere}");
    }
    request.body = RequestBody::None;
    request.headers = vec![row("@etc", "x"), row("A", "b\nC: d")];
    let exported = curl(&request, &server(), None).unwrap();
    assert!(
        !exported.text.contains("@etc") && !exported.text.contains("C: d"),
        "{exported:?}"
    );
    assert_eq!(exported.left_out.len(), 2);
}
