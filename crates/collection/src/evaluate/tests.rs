use serde_json::json;

use super::{MAX_EXPRESSION, Mismatch, Observed, judge};
use crate::{Check, Expected, ResolvedCheck, Source, Take};

fn observed() -> Observed {
    Observed {
        status: 201,
        headers: vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("vary".to_owned(), "a".to_owned()),
            ("Vary".to_owned(), "b".to_owned()),
        ],
        body: Some(
            json!({"id": 7, "one": 1.0, "name": "서연", "none": null, "items": [{"id": 1}, {"id": 2}]})
                .to_string()
                .into_bytes(),
        ),
    }
}

fn outcome(check: Check, by_text: bool) -> Option<Mismatch> {
    let judged = judge(
        &observed(),
        &[Check::Status(201), check].map(|check| ResolvedCheck { check, by_text }),
        &[],
    );
    assert_eq!(judged.checks[0].mismatch, None);
    judged.checks[1].mismatch.clone()
}

fn json(path: &str, expected: Expected) -> Option<Mismatch> {
    let path = path.to_owned();
    outcome(Check::Json { path, expected }, false)
}

fn header(name: &str, expected: Expected) -> Option<Mismatch> {
    let name = name.to_owned();
    outcome(Check::Header { name, expected }, false)
}

fn found(text: &str) -> Mismatch {
    Mismatch::Found(text.to_owned())
}

#[test]
fn a_place_in_a_body_equals_matches_and_exists() {
    use Expected::{Equals, Exists, Matches};

    assert_eq!(json("$.id", Equals(7.into())), None);
    assert_eq!(
        json("$.one", Equals(1.into())),
        None,
        "one number, however written"
    );
    assert_eq!(
        json("$.id", Equals("7".into())),
        Some(found("7")),
        "a number is no text"
    );
    assert_eq!(json("$.items[0]", Equals(json!({"id": 1}))), None);
    assert_eq!(json("$.items[?@.id == 2].id", Equals(2.into())), None);
    assert_eq!(
        json("$.items[*].id", Equals(1.into())),
        Some(Mismatch::Several(2))
    );
    assert_eq!(json("$.nowhere", Equals(1.into())), Some(Mismatch::Nothing));
    assert_eq!(json("$.name", Matches("^서".to_owned())), None);
    assert_eq!(json("$.name", Matches("x".to_owned())), Some(found("\"서연\"")));
    assert_eq!(json("$.id", Matches("^[0-9]$".to_owned())), None);
    assert_eq!(
        json("$.items", Matches(String::new())),
        Some(found("[{\"id\":1},{\"id\":2}]"))
    );
    assert_eq!(json("$.none", Exists(true)), None);
    assert_eq!(json("$.none", Exists(false)), Some(found("null")));
    assert_eq!(json("$..id", Exists(false)), Some(Mismatch::Several(3)));
    assert_eq!(json("$.nowhere", Exists(false)), None);
    assert_eq!(json("$.nowhere", Exists(true)), Some(Mismatch::Nothing));
}

#[test]
fn what_a_variable_alone_says_equals_a_number_by_its_text() {
    let equals = |path: &str, text: &str| Check::Json {
        path: path.to_owned(),
        expected: Expected::Equals(text.into()),
    };
    assert_eq!(outcome(equals("$.id", "7"), true), None);
    assert_eq!(outcome(equals("$.id", "8"), true), Some(found("7")));
    assert_eq!(outcome(equals("$.name", "서연"), true), None);
}

#[test]
fn a_header_has_any_case_and_all_its_lines() {
    use Expected::{Equals, Exists, Matches};

    assert_eq!(header("content-type", Matches("json$".to_owned())), None);
    assert_eq!(header("VARY", Equals("a, b".into())), None);
    assert_eq!(header("vary", Equals("a".into())), Some(found("\"a, b\"")));
    assert_eq!(header("x", Exists(false)), None);
    assert_eq!(header("x", Equals("a".into())), Some(Mismatch::Nothing));
    assert_eq!(header("vary", Exists(false)), Some(found("\"a, b\"")));
}

#[test]
fn without_a_check_of_the_status_it_is_below_400() {
    let refused = Observed {
        status: 404,
        ..observed()
    };
    let judged = judge(&refused, &[], &[]);
    assert_eq!(judged.checks[0].mismatch, Some(found("404")));
    assert_eq!(judge(&observed(), &[], &[]).checks[0].mismatch, None);
}

#[test]
fn what_cannot_be_used_is_said_and_never_overflows() {
    let deep = |open: &str, close: &str| {
        let times = (MAX_EXPRESSION - 10) / (open.len() + close.len());
        format!("$[?{}@.a{}]", open.repeat(times), close.repeat(times))
    };
    for path in [
        "",
        "$.",
        "id",
        "$[?",
        &deep("(", ")"),
        &deep("!(", ")"),
        &deep("@.a[?", "]"),
        &"$".repeat(2000),
    ] {
        let said = json(path, Expected::Exists(true));
        assert!(
            matches!(said, Some(Mismatch::Expression { .. })),
            "{path}: {said:?}"
        );
    }
    for pattern in ["(", "a{1000}{1000}{1000}", &"x".repeat(2000)] {
        let said = json("$.name", Expected::Matches(pattern.to_owned()));
        assert!(
            matches!(said, Some(Mismatch::Expression { .. })),
            "{pattern}: {said:?}"
        );
    }
    let judged = |body: Option<&[u8]>| {
        let observed = Observed {
            body: body.map(<[u8]>::to_vec),
            ..observed()
        };
        let check = Check::Json {
            path: "$".to_owned(),
            expected: Expected::Exists(true),
        };
        let check = ResolvedCheck {
            check,
            by_text: false,
        };
        judge(&observed, &[check], &[]).checks[1].mismatch.clone()
    };
    assert_eq!(judged(None), Some(Mismatch::TooLarge));
    assert!(matches!(judged(Some(b"<html>")), Some(Mismatch::NoJson(_))));
    let deep_body = "[".repeat(100_000);
    assert!(matches!(
        judged(Some(deep_body.as_bytes())),
        Some(Mismatch::NoJson(_))
    ));
}

#[test]
fn values_are_taken_as_text() {
    let take = |source: Source| {
        let variable = "v".to_owned();
        let take = Take { variable, source };
        judge(&observed(), &[], &[take]).taken.remove(0).value
    };
    let json = |path: &str| take(Source::Json(path.to_owned()));
    assert_eq!(json("$.id"), Ok("7".to_owned()));
    assert_eq!(json("$.name"), Ok("서연".to_owned()));
    assert_eq!(json("$.items[1]"), Ok("{\"id\":2}".to_owned()));
    assert_eq!(json("$.none"), Err(Mismatch::Found("null".to_owned())));
    assert_eq!(json("$.items[*]"), Err(Mismatch::Several(2)));
    assert_eq!(take(Source::Header("VARY".to_owned())), Ok("a, b".to_owned()));
    assert_eq!(take(Source::Header("x".to_owned())), Err(Mismatch::Nothing));
}
