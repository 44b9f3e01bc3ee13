//! The log: a file in the data folder, and its last lines in memory for [`crate::diagnostics`].
//!
//! The release build has no console on Windows, so this is the only trace of what happened there. It is for reading by
//! people who ask for help and by those who help: what began, changed and ended, never what a request or an answer
//! held. Only our own crates write to it. Those that carry requests out know tokens and say so at their finer levels,
//! and are never heard; what ours say goes through [`scrub`], should an error text repeat more than it ought to.
//!
//! The log begins before the data folder is known, and keeps working without one: a line that cannot be written stays
//! in memory, and nobody fails for it.

mod file;
mod panics;
mod scrub;

use std::{
    collections::VecDeque,
    env,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{
    Layer as _,
    filter::Targets,
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use self::file::RotatingFile;
pub(crate) use self::scrub::{scrub, without_jwts};

/// Names how much is written: `off`, `error`, `warn`, `info` (as a rule), `debug` or `trace`.
pub(crate) const VARIABLE: &str = "LATCHKEY_LOG";
/// How many lines are kept in memory.
const RECENT: usize = 300;
/// The longest line in bytes: an error may repeat a whole answer.
const LONGEST_LINE: usize = 8 * 1024;
/// Those that are heard: all that we wrote.
const OURS: [&str; 5] = [
    "latchkey_app",
    "latchkey_pipeline",
    "latchkey_keeping",
    "latchkey_profile",
    "practice_api",
];

/// The log. Clones share everything.
#[derive(Clone)]
pub(crate) struct Log {
    level: LevelFilter,
    lines: Arc<Mutex<Lines>>,
}

#[derive(Default)]
struct Lines {
    recent: VecDeque<String>,
    file: Option<RotatingFile>,
}

impl Log {
    /// Begins the log of this process. Panics land in it too.
    pub(crate) fn start() -> Self {
        let asked = env::var(VARIABLE).ok();
        let level = asked.as_deref().and_then(level);
        let log = Self {
            level: level.unwrap_or(LevelFilter::INFO),
            lines: Arc::default(),
        };
        let ours = OURS.map(|target| (target, log.level));
        let to_lines = fmt::layer().with_ansi(false).with_writer(log.clone());
        let to_lines = to_lines.with_filter(Targets::new().with_targets(ours));
        // Only a second log in one process could be refused.
        let _ = tracing_subscriber::registry().with(to_lines).try_init();
        panics::tell();
        if let (Some(found), None) = (asked, level) {
            let allowed = "off, error, warn, info, debug, trace";
            tracing::warn!(found, allowed, "{VARIABLE} is not understood: info is used");
        }
        log
    }

    /// Writes to files in `logs` of the data folder from now on, beginning with what was said before.
    pub(crate) fn write_in(&self, data_folder: &Path) {
        let mut file = RotatingFile::new(data_folder.join("logs"));
        let mut lines = self.lines();
        for line in &lines.recent {
            file.write(line.as_bytes());
        }
        lines.file = Some(file);
    }

    /// The file that is written now; `None` before there is one.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        self.lines().file.as_ref().map(RotatingFile::path)
    }

    /// Why the last line is not in the file, if it is not.
    pub(crate) fn problem(&self) -> Option<String> {
        self.lines().file.as_ref()?.problem()
    }

    /// How much is written.
    pub(crate) fn level(&self) -> LevelFilter {
        self.level
    }

    /// The last lines, at most so many.
    pub(crate) fn tail(&self, count: usize) -> Vec<String> {
        let lines = self.lines();
        let skipped = lines.recent.len().saturating_sub(count);
        lines.recent.iter().skip(skipped).cloned().collect()
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, text: &str) {
        let mut cut = LONGEST_LINE.min(text.len());
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        // One event, one line: a line break in an error text must not look like an event of its own.
        let mut line = scrub(text[..cut].trim_end()).replace(['\n', '\r'], " ⏎ ");
        line.push('\n');
        let mut lines = self.lines();
        if let Some(file) = &mut lines.file {
            file.write(line.as_bytes());
        }
        if lines.recent.len() == RECENT {
            lines.recent.pop_front();
        }
        lines.recent.push_back(line);
    }
}

/// The writer of one event: `tracing-subscriber` hands over an event as a whole.
pub(crate) struct Event(Log);

impl<'a> MakeWriter<'a> for Log {
    type Writer = Event;

    fn make_writer(&'a self) -> Event {
        Event(self.clone())
    }
}

impl Write for Event {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.add(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn level(name: &str) -> Option<LevelFilter> {
    match name.trim().to_ascii_lowercase().as_str() {
        "off" => Some(LevelFilter::OFF),
        "error" => Some(LevelFilter::ERROR),
        "warn" => Some(LevelFilter::WARN),
        "info" => Some(LevelFilter::INFO),
        "debug" => Some(LevelFilter::DEBUG),
        "trace" => Some(LevelFilter::TRACE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silent() -> Log {
        Log {
            level: LevelFilter::INFO,
            lines: Arc::default(),
        }
    }

    #[test]
    fn what_was_said_before_the_folder_was_known_is_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let log = silent();
        log.add("first\n");
        log.write_in(folder.path());
        log.add("second\n");
        let written = std::fs::read_to_string(log.path().unwrap()).unwrap();
        assert_eq!(written, "first\nsecond\n");
        assert_eq!(log.tail(1), ["second\n"]);
        assert_eq!(log.problem(), None);
    }

    #[test]
    fn without_a_place_for_it_the_log_is_in_memory_and_nothing_fails() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        std::fs::write(&file, "").unwrap();
        let log = silent();
        log.write_in(&file);
        (0..1000).for_each(|number| log.add(&format!("line {number}\n")));
        assert_eq!(log.tail(2), ["line 998\n", "line 999\n"]);
        assert_eq!(log.tail(10_000).len(), RECENT);
        assert!(log.problem().is_some());
    }

    #[test]
    fn one_event_is_one_line_of_bounded_length() {
        let log = silent();
        log.add(&format!("first\nsecond {}\n", "ü".repeat(LONGEST_LINE)));
        let line = &log.tail(1)[0];
        assert!(line.starts_with("first ⏎ second "), "{line}");
        assert!(line.len() < LONGEST_LINE + 10);
        assert_eq!(line.matches('\n').count(), 1);
    }

    #[test]
    fn levels_go_by_their_names_alone() {
        assert_eq!(level(" Debug "), Some(LevelFilter::DEBUG));
        assert_eq!(level("verbose"), None);
    }
}
