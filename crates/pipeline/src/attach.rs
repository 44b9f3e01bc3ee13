//! The request interceptor: who may send, and with which token.

use std::sync::Arc;

use crate::{
    core::{Core, Renewal},
    error::Error,
    refresh::{Flight, Outcome, Report, Waited, Why},
    renew,
    request::CheckedRequest,
    respond::record_refresh,
    session::{Live, PendingCall, State},
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
    core: &Arc<Core>,
    request: &CheckedRequest,
    mut live: Arc<Live>,
    recorder: &mut Recorder,
) -> Result<Attached, Error> {
    let home = target::is_home(&live.identity.profile, &request.url);
    let with_token = home && !request.brings_own_token(&live.identity.profile);
    if !home {
        recorder.note(Event::NoToken {
            origin: request.url.origin().ascii_serialization(),
        });
    }
    if with_token {
        if let Some(flight) = live.flight.clone() {
            let began = recorder.now();
            let waited = flight.wait(&live).await;
            let token = waited.token();
            recorder.since(began, Event::Wait { token });
            go_on(waited, flight.expired)?;
            live = current(core, &live)?;
        } else if let Some(flight) = due(core, &live, request) {
            let began = recorder.now();
            let waited = flight.wait(&live).await;
            record_refresh(&live, &waited, true, began, recorder);
            go_on(waited, flight.expired)?;
            live = current(core, &live)?;
        }
    }
    if with_token {
        note_attached(core, &live, recorder);
    }
    Ok(Attached { live, with_token })
}

/// Starts a refresh for a token that is about to expire, where the profile wants that. While the last attempt's pause
/// lasts, the call goes out with what there is.
fn due(core: &Arc<Core>, live: &Live, request: &CheckedRequest) -> Option<Flight> {
    if !is_due(core, live) {
        return None;
    }
    let call = PendingCall::of(request);
    match core.renewal(live, Why::Due(Some(call))) {
        Renewal::Wait { flight, .. } => Some(flight),
        Renewal::Newer | Renewal::CoolDown(_) | Renewal::Over => None,
    }
}

/// Whether the profile wants the token refreshed now.
pub(crate) fn is_due(core: &Core, live: &Live) -> bool {
    let now = (core.clock.elapsed(), core.clock.wall_ms());
    renew::is_proactive(live)
        && live
            .expiry
            .is_some_and(|expiry| expiry.due_in(now.0, now.1).is_zero())
}

/// What a waited-for refresh means for a call that has not been sent. A token that was refreshed before its time may
/// still be good: then the call goes out.
fn go_on(waited: Waited, expired: bool) -> Result<(), Error> {
    match outcome(waited) {
        Err(Error::RefreshUnavailable(_)) if !expired => Ok(()),
        other => other.map(drop),
    }
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
        token: live.ready.fingerprint.clone(),
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
        Outcome::Renewed { .. } | Outcome::Adopted { .. } | Outcome::Discarded => Ok(Some(*report)),
        Outcome::Ended(ended) => Err(Error::SessionEnded(Box::new(ended.clone()))),
        Outcome::Unavailable(message) => Err(Error::RefreshUnavailable(message.clone())),
    }
}
