mod any;
mod arranging;
mod conflicts;
mod environments;
mod folders;
mod limits;
mod texts;
mod watching;

use std::path::Path;

use super::{Collection, Place, Store};
use crate::Request;

/// A collection in a folder of its own.
struct World {
    folder: tempfile::TempDir,
    store: Store,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        Self { folder, store }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self) -> Collection {
        self.store.read().unwrap()
    }

    /// The requests' names in order, with those of their folders.
    fn names(&self) -> Vec<String> {
        let read = self.read();
        let saved = read.root.requests().into_iter();
        saved.map(|saved| saved.place.to_string()).collect()
    }
}

fn get(name: &str) -> Request {
    Request::new(name, "GET", "/api/notes")
}

fn place(text: &str) -> Place {
    Place::parse(text).unwrap()
}
