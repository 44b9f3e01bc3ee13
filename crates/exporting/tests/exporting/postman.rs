use latchkey_collection::{Check, Environment, Folder, Item, Request, RequestBody, Row, Source, Take};
use latchkey_exporting::postman;
use latchkey_importing::{Format, Imported, import};
use proptest::prelude::*;

use crate::any;

fn read(text: &str) -> Imported {
    import(text.as_bytes(), Some("x.json"), Some(Format::Postman)).unwrap()
}

/// A folder as it comes back: paths behind the variable of the server's address, and texts with their type.
fn as_it_comes_back(folder: &Folder) -> Folder {
    let items = folder.items.iter().map(|item| match item {
        Item::Folder(folder) => Item::Folder(as_it_comes_back(folder)),
        Item::Request(request) => {
            let mut request = request.clone();
            if request.target.starts_with('/') {
                request.target = format!("{{{{base_url}}}}{}", request.target);
            }
            request.timeout_ms = None;
            if matches!(request.body, RequestBody::Text { .. }) {
                request.headers.push(Row {
                    name: "Content-Type".to_owned(),
                    value: "text/plain".to_owned(),
                    enabled: true,
                });
            }
            Item::Request(request)
        }
    });
    Folder {
        items: items.collect(),
        ..folder.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_read_back_is_the_folder(folder in any::folder()) {
        let exported = postman(&folder, &[], "https://a.example");
        prop_assert!(exported.left_out.iter().all(|it| it.reason.slug() == "time-out"), "{:?}", exported.left_out);
        let imported = read(&exported.text);
        prop_assert_eq!(imported.report.total(), 0, "{:?}", imported.report);
        prop_assert_eq!(imported.folder, as_it_comes_back(&folder), "{}", exported.text);
    }

    #[test]
    fn variables_come_back_and_secrets_by_name(
        open in proptest::collection::btree_map("[a-d]{1,4}", any::line(), 0..5),
        secrets in proptest::collection::btree_set("[e-h]{1,4}", 0..3),
    ) {
        let secrets: Vec<_> = secrets.into_iter().collect();
        let environment = Environment { name: "Any".to_owned(), secrets: secrets.clone(), variables: open.clone() };
        let exported = postman(&Folder::default(), &[environment], "");
        let imported = read(&exported.text);
        let found: Vec<_> = imported.environments.iter().flat_map(|it| &it.variables).collect();
        let (hidden, shown): (Vec<_>, Vec<_>) = found.into_iter().partition(|it| it.secret);
        prop_assert_eq!(hidden.iter().map(|it| it.name.clone()).collect::<Vec<_>>(), secrets);
        let shown: std::collections::BTreeMap<_, _> =
            shown.into_iter().map(|it| (it.name.clone(), it.value.clone())).collect();
        prop_assert_eq!(shown, open);
    }

    #[test]
    fn nothing_panics_whatever_a_request_holds(
        texts in proptest::collection::vec("\\PC{0,12}|[{}:/?#@&=\\\\]{0,12}|[\\x00-\\x1f]{0,3}", 8),
    ) {
        let row = |name: &str, value: &str| Row { name: name.to_owned(), value: value.to_owned(), enabled: true };
        let mut request = Request::new(&texts[0], &texts[1], &texts[2]);
        request.path = vec![row(&texts[3], &texts[4])];
        request.query = vec![row(&texts[5], &texts[6])];
        request.headers = vec![row(&texts[6], &texts[7])];
        let folder = Folder { name: texts[7].clone(), items: vec![Item::Request(request)], ..Folder::default() };
        let exported = postman(&folder, &[], &texts[3]);
        let imported = read(&exported.text);
        prop_assert!(imported.folder.items.len() <= 1);
    }
}

#[test]
fn what_postman_cannot_hold_is_told_with_its_request() {
    let row = |name: &str, enabled| Row {
        name: name.to_owned(),
        value: "7".to_owned(),
        enabled,
    };
    let mut request = Request::new("One", "GET", "/notes/:id.json/:12/:other");
    request.path = vec![row("id", true), row("other", false), row("unused", true)];
    request.query = vec![row(r"\{{x}}", true)];
    request.timeout_ms = Some(5);
    request.checks = vec![Check::Status(200)];
    request.takes = vec![Take {
        variable: "id".to_owned(),
        source: Source::Header("location".to_owned()),
    }];
    let notes = Folder {
        name: "Notes".to_owned(),
        items: vec![Item::Request(request)],
        ..Folder::default()
    };
    let folder = Folder {
        items: vec![Item::Folder(notes)],
        ..Folder::default()
    };
    let environment = |name: &str, value: &str| Environment {
        name: name.to_owned(),
        variables: [("base_url".to_owned(), value.to_owned())].into(),
        ..Environment::default()
    };
    let exported = postman(
        &folder,
        &[environment("A", "1"), environment("B", "2")],
        "https://a.example/",
    );
    let told: Vec<_> = exported
        .left_out
        .iter()
        .map(|it| format!("{}|{}|{}", it.of, it.field, it.reason.slug()))
        .collect();
    assert_eq!(
        told,
        [
            "|environment B|again",
            "Notes/One|timeout_ms|time-out",
            "Notes/One|checks|checks",
            "Notes/One|take|takes",
            "Notes/One|request|braces",
            "Notes/One|path|part-of-segment",
            "Notes/One|path|parameter",
            "Notes/One|path|unused",
            "Notes/One|path|unused",
        ]
    );
    // The name that stands before paths is free.
    assert!(
        exported.text.contains("{{base_url_2}}/notes/7.json/%3A12/:other"),
        "{}",
        exported.text
    );
    let document: serde_json::Value = serde_json::from_str(&exported.text).unwrap();
    assert_eq!(document["variable"][0]["value"], "https://a.example");
}
