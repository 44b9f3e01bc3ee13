//! The calls under way, and the bodies of their answers.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::future::{AbortHandle, Abortable};
use latchkey_ipc::{Answer, AnswerId, ApiCall, CallId, ErrorCode, HeaderView, IpcError};
use latchkey_pipeline::{Error, Pipeline};

use crate::{
    body::{Body, BodyError},
    translate,
};

/// How many bodies are kept, should the window not let go of them.
const KEPT_ANSWERS: usize = 64;

/// The calls under way, and the bodies of their answers.
#[derive(Default)]
pub(crate) struct Calls {
    under_way: Mutex<HashMap<CallId, AbortHandle>>,
    answers: Mutex<HashMap<AnswerId, Arc<Mutex<Body>>>>,
    last_answer: AtomicU64,
}

impl Calls {
    /// Makes a call, which can be cancelled by its id. Without a pipeline nobody is signed in.
    pub(crate) async fn make(&self, pipeline: Option<Pipeline>, call: ApiCall) -> Result<Answer, IpcError> {
        let Some(pipeline) = pipeline else {
            return Err(translate::from_error(Error::SignedOut));
        };
        let (abort, registration) = AbortHandle::new_pair();
        let id = call.call_id.clone();
        let method = call.method.clone();
        if let Some(earlier) = lock(&self.under_way).insert(id.clone(), abort) {
            // Two calls of one name could not be told apart when one of them is cancelled.
            earlier.abort();
        }
        let done = Abortable::new(self.run(&pipeline, call), registration).await;
        lock(&self.under_way).remove(&id);
        let done = done.unwrap_or_else(|_| Err(cancelled()));
        // Neither where it went nor what it brought: that is the user's own business.
        match &done {
            Ok(answer) => {
                tracing::debug!(
                    method,
                    status = answer.status,
                    elapsed_us = answer.elapsed_us,
                    "a call was answered"
                );
            }
            Err(error) => tracing::debug!(method, problem = error.key, "a call failed"),
        }
        done
    }

    async fn run(&self, pipeline: &Pipeline, call: ApiCall) -> Result<Answer, IpcError> {
        let request = translate::pipeline_request(call)
            .await
            .map_err(|error| translate::from_error(Error::Input(error)))?;
        let mut answer = pipeline.call(request).await.map_err(translate::call_failed)?;
        let body = Body::receive(&mut answer)
            .await
            .map_err(|error| translate::from_body(&error))?;
        let headers = answer.visible_headers().into_iter();
        let headers = headers
            .map(|h| HeaderView {
                name: h.name,
                value: h.value,
                hidden: h.hidden,
            })
            .collect();
        let (status, http_version) = (answer.status.as_u16(), format!("{:?}", answer.version));
        let (url, view) = (answer.url.to_string(), body.view());
        let trace = translate::trace(answer.finish(view.size));
        Ok(Answer {
            answer_id: self.keep(body),
            status,
            reason: translate::phrase(status),
            http_version,
            url,
            headers,
            elapsed_us: trace.total_us,
            body: view,
            trace,
        })
    }

    fn keep(&self, body: Body) -> AnswerId {
        let id = self.last_answer.fetch_add(1, Ordering::Relaxed) + 1;
        let mut answers = lock(&self.answers);
        if answers.len() >= KEPT_ANSWERS
            && let Some(oldest) = answers.keys().min().copied()
        {
            answers.remove(&oldest);
        }
        answers.insert(id, Arc::new(Mutex::new(body)));
        id
    }

    pub(crate) fn cancel(&self, id: &CallId) {
        if let Some(abort) = lock(&self.under_way).get(id) {
            abort.abort();
        }
    }

    /// Cancels every call.
    pub(crate) fn cancel_all(&self) {
        lock(&self.under_way).values().for_each(AbortHandle::abort);
    }

    /// Reads a piece of a body, where reading may block.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        id: AnswerId,
        read: impl FnOnce(&Body) -> Result<T, BodyError> + Send + 'static,
    ) -> Result<T, IpcError> {
        let body = lock(&self.answers).get(&id).cloned().ok_or_else(answer_gone)?;
        // Readers of one body take turns: a file has one position.
        let read = tokio::task::spawn_blocking(move || read(&lock(&body))).await;
        read.map_err(|error| translate::internal(error.to_string()))?
            .map_err(|error| translate::from_body(&error))
    }

    /// Lets go of all answers.
    pub(crate) fn release_all(&self) {
        lock(&self.answers).clear();
    }

    pub(crate) fn release(&self, id: AnswerId) {
        lock(&self.answers).remove(&id);
    }
}

fn cancelled() -> IpcError {
    failure(ErrorCode::Cancelled, "cancelled", "the call was cancelled")
}

fn answer_gone() -> IpcError {
    failure(
        ErrorCode::AnswerGone,
        "answer-gone",
        "this answer is no longer kept; send the request again",
    )
}

fn failure(code: ErrorCode, key: &str, message: &str) -> IpcError {
    IpcError {
        code,
        ..IpcError {
            key: key.to_owned(),
            ..translate::internal(message)
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
