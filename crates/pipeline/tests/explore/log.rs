//! Hears everything that the pipeline logs, and remembers lines that hold a token.

use std::{
    fmt::{Debug, Write as _},
    sync::Mutex,
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

use crate::ledger::MARK;

static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Listens from now on, to every thread.
pub(crate) fn listen() {
    let _ = tracing::subscriber::set_global_default(Listener);
}

/// The lines that held a token since the last look.
pub(crate) fn leaks() -> Vec<String> {
    std::mem::take(&mut *LEAKS.lock().unwrap())
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("latchkey")
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        if line.0.contains(MARK) {
            LEAKS.lock().unwrap().push(line.0);
        }
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{field}={value:?} ");
    }
}
