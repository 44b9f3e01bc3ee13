use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Cause, MAX_DEPTH, Unresolved, Variable, resolve};
use crate::{Check, Expected, Request, RequestBody, Resolved, ResolvedBody, Row, Source, Take};

fn row(name: &str, value: &str) -> Row {
    Row {
        name: name.to_owned(),
        value: value.to_owned(),
        enabled: true,
    }
}

fn with(variables: &[(&str, &str)], request: &Request) -> Result<Resolved, Unresolved> {
    let variables: BTreeMap<_, _> = variables.iter().copied().collect();
    resolve(request, &|name| {
        variables
            .get(name)
            .map(|value| Variable::Template((*value).to_owned()))
    })
}

fn causes(done: Result<Resolved, Unresolved>) -> Vec<(String, Cause)> {
    let faults = done.unwrap_err().0;
    faults
        .into_iter()
        .map(|fault| (fault.place, fault.cause))
        .collect()
}

#[test]
fn every_text_is_resolved_and_what_is_switched_off_is_gone() {
    let mut request = Request::new("n", "{{method}}", "{{base}}/notes/:id?x={{x}}#top");
    request.path = vec![row("id", "{{x}} b")];
    request.query = vec![
        row("{{x}}", "{{x}}&"),
        Row {
            enabled: false,
            ..row("off", "{{nowhere}}")
        },
    ];
    request.headers = vec![row("X-{{x}}", "{{x}}")];
    request.body = RequestBody::Form {
        fields: vec![row("a", "{{x}}")],
    };
    request.checks = vec![Check::Json {
        path: "$.{{x}}".to_owned(),
        expected: Expected::Equals("{{x}}".into()),
    }];
    request.takes = vec![Take {
        variable: "y".to_owned(),
        source: Source::Header("X-{{x}}".to_owned()),
    }];
    let done = with(
        &[("method", "PUT"), ("base", "http://h:8080"), ("x", "1/2")],
        &request,
    )
    .unwrap();
    assert_eq!(done.method, "PUT");
    assert_eq!(done.target, "http://h:8080/notes/1%2F2%20b?x=1/2&1%2F2=1%2F2%26");
    assert_eq!(done.headers, [("X-1/2".to_owned(), "1/2".to_owned())]);
    assert_eq!(
        done.body,
        ResolvedBody::Form(vec![("a".to_owned(), "1/2".to_owned())])
    );
    assert!(done.checks[0].by_text);
    assert_eq!(
        done.checks[0].check,
        Check::Json {
            path: "$.1/2".to_owned(),
            expected: Expected::Equals("1/2".into())
        }
    );
    assert_eq!(done.takes[0].source, Source::Header("X-1/2".to_owned()));
    assert_eq!(done.used.into_iter().collect::<Vec<_>>(), ["base", "method", "x"]);
}

#[test]
fn everything_that_is_missing_is_named_with_its_place() {
    let mut request = Request::new("n", "GET", "/:id/{{a}}");
    request.headers = vec![row("X", "{{b}}{{b}}{{c}}"), row("Y", "{{through}}")];
    let missing = |name: &str| Cause::Missing(name.to_owned());
    assert_eq!(
        causes(with(&[("through", "{{b}}")], &request)),
        [
            ("target".to_owned(), Cause::ParameterMissing("id".to_owned())),
            ("target".to_owned(), missing("a")),
            ("headers[0].value".to_owned(), missing("b")),
            ("headers[0].value".to_owned(), missing("c")),
            ("headers[1].value".to_owned(), missing("b")),
        ]
    );
}

#[test]
fn a_circle_is_named() {
    let request = Request::new("n", "GET", "/{{a}}");
    let circle = [("a", "{{b}}"), ("b", "x{{c}}"), ("c", "{{b}}")];
    let names = ["b", "c", "b"].map(str::to_owned).to_vec();
    let done = with(&circle, &request);
    assert!(done.as_ref().unwrap_err().to_string().contains("b → c → b"));
    assert_eq!(causes(done), [("target".to_owned(), Cause::Cycle(names))]);
}

