//! What helps whoever looks into a problem: versions, where things are kept, how the sessions stand, the last lines of
//! the log. The person sees all of it before they copy it.
//!
//! It is made to be pasted into a public report. It has no user names, no addresses of servers, no names of profiles, no
//! tokens beyond their fingerprints, and nothing of requests and answers.

mod nameless;
mod system;

use std::{
    env,
    fmt::{Display, Write},
    path::Path,
    sync::LazyLock,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use latchkey_ipc::{FileReason, StorageView};
use latchkey_pipeline::SessionView;

use crate::{log::Log, practice, saved_profiles, shell::Shell};

/// How many lines of the log are shown.
const LOG_LINES: usize = 80;

/// When this process began, as near as it matters.
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Begins the log's account of this run.
pub(crate) fn log_start() {
    LazyLock::force(&BEGAN);
    let (version, build) = (env!("CARGO_PKG_VERSION"), build());
    let (system, web_view) = (system::name(), web_view());
    tracing::info!(version, build, system, web_view, "Latchkey begins");
}

/// The text.
pub(crate) async fn text(shell: &Shell, log: &Log) -> String {
    let mut text = Text::default();
    text.line("Latchkey", format!("{} ({})", env!("CARGO_PKG_VERSION"), build()));
    text.line("System", format!("{}, {}", system::name(), env::consts::ARCH));
    text.line("Web view", web_view());
    if let Some(desktop) = system::desktop() {
        text.line("Desktop", desktop);
    }
    text.line("Running for", minutes(BEGAN.elapsed().as_secs()));
    text.line("Window loaded again", times(shell.recovery.restarts()));

    text.part("Data");
    text.line("Folder", shell.data.path.display());
    match &shell.data.problem {
        None => text.line("Folder state", "can be written"),
        Some(problem) => text.line("Folder state", format!("{:?}: {}", problem.fault, problem.detail)),
    }
    text.line("Put aside as unusable", put_aside(&shell.data.path));
    text.line("Drafts", drafts(shell));
    text.line("Saved profiles", profiles(shell).await);
    text.line("Tokens", kept_where(&shell.storage().await));
    text.line("Log", log_state(log));

    text.part("Sessions");
    let at_work = shell.sessions.at_work().and_then(|pipeline| pipeline.session());
    let sessions = shell.sessions.list();
    if sessions.is_empty() {
        text.item("none");
    }
    for session in sessions {
        let is_at_work = at_work.as_ref().is_some_and(|it| it.key() == session.key());
        text.item(session_line(&session, is_at_work));
    }
    if let Some(ended) = shell.sessions.ended() {
        text.item(format!("the last one ended: {:?}", ended.reason));
    }

    text.part("Last lines of the log");
    for line in log.tail(LOG_LINES) {
        text.item(nameless::line(line.trim_end()));
    }
    without_home(&text.0)
}

#[derive(Default)]
struct Text(String);

// Writing to a string cannot fail.
impl Text {
    fn line(&mut self, name: &str, value: impl Display) {
        let _ = writeln!(self.0, "{name}: {value}");
    }

    fn part(&mut self, name: &str) {
        let _ = writeln!(self.0, "\n{name}");
    }

    fn item(&mut self, value: impl Display) {
        let _ = writeln!(self.0, "- {value}");
    }
}

fn build() -> &'static str {
    if cfg!(debug_assertions) {
        "development build"
    } else if env::var_os("APPIMAGE").is_some() {
        "release, AppImage"
    } else {
        "release"
    }
}

fn web_view() -> String {
    tauri::webview_version().unwrap_or_else(|error| format!("unknown ({error})"))
}

fn session_line(session: &SessionView, is_at_work: bool) -> String {
    let id = session.profile.id();
    let kind = if id == practice::ID {
        "practice API"
    } else if id.starts_with("at-") {
        "an address"
    } else {
        "a saved profile"
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
    let expiry = |at: Option<i64>| match at.map(|at| (at - now) / 1000) {
        None => "no expiry known".to_owned(),
        Some(left @ 0..) => format!("expires in {left} s"),
        Some(gone) => format!("expired {} s ago", -gone),
    };
    let kept = match &session.store_problem {
        None => "kept".to_owned(),
        Some(problem) => format!("NOT kept: {problem}"),
    };
    format!(
        "{kind}{}: access {} ({}), refresh {} ({}), {} in this run, {kept}",
        if is_at_work { ", at work" } else { "" },
        session.access.fingerprint,
        expiry(session.access.expires_at_ms),
        session.refresh.fingerprint,
        expiry(session.refresh.expires_at_ms),
        refreshes(session.refreshes),
    )
}

fn kept_where(storage: &StorageView) -> String {
    match storage {
        StorageView::Keychain => "sealed with a key from the system's keychain".to_owned(),
        StorageView::Memory => "in memory alone, as chosen".to_owned(),
        StorageView::MemoryOnly { problem } => format!("in memory alone: {problem}"),
        StorageView::File { why } => match why {
            FileReason::Chosen => "in a file, as chosen".to_owned(),
            FileReason::TurnedOff => "in a file: the environment turned the keychain off".to_owned(),
            FileReason::NoKeychain { detail } => format!("in a file: there is no keychain ({detail})"),
        },
    }
}

async fn profiles(shell: &Shell) -> String {
    match saved_profiles::list(&shell.profiles).await {
        Ok(all) => {
            let wrong = all.iter().filter(|profile| profile.problem.is_some()).count();
            format!("{}, {wrong} of them cannot be used", all.len())
        }
        Err(error) => error.message,
    }
}

fn put_aside(folder: &Path) -> String {
    let Ok(entries) = folder.read_dir() else {
        return "unknown".to_owned();
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<_> = names.filter(|name| name.contains(".unusable-")).collect();
    names.sort();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(", ")
    }
}

fn drafts(shell: &Shell) -> String {
    let kept = shell.drafts.newest();
    let size: usize = kept.tabs.iter().map(|tab| tab.draft.size()).sum();
    match (kept.tabs.len(), shell.drafts.problem()) {
        (0, _) => "none".to_owned(),
        (count, None) => format!("{count}, {size} bytes"),
        (count, Some(problem)) => format!("{count}, {size} bytes, in memory alone: {problem}"),
    }
}

fn log_state(log: &Log) -> String {
    let place = log.path().map(|path| path.display().to_string());
    let place = place.unwrap_or_else(|| "in memory".to_owned());
    let problem = log.problem().map(|problem| format!(", NOT written: {problem}"));
    format!("{place}, level {}{}", log.level(), problem.unwrap_or_default())
}

/// The name of the person's folder is the name of the person.
fn without_home(text: &str) -> String {
    match dirs::home_dir().as_deref().and_then(Path::to_str) {
        // A home of `/` names nobody.
        Some(home) if home.len() > 1 => text.replace(home, "~"),
        _ => text.to_owned(),
    }
}

fn minutes(seconds: u64) -> String {
    format!("{} min {} s", seconds / 60, seconds % 60)
}

fn times(count: u32) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        more => format!("{more} times"),
    }
}

fn refreshes(count: u32) -> String {
    match count {
        1 => "1 refresh".to_owned(),
        more => format!("{more} refreshes"),
    }
}
