//! Opens a folder or a file of ours with the system's own program for it.

use std::{
    io,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use latchkey_ipc::IpcError;
use tokio::{sync::oneshot, time::timeout};

use crate::translate;

/// How long it may take to say that it cannot. One that stays is showing it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Opens it; where that fails the error has this key.
pub(crate) async fn open(path: &Path, key: &'static str) -> Result<(), IpcError> {
    let unopened = |detail: String| translate::unfit(key, detail, None);
    let mut child = start(path).map_err(|error| unopened(format!("{PROGRAM}: {error}")))?;
    let (done, ended) = oneshot::channel();
    // A thread, for somebody has to wait until it ends: otherwise a dead process stays in the system's list.
    std::thread::spawn(move || {
        let _ = done.send(child.wait());
    });
    match timeout(PATIENCE, ended).await {
        // Windows' file manager tells a failure that is none.
        Ok(Ok(Ok(status))) if !status.success() && !cfg!(windows) => {
            Err(unopened(format!("{PROGRAM}: {status}")))
        }
        _ => Ok(()),
    }
}

#[cfg(target_os = "macos")]
const PROGRAM: &str = "open";
#[cfg(windows)]
const PROGRAM: &str = "explorer";
#[cfg(all(unix, not(target_os = "macos")))]
const PROGRAM: &str = "xdg-open";

fn start(path: &Path) -> io::Result<Child> {
    let mut command = Command::new(PROGRAM);
    // Absolute, so that it is no option.
    command.arg(std::path::absolute(path)?);
    leave_out_the_image(&mut command);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn()
}

/// An `AppImage` tells its programs to take their libraries from it, and those of others must not.
fn leave_out_the_image(command: &mut Command) {
    let Some(image) = std::env::var_os("APPDIR").filter(|image| !image.is_empty()) else {
        return;
    };
    let image = image.to_string_lossy().into_owned();
    for (name, value) in std::env::vars_os() {
        if name != "PATH" && value.to_string_lossy().contains(&image) {
            command.env_remove(name);
        }
    }
}
