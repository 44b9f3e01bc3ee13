//! The commands the window may call. Each delegates at once; names and types are those of `latchkey-ipc`.

use latchkey_ipc::{
    Answer, ApiCall, Beginning, BodyBytes, BodyRows, CancelCall, ChangeCollection, ChangeTree, CheckProfile,
    ChooseEnvironment, ChosenFile, CollectionChanged, CollectionView, CopyAsCurl, CopyOfBody,
    EnvironmentDraft, ExportCollection, ExportProfile, ExportReport, HistoryPage, ImportPreview, IpcError,
    KeepHistory, KeepTabs, KeepTokens, KeptCall, ListHistory, Login, Match, MatchAt, MatchesInRows, Nothing,
    OpenBody, OpenHistory, Opening, PlanRun, ProfileAsText, ProfileFromFile, ProfileFromText, ProfileSummary,
    ROW_LIMIT, ReadEnvironment, ReadImport, ReadProfile, ReadSaved, Rehearsal, ReleaseAnswer,
    RemoveEnvironment, RemoveHistory, RemoveProfile, RunPlan, SaveBody, SaveEnvironment, SaveProfile,
    SaveReport, SaveSettings, SavedRequest, SearchBody, SearchFound, SessionState, SessionView, SetZoom,
    SettingsView, SettleOpening, StartRun, StorageView, SwitchSession, TabsKept, TakeImport, Tree,
    TreeChanged, TreeRows, TryProfile, profiles::Description,
};
use tauri::{AppHandle, State, WebviewWindow, ipc::Response};

use crate::{
    clipboard, collection::ImportFrom, dialogs, doors::Doors, file_manager, log::Log, saved_profiles,
    shell::Shell, window,
};

type Result<T> = std::result::Result<T, IpcError>;

#[tauri::command]
pub(crate) async fn begin(shell: State<'_, Shell>, request: Nothing) -> Result<Beginning> {
    let Nothing {} = request;
    Ok(shell.beginning())
}

