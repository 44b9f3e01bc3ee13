//! What another tool has written, on its way into the collection.

use std::{fs, io::Read as _, path::Path};

use latchkey_collection::{
    Folder, Item,
    store::{Error, Place, Store},
};
use latchkey_importing::{Format, Imported, MAX_BYTES, import};
use latchkey_ipc::{ImportPreview, IpcError, NAME_LIMIT, PREVIEW_LIMIT, PreviewLine};

use crate::translate;

/// How many notes a preview tells.
const NOTES: usize = 200;

/// Reads a document that the user pasted.
pub(super) fn of_text(text: &str) -> Result<Imported, IpcError> {
    import(text.as_bytes(), None, None).map_err(|error| unfit(error.to_string()))
}

/// Reads a file that the user chose.
pub(super) fn of_file(path: &Path) -> Result<Imported, IpcError> {
    let failed = |error: std::io::Error| unfit(format!("{}: {error}", path.display()));
    let file = fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    // One byte more than is allowed, so that too many are noticed.
    let read = file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(failed)?;
    let name = path.file_name().map(|name| name.to_string_lossy());
    import(&bytes, name.as_deref(), None).map_err(|error| unfit(error.to_string()))
}

fn unfit(detail: String) -> IpcError {
    IpcError {
        field: Some("text".to_owned()),
        ..translate::unfit("import", detail, None)
    }
}

/// What would come in.
pub(super) fn preview(imported: &Imported) -> ImportPreview {
    let mut preview = ImportPreview {
        format: named(imported.format).to_owned(),
        name: imported.folder.name.chars().take(NAME_LIMIT).collect(),
        requests: 0,
        folders: 0,
        lines: Vec::new(),
        environments: imported.environments.iter().map(|it| it.name.clone()).collect(),
        base_urls: imported.base_urls.iter().take(NOTES).cloned().collect(),
        notes: Vec::new(),
        more_notes: imported.report.more,
    };
    let notes = &imported.report.notes;
    let told = notes.iter().take(NOTES);
    preview.notes = told
        .map(|note| format!("{}: {}", note.place, note.reason))
        .collect();
    preview.more_notes += (notes.len() - preview.notes.len()) as u64;
    list(&imported.folder, 0, &mut preview);
    preview
}

/// What people call a format.
fn named(format: Format) -> &'static str {
    match format {
        Format::OpenApi => "OpenAPI",
        Format::Postman => "Postman",
        Format::Insomnia => "Insomnia",
        Format::Bruno => "Bruno",
        Format::Har => "HAR",
        Format::Curl => "curl",
    }
}

fn list(folder: &Folder, depth: usize, preview: &mut ImportPreview) {
    for item in &folder.items {
        let (name, method) = match item {
            Item::Folder(folder) => (&folder.name, None),
            Item::Request(request) => (&request.name, Some(request.method.clone())),
        };
        match method {
            Some(_) => preview.requests += 1,
            None => preview.folders += 1,
        }
        if preview.lines.len() < PREVIEW_LIMIT {
            preview.lines.push(PreviewLine {
                depth,
                name: name.clone(),
                method,
            });
        }
        if let Item::Folder(folder) = item {
            list(folder, depth + 1, preview);
        }
    }
}

/// Writes all of it into a folder of its own, and the environments beside the others. Nothing that exists is touched.
pub(super) fn take(store: &Store, mut imported: Imported, name: String) -> Result<Place, Error> {
    imported.folder.name = name;
    let place = store.create_folder(&Place::root(), &imported.folder)?;
    for set in imported.environments.iter().filter(|it| !it.variables.is_empty()) {
        store.create_environment(&set.into())?;
    }
    Ok(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"{"openapi": "3.1.0", "info": {"title": "Notes"},
        "servers": [{"url": "https://a.example/v1"}], "paths": {"/notes": {"get": {"summary": "All", "tags": ["n"]}}}}"#;

    #[test]
    fn a_document_is_shown_first_and_then_taken_over_beside_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("notes.json");
        fs::write(&file, DOCUMENT).unwrap();
        let imported = of_file(&file).unwrap();
        let shown = preview(&imported);
        assert_eq!((shown.requests, shown.name.as_str()), (1, "Notes"));
        assert!(shown.lines.iter().any(|line| line.name == "All"), "{shown:?}");
        assert_eq!(shown.base_urls, ["https://a.example/v1"]);
        let store = Store::open(folder.path()).unwrap();
        for place in ["Mine", "Mine 2"] {
            let taken = take(&store, imported.clone(), "Mine".into()).unwrap();
            assert!(folder.path().join(taken.as_str()).is_dir(), "{place}");
        }
        assert_eq!(store.read().unwrap().root.requests().len(), 2);
    }

    #[test]
    fn what_is_no_document_is_told() {
        for text in ["", "{", "nonsense", "[]"] {
            let error = of_text(text).unwrap_err();
            assert_eq!(
                (error.key.as_str(), error.field.as_deref()),
                ("import", Some("text")),
                "{text}"
            );
        }
        assert_eq!(of_file(Path::new("/missing/file")).unwrap_err().key, "import");
    }
}
