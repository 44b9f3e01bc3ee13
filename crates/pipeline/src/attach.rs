//! The request interceptor: who may send, and with which token.

use std::sync::Arc;

use crate::{
    core::Core,
    error::Error,
    refresh::{Outcome, Report, Waited},
    request::CheckedRequest,
    session::{Live, State},
    target,
    trace::{Event, Recorder},
};

/// What the request interceptor decided.
pub(crate) struct Attached {
    /// The session as it was when the token was taken.
    pub(crate) live: Arc<Live>,
    /// Whether the access token goes along.
    pub(crate) with_token: bool,
}

/// The session a call is made in. Nothing is sent without one.
pub(crate) fn session(core: &Core) -> Result<Arc<Live>, Error> {
    match &*core.state() {
        State::SignedIn(live) => Ok(live.clone()),
        State::SignedOut(_) => Err(Error::SignedOut),
    }
}

/// Takes the token for the first sending of a call.
///
/// *When*: before a call is sent for the first time.
///
/// *Available information*: the checked request and the session that it belongs to. No answer yet.
///
/// *Error behaviour*: with an error nothing is sent. A refresh under way is waited for; if it ends the session, the
/// call fails with [`Error::SessionEnded`]; if it cannot be carried out, with [`Error::RefreshUnavailable`].
///
/// The token goes along if and only if the URL has the profile's origin.
pub(crate) async fn attach(
    core: &Core,
    request: &CheckedRequest,
    mut live: Arc<Live>,
    recorder: &mut Recorder,
) -> Result<Attached, Error> {
    let home = target::is_home(&live.identity.profile, &request.url);
    let with_token = home && !request.has_own_authorization();
    if !home {
        recorder.note(Event::NoToken {
            origin: request.url.origin().ascii_serialization(),
        });
    }
    if with_token && let Some(flight) = live.flight.clone() {
        let began = recorder.now();
        let waited = flight.wait(&live).await;
        let renewed = match &waited {
            Waited::Report(report) => match &report.outcome {
                Outcome::Renewed { token } => Some(token.clone()),
                _ => None,
            },
            _ => None,
        };
        recorder.since(began, Event::Wait { token: renewed });
        outcome(waited)?;
        live = current(core, &live)?;
    }
    if with_token {
        note_attached(core, &live, recorder);
    }
    Ok(Attached { live, with_token })
}

/// The state of the call's own session now: a call is never sent with another session's token.
pub(crate) fn current(core: &Core, live: &Live) -> Result<Arc<Live>, Error> {
    match core.current(live.epoch()) {
        Some(live) => Ok(live),
        None => Err(over(live)),
    }
}

/// The error of a call whose session is over.
pub(crate) fn over(live: &Live) -> Error {
    live.identity.ended.get().map_or(Error::SignedOut, |ended| {
        Error::SessionEnded(Box::new(ended.clone()))
    })
}

pub(crate) fn note_attached(core: &Core, live: &Live, recorder: &mut Recorder) {
    recorder.note(Event::Attach {
        token: live.pair.access.fingerprint(),
        expires_in_ms: live.expires_in_ms(core.clock.wall_ms()),
    });
}

/// What a waited-for refresh means for a call: go on, or fail.
pub(crate) fn outcome(waited: Waited) -> Result<Option<Report>, Error> {
    let report = match waited {
        Waited::Report(report) => report,
        Waited::Over(ended) => return Err(Error::SessionEnded(Box::new(ended))),
        Waited::Crashed => {
            return Err(Error::RefreshUnavailable(
                "the refresh stopped unexpectedly".to_owned(),
            ));
        }
    };
    match &report.outcome {
        Outcome::Renewed { .. } | Outcome::Discarded => Ok(Some(*report)),
        Outcome::Ended(ended) => Err(Error::SessionEnded(Box::new(ended.clone()))),
        Outcome::Unavailable(message) => Err(Error::RefreshUnavailable(message.clone())),
    }
}
