//! The shell: a window, and the commands that it may call. Everything else is delegated.
//!
//! A call comes in at [`commands`], is put into the pipeline's words and back by [`translate`], and runs in
//! `latchkey-pipeline`. Bodies stay here, in [`body`], and the window reads them in pieces.

mod answer_page;
mod arguments;
mod body;
mod calls;
mod clipboard;
mod collection;
mod commands;
mod data_dir;
mod diagnostics;
mod dialogs;
mod doors;
mod drafts;
mod entries;
mod failed_start;
mod file_manager;
mod guard;
mod history;
mod keep_alive;
mod log;
pub mod plugin_file;
mod practice;
mod practice_store;
mod recovery;
mod saved_profiles;
mod second_start;
mod settings;
mod shell;
mod start;
mod translate;
mod updates;
mod viewed;
mod window;
mod window_events;
mod work;

use std::{error::Error, path::PathBuf, process::ExitCode};

use tauri::{Manager, RunEvent};
use tempfile::TempDir;

use crate::{
    arguments::Arguments, doors::Doors, failed_start::FailedStart, log::Log, shell::Shell, updates::Updates,
};

/// What is said where a window has nowhere to open.
#[cfg(target_os = "linux")]
const NO_DISPLAY: &str = "Latchkey has no display to open its window on: DISPLAY and WAYLAND_DISPLAY name none that \
    answers. latchkey-cli needs none.";

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    start(None)
}

/// [`run`], as another version than the one that was built: what an update leads to, in the tests of the updater.
#[doc(hidden)]
pub fn run_as(version: &str) -> ExitCode {
    start(Some(version))
}

fn start(version: Option<&str>) -> ExitCode {
    #[cfg(target_os = "linux")]
    window::interpreter::choose();
    let mut context = tauri::generate_context!();
    match version.map(str::parse).transpose() {
        Ok(None) => {}
        Ok(Some(version)) => context.package_info_mut().version = version,
        Err(error) => {
            return arguments::Answer::failure(&format!("{version:?} is no version: {error}")).print();
        }
    }
    let folder = std::env::current_dir().unwrap_or_default();
    let mut arguments = match Arguments::parse(std::env::args_os().skip(1), &folder) {
        Ok(arguments) => arguments,
        Err(answer) => return answer.print(),
    };
    let opened = std::mem::take(&mut arguments.opened);
    let log = Log::start();
    let watch = second_start::Watch::begin();
    let data_dir_id = data_dir::instance_id();
    #[cfg(target_os = "linux")]
    {
        if second_start::hand_over(&data_dir_id) {
            return ExitCode::SUCCESS;
        }
        // Tauri would panic.
        if gtk::init().is_err() {
            return arguments::Answer::failure(NO_DISPLAY).print();
        }
    }
    let failed = FailedStart::new(log.clone(), data_dir::expected());
    let failed_in_setup = failed.clone();
    let for_page = data_dir::for_page();
    let page_folder = for_page.as_ref().map(|folder| folder.path().to_owned());
    let builder = tauri::Builder::default();
    #[cfg(target_os = "macos")]
    let builder = builder
        .on_web_content_process_terminate(|web_view| recovery::died(web_view.app_handle(), "it ended"));
    let app = with_commands(builder)
        // Before everything that can bring something to open.
        .manage(Doors::default())
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                .callback(|app, arguments, folder| {
                    doors::open_for_another(app, arguments, &folder);
                    if let Some(window) = app.get_webview_window("main") {
                        let _ = window.unminimize();
                        let _ = window.set_focus();
                    }
                })
                .dbus_id(data_dir_id)
                .build(),
        )
        .plugin(watch.passed())
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(guard::plugin())
        .register_asynchronous_uri_scheme_protocol(answer_page::SCHEME, answer_page::serve)
        .setup(move |app| {
            if let Err(error) = set_up(app, log, arguments, page_folder) {
                failed_in_setup.tell(&*error);
                give_up(app.handle());
            }
            doors::open(app.handle(), opened);
            Ok(())
        })
        .on_window_event(|window, event| {
            if let tauri::WindowEvent::Focused(true) = event {
                let app = window.app_handle().clone();
                tauri::async_runtime::spawn(async move { app.state::<Shell>().look_elsewhere().await });
            }
        })
        .build(context);
    match app {
        Ok(app) => {
            run_until_closed(app, for_page);
            ExitCode::SUCCESS
        }
        Err(error) => {
            failed.tell(&error);
            ExitCode::from(failed_start::EXIT_CODE)
        }
    }
}

