use proptest::prelude::*;

use super::{any, get};
use crate::{
    Check, Environment, Expected, Request, RequestBody, Row, Source, Take,
    store::{Error, read_environment, read_folder, read_request, write_environment, write_request},
};

fn whole() -> Request {
    Request {
        description: "Makes a note.\nOf two lines.".to_owned(),
        timeout_ms: Some(5000),
        redirects: false,
        path: vec![row("id", "7")],
        query: vec![
            row("limit", "20"),
            Row {
                enabled: false,
                ..row("page", "2")
            },
        ],
        headers: vec![row("Accept", "application/json")],
        body: RequestBody::Json {
            text: "{\n  \"title\": \"It's {{title}}\"\n}".to_owned(),
        },
        checks: vec![
            Check::Status(201),
            Check::Header {
                name: "content-type".to_owned(),
                expected: Expected::Matches("^application/json".to_owned()),
            },
            Check::Json {
                path: "$.id".to_owned(),
                expected: Expected::Exists(true),
            },
            Check::Json {
                path: "$.n".to_owned(),
                expected: Expected::Equals(7.into()),
            },
        ],
        takes: vec![Take {
            variable: "id".to_owned(),
            source: Source::Json("$.id".to_owned()),
        }],
        ..Request::new("Make a note", "POST", "/api/notes/:id")
    }
}

fn row(name: &str, value: &str) -> Row {
    Row {
        name: name.to_owned(),
        value: value.to_owned(),
        enabled: true,
    }
}

fn written(request: &Request, old: Option<&str>) -> String {
    write_request("x", request, old).unwrap()
}

const WHOLE: &str = r#"name = "Make a note"
method = "POST"
target = "/api/notes/:id"
description = """
Makes a note.
Of two lines."""
timeout_ms = 5000
redirects = false

[[path]]
name = "id"
value = "7"

[[query]]
name = "limit"
value = "20"

[[query]]
name = "page"
value = "2"
enabled = false

[[headers]]
name = "Accept"
value = "application/json"

[body]
kind = "json"
text = """
{
  "title": "It's {{title}}"
}"""

[[checks]]
status = 201

[[checks]]
header = "content-type"
matches = "^application/json"

[[checks]]
json = "$.id"
exists = true

[[checks]]
json = "$.n"
equals = 7

[[take]]
variable = "id"
json = "$.id"
"#;

#[test]
fn a_file_is_for_people_to_read() {
    assert_eq!(written(&whole(), None), WHOLE);
}

#[test]
fn what_a_person_wrote_stays_when_something_else_changes() {
    let old = WHOLE
        .replace(
            "name = \"Make a note\"",
            "# Kept by the team\nname   =   'Make a note' # its name",
        )
        .replace("[[headers]]", "# What we take\n[[headers]]")
        .replace(
            "[[query]]\nname = \"page\"",
            "# Not yet\n[[query]]\nname = 'page'",
        )
        + "\n# the end\n";
    let mut request = whole();
    assert_eq!(written(&request, Some(&old)), old, "nothing has changed");
    request.method = "PUT".to_owned();
    request.query.insert(0, row("q", "x"));
    request.headers[0].value = "text/html".to_owned();
    request.takes.clear();
    let new = written(&request, Some(&old));
    assert_eq!(read_request(&new).unwrap(), request);
    let expected = old
        .replace("\"POST\"", "\"PUT\"")
        .replace(
            "[[query]]\nname = \"limit\"",
            "[[query]]\nname = \"q\"\nvalue = \"x\"\n\n[[query]]\nname = \"limit\"",
        )
        .replace("\"application/json\"", "\"text/html\"")
        .replace("[[take]]\nvariable = \"id\"\njson = \"$.id\"\n\n", "\n");
    similar(&new, &expected);
}

/// The same, but for empty lines.
fn similar(one: &str, other: &str) {
    let lines = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(lines(one), lines(other));
}

#[test]
fn rows_in_brackets_stay_in_brackets() {
    let old =
        "name = \"n\"\nmethod = \"GET\"\ntarget = \"/\"\nheaders = [{ name = \"A\", value = \"1\" }] # few\n";
    let mut request = read_request(old).unwrap();
    request.target = "/x".to_owned();
    assert_eq!(written(&request, Some(old)), old.replace("\"/\"", "\"/x\""));
}

