//! How a call went, step by step, without a single token.

use std::{sync::Arc, time::Duration};

use crate::{clock::Clock, connecting::Seen, session::EndReason};

/// How a call went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// When the call began, in milliseconds since 1970.
    pub started_at_ms: i64,
    /// From the start to the end of the last step.
    pub total: Duration,
    /// The steps, in order of their start.
    pub steps: Vec<Step>,
}

/// One step of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Start, after the start of the call.
    pub at: Duration,
    /// How long it took; zero for a step that is a moment.
    pub took: Duration,
    /// What happened.
    pub event: Event,
}

/// What happened in a step. Tokens appear as fingerprints.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The access token was attached.
    Attach {
        /// Which token.
        token: String,
        /// Milliseconds until its expiry, negative after it; `None` where it does not say.
        expires_in_ms: Option<i64>,
    },
    /// No token was attached: the URL is of another origin.
    NoToken {
        /// That origin.
        origin: String,
    },
    /// The call waited for a refresh that was under way when it began.
    Wait {
        /// The access token that the refresh brought.
        token: Option<String>,
    },
    /// The call was sent; the step lasts until the head of the answer.
    Send {
        /// Method.
        method: String,
        /// Path and query, or the URL where the origin is another.
        target: String,
        /// Whether it was sent before.
        again: bool,
        /// What the time went by with.
        phases: Phases,
    },
    /// The head of the answer.
    Answer {
        /// Status code.
        status: u16,
        /// What the pipeline made of a refusal.
        code: Option<String>,
    },
    /// A redirect was followed.
    Redirect {
        /// Where to.
        to: String,
        /// Whether the token goes along.
        keeps_token: bool,
    },
    /// The tokens were refreshed.
    Refresh {
        /// Whether this call led the refresh.
        led: bool,
        /// Method and path.
        request: String,
        /// How it went.
        result: RefreshResult,
    },
    /// The new pair was written to the store.
    Store {
        /// The new access token.
        token: String,
        /// What the system said, if it could not be written.
        problem: Option<String>,
    },
    /// The session ended.
    End {
        /// Why.
        reason: EndReason,
    },
    /// The call failed.
    Fail {
        /// Why.
        message: String,
    },
    /// The body was received.
    Body {
        /// Bytes after decompression.
        size: u64,
    },
}

/// What sending went by with, as far as the network's layers tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Phases {
    /// Whether a connection was used that stood already.
    pub reused: bool,
    /// Looking the host's name up; none for an address, and none at a proxy.
    pub look_up: Option<Span>,
    /// Until the connection stood, through a proxy if there is one.
    pub connect: Option<Span>,
    /// The TLS handshake.
    pub tls: Option<Span>,
    /// From a connection that stands to the head of the answer: sending, and the server's work.
    pub first_byte: Option<Span>,
}

/// A part of a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Start, after the start of the call.
    pub at: Duration,
    /// How long it took.
    pub took: Duration,
}

/// How a refresh went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefreshResult {
    /// It brought a new pair.
    Renewed {
        /// The new access token.
        token: String,
    },
    /// It ended the session.
    Ended {
        /// Why.
        reason: EndReason,
    },
    /// Another process had refreshed: its pair was taken from the store.
    Adopted {
        /// The access token taken over.
        token: String,
    },
    /// There was no usable answer; the session stays.
    Unavailable {
        /// Why.
        message: String,
    },
    /// The session was over before the result came.
    Discarded,
}

/// Writes a trace while the call runs.
pub(crate) struct Recorder {
    clock: Arc<dyn Clock>,
    began: Duration,
    trace: Trace,
}

impl Recorder {
    pub(crate) fn start(clock: Arc<dyn Clock>) -> Self {
        let trace = Trace {
            started_at_ms: clock.wall_ms(),
            // As many as a call without trouble has.
            steps: Vec::with_capacity(4),
            ..Trace::default()
        };
        Self {
            began: clock.elapsed(),
            clock,
            trace,
        }
    }

    pub(crate) fn now(&self) -> Duration {
        self.clock.elapsed()
    }

    /// A moment, now.
    pub(crate) fn note(&mut self, event: Event) {
        let now = self.now();
        self.span(now, now, event);
    }

    /// Something that began at `from` and ends now.
    pub(crate) fn since(&mut self, from: Duration, event: Event) {
        self.span(from, self.now(), event);
    }

    /// Something between two readings of the clock; what began before the call is cut at its start.
    pub(crate) fn span(&mut self, from: Duration, to: Duration, event: Event) {
        let at = from.saturating_sub(self.began);
        let took = to.saturating_sub(from.max(self.began));
        self.trace.steps.push(Step { at, took, event });
    }

    /// What sending went by with that began at `from` and ends now. What has no end lasted until now.
    pub(crate) fn phases(&self, from: Duration, seen: Seen, answered: bool) -> Phases {
        let now = self.now();
        let span = |from: Duration, to: Duration| Span {
            at: from.saturating_sub(self.began),
            took: to.saturating_sub(from),
        };
        // A connection that another call's became free before is none of this call's.
        let asked = seen.asked.filter(|_| seen.stood.is_some() || !answered);
        let Some(asked) = asked else {
            return Phases {
                reused: true,
                first_byte: Some(span(from, now)),
                ..Phases::default()
            };
        };
        let found = seen.look_up.map_or(Some(asked), |(_, to)| to);
        let end = seen.stood.unwrap_or(now);
        Phases {
            reused: false,
            look_up: seen.look_up.map(|(from, to)| span(from, to.unwrap_or(now))),
            connect: found.map(|found| span(found, seen.tls.unwrap_or(end))),
            tls: seen.tls.map(|tls| span(tls, end)),
            first_byte: seen.stood.map(|stood| span(stood, now)),
        }
    }

    /// The trace until now, while the call goes on.
    pub(crate) fn so_far(&self) -> Trace {
        Trace {
            total: self.now().saturating_sub(self.began),
            ..self.trace.clone()
        }
    }

    pub(crate) fn finish(mut self) -> Trace {
        self.trace.total = self.now().saturating_sub(self.began);
        self.trace
    }
}
