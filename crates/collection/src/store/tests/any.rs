//! Any request that can be made, wild texts above all.

use proptest::{collection::vec, prelude::*};
use serde_json::Value;

use crate::{Check, Expected, Folder, Item, Part, PartKind, Request, RequestBody, Row, Source, Take};

/// Texts that quoting and line ends could break.
pub(super) fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("'''".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\0".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("\\".to_owned()),
        Just("🐈‍⬛".to_owned()),
        Just("{{a}}".to_owned()),
        Just("\t ".to_owned()),
        Just("\u{7f}\u{1b}\u{85}\u{2028}".to_owned()),
        any::<String>(),
        "[a-z#=\\[\\]]{0,6}",
    ];
    vec(pieces, 0..5).prop_map(|pieces| pieces.concat())
}

fn row() -> impl Strategy<Value = Row> {
    (text(), text(), any::<bool>()).prop_map(|(name, value, enabled)| Row { name, value, enabled })
}

fn part() -> impl Strategy<Value = Part> {
    (row(), any::<bool>()).prop_map(|(row, file)| Part {
        name: row.name,
        value: row.value,
        kind: if file { PartKind::File } else { PartKind::Text },
        enabled: row.enabled,
    })
}

fn body() -> impl Strategy<Value = RequestBody> {
    prop_oneof![
        Just(RequestBody::None),
        text().prop_map(|text| RequestBody::Json { text }),
        text().prop_map(|text| RequestBody::Text { text }),
        vec(row(), 0..3).prop_map(|fields| RequestBody::Form { fields }),
        vec(part(), 0..3).prop_map(|parts| RequestBody::Multipart { parts }),
        text().prop_map(|path| RequestBody::File { path }),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        text().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (-1e300..1e300_f64).prop_map(Value::from),
    ];
    plain.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec((text(), inner), 0..3).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn check() -> impl Strategy<Value = Check> {
    let any = |equals: BoxedStrategy<Value>| {
        prop_oneof![
            equals.prop_map(Expected::Equals),
            text().prop_map(Expected::Matches),
            any::<bool>().prop_map(Expected::Exists),
        ]
    };
    prop_oneof![
        (100..=999_u16).prop_map(Check::Status),
        (text(), any(text().prop_map(Value::from).boxed()))
            .prop_map(|(name, expected)| Check::Header { name, expected }),
        (text(), any(value().boxed())).prop_map(|(path, expected)| Check::Json { path, expected }),
    ]
}

fn take() -> impl Strategy<Value = Take> {
    ("[a-z가-힣_.-]{1,8}", text(), any::<bool>()).prop_map(|(variable, at, json)| Take {
        variable,
        source: if json {
            Source::Json(at)
        } else {
            Source::Header(at)
        },
    })
}

/// Any request.
pub(super) fn request() -> impl Strategy<Value = Request> {
    let words = (text(), text(), text(), text());
    let numbers = (proptest::option::of(0..=i64::MAX as u64), any::<bool>());
    let rows = (vec(row(), 0..3), vec(row(), 0..3), vec(row(), 0..3));
    let answers = (vec(check(), 0..3), vec(take(), 0..2));
    (words, numbers, rows, body(), answers).prop_map(|(words, numbers, rows, body, answers)| Request {
        name: words.0,
        method: words.1,
        target: words.2,
        description: words.3,
        timeout_ms: numbers.0,
        redirects: numbers.1,
        path: rows.0,
        query: rows.1,
        headers: rows.2,
        body,
        checks: answers.0,
        takes: answers.1,
    })
}

/// Any folder, with folders in it.
pub(super) fn folder() -> impl Strategy<Value = Folder> {
    let leaf = request().prop_map(Item::Request);
    let item = leaf.prop_recursive(2, 8, 3, |inner| {
        // A folder without a name gets that of its file.
        (text(), text(), vec(inner, 0..4)).prop_map(|(name, description, items)| {
            Item::Folder(Folder {
                name: format!("n{name}"),
                description,
                items,
            })
        })
    });
    vec(item, 0..4).prop_map(|items| Folder {
        name: "Everything".to_owned(),
        description: String::new(),
        items,
    })
}
