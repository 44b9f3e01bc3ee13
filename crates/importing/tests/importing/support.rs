//! Looking into what came in.

use latchkey_collection::{Folder, Item, Request};
use latchkey_importing::{Imported, import};

/// The secret of all fixtures, which must never come in.
pub(crate) const SECRET: &str = "s3cret-token";

/// Reads a fixture that holds the secret in all its places.
pub(crate) fn read(text: &str) -> Imported {
    let imported = import(text.as_bytes(), Some("file.name.json"), None).unwrap();
    assert_no_secret(&imported);
    imported
}

/// Neither the requests nor the variables nor the report hold the secret.
pub(crate) fn assert_no_secret(imported: &Imported) {
    assert!(!format!("{imported:?}").contains(SECRET), "{imported:#?}");
}

/// All requests with the names of their folders.
pub(crate) fn requests(folder: &Folder) -> Vec<(String, &Request)> {
    let mut found = Vec::new();
    for item in &folder.items {
        match item {
            Item::Request(request) => found.push((request.name.clone(), request)),
            Item::Folder(inner) => found.extend(
                requests(inner)
                    .into_iter()
                    .map(|(name, request)| (format!("{}/{name}", inner.name), request)),
            ),
        }
    }
    found
}

/// The names of all requests.
pub(crate) fn names(imported: &Imported) -> Vec<String> {
    requests(&imported.folder)
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

/// The request of this name.
pub(crate) fn one<'a>(imported: &'a Imported, name: &str) -> &'a Request {
    let found = requests(&imported.folder).into_iter().find(|(it, _)| it == name);
    found
        .unwrap_or_else(|| panic!("{name} is not among {:?}", names(imported)))
        .1
}

/// Rows as `name=value`, with `~` before those that are switched off.
pub(crate) fn rows(rows: &[latchkey_collection::Row]) -> Vec<String> {
    rows.iter()
        .map(|row| format!("{}{}={}", if row.enabled { "" } else { "~" }, row.name, row.value))
        .collect()
}

/// Parts as `name=value`, with `@` before the paths of files.
pub(crate) fn parts(parts: &[latchkey_collection::Part]) -> Vec<String> {
    let at = |kind| {
        if kind == latchkey_collection::PartKind::File {
            "@"
        } else {
            ""
        }
    };
    parts
        .iter()
        .map(|part| format!("{}={}{}", part.name, at(part.kind), part.value))
        .collect()
}

/// The variables of an environment as `name=value`, with `!` behind the names of secrets.
pub(crate) fn variables(imported: &Imported, environment: &str) -> Vec<String> {
    let found = imported.environments.iter().find(|it| it.name == environment);
    let found = found.unwrap_or_else(|| panic!("{environment} is not among {:?}", imported.environments));
    found
        .variables
        .iter()
        .map(|it| format!("{}{}={}", it.name, if it.secret { "!" } else { "" }, it.value))
        .collect()
}

/// The report as places and slugs.
pub(crate) fn told(imported: &Imported) -> Vec<String> {
    let notes = imported.report.notes.iter();
    notes
        .map(|note| format!("{} {}", note.place, note.reason.slug()))
        .collect()
}
