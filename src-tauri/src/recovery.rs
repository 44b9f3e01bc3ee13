//! The web view is a process of its own, and can die alone: it is loaded again, and the draft is in it.
//!
//! A web view that keeps dying is not loaded for ever: at the third death within a minute the person is asked, by a
//! dialog of the system's own, for there is no window that could say it.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tauri::{AppHandle, Manager, Runtime, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

use crate::shell::Shell;

/// So many deaths within [`WINDOW`] are too many.
const TOO_MANY: usize = 3;
const WINDOW: Duration = Duration::from_mins(1);

/// What happened to the web view in this run.
#[derive(Default)]
pub(crate) struct Recovery(Mutex<State>);

#[derive(Default)]
struct State {
    recent: VecDeque<Instant>,
    restarts: u32,
    untold: bool,
}

impl Recovery {
    /// How often it was loaded again.
    pub(crate) fn restarts(&self) -> u32 {
        self.state().restarts
    }

    /// Whether it was loaded again since this was last asked.
    pub(crate) fn take_untold(&self) -> bool {
        std::mem::take(&mut self.state().untold)
    }

    /// It died: whether it may be loaded again without asking.
    fn died(&self, now: Instant) -> bool {
        let mut state = self.state();
        let is_over = |at: &Instant| now.duration_since(*at) >= WINDOW;
        while state.recent.front().is_some_and(is_over) {
            state.recent.pop_front();
        }
        state.recent.push_back(now);
        state.recent.len() < TOO_MANY
    }

    /// It is loaded again.
    fn reloads(&self) {
        let mut state = self.state();
        state.restarts += 1;
        state.untold = true;
    }

    /// The person wants it loaded again: what was before does not count.
    fn begin_anew(&self) {
        self.state().recent.clear();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The web view of the window died.
pub(crate) fn died<R: Runtime>(app: &AppHandle<R>, reason: &str) {
    let shell = app.state::<Shell>();
    // Whatever comes next, what was written is on the disk.
    shell.drafts.flush();
    if shell.recovery.died(Instant::now()) {
        tracing::error!(reason, "the web view ended and is loaded again");
        reload(app);
    } else {
        tracing::error!(
            reason,
            "the web view ended {TOO_MANY} times within a minute and stays closed"
        );
        ask(app);
    }
}

fn reload<R: Runtime>(app: &AppHandle<R>) {
    app.state::<Shell>().recovery.reloads();
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    if let Err(error) = window.reload() {
        tracing::error!(%error, "the web view could not be loaded again");
        ask(app);
    }
}

/// In both languages: the one that the person chose is known to the window alone.
fn ask<R: Runtime>(app: &AppHandle<R>) {
    const TEXT: &str = "Latchkey's window stopped working several times in a row. The request you were writing is \
        kept, and you stay signed in. Load the window again?\n\n\
        Latchkey 창이 여러 번 연속으로 멈췄어요. 작성하던 요청은 저장되어 있고 로그인도 유지돼요. 창을 다시 불러올까요?";
    let again = app.clone();
    let buttons = MessageDialogButtons::OkCancelCustom(
        "Load again · 다시 불러오기".to_owned(),
        "Quit · 종료".to_owned(),
    );
    let dialog = app.dialog().message(TEXT).title("Latchkey");
    dialog
        .kind(MessageDialogKind::Error)
        .buttons(buttons)
        .show(move |yes| {
            if yes {
                again.state::<Shell>().recovery.begin_anew();
                reload(&again);
            } else {
                again.exit(0);
            }
        });
}

/// Hears of the web view's death.
#[cfg(target_os = "linux")]
pub(crate) fn watch(window: &WebviewWindow) {
    use webkit2gtk::{WebProcessTerminationReason, WebViewExt};

    let app = window.app_handle().clone();
    let watched = window.with_webview(move |web_view| {
        web_view.inner().connect_web_process_terminated(move |_, reason| {
            let reason = match reason {
                WebProcessTerminationReason::Crashed => "it crashed",
                WebProcessTerminationReason::ExceededMemoryLimit => "it used too much memory",
                // What we ended ourselves, as a closed window does, is no death.
                WebProcessTerminationReason::TerminatedByApi => return,
                _ => "unknown",
            };
            died(&app, reason);
        });
    });
    tell(watched);
}

/// Hears of the web view's death.
#[cfg(windows)]
pub(crate) fn watch(window: &WebviewWindow) {
    let app = window.app_handle().clone();
    let watched = window.with_webview(move |web_view| {
        if let Err(error) = windows::watch(&web_view.controller(), app) {
            tracing::warn!(%error, "a crash of the web view will not be noticed");
        }
    });
    tell(watched);
}

/// Tauri itself tells of it: see [`crate::run`].
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn watch(_window: &WebviewWindow) {}

#[cfg(any(target_os = "linux", windows))]
fn tell(watched: tauri::Result<()>) {
    if let Err(error) = watched {
        tracing::warn!(%error, "a crash of the web view will not be noticed");
    }
}

#[cfg(windows)]
mod windows {
    use tauri::AppHandle;
    use webview2_com::{
        Microsoft::Web::WebView2::Win32::{
            COREWEBVIEW2_PROCESS_FAILED_KIND, COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED,
            ICoreWebView2Controller,
        },
        ProcessFailedEventHandler,
    };

    /// The page's own process alone counts: all others come back by themselves, but for the browser's, which takes
    /// the whole web view along and cannot be loaded again.
    #[expect(
        unsafe_code,
        reason = "WebView2 is a COM interface; each call is one that its documentation shows"
    )]
    pub(super) fn watch(
        controller: &ICoreWebView2Controller,
        app: AppHandle,
    ) -> Result<(), webview2_com::Error> {
        let handler = ProcessFailedEventHandler::create(Box::new(move |_, about| {
            let mut kind = COREWEBVIEW2_PROCESS_FAILED_KIND::default();
            if let Some(about) = about {
                unsafe { about.ProcessFailedKind(&raw mut kind)? };
            }
            if kind == COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED {
                super::died(&app, "it crashed");
            } else {
                tracing::warn!(kind = kind.0, "a process of the web view failed");
            }
            Ok(())
        }));
        let mut token = 0;
        unsafe {
            controller
                .CoreWebView2()?
                .add_ProcessFailed(&handler, &raw mut token)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_death_within_a_minute_is_one_too_many() {
        let recovery = Recovery::default();
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert!(recovery.died(at(0)));
        assert!(recovery.died(at(30)));
        assert!(recovery.died(at(61)), "the first is more than a minute ago");
        assert!(!recovery.died(at(62)));
        recovery.begin_anew();
        assert!(recovery.died(at(63)));
    }

    #[test]
    fn a_restart_is_told_once() {
        let recovery = Recovery::default();
        assert!(!recovery.take_untold());
        recovery.reloads();
        assert!(recovery.take_untold());
        assert!(!recovery.take_untold());
        assert_eq!(recovery.restarts(), 1);
    }
}
