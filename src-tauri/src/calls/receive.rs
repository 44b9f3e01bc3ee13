//! Receiving an answer: as a whole, or as a stream that is shown while it comes.

use std::sync::Arc;

use latchkey_collection::Mask;
use latchkey_ipc::{Answer, AnswerId, CallId, CallProgress, GrowingAnswer, HeaderView, IpcError};
use latchkey_pipeline::{Answer as Received, redact::Redactor};
use tokio::sync::Notify;

use super::{Calls, lock};
use crate::{
    body::{self, Body, Growing, Pace},
    collection::masked,
    translate,
};

impl Calls {
    /// Receives an answer whose head is there.
    pub(super) async fn receive(
        &self,
        call: &CallId,
        answer: Received,
        secrets: &Mask,
    ) -> Result<Answer, IpcError> {
        let redactor = answer.redactor().and(secrets.distinct());
        match Growing::of(&answer, redactor.clone()) {
            Some(growing) => {
                let head = masked(secrets, seen(&answer, &growing.look()))?;
                Ok(self.receive_stream(call, answer, growing, head).await)
            }
            None => self.receive_whole(call, answer, redactor).await,
        }
    }

    async fn receive_whole(
        &self,
        call: &CallId,
        mut answer: Received,
        redactor: Redactor,
    ) -> Result<Answer, IpcError> {
        let (status, expected) = (answer.status.as_u16(), answer.expected());
        let told = |received| {
            self.onlooker.received(CallProgress {
                call_id: call.clone(),
                status,
                reason: translate::phrase(status),
                received,
                expected,
            });
        };
        let body = Body::receive(&mut answer, redactor, told)
            .await
            .map_err(|error| translate::from_body(&error))?;
        let seen = seen(&answer, &body);
        let id = self.keep(body);
        Ok(ended(seen, id, answer))
    }

    /// Receives a stream until the server or the user ends it. What has come of it is the answer, however it ends.
    async fn receive_stream(
        &self,
        call: &CallId,
        mut answer: Received,
        mut growing: Growing,
        head: Answer,
    ) -> Answer {
        answer.may_be_silent();
        let mut shown = Shown {
            calls: self,
            call,
            head,
            id: None,
            end: Arc::default(),
        };
        let mut pace = Pace::begin();
        let (mut stopped, mut incomplete) = (false, None);
        loop {
            let end = Arc::clone(&shown.end);
            let next = pace.during(answer.chunk(), || shown.show(growing.look()));
            let next = tokio::select! {
                biased;
                () = end.notified() => {
                    stopped = true;
                    break;
                }
                next = next => next,
            };
            incomplete = match next {
                Ok(Some(piece)) => growing.push(&piece).err().map(|error| body::unwritten(&error)),
                Ok(None) => break,
                Err(error) => Some(error.to_string()),
            };
            if growing.len() > body::RECEIVE_LIMIT {
                incomplete = Some(body::over_limit());
            }
            if incomplete.is_some() {
                break;
            }
        }
        let body = growing.finish(stopped, incomplete);
        let seen = Answer {
            body: body.view(),
            ..shown.head.clone()
        };
        let id = shown.keep(body);
        ended(seen, id, answer)
    }
}

/// A stream on show. Should its call be dropped, nobody will ask for it any more.
struct Shown<'a> {
    calls: &'a Calls,
    call: &'a CallId,
    head: Answer,
    id: Option<AnswerId>,
    end: Arc<Notify>,
}

impl Shown<'_> {
    /// Shows how far it has come.
    fn show(&mut self, body: Body) {
        let view = body.view();
        let id = match self.id {
            Some(id) => {
                self.calls.keep_more(id, body);
                id
            }
            None => self.begin(body),
        };
        self.calls.onlooker.grows(GrowingAnswer {
            call_id: self.call.clone(),
            answer: Answer {
                answer_id: id,
                body: view,
                ..self.head.clone()
            },
        });
    }

    /// From now on the call ends with what has come, instead of coming to nothing.
    fn begin(&mut self, body: Body) -> AnswerId {
        let id = self.calls.keep(body);
        self.id = Some(id);
        if let Some(call) = lock(&self.calls.under_way).get_mut(self.call) {
            call.stream = Some((id, Arc::clone(&self.end)));
        }
        id
    }

    /// Keeps it as it is in the end.
    fn keep(&mut self, body: Body) -> AnswerId {
        match self.id.take() {
            Some(id) => {
                self.calls.keep_more(id, body);
                id
            }
            None => self.calls.keep(body),
        }
    }
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            lock(&self.calls.answers).remove(&id);
        }
    }
}

/// What is known of an answer with this body while it is not over. Its name follows.
fn seen(answer: &Received, body: &Body) -> Answer {
    let headers = answer.visible_headers().into_iter().map(|h| HeaderView {
        name: h.name,
        value: h.value,
        hidden: h.hidden,
    });
    let status = answer.status.as_u16();
    let trace = translate::trace(answer.trace_so_far());
    Answer {
        answer_id: AnswerId::default(),
        status,
        reason: translate::phrase(status),
        http_version: format!("{:?}", answer.version),
        url: answer.url.to_string(),
        headers: headers.collect(),
        elapsed_us: trace.total_us,
        body: body.view(),
        trace,
    }
}

/// The answer when it is over.
fn ended(seen: Answer, id: AnswerId, answer: Received) -> Answer {
    let trace = translate::trace(answer.finish(seen.body.size));
    Answer {
        answer_id: id,
        elapsed_us: trace.total_us,
        trace,
        ..seen
    }
}
