//! Who draws the page: the graphics processor, or the web view itself where there is none.

use std::fs::{self, OpenOptions};

use tauri::{Runtime, WebviewWindow};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

/// Where the kernel offers what can draw.
const DEVICES: &str = "/dev/dri";

/// Without a graphics processor, as in most virtual machines and on remote desktops, the web view would play one in software,
/// and compile a program for each way in which something is drawn. Drawn by itself, the page is there in a third of the time.
pub(super) fn fit<R: Runtime>(window: &WebviewWindow<R>) {
    if can_draw(DEVICES) {
        return;
    }
    let done = window.with_webview(|web_view| {
        if let Some(settings) = web_view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = done {
        tracing::warn!(%error, "the page is drawn as by a graphics processor, and there is none");
    }
}

/// Whether one of these devices can draw, and for this user: the others only show.
fn can_draw(devices: &str) -> bool {
    let devices = fs::read_dir(devices).into_iter().flatten().flatten();
    devices
        .filter(|it| it.file_name().to_string_lossy().starts_with("renderD"))
        .any(|it| OpenOptions::new().read(true).write(true).open(it.path()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_render_node_can_draw() {
        let devices = tempfile::tempdir().expect("a folder");
        let at = devices.path().to_string_lossy();
        assert!(!can_draw(&format!("{at}/none")));
        assert!(!can_draw(&at));
        fs::write(devices.path().join("card0"), "").expect("a file");
        assert!(!can_draw(&at));
        fs::write(devices.path().join("renderD128"), "").expect("a file");
        assert!(can_draw(&at));
    }
}
