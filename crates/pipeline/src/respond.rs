//! The response interceptor: what an answer means for the call and for the session.

use std::{sync::Arc, time::Duration};

use http::StatusCode;

use crate::{
    answer::{Answer, BodyReader},
    attach::{self, Attached},
    classify::{self, PEEK_BYTES, Refusal, RefusalKind},
    core::{Core, Renewal},
    error::Error,
    refresh::{Outcome, Report, Waited, Why},
    request::CheckedRequest,
    send::{self, Answered},
    session::{EndReason, Live, Moment, PendingCall},
    trace::{Event, Recorder, RefreshResult},
};

/// How many refreshes one call may wait for: more than one only if each token really lived out its life.
const MAX_REFRESHES: u32 = 3;
/// How often one call is sent again merely because a newer token was there.
const MAX_STALE: u32 = 4;

/// Sends a call and answers refusals until there is an answer for the caller.
///
/// *When*: for each answer to a request that carried the session's token T.
///
/// *Available information*: the head of the answer, up to 64 KiB of a refusal's body, T, and the session as it is now.
///
/// *Error behaviour*: whatever is not a refusal goes to the caller, whatever its status.
/// - T is no longer the session's token: sent again with the current one.
/// - Expired: one refresh, led or joined; sent again once the new pair is durable.
/// - Refused again right after that, or invalid, or any other 401: the session ends, and the call fails with
///   [`Error::SessionEnded`].
pub(crate) async fn drive(
    core: &Arc<Core>,
    request: &CheckedRequest,
    attached: Attached,
    mut recorder: Recorder,
) -> Result<Answer, (Error, Recorder)> {
    let Attached { mut live, with_token } = attached;
    let (mut again, mut refreshes, mut stale) = (false, 0, 0);
    loop {
        let answered = match send::send(core, request, &live, with_token, again, &mut recorder).await {
            Ok(answered) => answered,
            Err(error) => return Err((error, recorder)),
        };
        let mut head = Head::new(core, &live, answered);
        let refusal = match head.refusal(&live).await {
            Ok(refusal) => refusal,
            Err(error) => return Err((error.into(), recorder)),
        };
        recorder.note(Event::Answer {
            status: head.status().as_u16(),
            code: refusal.as_ref().and_then(|refusal| refusal.code.clone()),
        });
        let Some(Refusal { kind, .. }) = refusal else {
            return Ok(head.into_answer(&live, recorder));
        };

        let call = Refused {
            core,
            request,
            live: &live,
            kind,
            refreshes,
            stale,
        };
        match call.next(&mut recorder).await {
            Ok(Next::Return) => return Ok(head.into_answer(&live, recorder)),
            Ok(Next::SendAgain { refreshed }) => {
                if head.body_sent && !request.body.replays() {
                    let why = "it is a stream".to_owned();
                    return Err((Error::BodyNotReplayable(why), recorder));
                }
                refreshes += u32::from(refreshed);
                stale += u32::from(!refreshed);
            }
            Err(error) => return Err((error, recorder)),
        }
        again = true;
        live = match attach::current(core, &live) {
            Ok(live) => live,
            Err(error) => return Err((error, recorder)),
        };
        attach::note_attached(core, &live, &mut recorder);
    }
}

/// A call that was refused, and what it has been through.
struct Refused<'a> {
    core: &'a Arc<Core>,
    request: &'a CheckedRequest,
    /// The session as it was when the call was sent.
    live: &'a Live,
    kind: RefusalKind,
    refreshes: u32,
    stale: u32,
}

enum Next {
    Return,
    SendAgain { refreshed: bool },
}

impl Refused<'_> {
    async fn next(&self, recorder: &mut Recorder) -> Result<Next, Error> {
        let now = attach::current(self.core, self.live)?;
        if now.generation != self.live.generation {
            return Ok(if self.stale < MAX_STALE {
                Next::SendAgain { refreshed: false }
            } else {
                Next::Return
            });
        }
        if self.refreshes > 0 {
            let lived_out =
                self.kind == RefusalKind::Expired && now.has_lived_out(Moment::now(&*self.core.clock));
            if !lived_out {
                return self.end_unless_newer(EndReason::RetryRefused, recorder).await;
            }
            if self.refreshes >= MAX_REFRESHES {
                return Ok(Next::Return);
            }
        }
        match self.kind {
            RefusalKind::Expired => self.renew(recorder).await,
            RefusalKind::Invalid => self.end_unless_newer(EndReason::TokenInvalid, recorder).await,
            RefusalKind::Unknown => self.end_unless_newer(EndReason::Unauthorized, recorder).await,
        }
    }

    async fn renew(&self, recorder: &mut Recorder) -> Result<Next, Error> {
        let why = Why::Expired(PendingCall::of(self.request));
        let (flight, led) = match self.core.renewal(self.live, why) {
            Renewal::Newer => return Ok(Next::SendAgain { refreshed: false }),
            Renewal::Over => return Err(attach::over(self.live)),
            Renewal::CoolDown(pause) => {
                let retry_in = pause.until.saturating_sub(self.core.clock.elapsed());
                return Err(Error::RefreshCoolDown { retry_in });
            }
            Renewal::Wait { flight, led } => (flight, led),
        };
        let began = recorder.now();
        let waited = flight.wait(self.live).await;
        record_refresh(self.live, &waited, led, began, recorder);
        let report = attach::outcome(waited)?;
        // A pair of another process may have expired as well: to meet that is no refusal after a refresh.
        let taken_over = report.is_some_and(|report| matches!(report.outcome, Outcome::Adopted { .. }));
        Ok(Next::SendAgain {
            refreshed: !taken_over,
        })
    }

    /// A token that is refused may be one that another process has replaced meanwhile: then its pair is taken over.
    async fn end_unless_newer(&self, reason: EndReason, recorder: &mut Recorder) -> Result<Next, Error> {
        match self.core.look_elsewhere(self.live).await {
            Some(Some(_)) if self.stale < MAX_STALE => Ok(Next::SendAgain { refreshed: false }),
            _ => self.end(reason, recorder).await,
        }
    }

    async fn end(&self, reason: EndReason, recorder: &mut Recorder) -> Result<Next, Error> {
        recorder.note(Event::End { reason });
        match self
            .core
            .end(self.live.epoch(), reason, Some(PendingCall::of(self.request)))
            .await
        {
            Some(ended) => Err(Error::SessionEnded(Box::new(ended))),
            None => Err(attach::over(self.live)),
        }
    }
}

