//! Requests of any kind, without what both readers take for a credential or leave to the connection.

use latchkey_collection::{Folder, Item, Part, PartKind, Request, RequestBody, Row};
use proptest::{collection::vec, option, prelude::*};

/// A text of one line that does not begin or end with space, as names and headers are.
pub(crate) fn line() -> impl Strategy<Value = String> {
    "[!-~가-힣é]([ -~가-힣é']{0,12}[!-~가-힣é])?".prop_filter("text", |text| plain(text))
}

/// Any text without control characters.
fn text() -> impl Strategy<Value = String> {
    "[ -~가-힣é\n\t'\"]{0,24}".prop_filter("text", |text| plain(text))
}

fn plain(text: &str) -> bool {
    // Dots alone go up a path, and a dash is standard input.
    !text.contains("{{") && !text.contains("}}") && ![".", "..", "-"].contains(&text)
}

/// A name that speaks of no credential.
fn name() -> impl Strategy<Value = String> {
    "[a-d가-나][a-d0-9가-나]{0,5}"
}

fn row(
    name: impl Strategy<Value = String>,
    value: impl Strategy<Value = String>,
) -> impl Strategy<Value = Row> {
    (name, value, any::<bool>()).prop_map(|(name, value, enabled)| Row { name, value, enabled })
}

/// A value, with a variable in it or not.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![3 => line(), 1 => "[a-d]{1,5}".prop_map(|name| format!("x{{{{{name}}}}}y"))]
}

fn body() -> impl Strategy<Value = RequestBody> {
    let part =
        (name(), value(), any::<bool>(), any::<bool>()).prop_map(|(name, value, file, enabled)| Part {
            name,
            value,
            kind: if file { PartKind::File } else { PartKind::Text },
            enabled,
        });
    prop_oneof![
        Just(RequestBody::None),
        vec((name(), text()), 0..4).prop_map(|members| {
            let members: serde_json::Map<_, _> = members
                .into_iter()
                .map(|(name, value)| (name, value.into()))
                .collect();
            let text = serde_json::Value::from(members).to_string();
            RequestBody::Json { text }
        }),
        "[a-zé가' \n\"$]{1,40}".prop_map(|text| RequestBody::Text { text }),
        vec(row(name(), value()), 1..4).prop_map(|fields| RequestBody::Form { fields }),
        vec(part, 1..4).prop_map(|parts| RequestBody::Multipart { parts }),
        line().prop_map(|path| RequestBody::File { path }),
    ]
}

/// A request with or without parameters in its path, each with its value.
pub(crate) fn request() -> impl Strategy<Value = Request> {
    let begin = prop_oneof![
        Just(String::new()),
        Just("https://a.example:8443".to_owned()),
        Just("http://127.0.0.1".to_owned()),
    ];
    let segment = prop_oneof![
        "[a-z0-9._~-]{1,8}".prop_map(|text| (text, None)),
        ("[a-z_][a-z0-9_]{0,5}", line()).prop_map(|(name, value)| (format!(":{name}"), Some((name, value)))),
    ];
    let head = (
        line(),
        prop_oneof![
            Just("GET"),
            Just("POST"),
            Just("PUT"),
            Just("DELETE"),
            Just("HEAD"),
            Just("QUERY")
        ],
        begin,
        vec(segment, 0..4),
    );
    let header = row("X-[A-F]{1,6}q".prop_map(|it| it.clone()), value());
    let rest = (
        option::of(1_u64..10_000_000),
        any::<bool>(),
        vec(row(name(), value()), 0..4),
        vec(header, 0..4),
        body(),
        "[ -~가\n]{0,20}",
    );
    (head, rest).prop_map(
        |((name, method, begin, segments), (timeout_ms, redirects, query, headers, body, description))| {
            let path: Vec<_> = segments.iter().map(|(segment, _)| segment.as_str()).collect();
            let mut request = Request::new(name, method, format!("{begin}/{}", path.join("/")));
            for (name, value) in segments.into_iter().filter_map(|(_, row)| row) {
                if !request.path.iter().any(|row| row.name == name) {
                    request.path.push(Row {
                        name,
                        value,
                        enabled: true,
                    });
                }
            }
            description.trim().clone_into(&mut request.description);
            (request.timeout_ms, request.redirects) = (timeout_ms, redirects);
            (request.query, request.headers, request.body) = (query, headers, body);
            request
        },
    )
}

/// A folder with requests and folders in it.
pub(crate) fn folder() -> impl Strategy<Value = Folder> {
    let leaf = request().prop_map(Item::Request);
    let item = leaf.prop_recursive(3, 8, 3, |inner| named(vec(inner, 0..3)).prop_map(Item::Folder));
    named(vec(item, 0..4))
}

fn named(items: impl Strategy<Value = Vec<Item>>) -> impl Strategy<Value = Folder> {
    (line(), "[a-z가\n]{0,9}", items).prop_map(|(name, description, items)| Folder {
        name,
        description: description.trim().to_owned(),
        items,
    })
}
