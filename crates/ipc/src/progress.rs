use serde::{Deserialize, Serialize};

use crate::{Answer, CallId};

/// The event the shell emits while it receives an answer that is shown when it is whole: first when that has taken 150 ms,
/// then every 100 ms at most. Payload: [`CallProgress`].
pub const CALL_PROGRESS: &str = "call-progress";
/// The event the shell emits, as often, while it receives a stream of events or lines, which is shown as it comes. Payload:
/// [`GrowingAnswer`].
pub const ANSWER_GROWS: &str = "answer-grows";

/// How much of an answer has been received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallProgress {
    /// Which call.
    pub call_id: CallId,
    /// Status code, 100 to 999.
    pub status: u16,
    /// The standard phrase for that status; empty where there is none.
    pub reason: String,
    /// Bytes of the body so far, after decompression.
    pub received: u64,
    /// Bytes that the body is to have, where the server has said so.
    pub expected: Option<u64>,
}

/// An answer whose body is still received. What there is of it can be read as that of any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrowingAnswer {
    /// Which call. [`CancelCall`](crate::CancelCall) ends the stream: what came of it is the answer of the call.
    pub call_id: CallId,
    /// The answer as far as it has come. In the end the call is answered with one of the same id.
    pub answer: Answer,
}
