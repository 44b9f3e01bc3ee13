//! The commands of updates, as the window may call them.

use latchkey_ipc::{CheckAutomatically, IpcError, Nothing, UpdateView};
use tauri::{State, Wry};

use super::{Updater, Updates};
use crate::translate;

/// How it goes is told by events alone, one for each change and in their order: an answer beside them could come late.
type Result = std::result::Result<Nothing, IpcError>;

impl Updates<Wry> {
    fn there(&self) -> std::result::Result<&Updater<Wry>, IpcError> {
        self.0
            .as_deref()
            .ok_or_else(|| translate::internal("this build has no updater"))
    }
}

#[tauri::command]
pub(crate) async fn update_state(
    updates: State<'_, Updates<Wry>>,
    request: Nothing,
) -> std::result::Result<Option<UpdateView>, IpcError> {
    let Nothing {} = request;
    match &updates.0 {
        Some(there) => Ok(Some(there.view().await)),
        None => Ok(None),
    }
}

#[tauri::command]
pub(crate) async fn check_for_update(updates: State<'_, Updates<Wry>>, request: Nothing) -> Result {
    let Nothing {} = request;
    updates.there()?.check(true).await;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn download_update(updates: State<'_, Updates<Wry>>, request: Nothing) -> Result {
    let Nothing {} = request;
    updates.there()?.download().await;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn cancel_update(updates: State<'_, Updates<Wry>>, request: Nothing) -> Result {
    let Nothing {} = request;
    updates.there()?.cancel();
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn install_update(updates: State<'_, Updates<Wry>>, request: Nothing) -> Result {
    let Nothing {} = request;
    updates.there()?.install().await;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn check_automatically(
    updates: State<'_, Updates<Wry>>,
    request: CheckAutomatically,
) -> Result {
    updates.there()?.set_automatic(request.on).await;
    Ok(Nothing {})
}
