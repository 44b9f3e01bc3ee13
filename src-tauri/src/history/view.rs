//! Entries in the words of the window.

use latchkey_history::{Entry, Outcome, Problem};
use latchkey_ipc::{
    Answer, AnswerId, BodyView, HeaderView, HistoryEntry, HistoryOutcome, HistoryProblem, Trace,
};

use crate::translate;

pub(super) fn entry(id: u64, entry: &Entry) -> HistoryEntry {
    HistoryEntry {
        id,
        at: entry.at_ms,
        server: entry.server.clone(),
        user: entry.user.clone(),
        method: entry.request.method.clone(),
        target: entry.request.target.clone(),
        outcome: match entry.outcome {
            Outcome::Status(status) => HistoryOutcome::Status(status),
            Outcome::Failed => HistoryOutcome::Failed,
            Outcome::Cancelled => HistoryOutcome::Cancelled,
            Outcome::Ended => HistoryOutcome::Ended,
        },
        took_us: entry.took_us,
        size: entry.size,
        refreshed: entry.refreshed,
    }
}

pub(super) fn problem(problem: Problem) -> HistoryProblem {
    match problem {
        Problem::Elsewhere => HistoryProblem::Elsewhere,
        Problem::Unwritten(why) => HistoryProblem::Unwritten(why),
        Problem::SetAside(file) => HistoryProblem::SetAside(file.display().to_string()),
    }
}

/// A kept answer as one that has just come, without the steps of its call.
pub(super) fn answer(entry: &Entry, body: BodyView, id: AnswerId) -> Option<Answer> {
    let (Outcome::Status(status), Some(kept)) = (entry.outcome, &entry.answer) else {
        return None;
    };
    let headers = kept.headers.iter().map(|it| HeaderView {
        name: it.name.clone(),
        value: it.value.clone(),
        hidden: it.hidden,
    });
    Some(Answer {
        answer_id: id,
        status,
        reason: translate::phrase(status),
        http_version: kept.http_version.clone(),
        url: kept.url.clone(),
        headers: headers.collect(),
        elapsed_us: entry.took_us,
        body,
        trace: Trace {
            started_at: entry.at_ms,
            total_us: entry.took_us,
            steps: Vec::new(),
        },
    })
}
