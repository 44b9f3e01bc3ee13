//! The system's own dialogs for files. A path that the page could name by itself is none that the user chose: these
//! dialogs are the one way from the window to a file that is read or written here.

use std::{io::Write as _, path::PathBuf, sync::Arc};

use latchkey_ipc::{
    ChosenFile, ExportReport, IpcError, ProfileFromFile, ReportFormat, profiles::Description,
};
use latchkey_pipeline::Profile;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::{
    body::{Body, write_whole},
    collection::Export,
    doors, translate,
};

/// Lets the user choose any file.
pub(crate) async fn choose_file<R: Runtime>(app: &AppHandle<R>) -> Result<Option<ChosenFile>, IpcError> {
    let path = ask(app, FileDialogBuilder::pick_file).await?;
    Ok(path.map(|path| ChosenFile {
        path: path.to_string_lossy().into_owned(),
    }))
}

/// Lets the user choose any files.
pub(crate) async fn choose_files<R: Runtime>(app: &AppHandle<R>) -> Result<Vec<ChosenFile>, IpcError> {
    let files = answer(app, FileDialogBuilder::pick_files).await?;
    let files = files.unwrap_or_default().into_iter().map(|file| {
        Ok(ChosenFile {
            path: path_of(file)?.to_string_lossy().into_owned(),
        })
    });
    files.collect()
}

/// Lets the user choose a folder.
pub(crate) async fn choose_folder<R: Runtime>(app: &AppHandle<R>) -> Result<Option<PathBuf>, IpcError> {
    ask(app, FileDialogBuilder::pick_folder).await
}

/// Lets the user choose a profile's file, and reads it.
pub(crate) async fn import_profile<R: Runtime>(
    app: &AppHandle<R>,
) -> Result<Option<ProfileFromFile>, IpcError> {
    let chosen = ask(app, |dialog, answer| {
        dialog
            .add_filter("Latchkey", &["latchkey", "toml"])
            .pick_file(answer);
    });
    match chosen.await? {
        Some(path) => blocking(move || doors::read_profile(&path)).await.map(Some),
        None => Ok(None),
    }
}

/// Lets the user name a file, and writes a profile to it. Tells where it is.
pub(crate) async fn export_profile<R: Runtime>(
    app: &AppHandle<R>,
    profile: Description,
) -> Result<Option<String>, IpcError> {
    let good = Profile::check_id(&profile.id).is_ok();
    let name = if good { &profile.id } else { "profile" };
    let name = format!("{name}.latchkey");
    let named = ask(app, |dialog, answer| {
        dialog
            .set_file_name(name)
            .add_filter("Latchkey", &["latchkey"])
            .save_file(answer);
    });
    let Some(path) = named.await? else {
        return Ok(None);
    };
    let shown = path.display().to_string();
    blocking(move || doors::write_profile(&path, &profile)).await?;
    Ok(Some(shown))
}

/// Lets the user name a file, and writes the body of an answer to it. Tells where it is.
pub(crate) async fn save_body<R: Runtime>(
    app: &AppHandle<R>,
    body: Arc<Body>,
) -> Result<Option<String>, IpcError> {
    let name = body.file_name().to_owned();
    let named = ask(app, |dialog, answer| dialog.set_file_name(name).save_file(answer));
    let Some(path) = named.await? else {
        return Ok(None);
    };
    let shown = path.display().to_string();
    blocking(move || body.save(&path).map_err(|error| translate::from_body(&error))).await?;
    Ok(Some(shown))
}

/// Lets the user name a file, and writes a run's report to it. Tells where it is.
pub(crate) async fn save_report<R: Runtime>(
    app: &AppHandle<R>,
    format: ReportFormat,
    report: String,
) -> Result<Option<String>, IpcError> {
    let ending = match format {
        ReportFormat::Junit => "xml",
        ReportFormat::Json => "json",
    };
    let named = ask(app, |dialog, answer| {
        dialog
            .set_file_name(format!("report.{ending}"))
            .add_filter(ending.to_uppercase(), &[ending])
            .save_file(answer);
    });
    let Some(path) = named.await? else {
        return Ok(None);
    };
    let shown = path.display().to_string();
    let write = move || write_whole(&path, |file| file.write_all(report.as_bytes()));
    blocking(move || write().map_err(|error| translate::from_body(&error))).await?;
    Ok(Some(shown))
}

/// Lets the user name a file, and writes an export to it. Tells what is not in it.
pub(crate) async fn save_export<R: Runtime>(
    app: &AppHandle<R>,
    export: Export,
) -> Result<Option<ExportReport>, IpcError> {
    let name = export.file_name.clone();
    let named = ask(app, |dialog, answer| {
        dialog
            .set_file_name(name)
            .add_filter("Postman", &["json"])
            .save_file(answer);
    });
    match named.await? {
        Some(path) => blocking(move || export.save(&path)).await.map(Some),
        None => Ok(None),
    }
}

/// Opens a dialog and waits for the path; `None` when the user closes it.
async fn ask<R: Runtime>(
    app: &AppHandle<R>,
    show: impl FnOnce(FileDialogBuilder<R>, Box<dyn FnOnce(Option<FilePath>) + Send>),
) -> Result<Option<PathBuf>, IpcError> {
    answer(app, show).await?.map(path_of).transpose()
}

/// Opens a dialog and waits for what it answers.
async fn answer<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    show: impl FnOnce(FileDialogBuilder<R>, Box<dyn FnOnce(T) + Send>),
) -> Result<T, IpcError> {
    let (sender, chosen) = oneshot::channel();
    show(app.dialog().file(), Box::new(|answer| drop(sender.send(answer))));
    chosen
        .await
        .map_err(|_| translate::internal("the file dialog could not be opened"))
}

fn path_of(file: FilePath) -> Result<PathBuf, IpcError> {
    file.into_path()
        .map_err(|error| translate::internal(error.to_string()))
}

/// Runs file work where it may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, IpcError> + Send + 'static,
) -> Result<T, IpcError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| translate::internal(error.to_string()))?
}
