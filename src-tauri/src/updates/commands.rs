//! The commands of updates, as the window may call them.

use latchkey_ipc::{CheckAutomatically, IpcError, Nothing, UpdateView};
use tauri::{State, Wry};

use super::{Updater, Updates};
use crate::translate;

type Result = std::result::Result<UpdateView, IpcError>;

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
    let there = updates.there()?;
    there.check(true).await;
    Ok(there.view().await)
}

#[tauri::command]
pub(crate) async fn download_update(updates: State<'_, Updates<Wry>>, request: Nothing) -> Result {
    let Nothing {} = request;
    let there = updates.there()?;
    there.download().await;
    Ok(there.view().await)
}

#[tauri::command]
pub(crate) async fn cancel_update(updates: State<'_, Updates<Wry>>, request: Nothing) -> Result {
    let Nothing {} = request;
    let there = updates.there()?;
    there.cancel();
    Ok(there.view().await)
}

#[tauri::command]
pub(crate) async fn install_update(updates: State<'_, Updates<Wry>>, request: Nothing) -> Result {
    let Nothing {} = request;
    let there = updates.there()?;
    there.install().await;
    Ok(there.view().await)
}

#[tauri::command]
pub(crate) async fn check_automatically(
    updates: State<'_, Updates<Wry>>,
    request: CheckAutomatically,
) -> Result {
    let there = updates.there()?;
    there.set_automatic(request.on).await;
    Ok(there.view().await)
}
