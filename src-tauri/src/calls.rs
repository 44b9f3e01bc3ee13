//! The calls under way, and the bodies of their answers.

mod receive;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::future::{AbortHandle, Abortable};
use latchkey_collection::Mask;
use latchkey_ipc::{Answer, AnswerId, ApiCall, CallId, CallProgress, ErrorCode, GrowingAnswer, IpcError};
use latchkey_pipeline::{Error, Pipeline};
use tokio::sync::Notify;

use crate::{
    body::{Body, BodyError},
    collection::masked,
    translate,
};

/// How many bodies are kept, should the window not let go of them.
const KEPT_ANSWERS: usize = 64;

/// Hears how answers come along while they are received.
pub(crate) trait Onlooker: Send + Sync {
    /// So much of an answer has come, which is shown when it is whole.
    fn received(&self, progress: CallProgress);
    /// A stream has come so far.
    fn grows(&self, growing: GrowingAnswer);
}

/// The calls under way, and the bodies of their answers.
pub(crate) struct Calls {
    under_way: Mutex<HashMap<CallId, UnderWay>>,
    answers: Mutex<HashMap<AnswerId, Arc<Body>>>,
    last_answer: AtomicU64,
    onlooker: Arc<dyn Onlooker>,
}

/// A call under way.
struct UnderWay {
    abort: AbortHandle,
    /// The answer that is shown while it comes, and what ends it there.
    stream: Option<(AnswerId, Arc<Notify>)>,
}

impl Calls {
    pub(crate) fn new(onlooker: Arc<dyn Onlooker>) -> Self {
        Self {
            under_way: Mutex::default(),
            answers: Mutex::default(),
            last_answer: AtomicU64::default(),
            onlooker,
        }
    }

    /// Makes a call, which can be cancelled by its id. What is told of it holds none of the secrets that went into it.
    pub(crate) async fn make(
        &self,
        pipeline: &Pipeline,
        call: ApiCall,
        secrets: &Mask,
    ) -> Result<Answer, IpcError> {
        let id = call.call_id.clone();
        let method = call.method.clone();
        let done = self.cancellable(&id, self.run(pipeline, call, secrets)).await;
        let done = match done.unwrap_or_else(|| Err(cancelled())) {
            Ok(answer) => Ok(masked(secrets, answer)?),
            Err(error) => Err(masked(secrets, error)?),
        };
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

    /// Does something that can be cancelled by its id, and is when all calls are; `None` then.
    pub(crate) async fn cancellable<T>(&self, id: &CallId, work: impl Future<Output = T>) -> Option<T> {
        let (abort, registration) = AbortHandle::new_pair();
        let under_way = UnderWay { abort, stream: None };
        if let Some(earlier) = lock(&self.under_way).insert(id.clone(), under_way) {
            // Two calls of one name could not be told apart when one of them is cancelled.
            earlier.abort.abort();
        }
        let done = Abortable::new(work, registration).await;
        lock(&self.under_way).remove(id);
        done.ok()
    }

    async fn run(&self, pipeline: &Pipeline, call: ApiCall, secrets: &Mask) -> Result<Answer, IpcError> {
        let id = call.call_id.clone();
        let request = translate::pipeline_request(call)
            .await
            .map_err(|error| translate::from_error(Error::Input(error)))?;
        let answer = pipeline.call(request).await.map_err(translate::call_failed)?;
        self.receive(&id, answer, secrets).await
    }

    /// Keeps a body under a name of its own.
    pub(crate) fn keep(&self, body: Body) -> AnswerId {
        let id = self.last_answer.fetch_add(1, Ordering::Relaxed) + 1;
        let mut answers = lock(&self.answers);
        if answers.len() >= KEPT_ANSWERS
            && let Some(oldest) = answers.keys().min().copied()
        {
            answers.remove(&oldest);
        }
        answers.insert(id, Arc::new(body));
        id
    }

    /// Keeps more of a body; one that was let go of meanwhile stays so.
    fn keep_more(&self, id: AnswerId, body: Body) {
        if let Some(kept) = lock(&self.answers).get_mut(&id) {
            *kept = Arc::new(body);
        }
    }

    /// Cancels a call. A stream that is shown already ends, and what has come of it is the answer.
    pub(crate) fn cancel(&self, id: &CallId) {
        match lock(&self.under_way).get(id) {
            Some(UnderWay {
                stream: Some((_, end)),
                ..
            }) => end.notify_one(),
            Some(call) => call.abort.abort(),
            None => {}
        }
    }

    /// Cancels every call.
    pub(crate) fn cancel_all(&self) {
        lock(&self.under_way).values().for_each(|call| call.abort.abort());
    }

    /// The body of an answer.
    pub(crate) fn body(&self, id: AnswerId) -> Result<Arc<Body>, IpcError> {
        lock(&self.answers).get(&id).cloned().ok_or_else(answer_gone)
    }

    /// Reads a piece of a body, where reading may block.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        id: AnswerId,
        read: impl FnOnce(&Body) -> Result<T, BodyError> + Send + 'static,
    ) -> Result<T, IpcError> {
        let body = self.body(id)?;
        let read = tokio::task::spawn_blocking(move || read(&body)).await;
        read.map_err(|error| translate::internal(error.to_string()))?
            .map_err(|error| translate::from_body(&error))
    }

    /// Lets go of all answers.
    pub(crate) fn release_all(&self) {
        lock(&self.answers).clear();
        self.end_streams(|_| true);
    }

    pub(crate) fn release(&self, id: AnswerId) {
        let body = lock(&self.answers).remove(&id);
        if let Some(body) = body {
            body.end_search();
        }
        self.end_streams(|stream| stream == id);
    }

    /// Ends streams that nobody reads any more: they would go on for ever, unseen.
    fn end_streams(&self, which: impl Fn(AnswerId) -> bool) {
        let under_way = lock(&self.under_way);
        let streams = under_way.values().filter_map(|call| call.stream.as_ref());
        streams
            .filter(|(id, _)| which(*id))
            .for_each(|(_, end)| end.notify_one());
    }
}

/// Somebody wanted it no longer.
pub(crate) fn cancelled() -> IpcError {
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
