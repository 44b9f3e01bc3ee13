//! The window, as the configuration describes it, with what no configuration can say: that nothing leads out of it.

use std::{ops::RangeInclusive, path::PathBuf};

use latchkey_ipc::{ErrorCode, IpcError};
use tauri::{
    App, Runtime, WebviewWindow, WebviewWindowBuilder,
    webview::{DownloadEvent, NewWindowResponse, PermissionResponse},
};

use crate::translate;

#[cfg(target_os = "linux")]
mod drawing;
#[cfg(target_os = "linux")]
pub(crate) mod interpreter;

/// In percent: beyond, nothing could be read or nothing would be left to be seen.
const ZOOM: RangeInclusive<u16> = 25..=500;

/// Shows everything in it so large, in percent.
pub(crate) fn zoom<R: Runtime>(window: &WebviewWindow<R>, percent: u16) -> Result<(), IpcError> {
    if !ZOOM.contains(&percent) {
        return Err(IpcError {
            code: ErrorCode::InvalidInput,
            field: Some("percent".to_owned()),
            found: Some(percent.to_string()),
            allowed: Some(format!("{} to {}", ZOOM.start(), ZOOM.end())),
            ..translate::internal("no such size")
        });
    }
    let done = window.set_zoom(f64::from(percent) / 100.0);
    done.map_err(|error| translate::internal(error.to_string()))
}

/// Opens it. It opens no other one, gets neither camera nor clipboard nor anything else that a page can ask for, and saves
/// no file by itself. What the page keeps goes to `folder`, where one is named.
pub(crate) fn open<R: Runtime>(app: &App<R>, folder: Option<PathBuf>) -> tauri::Result<WebviewWindow<R>> {
    let config = app.config().app.windows.first();
    let config = config.ok_or(tauri::Error::WindowNotFound)?;
    let mut window = WebviewWindowBuilder::from_config(app, config)?
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .on_permission_request(|_webview, _kind| PermissionResponse::Deny)
        .on_download(|_webview, event| !matches!(event, DownloadEvent::Requested { .. }));
    if let Some(folder) = folder {
        window = window.data_directory(folder);
    }
    let window = window.build()?;
    #[cfg(target_os = "linux")]
    drawing::fit(&window);
    Ok(window)
}
