//! Installs a server's packages once, below the target folder.

mod node;
mod python;

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::{
    error::Error,
    kind::{Kind, definitions},
};

/// A server that can be started.
#[derive(Debug, Clone)]
pub struct Installed {
    /// Which one.
    pub kind: Kind,
    /// The packages that matter and the interpreter, each with its version.
    pub versions: String,
    /// The interpreter.
    pub(crate) program: PathBuf,
    /// What the interpreter is told about the place of the packages.
    pub(crate) environment: Vec<(&'static str, PathBuf)>,
    /// Where everything goes: packages, logs, the servers' own files.
    pub(crate) root: PathBuf,
}

/// Makes sure that the packages of a server are there. A second run finds them and installs nothing.
///
/// `root` is `real-servers` in Cargo's target folder. The packages come from wherever pip and npm are configured to
/// find them.
pub fn install(root: &Path, kind: Kind) -> Result<Installed, Error> {
    for folder in [root.to_owned(), logs(root)] {
        fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
    }
    match kind {
        Kind::Simplejwt | Kind::FlaskJwtExtended => python::install(root, kind),
        Kind::Atproto => node::install(root),
    }
}

/// Where the logs are.
pub(crate) fn logs(root: &Path) -> PathBuf {
    root.join("logs")
}

/// A folder of packages that is either complete, for exactly one recipe, or made anew.
struct Place {
    folder: PathBuf,
    recipe: String,
    /// Other processes that want the same packages wait until this is dropped.
    _lock: File,
}

impl Place {
    /// Waits for the folder. `recipe` is all that decides what is in it.
    fn hold(folder: PathBuf, recipe: String) -> Result<Self, Error> {
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(Error::io(parent))?;
        }
        let path = folder.with_extension("lock");
        let lock = File::create(&path).map_err(Error::io(&path))?;
        lock.lock().map_err(Error::io(&path))?;
        Ok(Self {
            folder,
            recipe,
            _lock: lock,
        })
    }

    fn mark(&self) -> PathBuf {
        self.folder.join("complete")
    }

    /// Whether everything was installed by this very recipe.
    fn is_complete(&self) -> bool {
        fs::read_to_string(self.mark()).is_ok_and(|made_by| made_by == self.recipe)
    }

    /// Empties the folder, and says that an installation begins: it takes a while.
    fn begin(&self, what: &str) -> Result<(), Error> {
        // Not a macro: what those print is swallowed by test harnesses.
        let _ = writeln!(
            std::io::stderr(),
            "real servers: installing {what} into {} (once)",
            self.folder.display()
        );
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).map_err(Error::io(&self.folder))?;
        }
        fs::create_dir_all(&self.folder).map_err(Error::io(&self.folder))
    }

    fn finish(&self) -> Result<(), Error> {
        fs::write(self.mark(), &self.recipe).map_err(Error::io(self.mark()))
    }
}

/// A file among the servers' definitions.
fn definition(name: &str) -> Result<String, Error> {
    let path = definitions().join(name);
    fs::read_to_string(&path).map_err(Error::io(path))
}
