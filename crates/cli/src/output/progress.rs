//! A bar on standard error while a body is on its way, where a person looks on.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Terminal;

/// What takes less shows no bar.
const UNNOTICED: Duration = Duration::from_millis(300);

/// A bar, or nothing where nobody looks on. It goes when this is dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
    shown: bool,
}

impl Progress {
    /// A bar for `length` bytes, where that is known.
    pub(crate) fn begin(terminal: Terminal, length: Option<u64>, what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
        let template = if length.is_some() {
            "{msg} [{bar:30}] {bytes}/{total_bytes}  {bytes_per_sec}  {eta}"
        } else {
            "{msg} {bytes}  {bytes_per_sec}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        Self::of(terminal, bar)
    }

    /// A bar for `count` calls.
    pub(crate) fn count(terminal: Terminal, count: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(count), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} calls  {per_sec}  {eta}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self::of(terminal, bar)
    }

    /// A bar that nobody is to see stays hidden.
    fn of(terminal: Terminal, bar: ProgressBar) -> Self {
        Self {
            bar,
            shown: !terminal.shows_progress(),
        }
    }

    /// So many bytes in all have passed.
    pub(crate) fn at(&mut self, bytes: u64) {
        if !self.shown && self.bar.elapsed() >= UNNOTICED {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.shown = true;
        }
        self.bar.set_position(bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