#[tauri::command]
pub(crate) async fn set_zoom(window: WebviewWindow, request: SetZoom) -> Result<Nothing> {
    window::zoom(&window, request.percent)?;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn keep_tabs(shell: State<'_, Shell>, request: KeepTabs) -> Result<TabsKept> {
    Ok(shell.drafts.keep(request))
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
pub(crate) async fn settings(shell: State<'_, Shell>, request: Nothing) -> Result<SettingsView> {
    let Nothing {} = request;
    Ok(shell.settings().await)
}

#[tauri::command]
pub(crate) async fn save_settings(shell: State<'_, Shell>, request: SaveSettings) -> Result<SettingsView> {
    shell.save_settings(request.network).await
}

#[tauri::command]
pub(crate) async fn open_data_folder(shell: State<'_, Shell>, request: Nothing) -> Result<Nothing> {
    file_manager::open(&shell.data.path, "folder-unopened").await?;
    Ok(request)
}

#[tauri::command]
pub(crate) async fn list_history(shell: State<'_, Shell>, request: ListHistory) -> Result<HistoryPage> {
    Ok(shell.history(&request).await)
}

#[tauri::command]
pub(crate) async fn open_history(shell: State<'_, Shell>, request: OpenHistory) -> Result<Option<KeptCall>> {
    shell.history.get(request.id, &shell.calls).await
}

#[tauri::command]
pub(crate) async fn remove_history(shell: State<'_, Shell>, request: RemoveHistory) -> Result<Nothing> {
    shell.history.remove(request.id).await;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn clear_history(shell: State<'_, Shell>, request: Nothing) -> Result<Nothing> {
    shell.history.clear().await?;
    Ok(request)
}

#[tauri::command]
pub(crate) async fn keep_history(shell: State<'_, Shell>, request: KeepHistory) -> Result<SettingsView> {
    shell.keep_history(request.settings).await
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
    saved_profiles::rehearse(&shell.network, request).await
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
pub(crate) async fn opened_collection(
    shell: State<'_, Shell>,
    request: Nothing,
) -> Result<Option<CollectionView>> {
    let Nothing {} = request;
    Ok(shell.collection().await)
}

#[tauri::command]
pub(crate) async fn open_collection(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: Nothing,
) -> Result<Option<CollectionView>> {
    let Nothing {} = request;
    match dialogs::choose_folder(&app).await? {
        Some(folder) => shell.collections.open(&folder).await.map(Some),
        None => Ok(None),
    }
}

#[tauri::command]
pub(crate) async fn close_collection(shell: State<'_, Shell>, request: Nothing) -> Result<Nothing> {
    shell.collections.close().await;
    Ok(request)
}

#[tauri::command]
pub(crate) async fn read_saved(shell: State<'_, Shell>, request: ReadSaved) -> Result<SavedRequest> {
    shell.collections.read(request.place).await
}

#[tauri::command]
pub(crate) async fn change_collection(
    shell: State<'_, Shell>,
    request: ChangeCollection,
) -> Result<CollectionChanged> {
    shell.collections.change(request.change).await
}

#[tauri::command]
pub(crate) async fn read_import(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: ReadImport,
) -> Result<Option<ImportPreview>> {
    let from = match request.text {
        Some(text) => ImportFrom::Text(text),
        None => match dialogs::choose_file(&app).await? {
            Some(file) => ImportFrom::File(file.path.into()),
            None => return Ok(None),
        },
    };
    shell.read_import(from).await.map(Some)
}

#[tauri::command]
pub(crate) async fn cancel_import(shell: State<'_, Shell>, request: Nothing) -> Result<Nothing> {
    shell.collections.cancel_import();
    Ok(request)
}

#[tauri::command]
pub(crate) async fn export_collection(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: ExportCollection,
) -> Result<Option<ExportReport>> {
    let export = shell.export(request.place).await?;
    dialogs::save_export(&app, export).await
}

#[tauri::command]
pub(crate) async fn take_import(shell: State<'_, Shell>, request: TakeImport) -> Result<CollectionChanged> {
    shell.collections.take_import(request.name).await
}

#[tauri::command]
pub(crate) async fn copy_as_curl(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: CopyAsCurl,
) -> Result<Nothing> {
    clipboard::put(&app, shell.curl(&request.draft)?).await?;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn plan_run(shell: State<'_, Shell>, request: PlanRun) -> Result<RunPlan> {
    shell.collections.plan_run(request.folder)
}

#[tauri::command]
pub(crate) async fn start_run(shell: State<'_, Shell>, request: StartRun) -> Result<Nothing> {
    shell.run(request).await?;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn save_report(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: SaveReport,
) -> Result<Option<String>> {
    let report = shell.collections.report(request.format)?;
    dialogs::save_report(&app, request.format, report).await
}

#[tauri::command]
pub(crate) async fn choose_environment(
    shell: State<'_, Shell>,
    request: ChooseEnvironment,
) -> Result<CollectionView> {
    shell.collections.choose(request.place).await
}

#[tauri::command]
pub(crate) async fn read_environment(
    shell: State<'_, Shell>,
    request: ReadEnvironment,
) -> Result<EnvironmentDraft> {
    shell.collections.read_environment(request.place).await
}

#[tauri::command]
pub(crate) async fn save_environment(
    shell: State<'_, Shell>,
    request: SaveEnvironment,
) -> Result<CollectionView> {
    shell.collections.save_environment(request.environment).await
}

#[tauri::command]
pub(crate) async fn remove_environment(
    shell: State<'_, Shell>,
    request: RemoveEnvironment,
) -> Result<CollectionView> {
    shell.collections.remove_environment(request.place).await
}

#[tauri::command]
pub(crate) async fn choose_file(app: AppHandle, request: Nothing) -> Result<Option<ChosenFile>> {
    let Nothing {} = request;
    dialogs::choose_file(&app).await
}

#[tauri::command]
pub(crate) async fn choose_files(app: AppHandle, request: Nothing) -> Result<Vec<ChosenFile>> {
    let Nothing {} = request;
    dialogs::choose_files(&app).await
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
pub(crate) async fn tree_rows(shell: State<'_, Shell>, request: TreeRows) -> Result<Tree> {
    let asked = TreeRows {
        count: request.count.clamp(1, ROW_LIMIT),
        ..request
    };
    shell
        .calls
        .read(request.answer_id, move |body| body.tree_rows(asked))
        .await
}

#[tauri::command]
pub(crate) async fn change_tree(shell: State<'_, Shell>, request: ChangeTree) -> Result<TreeChanged> {
    shell
        .calls
        .read(request.answer_id, move |body| body.change_tree(request.change))
        .await
}

#[tauri::command]
pub(crate) async fn copy_of_body(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: CopyOfBody,
) -> Result<Nothing> {
    let text = shell
        .calls
        .read(request.answer_id, move |body| body.part(request.part))
        .await?;
    clipboard::put(&app, text).await?;
    Ok(Nothing {})
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

#[tauri::command]
pub(crate) async fn search_body(shell: State<'_, Shell>, request: SearchBody) -> Result<SearchFound> {
    shell
        .calls
        .read(request.answer_id, move |body| body.search(&request))
        .await
}

#[tauri::command]
pub(crate) async fn matches_in_rows(shell: State<'_, Shell>, request: MatchesInRows) -> Result<Vec<Match>> {
    shell
        .calls
        .read(request.answer_id, move |body| Ok(body.matches_in(request)))
        .await
}

#[tauri::command]
pub(crate) async fn match_at(shell: State<'_, Shell>, request: MatchAt) -> Result<Option<Match>> {
    shell
        .calls
        .read(request.answer_id, move |body| Ok(body.match_at(request)))
        .await
}

#[tauri::command]
pub(crate) async fn open_body(shell: State<'_, Shell>, request: OpenBody) -> Result<Nothing> {
    shell.viewed.open(shell.calls.body(request.answer_id)?).await?;
    Ok(Nothing {})
}

#[tauri::command]
pub(crate) async fn save_body(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: SaveBody,
) -> Result<Option<String>> {
    let body = shell.calls.body(request.answer_id)?;
    dialogs::save_body(&app, body).await
}
