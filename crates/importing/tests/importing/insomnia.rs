use latchkey_collection::RequestBody;
use latchkey_importing::{Format, import};

use crate::support::{names, one, parts, read, rows, told, variables};

const FOUR: &str = include_str!("../fixtures/notes.insomnia4.json");
const FIVE: &str = include_str!("../fixtures/notes.insomnia5.yaml");

#[test]
fn version_4_is_put_in_order_by_its_parents() {
    let imported = read(FOUR);
    assert_eq!(imported.format, Format::Insomnia);
    assert_eq!(
        (
            imported.folder.name.as_str(),
            imported.folder.description.as_str()
        ),
        ("Work", "All of it.")
    );
    assert_eq!(
        names(&imported),
        ["Computed", "Notes/One note", "Notes/Write", "Orphan"]
    );
    let note = one(&imported, "Notes/One note");
    assert_eq!(note.target, "{{base}}/notes/:id");
    assert_eq!(
        (rows(&note.path), rows(&note.query)),
        (
            vec!["id=7".to_owned()],
            vec!["full=1".to_owned(), "~off=1".to_owned()]
        )
    );
    assert!(!note.redirects);
    let write = one(&imported, "Notes/Write");
    let text = r#"{"title": "{{title}}"}"#.to_owned();
    assert_eq!(
        (&write.body, write.headers.len()),
        (&RequestBody::Json { text }, 0)
    );
    assert_eq!(
        variables(&imported, "Base"),
        ["base=https://notes.example", "user.name=ann", "user.password!="]
    );
    assert_eq!(variables(&imported, "Local"), ["base=http://127.0.0.1:8080"]);
    assert_eq!(variables(&imported, "Notes"), ["title=Milk"]);
}

#[test]
fn what_version_4_has_and_does_not_come_in_is_told() {
    let mut told = told(&read(FOUR));
    told.sort();
    assert_eq!(
        told,
        [
            "resources[0].headers[1] cookies",
            "resources[11].parentId dangling",
            "resources[1].authentication authentication",
            "resources[1].preRequestScript script",
            "resources[2].url expression",
            "resources[3].environment scope",
            "resources[5].data.user.password secret-variable",
            "resources[7] cookies",
            "resources[8] not-a-request",
            "resources[9].parentId dangling",
        ]
    );
}

#[test]
fn version_5_is_a_tree() {
    let imported = read(FIVE);
    assert_eq!(names(&imported), ["Notes/One note", "Form"]);
    let note = one(&imported, "Notes/One note");
    assert_eq!(
        (note.target.as_str(), note.redirects),
        ("{{base}}/notes/:id", false)
    );
    assert_eq!(
        (rows(&note.path), rows(&note.headers)),
        (vec!["id=7".to_owned()], vec!["~X-Trace=1".to_owned()])
    );
    let RequestBody::Multipart { parts: found } = &one(&imported, "Form").body else {
        panic!()
    };
    assert_eq!(parts(found), ["f=@a.txt", "t=x"]);
    assert_eq!(
        variables(&imported, "Local"),
        ["base=http://127.0.0.1:8080", "token!="]
    );
    assert_eq!(
        told(&imported),
        [
            "collection[0].children[0].authentication authentication",
            "collection[0].children[0].afterResponse script",
            "collection[2] not-a-request",
            "environments.subEnvironments[0].data.token secret-variable",
            "cookieJar cookies",
        ]
    );
}

#[test]
fn an_older_export_is_refused() {
    let error = import(
        br#"{"_type": "export", "__export_format": 3, "resources": []}"#,
        None,
        None,
    );
    let error = error.unwrap_err().to_string();
    assert_eq!(
        error,
        "__export_format: found 3; allowed is an export of version 4 or 5"
    );
}
