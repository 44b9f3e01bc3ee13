//! The app cannot start. Who clicked its icon reads no standard error: the desktop tells them.

use std::{
    error::Error,
    io::{self, Write as _},
    path::PathBuf,
};

use crate::log::Log;

/// What a start that failed ends with, as one with unusable arguments.
pub(crate) const EXIT_CODE: u8 = 2;
const TITLE: &str = "Latchkey could not start · Latchkey를 시작하지 못했어요";
/// What helps where Windows has no web view. The installers fetch it; whoever has but the program needs it still.
const NO_WEB_VIEW: &str = "\n\nLatchkey shows its window by the Microsoft Edge WebView2 Runtime. Install it from \
    https://developer.microsoft.com/microsoft-edge/webview2/ and start Latchkey again.\n\
    Microsoft Edge WebView2 Runtime을 설치한 다음 Latchkey를 다시 실행해 주세요.";

/// What becomes of the reason why a start failed.
#[derive(Clone)]
pub(crate) struct FailedStart {
    log: Log,
    /// Where the log belongs, should nothing have been written yet.
    folder: Option<PathBuf>,
}

impl FailedStart {
    pub(crate) fn new(log: Log, folder: Option<PathBuf>) -> Self {
        Self { log, folder }
    }

    /// Writes the reason into the log, and tells it.
    pub(crate) fn tell(&self, error: &dyn Error) {
        tracing::error!(%error, "the app could not start");
        if let (None, Some(folder)) = (self.log.path(), &self.folder) {
            self.log.write_in(folder);
        }
        let mut text = error.to_string();
        if cfg!(windows) && tauri::webview_version().is_err() {
            text.push_str(NO_WEB_VIEW);
        }
        tell(TITLE, &text);
    }
}

/// Tells it on standard error and through the desktop: there is no window of ours to tell it in.
pub(crate) fn tell(title: &str, text: &str) {
    // Nobody may be listening at either.
    let _ = writeln!(io::stderr(), "latchkey: {title}\n{text}");
    desktop::tell(title, text);
}

#[cfg(target_os = "linux")]
mod desktop {
    use std::{collections::HashMap, time::Duration};

    use zbus::{blocking::connection::Builder, zvariant::Value};

    pub(super) fn tell(title: &str, text: &str) {
        if let Err(error) = notify(title, text) {
            tracing::debug!(%error, "the desktop shows no notifications");
        }
    }

    /// Desktop Notifications Specification 1.2, `Notify`.
    fn notify(title: &str, text: &str) -> zbus::Result<()> {
        const NAME: &str = "org.freedesktop.Notifications";
        let no_actions: [&str; 0] = [];
        let no_hints: HashMap<&str, Value<'_>> = HashMap::new();
        let as_the_desktop_likes = -1_i32;
        let body = (
            "Latchkey",
            0_u32,
            "latchkey",
            title,
            text,
            no_actions,
            no_hints,
            as_the_desktop_likes,
        );
        let bus = Builder::session()?
            .method_timeout(Duration::from_secs(2))
            .build()?;
        bus.call_method(
            Some(NAME),
            "/org/freedesktop/Notifications",
            Some(NAME),
            "Notify",
            &body,
        )?;
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
mod desktop {
    use rfd::{MessageDialog, MessageLevel};

    /// Waits until it was read.
    pub(super) fn tell(title: &str, text: &str) {
        let dialog = MessageDialog::new().set_level(MessageLevel::Error);
        dialog.set_title(title).set_description(text).show();
    }
}
