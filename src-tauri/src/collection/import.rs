//! What another tool has written, on its way into the collection.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use latchkey_collection::{
    Folder, Item,
    store::{self, Place, Store},
};
use latchkey_importing::{Format, Imported, MAX_BYTES, Note, Reason, import};
use latchkey_ipc::{ImportNote, ImportPreview, IpcError, NAME_LIMIT, PREVIEW_LIMIT, PreviewLine};
use latchkey_pipeline::{
    Error, NetworkSettings,
    clock::SystemClock,
    document::{self, Fetched, Limits},
};

use crate::translate;

/// The field with the document or its address.
const FIELD: &str = "text";
/// How many notes a preview tells.
const NOTES: usize = 200;

/// Where a document to be imported is.
pub(crate) enum ImportFrom {
    /// Here, or at the address that this is.
    Text(String),
    /// In this file, which the user chose.
    File(PathBuf),
}

/// Reads a document from wherever it is. An address is asked as the settings say, and with nothing of any session.
pub(super) async fn read(from: ImportFrom, settings: &NetworkSettings) -> Result<Imported, IpcError> {
    let address = match &from {
        ImportFrom::Text(text) => document::address(FIELD, text),
        ImportFrom::File(_) => Ok(None),
    };
    let address = address.map_err(|error| translate::from_error(Error::Input(error)))?;
    let fetched = match &address {
        Some(url) => {
            let limits = Limits::of_bytes(MAX_BYTES);
            let fetched = document::fetch(url, settings, &SystemClock::new(), limits).await;
            Some(fetched.map_err(translate::from_fetch)?)
        }
        None => None,
    };
    let read = move || match (fetched, from) {
        (Some(Fetched { bytes, name }), _) => of_bytes(&bytes, Some(&name)),
        (None, ImportFrom::Text(text)) => of_text(&text),
        (None, ImportFrom::File(path)) => of_file(&path),
    };
    let read = tokio::task::spawn_blocking(read).await;
    read.map_err(|error| translate::internal(error.to_string()))?
}

/// Reads a document that the user pasted.
fn of_text(text: &str) -> Result<Imported, IpcError> {
    of_bytes(text.as_bytes(), None)
}

/// Reads a file that the user chose.
fn of_file(path: &Path) -> Result<Imported, IpcError> {
    let failed = |error: std::io::Error| unfit(format!("{}: {error}", path.display()));
    let file = fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    // One byte more than is allowed, so that too many are noticed.
    let read = file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(failed)?;
    let name = path.file_name().map(|name| name.to_string_lossy());
    of_bytes(&bytes, name.as_deref())
}

fn of_bytes(bytes: &[u8], name: Option<&str>) -> Result<Imported, IpcError> {
    import(bytes, name, None).map_err(|error| unfit(error.to_string()))
}

fn unfit(detail: String) -> IpcError {
    IpcError {
        field: Some(FIELD.to_owned()),
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
    preview.notes = told.map(told_of).collect();
    preview.more_notes += (notes.len() - preview.notes.len()) as u64;
    list(&imported.folder, 0, &mut preview);
    preview
}

fn told_of(note: &Note) -> ImportNote {
    let found = match &note.reason {
        Reason::Credential { variable, .. } => variable.clone(),
        Reason::Unexpected { found, .. } => Some(found.slug().to_owned()),
        _ => None,
    };
    ImportNote {
        place: note.place.clone(),
        reason: note.reason.key(),
        about: note.reason.about().map(str::to_owned),
        found,
    }
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
pub(super) fn take(store: &Store, mut imported: Imported, name: String) -> Result<Place, store::Error> {
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

    /// A server that answers once, by a script of its own. Its address, and what it was sent.
    fn serve(answer: &'static str) -> (String, std::thread::JoinHandle<String>) {
        use std::io::{BufRead as _, BufReader, Write as _};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/far.json?key=s3cret", listener.local_addr().unwrap());
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut sent = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while reader.read_line(&mut sent).is_ok_and(|read| read > 2) {}
            stream.write_all(answer.as_bytes()).unwrap();
            sent
        });
        (address, heard)
    }

    async fn of_address(address: &str) -> Result<Imported, IpcError> {
        read(
            ImportFrom::Text(format!(" {address}\n")),
            &NetworkSettings::default(),
        )
        .await
    }

    #[tokio::test]
    async fn a_document_comes_from_an_address() {
        let (address, heard) = serve(
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"openapi\": \"3.1.0\", \"info\": {}, \"paths\": {\"/a\": {\"get\": {}}}}",
        );
        let imported = of_address(&address).await.unwrap();
        assert_eq!(imported.folder.name, "far");
        assert!(
            !heard
                .join()
                .unwrap()
                .to_ascii_lowercase()
                .contains("authorization:")
        );
    }

    #[tokio::test]
    async fn an_address_without_a_document_says_why() {
        for (answer, key) in [
            (
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                "fetch-status",
            ),
            ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "import"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nnonsense", "import"),
            (
                "HTTP/1.1 302 Found\r\nLocation: ftp://a.example\r\nContent-Length: 0\r\n\r\n",
                "fetch-nowhere",
            ),
            ("HTTP/1.1 200 OK\r\nContent-Length: 80\r\n\r\nhalf", "torn"),
        ] {
            let (address, heard) = serve(answer);
            let error = of_address(&address).await.unwrap_err();
            assert_eq!(error.key, key, "{error:?}");
            assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
            heard.join().unwrap();
        }
        for (text, key) in [
            ("ftp://a.example/x", "target-scheme"),
            ("https://me:s3cret@a.example/x", "target-credentials"),
        ] {
            let error = of_address(text).await.unwrap_err();
            assert_eq!((error.key.as_str(), error.field.as_deref()), (key, Some(FIELD)));
            assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        }
    }
}
