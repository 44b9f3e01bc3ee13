//! Answers that the window cannot show and the system can: a copy is opened with its own program.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use latchkey_ipc::IpcError;
use tempfile::TempDir;

use crate::{
    body::{Body, BodyError},
    file_manager, translate,
};

/// Where the copies lie within the data folder, each in a folder that nobody else may look into.
const FOLDER: &str = "viewed";

/// The copies. They are gone when the app ends, or when it starts the next time.
pub(crate) struct Viewed {
    folder: PathBuf,
    copies: Mutex<Vec<TempDir>>,
}

impl Viewed {
    /// Begins without any: those of a run that was killed are removed.
    pub(crate) fn start(data: &Path) -> Self {
        let folder = data.join(FOLDER);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "copies of documents could not be removed");
            }
            _ => {}
        }
        Self {
            folder,
            copies: Mutex::default(),
        }
    }

    /// Opens a copy of a body. Only of a kind that programs show and none runs: what a server calls a document is not
    /// given to the system under another name.
    pub(crate) async fn open(&self, body: Arc<Body>) -> Result<(), IpcError> {
        let view = body.view();
        if !view.is_document() {
            return Err(translate::unfit("body-no-document", view.media_type, None));
        }
        let place = self.folder.clone();
        let copied = tokio::task::spawn_blocking(move || {
            fs::create_dir_all(&place)?;
            let folder = folder_in(&place)?;
            // With the ending of its kind: it decides which program it is.
            let file = folder.path().join(body.file_name());
            body.save(&file)?;
            Ok::<_, BodyError>((folder, file))
        });
        let (folder, file) = copied
            .await
            .map_err(|error| translate::internal(error.to_string()))?
            .map_err(|error| translate::from_body(&error))?;
        file_manager::open(&file, "body-unopened").await?;
        self.copies().push(folder);
        Ok(())
    }

    /// Removes the copies.
    pub(crate) fn end(&self) {
        self.copies().clear();
        // It is empty, unless something else put something there.
        let _ = fs::remove_dir(&self.folder);
    }

    fn copies(&self) -> MutexGuard<'_, Vec<TempDir>> {
        self.copies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A folder of its own for a copy.
fn folder_in(place: &Path) -> io::Result<TempDir> {
    let folder = tempfile::tempdir_in(place)?;
    // Elsewhere it is the user's own by where it lies.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700))?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_is_removed_and_nothing_else() {
        let data = tempfile::tempdir().unwrap();
        fs::create_dir_all(data.path().join("viewed/a")).unwrap();
        fs::write(data.path().join("viewed/a/answer.pdf"), "of before").unwrap();
        fs::write(data.path().join("latchkey.json"), "{}").unwrap();
        Viewed::start(data.path()).end();
        let left: Vec<_> = fs::read_dir(data.path())
            .unwrap()
            .map(|it| it.unwrap().file_name())
            .collect();
        assert_eq!(left, ["latchkey.json"]);
    }
}
