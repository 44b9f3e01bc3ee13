use latchkey_ipc::{ProfileRequest, Rehearsal, RehearsalEvent, RehearsalStep, TokenName};
use latchkey_pipeline::rehearsal::{self, Event, Which};

/// How trying a profile out went, as the window shows it.
pub(crate) fn rehearsal(rehearsal: rehearsal::Rehearsal) -> Rehearsal {
    let steps = rehearsal.steps.into_iter().map(|step| RehearsalStep {
        at_us: super::trace::micros(step.at),
        took_us: super::trace::micros(step.took),
        event: event(step.event),
    });
    Rehearsal {
        steps: steps.collect(),
        error: rehearsal.error.map(super::from_error),
    }
}

fn event(event: Event) -> RehearsalEvent {
    match event {
        Event::Answered {
            request,
            line,
            status,
        } => RehearsalEvent::Answered {
            request: which(request),
            line,
            status,
        },
        Event::Unanswered {
            request,
            line,
            problem,
        } => RehearsalEvent::Unanswered {
            request: which(request),
            line,
            problem,
        },
        Event::Found {
            token,
            place,
            fingerprint,
            expires_in_s,
        } => RehearsalEvent::Found {
            token: match token {
                rehearsal::TokenName::Access => TokenName::Access,
                rehearsal::TokenName::Refresh => TokenName::Refresh,
            },
            place,
            fingerprint,
            expires_in_s,
        },
        Event::NotFound { problem } => RehearsalEvent::NotFound { problem },
        Event::NotRotated => RehearsalEvent::NotRotated,
    }
}

fn which(request: Which) -> ProfileRequest {
    match request {
        Which::SignIn => ProfileRequest::SignIn,
        Which::Refresh => ProfileRequest::Refresh,
        Which::SignOut => ProfileRequest::SignOut,
    }
}
