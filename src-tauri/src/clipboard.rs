//! Puts a text on the system's clipboard. The page may read nothing there, and needs no permission to have something put.

use latchkey_ipc::IpcError;
use tauri::{AppHandle, Runtime};

use crate::translate;

/// Puts a text on the clipboard.
#[cfg(target_os = "linux")]
pub(crate) async fn put<R: Runtime>(app: &AppHandle<R>, text: String) -> Result<(), IpcError> {
    let (done, put) = tokio::sync::oneshot::channel();
    // GTK is asked on its own thread alone.
    let asked = app.run_on_main_thread(move || {
        let clipboard = gtk::Clipboard::get(&gtk::gdk::SELECTION_CLIPBOARD);
        clipboard.set_text(&text);
        // Who asked may have gone.
        let _ = done.send(());
    });
    asked.map_err(|error| translate::internal(error.to_string()))?;
    put.await
        .map_err(|_| translate::internal("the clipboard could not be reached"))
}

/// Puts a text on the clipboard.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn put<R: Runtime>(_app: &AppHandle<R>, text: String) -> Result<(), IpcError> {
    // Another program may hold the clipboard for a moment: waiting for it may block.
    let put = tokio::task::spawn_blocking(move || arboard::Clipboard::new()?.set_text(text)).await;
    put.map_err(|error| translate::internal(error.to_string()))?
        .map_err(|error| translate::internal(format!("the clipboard could not be reached: {error}")))
}
