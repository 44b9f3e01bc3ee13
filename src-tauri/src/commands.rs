//! The commands the window may call. Each delegates at once; names and types are those of `latchkey-ipc`.

use latchkey_ipc::{
    Answer, ApiCall, Beginning, BodyBytes, BodyRows, CancelCall, CheckProfile, ChosenFile, DraftKept,
    ExportProfile, IpcError, KeepDraft, KeepTokens, Login, Nothing, Opening, ProfileAsText, ProfileFromFile,
    ProfileFromText, ProfileSummary, ROW_LIMIT, ReadProfile, Rehearsal, ReleaseAnswer, RemoveProfile,
    SaveProfile, SessionState, SessionView, SettleOpening, StorageView, SwitchSession, TryProfile,
    profiles::Description,
};
use tauri::{AppHandle, State, ipc::Response};

use crate::{dialogs, doors::Doors, log::Log, saved_profiles, shell::Shell};

type Result<T> = std::result::Result<T, IpcError>;

#[tauri::command]
pub(crate) async fn begin(shell: State<'_, Shell>, request: Nothing) -> Result<Beginning> {
    let Nothing {} = request;
    Ok(shell.beginning())
}

#[tauri::command]
pub(crate) async fn keep_draft(shell: State<'_, Shell>, request: KeepDraft) -> Result<DraftKept> {
    Ok(shell.drafts.keep(request.draft))
}

#[tauri::command]
pub(crate) async fn diagnostics(
    shell: State<'_, Shell>,
    log: State<'_, Log>,
    request: Nothing,
) -> Result<String> {
    let Nothing {} = request;
    Ok(crate::diagnostics::text(&shell, &log).await)
}

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
pub(crate) async fn logout_everywhere(shell: State<'_, Shell>, request: Nothing) -> Result<Nothing> {
    shell.logout_everywhere().await?;
    Ok(request)
}

#[tauri::command]
pub(crate) async fn refresh_now(shell: State<'_, Shell>, request: Nothing) -> Result<SessionView> {
    let Nothing {} = request;
    shell.refresh_now().await
}

#[tauri::command]
pub(crate) async fn switch_session(shell: State<'_, Shell>, request: SwitchSession) -> Result<SessionState> {
    shell.switch(request).await
}

#[tauri::command]
pub(crate) async fn keep_tokens(shell: State<'_, Shell>, request: KeepTokens) -> Result<StorageView> {
    shell.keep_tokens(request).await
}

#[tauri::command]
pub(crate) async fn profiles(shell: State<'_, Shell>, request: Nothing) -> Result<Vec<ProfileSummary>> {
    let Nothing {} = request;
    saved_profiles::list(&shell.profiles).await
}

#[tauri::command]
pub(crate) async fn read_profile(shell: State<'_, Shell>, request: ReadProfile) -> Result<Description> {
    saved_profiles::read(&shell.profiles, &request.id).await
}

#[tauri::command]
pub(crate) async fn check_profile(request: CheckProfile) -> Result<Vec<IpcError>> {
    Ok(saved_profiles::check(request.profile))
}

#[tauri::command]
pub(crate) async fn save_profile(shell: State<'_, Shell>, request: SaveProfile) -> Result<ProfileSummary> {
    saved_profiles::save(&shell.profiles, request).await
}

#[tauri::command]
pub(crate) async fn remove_profile(shell: State<'_, Shell>, request: RemoveProfile) -> Result<Nothing> {
    saved_profiles::remove(&shell.profiles, request.id).await?;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn profile_as_text(request: ProfileAsText) -> Result<String> {
    Ok(latchkey_pipeline::description::file::write(&request.profile))
}

#[tauri::command]
pub(crate) async fn profile_from_text(request: ProfileFromText) -> Result<Description> {
    saved_profiles::from_text(&request.text)
}

#[tauri::command]
pub(crate) async fn try_profile(shell: State<'_, Shell>, request: TryProfile) -> Result<Rehearsal> {
    shell.last_use.now();
    saved_profiles::rehearse(request).await
}

#[tauri::command]
pub(crate) async fn api_call(shell: State<'_, Shell>, request: ApiCall) -> Result<Answer> {
    shell.call(request).await
}

#[tauri::command]
pub(crate) async fn cancel_call(shell: State<'_, Shell>, request: CancelCall) -> Result<Nothing> {
    shell.calls.cancel(&request.call_id);
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn choose_file(app: AppHandle, request: Nothing) -> Result<Option<ChosenFile>> {
    let Nothing {} = request;
    dialogs::choose_file(&app).await
}

#[tauri::command]
pub(crate) async fn openings(doors: State<'_, Doors>, request: Nothing) -> Result<Vec<Opening>> {
    let Nothing {} = request;
    Ok(doors.waiting())
}

#[tauri::command]
pub(crate) async fn settle_opening(doors: State<'_, Doors>, request: SettleOpening) -> Result<Nothing> {
    doors.settle(request.id);
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn import_profile(app: AppHandle, request: Nothing) -> Result<Option<ProfileFromFile>> {
    let Nothing {} = request;
    dialogs::import_profile(&app).await
}

#[tauri::command]
pub(crate) async fn export_profile(app: AppHandle, request: ExportProfile) -> Result<Option<String>> {
    dialogs::export_profile(&app, request.profile).await
}

#[tauri::command]
pub(crate) async fn body_rows(shell: State<'_, Shell>, request: BodyRows) -> Result<Response> {
    let asked = BodyRows {
        count: request.count.clamp(1, ROW_LIMIT),
        ..request
    };
    shell
        .calls
        .read(request.answer_id, move |body| body.rows(asked))
        .await
        .map(Response::new)
}

#[tauri::command]
pub(crate) async fn body_bytes(shell: State<'_, Shell>, request: BodyBytes) -> Result<Response> {
    shell
        .calls
        .read(request.answer_id, crate::body::Body::bytes)
        .await
        .map(Response::new)
}

#[tauri::command]
pub(crate) async fn release_answer(shell: State<'_, Shell>, request: ReleaseAnswer) -> Result<Nothing> {
    shell.calls.release(request.answer_id);
    Ok(Nothing {})
}
