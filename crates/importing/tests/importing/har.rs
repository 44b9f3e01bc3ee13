use latchkey_collection::RequestBody;
use latchkey_importing::Format;

use crate::support::{names, one, parts, read, rows, told, variables};

const NOTES: &str = include_str!("../fixtures/notes.har");

#[test]
fn entries_are_requests_in_the_folders_of_their_pages() {
    let imported = read(NOTES);
    assert_eq!(imported.format, Format::Har);
    assert_eq!(imported.folder.name, "file.name");
    assert_eq!(
        names(&imported),
        [
            "https://notes.example//GET /notes/:7",
            "Second/POST /login",
            "Second/POST /form",
            "POST /files"
        ]
    );
    let note = one(&imported, "https://notes.example//GET /notes/:7");
    assert_eq!(
        note.target, "https://notes.example/notes/%3A7",
        "what was sent is no parameter"
    );
    assert_eq!(rows(&note.query), ["q=a b", "access_token={{access_token}}"]);
    assert_eq!(
        rows(&note.headers),
        ["X-CSRF-Token={{x_csrf_token}}", "Accept=*/*"]
    );
    let RequestBody::Multipart { parts: found } = &one(&imported, "POST /files").body else {
        panic!()
    };
    assert_eq!(parts(found), ["f=@a.txt", "t=x"]);
    assert!(
        one(&imported, "POST /files").headers.is_empty(),
        "the boundary was of another time"
    );
}

#[test]
fn what_was_recorded_of_a_sign_in_stays_out() {
    let imported = read(NOTES);
    let text = r#"{"user": "ann", "password": "{{password}}"}"#.to_owned();
    assert_eq!(
        one(&imported, "Second/POST /login").body,
        RequestBody::Json { text }
    );
    let RequestBody::Form { fields } = &one(&imported, "Second/POST /form").body else {
        panic!()
    };
    assert_eq!(rows(fields), ["a=1", "password={{password}}"]);
    assert_eq!(
        variables(&imported, "file.name"),
        ["access_token!=", "password!=", "x_csrf_token!="]
    );
    assert_eq!(
        told(&imported),
        [
            "log.entries[0].request.queryString credential",
            "log.entries[0].request.headers[1] connection",
            "log.entries[0].request.headers[2] cookies",
            "log.entries[0].request.headers[3] credential",
            "log.entries[0].request.headers[4] credential",
            "log.entries[1].request.postData.text credential",
            "log.entries[2].request.postData.params credential",
            "log.entries[4].request.url not-a-request",
            "log.entries[5] unexpected",
        ]
    );
}

/// Entries that recorders leave half empty, as one of the examples of Insomnia's importers has it.
#[test]
fn an_entry_without_an_address_says_so() {
    let imported = read(
        r#"{"log": {"version": "1.2", "entries": [{"request": {"url": ""}}, {"request": {"url": "/only/a/path"}},
            {"request": {"url": "blob:https://a.example/1"}}]}}"#,
    );
    let notes = &imported.report.notes;
    let reasons: Vec<_> = notes.iter().map(|note| note.reason.to_string()).collect();
    for told in [
        "an entry without an address",
        "an address without a scheme",
        "an address of the scheme blob",
    ] {
        assert!(
            reasons.iter().any(|reason| reason.contains(told)),
            "{told}: {reasons:?}"
        );
    }
}
