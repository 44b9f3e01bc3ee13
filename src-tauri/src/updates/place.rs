//! What is replaced by a new version, and how.

use std::fs::File;
#[cfg(target_os = "linux")]
use std::path::{Path, PathBuf};

use tauri_plugin_updater::Update;

use super::problem::Problem;

/// What is replaced by a new version.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// An `AppImage`: one file, which the user may put anywhere.
    #[cfg(target_os = "linux")]
    File(PathBuf),
    /// The package manager's: not ours to replace.
    #[cfg(target_os = "linux")]
    Package,
    /// The plugin knows: it runs the installer on Windows, and exchanges the bundle on macOS.
    #[cfg(not(target_os = "linux"))]
    Plugin,
}

impl Place {
    /// Where this process was started from.
    pub(crate) fn of_this_process() -> Self {
        #[cfg(target_os = "linux")]
        return Self::on_linux(
            std::env::current_exe().ok().as_deref(),
            std::env::var_os("APPIMAGE").as_deref().map(Path::new),
            std::env::var_os("APPDIR").as_deref().map(Path::new),
        );
        #[cfg(not(target_os = "linux"))]
        Self::Plugin
    }

    /// The variables of an `AppImage` are inherited by whatever is started from it: only if this very program is inside
    /// the image, or is the file itself, may the file be replaced.
    #[cfg(target_os = "linux")]
    pub(crate) fn on_linux(program: Option<&Path>, image: Option<&Path>, mounted: Option<&Path>) -> Self {
        let (Some(program), Some(image)) = (program, image.and_then(|it| it.canonicalize().ok())) else {
            return Self::Package;
        };
        let inside =
            mounted.is_some_and(|mounted| !mounted.as_os_str().is_empty() && program.starts_with(mounted));
        if inside || program == image {
            Self::File(image)
        } else {
            Self::Package
        }
    }

    /// Whether the app can put another version in its own place.
    pub(crate) fn installs(&self) -> bool {
        match self {
            #[cfg(target_os = "linux")]
            Self::File(_) => true,
            #[cfg(target_os = "linux")]
            Self::Package => false,
            #[cfg(not(target_os = "linux"))]
            Self::Plugin => true,
        }
    }

    /// A file to fetch the new version into. It has no name: it is gone when the app is, however it ends. Where a file
    /// is to be replaced it is in the same folder, so that a place that cannot be written to is known at once.
    pub(crate) fn scratch(&self) -> Result<File, Problem> {
        match self {
            #[cfg(target_os = "linux")]
            Self::File(image) => tempfile::tempfile_in(folder_of(image))
                .map_err(|error| Problem::of_disk(&image.display().to_string(), &error)),
            #[cfg(target_os = "linux")]
            Self::Package => Err(package()),
            #[cfg(not(target_os = "linux"))]
            Self::Plugin => tempfile::tempfile().map_err(|error| Problem::of_disk("the download", &error)),
        }
    }

    /// Puts the new version in this one's place. Its signature is verified once more: the bytes were on the disk.
    ///
    /// On Windows this does not return where it succeeds: the installer takes over.
    pub(crate) fn install(&self, update: &Update, bytes: &[u8]) -> Result<(), Problem> {
        match self {
            #[cfg(target_os = "linux")]
            Self::File(image) => {
                update.verify(bytes)?;
                replace(image, bytes)
            }
            #[cfg(target_os = "linux")]
            Self::Package => Err(package()),
            #[cfg(not(target_os = "linux"))]
            Self::Plugin => Ok(update.install(bytes)?),
        }
    }
}

#[cfg(target_os = "linux")]
fn package() -> Problem {
    Problem::Install("a package manager installed this version".to_owned())
}

#[cfg(target_os = "linux")]
fn folder_of(image: &Path) -> &Path {
    image.parent().unwrap_or(Path::new("/"))
}

/// Replaces a file in one step. The plugin would move the old one away and write the new one at its place: killed
/// between the two, it leaves none.
#[cfg(target_os = "linux")]
fn replace(image: &Path, bytes: &[u8]) -> Result<(), Problem> {
    use std::{fs, io::Write as _, os::unix::fs::PermissionsExt as _};

    // A package of another kind under the right name would never start again.
    if !bytes.starts_with(b"\x7fELF") {
        return Err(Problem::Install("the file is not an AppImage".to_owned()));
    }
    let said = |error: &std::io::Error| Problem::of_disk(&image.display().to_string(), error);
    let folder = folder_of(image);
    let mode = fs::metadata(image)
        .map_err(|error| said(&error))?
        .permissions()
        .mode();
    let beside = tempfile::Builder::new()
        .prefix(".latchkey-update-")
        .permissions(fs::Permissions::from_mode(mode | 0o500))
        .tempfile_in(folder);
    let mut beside = beside.map_err(|error| said(&error))?;
    let written = beside.write_all(bytes).and_then(|()| beside.as_file().sync_all());
    written.map_err(|error| said(&error))?;
    beside.persist(image).map_err(|error| said(&error.error))?;
    // The new name, too, should survive a power cut; the old file is whole if it does not.
    let synced = fs::File::open(folder).and_then(|folder| folder.sync_all());
    if let Err(error) = synced {
        tracing::warn!(%error, "the folder of the new version could not be made durable");
    }
    Ok(())
}
