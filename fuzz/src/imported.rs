//! What must hold of everything that is imported.

use latchkey_collection::{
    Environment, Folder, Item, Request,
    store::{read_request, write_environment, write_request},
};
use latchkey_exporting::{Server, curl, postman};
use latchkey_importing::{Format, ImportError, Imported, MAX_FOLDER_DEPTH, MAX_NOTES, MAX_REQUESTS, import};

/// What came in keeps to its limits, can be kept, read again and exported; what did not says why.
///
/// # Panics
///
/// Where it does not.
pub fn hold_import(imported: Result<Imported, ImportError>) {
    let imported = match imported {
        Ok(imported) => imported,
        Err(error) => {
            assert!(
                !error.to_string().is_empty() && error.to_string().len() < 4_000,
                "{error}"
            );
            return;
        }
    };
    assert!(imported.report.notes.len() <= MAX_NOTES);
    for note in &imported.report.notes {
        assert!(!note.place.chars().any(char::is_control), "{note:?}");
        assert!(note.reason.to_string().len() < 4_000, "{note:?}");
    }
    let mut requests = 0;
    hold_folder(&imported.folder, 0, &mut requests);
    assert!(requests <= MAX_REQUESTS);
    let environments: Vec<_> = imported.environments.iter().map(as_kept).collect();
    for environment in &environments {
        write_environment("x", environment, None).expect("an environment has text alone");
    }
    // What is exported can be imported again.
    let exported = postman(&imported.folder, &environments, "");
    import(exported.text.as_bytes(), None, Some(Format::Postman)).expect("an export");
}

fn as_kept(set: &latchkey_importing::Environment) -> Environment {
    let mut secrets = set.variables.iter().filter(|it| it.secret);
    assert!(secrets.all(|it| it.value.is_empty()), "{set:?}");
    set.into()
}

fn hold_folder(folder: &Folder, depth: usize, requests: &mut usize) {
    assert!(depth <= MAX_FOLDER_DEPTH);
    for item in &folder.items {
        match item {
            Item::Folder(inner) => hold_folder(inner, depth + 1, requests),
            Item::Request(request) => {
                *requests += 1;
                hold_request(request);
            }
        }
    }
}

fn hold_request(request: &Request) {
    assert!(
        !request.name.is_empty() && !request.method.is_empty(),
        "{request:?}"
    );
    for text in [&request.name, &request.method, &request.target] {
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
    for row in &request.headers {
        assert!(
            !row.name.chars().chain(row.value.chars()).any(char::is_control),
            "{row:?}"
        );
        let name = row.name.to_ascii_lowercase();
        assert!(
            ![
                "authorization",
                "proxy-authorization",
                "cookie",
                "host",
                "content-length"
            ]
            .contains(&name.as_str())
        );
    }
    let written = write_request("x", request, None).expect("a request without checks has text alone");
    assert_eq!(read_request(&written).as_ref(), Ok(request), "{written}");
    if let Ok(exported) = curl(request, &Server::default(), None) {
        latchkey_curl::read(&exported.text).expect("a command of ours");
    }
}