#[test]
fn values_are_bounded_in_depth_and_size() {
    let chain = |length: usize| {
        move |name: &str| {
            let at: usize = name.parse().unwrap();
            let next = if at < length {
                format!("{{{{{}}}}}", at + 1)
            } else {
                String::new()
            };
            Some(Variable::Template(next))
        }
    };
    let request = Request::new("n", "GET", "/{{1}}");
    assert!(resolve(&request, &chain(MAX_DEPTH)).is_ok());
    let deep = resolve(&request, &chain(1_000_000));
    assert_eq!(
        causes(deep),
        [("target".to_owned(), Cause::TooDeep((MAX_DEPTH + 1).to_string()))]
    );
    // Each value names the next one ten times: 10^15 characters, were it not for the bound.
    let bomb = |name: &str| {
        let at: usize = name.parse().unwrap();
        let next = if at < 15 {
            format!("{{{{{}}}}}", at + 1)
        } else {
            "x".to_owned()
        };
        Some(Variable::Template(next.repeat(10)))
    };
    assert_eq!(
        causes(resolve(&request, &bomb)),
        [("target".to_owned(), Cause::TooLarge)]
    );
}

#[test]
fn what_a_server_sent_names_no_variables() {
    let request = Request::new("n", "GET", "/{{taken}}");
    let done = resolve(&request, &|name| match name {
        "taken" => Some(Variable::Literal("{{password}}".to_owned())),
        _ => Some(Variable::Literal("secret".to_owned())),
    });
    assert_eq!(done.unwrap().target, "/{{password}}");
}

#[test]
fn a_value_stays_inside_of_a_json_string() {
    let mut request = Request::new("n", "POST", "/");
    let text = r#"{"a": "\"{{x}}", "n": {{n}}, "b": "\\{{x}}"}"#.to_owned();
    request.body = RequestBody::Json { text };
    let done = with(&[("x", "\", \"admin\": \"\\\n"), ("n", "[1, 2]")], &request).unwrap();
    let ResolvedBody::Json(text) = done.body else {
        panic!("{:?}", done.body)
    };
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        value,
        serde_json::json!({"a": "\"\", \"admin\": \"\\\n", "n": [1, 2], "b": "\\\", \"admin\": \"\\\n"})
    );
}

#[test]
fn a_parameter_stays_one_segment() {
    let with_id = |value: &str| {
        let mut request = Request::new("n", "DELETE", "/notes/:id/x:y/:id.json/%3Aid");
        request.path = vec![row("id", value)];
        with(&[("empty", "")], &request)
    };
    assert_eq!(
        with_id("a/../b?c#d 서").unwrap().target,
        "/notes/a%2F..%2Fb%3Fc%23d%20%EC%84%9C/x:y/a%2F..%2Fb%3Fc%23d%20%EC%84%9C.json/%3Aid"
    );
    for unfit in ["", ".", "..", "{{empty}}"] {
        let causes = causes(with_id(unfit));
        assert!(
            causes
                .iter()
                .all(|(place, cause)| place == "path[0].value"
                    && matches!(cause, Cause::ParameterUnfit { .. })),
            "{unfit}: {causes:?}"
        );
    }
}

proptest! {
    #[test]
    fn any_texts_are_resolved_or_refused(
        text in "([{}\\\\\"a:/?#. ]|\\PC){0,40}",
        value in "([{}\\\\\"ab]|\\PC){0,20}",
    ) {
        let mut request = Request::new("n", text.clone(), text.clone());
        request.path = vec![row("a", &text)];
        request.body = RequestBody::Json { text };
        let _ = resolve(&request, &|_| Some(Variable::Template(value.clone())));
    }

    #[test]
    fn a_text_without_double_braces_stays_as_it_is(text in "[^{]{0,40}") {
        let mut request = Request::new("n", "GET", "/");
        request.body = RequestBody::Text { text: text.clone() };
        prop_assert_eq!(with(&[], &request).unwrap().body, ResolvedBody::Text(text));
    }

    #[test]
    fn any_value_inside_of_a_json_string_reads_as_that_value(value in any::<String>()) {
        let mut request = Request::new("n", "GET", "/");
        request.body = RequestBody::Json { text: "{\"a\": \"{{x}}\"}".to_owned() };
        let done = resolve(&request, &|_| Some(Variable::Literal(value.clone()))).unwrap();
        let ResolvedBody::Json(text) = done.body else { return Err(TestCaseError::fail("no JSON")) };
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read["a"], &serde_json::Value::from(value));
    }
}
