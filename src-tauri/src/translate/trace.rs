use std::time::Duration;

use latchkey_ipc::{PhaseKind, RefreshResult, RefreshRole, Trace, TraceEvent, TracePhase, TraceStep};
use latchkey_pipeline::trace::{self, Event};

use super::session::reason;

/// A trace as the window shows it.
pub(crate) fn trace(trace: trace::Trace) -> Trace {
    let steps = trace.steps.into_iter().filter_map(|step| {
        Some(TraceStep {
            at_us: micros(step.at),
            took_us: micros(step.took),
            event: event(step.event)?,
        })
    });
    Trace {
        started_at: trace.started_at_ms,
        total_us: micros(trace.total),
        steps: steps.collect(),
    }
}

pub(super) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// `None`: a step that this contract has no word for.
fn event(event: Event) -> Option<TraceEvent> {
    Some(match event {
        Event::Attach { token, expires_in_ms } => TraceEvent::Attach { token, expires_in_ms },
        Event::NoToken { origin } => TraceEvent::NoToken { origin },
        Event::Wait { token } => TraceEvent::Wait { token },
        Event::Send {
            method,
            target,
            again,
            phases,
        } => TraceEvent::Send {
            method,
            target,
            again,
            reused: phases.reused,
            phases: phases_of(&phases),
        },
        Event::Answer { status, code } => TraceEvent::Answer {
            status,
            reason: phrase(status),
            code,
        },
        Event::Redirect { to, keeps_token } => TraceEvent::Redirect { to, keeps_token },
        Event::Refresh { led, request, result } => TraceEvent::Refresh {
            role: if led {
                RefreshRole::Led
            } else {
                RefreshRole::Joined
            },
            request,
            result: match result {
                trace::RefreshResult::Renewed { token } => RefreshResult::Renewed { token },
                trace::RefreshResult::Adopted { token } => RefreshResult::Adopted { token },
                trace::RefreshResult::Ended { reason: why } => RefreshResult::Ended { reason: reason(why) },
                trace::RefreshResult::Unavailable { message } => RefreshResult::Unavailable { message },
                trace::RefreshResult::Discarded => RefreshResult::Discarded,
            },
        },
        Event::Store { token, problem } => TraceEvent::Store { token, problem },
        Event::End { reason: why } => TraceEvent::End { reason: reason(why) },
        Event::Fail { message } => TraceEvent::Fail { message },
        Event::Body { size } => TraceEvent::Body { size },
        _ => return None,
    })
}

fn phases_of(phases: &trace::Phases) -> Vec<TracePhase> {
    let all = [
        (PhaseKind::LookUp, phases.look_up),
        (PhaseKind::Connect, phases.connect),
        (PhaseKind::Tls, phases.tls),
        (PhaseKind::FirstByte, phases.first_byte),
    ];
    let there = all.into_iter().filter_map(|(kind, span)| Some((kind, span?)));
    there
        .map(|(kind, span)| TracePhase {
            kind,
            at_us: micros(span.at),
            took_us: micros(span.took),
        })
        .collect()
}

/// The standard phrase of a status; empty where there is none.
pub(crate) fn phrase(status: u16) -> String {
    let status = latchkey_pipeline::http::StatusCode::from_u16(status).ok();
    status
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default()
        .to_owned()
}
