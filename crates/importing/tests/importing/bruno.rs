use latchkey_collection::RequestBody;
use latchkey_importing::{File, Format, import, import_folder, is_of_folder};

use crate::support::{assert_no_secret, names, one, parts, rows, told, variables};

const FILES: [(&str, &str); 8] = [
    ("bruno.json", include_str!("../fixtures/bruno/bruno.json")),
    ("collection.bru", include_str!("../fixtures/bruno/collection.bru")),
    (
        "environments/Local.bru",
        include_str!("../fixtures/bruno/environments/Local.bru"),
    ),
    (
        "notes/folder.bru",
        include_str!("../fixtures/bruno/notes/folder.bru"),
    ),
    ("notes/one.bru", include_str!("../fixtures/bruno/notes/one.bru")),
    (
        "notes/write.bru",
        include_str!("../fixtures/bruno/notes/write.bru"),
    ),
    ("upload.bru", include_str!("../fixtures/bruno/upload.bru")),
    (
        "node_modules/x/ignored.bru",
        "get {\n  url: https://ignored.example\n}\n",
    ),
];

fn files() -> Vec<File<'static>> {
    FILES
        .iter()
        .map(|(path, text)| File {
            path,
            bytes: text.as_bytes(),
        })
        .collect()
}

#[test]
fn a_folder_is_a_collection() {
    let imported = import_folder(&files(), Some("folder")).unwrap();
    assert_no_secret(&imported);
    assert_eq!(imported.format, Format::Bruno);
    assert_eq!(
        (
            imported.folder.name.as_str(),
            imported.folder.description.as_str()
        ),
        ("Notes", "Keeps notes.")
    );
    assert_eq!(
        names(&imported),
        ["All notes/One note", "All notes/Write", "Upload"]
    );
    let note = one(&imported, "All notes/One note");
    assert_eq!(
        (note.method.as_str(), note.target.as_str()),
        ("GET", "{{base}}/notes/:id")
    );
    assert_eq!(
        (rows(&note.path), rows(&note.query)),
        (
            vec!["id=7".to_owned()],
            vec!["full=1".to_owned(), "~off=1".to_owned()]
        )
    );
    assert_eq!(rows(&note.headers), ["~X-Trace=1"]);
    assert_eq!((note.redirects, note.timeout_ms), (false, Some(2500)));
    let text = "{\n  \"title\": \"Milk\"\n}".to_owned();
    assert_eq!(one(&imported, "All notes/Write").body, RequestBody::Json { text });
    let RequestBody::Multipart { parts: found } = &one(&imported, "Upload").body else {
        panic!()
    };
    assert_eq!(parts(found), ["f=@a.txt", "f=@b.txt", "t=x"]);
    assert_eq!(
        variables(&imported, "Local"),
        ["base=http://127.0.0.1:8080", "apiToken!=", "password!="]
    );
    assert_eq!(
        told(&imported),
        [
            "collection.bru.auth:bearer authentication",
            "collection.bru.headers setting",
            "environments/Local.bru.vars.apiToken secret-variable",
            "notes/one.bru.headers.Authorization credential",
            "notes/write.bru.tests script",
            "notes/write.bru.body:text another-body",
        ]
    );
}

#[test]
fn a_collection_may_lie_deeper_in_the_folder() {
    let paths: Vec<_> = FILES.iter().map(|(path, _)| format!("docs/api/{path}")).collect();
    let files: Vec<_> = paths
        .iter()
        .zip(FILES)
        .map(|(path, (_, text))| File {
            path,
            bytes: text.as_bytes(),
        })
        .collect();
    let imported = import_folder(&files, None).unwrap();
    assert_eq!(
        names(&imported),
        ["All notes/One note", "All notes/Write", "Upload"]
    );
}

#[test]
fn a_file_alone_is_a_request() {
    let imported = import(FILES[4].1.as_bytes(), Some("one.bru"), None).unwrap();
    assert_no_secret(&imported);
    assert_eq!(names(&imported), ["One note"]);
}

#[test]
fn a_file_that_is_no_text_is_told_and_the_others_come_in() {
    let mut files = files();
    files.push(File {
        path: "broken.bru",
        bytes: b"get {\n\xff",
    });
    let imported = import_folder(&files, None).unwrap();
    assert_eq!(names(&imported).len(), 3);
    assert_eq!(told(&imported)[0], "broken.bru unexpected");
}

#[test]
fn a_folder_without_bru_files_is_refused() {
    let file = File {
        path: "README.md",
        bytes: b"hello",
    };
    let error = import_folder(&[file], None).unwrap_err().to_string();
    assert!(error.contains("a folder without .bru files"), "{error}");
    assert!(is_of_folder("a/b.bru") && is_of_folder("bruno.json"));
    assert!(!is_of_folder(".git/b.bru") && !is_of_folder("package.json"));
}

#[test]
fn names_are_only_names() {
    let text = "meta {\n  name: ../../etc/pass\u{7}wd\n}\nget {\n  url: https://notes.example\n}\n";
    let file = File {
        path: "../CON/../../x.bru",
        bytes: text.as_bytes(),
    };
    let imported = import_folder(&[file], Some("..")).unwrap();
    assert_eq!(imported.folder.name, "..");
    assert_eq!(names(&imported), ["../CON/../../../../etc/pass wd"]);
}