/// Writes a refresh into a call's trace.
pub(crate) fn record_refresh(
    live: &Live,
    waited: &Waited,
    led: bool,
    began: Duration,
    recorder: &mut Recorder,
) {
    let profile = &live.identity.profile;
    let request = profile.refresh.shown(profile);
    let report = match waited {
        Waited::Report(report) => report,
        Waited::Over(ended) => {
            let result = RefreshResult::Ended { reason: ended.reason };
            recorder.since(began, Event::Refresh { led, request, result });
            recorder.note(Event::End { reason: ended.reason });
            return;
        }
        Waited::Crashed => {
            let result = RefreshResult::Unavailable {
                message: "it stopped unexpectedly".to_owned(),
            };
            return recorder.since(began, Event::Refresh { led, request, result });
        }
    };
    let Report {
        exchange,
        stored,
        outcome,
    } = &**report;
    let (result, token) = match outcome {
        Outcome::Renewed { token } => (RefreshResult::Renewed { token: token.clone() }, Some(token)),
        Outcome::Adopted { token } => (RefreshResult::Adopted { token: token.clone() }, None),
        Outcome::Ended(ended) => (RefreshResult::Ended { reason: ended.reason }, None),
        Outcome::Unavailable(message) => (
            RefreshResult::Unavailable {
                message: message.clone(),
            },
            None,
        ),
        Outcome::Discarded => (RefreshResult::Discarded, None),
    };
    recorder.span(exchange.0, exchange.1, Event::Refresh { led, request, result });
    if let (Some((from, to, problem)), Some(token)) = (stored, token) {
        let event = Event::Store {
            token: token.clone(),
            problem: problem.clone(),
        };
        recorder.span(*from, *to, event);
    }
    if let Outcome::Ended(ended) = outcome {
        recorder.note(Event::End { reason: ended.reason });
    }
}

/// An answer whose body may have been looked at.
struct Head {
    status: StatusCode,
    parts: Parts,
    carried_token: bool,
    body_sent: bool,
}

/// The parts of an [`Answer`] that are known before the trace is closed.
struct Parts {
    version: http::Version,
    url: url::Url,
    headers: http::HeaderMap,
    body: BodyReader,
    head_at: Duration,
}

impl Head {
    fn new(core: &Arc<Core>, live: &Live, answered: Answered) -> Self {
        let Answered {
            mut response,
            url,
            carried_token,
            body_sent,
        } = answered;
        let idle = Duration::from_millis(live.identity.profile.timeouts().idle_ms);
        Self {
            status: response.status(),
            parts: Parts {
                version: response.version(),
                url,
                headers: std::mem::take(response.headers_mut()),
                head_at: core.clock.elapsed(),
                body: BodyReader::new(response, idle, core.clock.clone()),
            },
            carried_token,
            body_sent,
        }
    }

    fn status(&self) -> StatusCode {
        self.status
    }

    /// What the answer refuses, if it refuses the token it was sent. The body of a 401 that stalls or breaks says
    /// nothing: then the call fails, and the session stays.
    async fn refusal(&mut self, live: &Live) -> Result<Option<Refusal>, crate::error::NetworkError> {
        let profile = &live.identity.profile;
        let refusals = profile.refusals();
        if !self.carried_token || !classify::concerns(refusals, self.status) {
            return Ok(None);
        }
        let limit = Duration::from_millis(profile.timeouts().peek_ms);
        let body = self.parts.body.peek(PEEK_BYTES, limit).await?;
        Ok(classify::classify(
            refusals,
            self.status,
            &self.parts.headers,
            &body,
        ))
    }

    fn into_answer(self, live: &Live, recorder: Recorder) -> Answer {
        let Parts {
            version,
            url,
            headers,
            body,
            head_at,
        } = self.parts;
        Answer {
            status: self.status,
            version,
            url,
            headers,
            body,
            head_at,
            recorder,
            redactor: live.ready.redactor.clone(),
            profile: live.identity.profile.clone(),
        }
    }
}
