//! The commands the window may call. Each delegates at once; names and types are those of `latchkey-ipc`.

use latchkey_ipc::{
    Answer, ApiCall, BodyBytes, BodyRows, CancelCall, ChosenFile, IpcError, Login, Nothing, ROW_LIMIT,
    ReleaseAnswer, SessionState, SessionView,
};
use tauri::{AppHandle, State, ipc::Response};
use tauri_plugin_dialog::DialogExt;

use crate::{shell::Shell, translate};

type Result<T> = std::result::Result<T, IpcError>;

#[tauri::command]
pub(crate) async fn session_state(shell: State<'_, Shell>, request: Nothing) -> Result<SessionState> {
    let Nothing {} = request;
    Ok(shell.state().await)
}

#[tauri::command]
pub(crate) async fn login(shell: State<'_, Shell>, request: Login) -> Result<SessionView> {
    shell.login(request).await
}

#[tauri::command]
pub(crate) async fn logout(shell: State<'_, Shell>, request: Nothing) -> Result<Nothing> {
    shell.logout().await;
    Ok(request)
}

#[tauri::command]
pub(crate) async fn api_call(shell: State<'_, Shell>, request: ApiCall) -> Result<Answer> {
    shell.call(request).await
}

#[tauri::command]
pub(crate) async fn cancel_call(shell: State<'_, Shell>, request: CancelCall) -> Result<Nothing> {
    shell.cancel(&request.call_id);
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn choose_file(app: AppHandle, request: Nothing) -> Result<Option<ChosenFile>> {
    let Nothing {} = request;
    let (sender, chosen) = tokio::sync::oneshot::channel();
    app.dialog().file().pick_file(|file| drop(sender.send(file)));
    let file = chosen
        .await
        .map_err(|_| translate::internal("the file dialog could not be opened"))?;
    let path = file.map(tauri_plugin_dialog::FilePath::into_path).transpose();
    let path = path.map_err(|error| translate::internal(error.to_string()))?;
    Ok(path.map(|path| ChosenFile {
        path: path.to_string_lossy().into_owned(),
    }))
}

#[tauri::command]
pub(crate) async fn body_rows(shell: State<'_, Shell>, request: BodyRows) -> Result<Response> {
    let asked = BodyRows {
        count: request.count.clamp(1, ROW_LIMIT),
        ..request
    };
    shell
        .read(request.answer_id, move |body| body.rows(asked))
        .await
        .map(Response::new)
}

#[tauri::command]
pub(crate) async fn body_bytes(shell: State<'_, Shell>, request: BodyBytes) -> Result<Response> {
    shell
        .read(request.answer_id, crate::body::Body::bytes)
        .await
        .map(Response::new)
}

#[tauri::command]
pub(crate) async fn release_answer(shell: State<'_, Shell>, request: ReleaseAnswer) -> Result<Nothing> {
    shell.release(request.answer_id);
    Ok(Nothing {})
}
