use latchkey_collection::RequestBody;
use latchkey_importing::{Format, import};

use crate::support::{one, read, rows, told, variables};

#[test]
fn a_command_is_a_request_without_its_credentials() {
    let imported = read(
        "$ curl -u ann:s3cret-token 'https://notes.example/notes/7?full=1' -H 'Cookie: id=s3cret-token' \\\n  -H 'X-Api-Key: s3cret-token' \
         -H 'Accept: text/plain' --max-time 3 --json '{\"title\": \"Milk\", \"token\": \"s3cret-token\"}'\n",
    );
    assert_eq!(imported.format, Format::Curl);
    let request = one(&imported, "POST /notes/7");
    assert_eq!(request.target, "https://notes.example/notes/7");
    assert_eq!(
        (rows(&request.query), request.timeout_ms),
        (vec!["full=1".to_owned()], Some(3000))
    );
    assert!(
        rows(&request.headers).contains(&"X-Api-Key={{x_api_key}}".to_owned()),
        "{request:?}"
    );
    let text = r#"{"title": "Milk", "token": "{{token}}"}"#.to_owned();
    assert_eq!(request.body, RequestBody::Json { text });
    assert_eq!(variables(&imported, "file.name"), ["token!=", "x_api_key!="]);
    let told = told(&imported);
    assert!(
        told.contains(&"curl cookies".to_owned()) && told.contains(&"curl curl".to_owned()),
        "{told:?}"
    );
}

#[test]
fn a_command_that_cannot_be_taken_apart_says_why() {
    let error = import(b"curl 'https://notes.example", None, None).unwrap_err();
    assert_eq!(error.to_string(), "curl: a ' is not closed");
}
