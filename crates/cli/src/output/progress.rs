//! A bar on standard error while a body is on its way, where a person looks on.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use latchkey_pipeline::{Body, Sent};
use tokio::task::AbortHandle;

use crate::output::Terminal;

/// What takes less shows no bar.
const UNNOTICED: Duration = Duration::from_millis(300);
/// How often a bar is drawn anew while nothing moves: its speed falls.
const TICK: Duration = Duration::from_millis(500);

/// A bar, or nothing where nobody looks on. It goes when this is dropped.
pub(crate) struct Progress(Option<Shown>);

struct Shown {
    bar: ProgressBar,
    /// Shows the bar after a while.
    showing: AbortHandle,
}

impl Progress {
    /// A bar for `length` bytes, where that is known.
    pub(crate) fn begin(terminal: Terminal, length: Option<u64>, what: &'static str) -> Self {
        Self::after_a_while(terminal, || {
            let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
            let template = if length.is_some() {
                "{msg} [{bar:30}] {bytes}/{total_bytes}  {bytes_per_sec}  {eta}"
            } else {
                "{msg} {bytes}  {bytes_per_sec}"
            };
            (bar.with_message(what), template)
        })
    }

    /// A bar for `count` calls.
    pub(crate) fn count(terminal: Terminal, count: u64) -> Self {
        Self::after_a_while(terminal, || {
            let bar = ProgressBar::with_draw_target(Some(count), ProgressDrawTarget::hidden());
            (bar, "{bar:30} {pos}/{len} calls  {per_sec}  {eta}")
        })
    }

    fn after_a_while(terminal: Terminal, bar: impl FnOnce() -> (ProgressBar, &'static str)) -> Self {
        if !terminal.shows_progress() {
            return Self(None);
        }
        let (bar, template) = bar();
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        let later = bar.clone();
        let showing = tokio::spawn(async move {
            tokio::time::sleep(UNNOTICED).await;
            later.set_draw_target(ProgressDrawTarget::stderr());
            later.enable_steady_tick(TICK);
        });
        let showing = showing.abort_handle();
        Self(Some(Shown { bar, showing }))
    }

    /// So many bytes or calls in all have passed.
    pub(crate) fn at(&self, position: u64) {
        if let Self(Some(shown)) = self {
            shown.bar.set_position(position);
        }
    }

    fn say(&self, what: &'static str) {
        if let Self(Some(shown)) = self {
            shown.bar.set_message(what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Self(Some(shown)) = self {
            shown.showing.abort();
            shown.bar.finish_and_clear();
        }
    }
}

/// The bar of a body on its way out. It goes when this is dropped, though the connection may hold the body for longer.
pub(crate) struct Sending(Arc<Mutex<Bar>>);

enum Bar {
    NotYet,
    Here(Progress),
    Over,
}

impl Sending {
    /// The body, with a bar for it. One that leaves in one piece has none.
    pub(crate) fn of(terminal: Terminal, body: Body) -> (Self, Body) {
        let sending = Self(Arc::new(Mutex::new(Bar::NotYet)));
        if !terminal.shows_progress() {
            return (sending, body);
        }
        let bar = sending.0.clone();
        let body = body.watched(move |sent| locked(&bar).show(terminal, sent));
        (sending, body)
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        *locked(&self.0) = Bar::Over;
    }
}

impl Bar {
    /// It begins anew where the body is sent again.
    fn show(&mut self, terminal: Terminal, sent: Sent) {
        if matches!(self, Self::NotYet) {
            *self = Self::Here(Progress::begin(terminal, sent.of, "sending"));
        }
        let Self::Here(progress) = self else { return };
        progress.at(sent.bytes);
        if sent.bytes == 0 {
            progress.say("sending");
        } else if Some(sent.bytes) == sent.of {
            progress.say("sent, waiting for the answer");
        }
    }
}

fn locked(bar: &Mutex<Bar>) -> MutexGuard<'_, Bar> {
    bar.lock().unwrap_or_else(PoisonError::into_inner)
}
