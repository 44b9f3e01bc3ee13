//! The window, as the configuration describes it, with what no configuration can say: that nothing leads out of it.

use std::path::PathBuf;

use tauri::{
    App, Runtime, WebviewWindow, WebviewWindowBuilder,
    webview::{DownloadEvent, NewWindowResponse, PermissionResponse},
};

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
    window.build()
}