#[test]
fn what_is_wrong_is_told_with_line_field_found_and_allowed() {
    let wrong = [
        ("method = \"POST\"", "method = 7"),
        ("method = \"POST\"", "methods = \"POST\""),
        ("method = \"POST\"\n", ""),
        ("kind = \"json\"", "kind = \"xml\""),
        ("status = 201", "status = 99"),
        ("status = 201", "status = 200\nequals = 1"),
        ("status = 201", "state = 200"),
        ("exists = true", "exists = true\nmatches = \"x\""),
        ("exists = true", ""),
        ("equals = 7", "equals = 1979-05-27"),
        ("equals = 7", "equals = nan"),
        ("matches = \"^application/json\"", "equals = 7"),
        ("header = \"content-type\"\n", ""),
        ("variable = \"id\"", "variable = \"i d\""),
    ];
    let mut said = Vec::new();
    for (from, to) in wrong {
        assert!(WHOLE.contains(from), "{from}");
        let error = read_request(&WHOLE.replacen(from, to, 1)).unwrap_err();
        said.push(error.to_string());
    }
    let place = |index: usize, parts: &[&str]| {
        for part in parts {
            assert!(said[index].contains(part), "{part} in {}", said[index]);
        }
    };
    place(0, &["line 2", "method", "integer `7`", "a string"]);
    place(1, &["methods", "not known", "`target`"]);
    place(2, &["method", "nothing", "needed"]);
    place(3, &["body", "xml", "json"]);
    place(4, &["checks[0]", "status 99", "100 to 999"]);
    place(5, &["checks[0]", "status with an expectation", "alone"]);
    place(6, &["checks[0]", "state", "`status`"]);
    place(7, &["checks[2]", "several", "one of them"]);
    place(8, &["checks[2]", "none of", "one of them"]);
    place(9, &["checks[3]", "JSON cannot say", "text, a number"]);
    place(10, &["checks[3]", "JSON cannot say"]);
    place(11, &["checks[1]", "no text"]);
    place(12, &["checks[1]", "none or several", "header"]);
    place(13, &["take[0]", "variable", "letters"]);
}

#[test]
fn what_toml_cannot_say_is_not_written() {
    let mut request = get("n");
    request.checks = vec![Check::Json {
        path: "$".to_owned(),
        expected: Expected::Equals(serde_json::Value::Null),
    }];
    let error = write_request("n.request.toml", &request, None).unwrap_err();
    assert!(
        matches!(&error, Error::Unwritable { file, .. } if file == "n.request.toml"),
        "{error}"
    );
}

#[test]
fn a_secret_has_no_value_in_a_file() {
    let error = read_environment("name = 'e'\nsecrets = ['a']\n[variables]\na = 'hush'").unwrap_err();
    assert_eq!(error.field, "variables.a");
    assert!(!error.to_string().contains("hush"));
    let environment = Environment {
        name: "e".to_owned(),
        secrets: vec!["a".to_owned()],
        variables: [("a".to_owned(), "hush".to_owned())].into(),
    };
    let refused = write_environment("e", &environment, None).unwrap_err();
    assert!(matches!(refused, Error::Text { .. }), "{refused}");
    assert!(!refused.to_string().contains("hush"));
}

proptest! {
    #[test]
    fn any_request_reads_as_it_was_written(request in any::request()) {
        let text = written(&request, None);
        prop_assert_eq!(read_request(&text).unwrap(), request, "{}", text);
    }

    #[test]
    fn any_request_over_any_other_reads_as_it_was_written(old in any::request(), new in any::request()) {
        let text = written(&new, Some(&written(&old, None)));
        prop_assert_eq!(read_request(&text).unwrap(), new, "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|\\n|[\\[\\]{}='\"#.a-z0-9]){0,200}") {
        let _ = (read_request(&text), read_folder(&text), read_environment(&text));
        let _ = write_request("x", &get("n"), Some(&text));
    }

    #[test]
    fn a_file_with_a_hole_is_read_or_refused(cut in 0..600_usize, length in 0..80_usize) {
        let end = (cut + length).min(WHOLE.len());
        let holed = format!("{}{}", &WHOLE[..cut.min(WHOLE.len())], &WHOLE[end..]);
        if let Err(error) = read_request(&holed) {
            prop_assert!(!error.found.is_empty() && !error.allowed.is_empty());
        }
    }
}