/// Makes what the app has, and its window.
fn set_up(
    app: &mut tauri::App,
    log: Log,
    arguments: Arguments,
    page_folder: Option<PathBuf>,
) -> Result<(), Box<dyn Error>> {
    let data = data_dir::open(app.handle())?;
    log.write_in(&data.path);
    diagnostics::log_start();
    app.manage(log);
    let shell = Shell::start(app.handle(), data, arguments);
    app.manage(Updates::start(app.handle(), shell.host(app.handle())));
    doors::move_in(app.handle(), shell);
    recovery::watch(&window::open(app, page_folder)?);
    Ok(())
}

/// Ends an app that could not be set up. Given the error, Tauri would panic.
fn give_up(app: &tauri::AppHandle) -> ! {
    if let Some(shell) = app.try_state::<Shell>() {
        tauri::async_runtime::block_on(shell.rest());
        shell.end();
    }
    app.cleanup_before_exit();
    std::process::exit(failed_start::EXIT_CODE.into())
}

/// Runs the app, and ends it in order: what is on its way is stored first.
fn run_until_closed(app: tauri::App, for_page: Option<TempDir>) {
    let mut at_rest = false;
    app.run(move |app, event| {
        doors::on_event(app, &event);
        if let RunEvent::ExitRequested { api, code, .. } = &event
            && *code != Some(tauri::RESTART_EXIT_CODE)
            && !std::mem::replace(&mut at_rest, true)
            && app.try_state::<Shell>().is_some()
        {
            // The window is gone already; a pair on its way must not be lost with it.
            api.prevent_exit();
            let (app, code) = (app.clone(), code.unwrap_or_default());
            tauri::async_runtime::spawn(async move {
                app.state::<Shell>().rest().await;
                app.exit(code);
            });
        }
        if let RunEvent::Exit = event
            && let Some(shell) = app.try_state::<Shell>()
        {
            shell.end();
            if let Some(folder) = &for_page {
                // What is still open in it goes with the process.
                let _ = std::fs::remove_dir_all(folder.path());
            }
        }
    });
}

/// The commands that the window may call, as `permissions/workbench.toml` allows them.
fn with_commands(builder: tauri::Builder<tauri::Wry>) -> tauri::Builder<tauri::Wry> {
    builder.invoke_handler(tauri::generate_handler![
        commands::begin,
        commands::set_zoom,
        commands::keep_tabs,
        commands::diagnostics,
        commands::session_state,
        commands::login,
        commands::logout,
        commands::logout_everywhere,
        commands::refresh_now,
        commands::switch_session,
        commands::keep_tokens,
        commands::settings,
        commands::save_settings,
        commands::open_data_folder,
        commands::list_history,
        commands::open_history,
        commands::remove_history,
        commands::clear_history,
        commands::keep_history,
        commands::profiles,
        commands::read_profile,
        commands::check_profile,
        commands::save_profile,
        commands::remove_profile,
        commands::profile_as_text,
        commands::profile_from_text,
        commands::try_profile,
        commands::api_call,
        commands::cancel_call,
        commands::opened_collection,
        commands::open_collection,
        commands::close_collection,
        commands::read_import,
        commands::cancel_import,
        commands::export_collection,
        commands::take_import,
        commands::copy_as_curl,
        commands::plan_run,
        commands::start_run,
        commands::save_report,
        commands::read_saved,
        commands::change_collection,
        commands::choose_environment,
        commands::read_environment,
        commands::save_environment,
        commands::remove_environment,
        commands::choose_file,
        commands::open_body,
        commands::choose_files,
        commands::openings,
        commands::settle_opening,
        commands::import_profile,
        commands::export_profile,
        commands::body_rows,
        commands::tree_rows,
        commands::change_tree,
        commands::copy_of_body,
        commands::body_bytes,
        commands::release_answer,
        commands::search_body,
        commands::matches_in_rows,
        commands::match_at,
        commands::save_body,
        updates::commands::update_state,
        updates::commands::check_for_update,
        updates::commands::download_update,
        updates::commands::cancel_update,
        updates::commands::install_update,
        updates::commands::check_automatically,
    ])
}
