//! The file of sessions, read and written through tauri-plugin-store.
//!
//! The plugin writes a file in place, so a kill in the middle would leave half of it. Here it writes a file beside,
//! which then takes the real one's place in one step.
//!
//! The plugin also tells every change to the window, value and all. A token must never get there, so each write goes
//! through a store of its own that is made with its content and closed at once: nothing changes in it.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use latchkey_keeping::{Document, FILE, Medium, ReadError, WriteError, write_durably};
use serde_json::Value;
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreBuilder};

/// The file of sessions, behind the store plugin.
pub struct PluginFile<R: Runtime> {
    app: AppHandle<R>,
    path: PathBuf,
}

impl<R: Runtime> PluginFile<R> {
    /// The file in `folder`, which exists.
    pub fn new(app: &AppHandle<R>, folder: &Path) -> Self {
        Self {
            app: app.clone(),
            path: folder.join(FILE),
        }
    }

    /// A store of its own for one read or write, closed by [`Store::close_resource`].
    fn store(
        &self,
        path: &Path,
        content: HashMap<String, Value>,
    ) -> tauri_plugin_store::Result<Arc<Store<R>>> {
        let builder = StoreBuilder::new(&self.app, path).disable_auto_save();
        builder.create_new().defaults(content).build()
    }
}

impl<R: Runtime> Medium for PluginFile<R> {
    fn read(&self) -> Result<Option<Document>, ReadError> {
        let said = |error: &dyn std::fmt::Display| ReadError::Io(format!("{}: {error}", self.path.display()));
        match fs::metadata(&self.path) {
            // A file in the place of the folder holds no sessions either; the window says what is wrong.
            Err(error) if [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind()) => {
                return Ok(None);
            }
            Err(error) => return Err(said(&error)),
            Ok(_) => {}
        }
        let store = self
            .store(&self.path, HashMap::new())
            .map_err(|error| said(&error))?;
        let read = store.reload_ignore_defaults();
        let document = store.entries().into_iter().collect();
        store.close_resource();
        match read {
            Ok(()) => Ok(Some(document)),
            Err(tauri_plugin_store::Error::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(tauri_plugin_store::Error::Io(error)) => Err(said(&error)),
            Err(error) => Err(ReadError::Malformed(error.to_string())),
        }
    }

    fn write(&self, document: &Document) -> Result<(), WriteError> {
        write_durably(&self.path, |beside| {
            let said = |error: tauri_plugin_store::Error| WriteError::at(beside, &error);
            let content = document.clone().into_iter().collect();
            let store = self.store(beside, content).map_err(said)?;
            let saved = store.save();
            store.close_resource();
            saved.map_err(said)
        })
    }
}
