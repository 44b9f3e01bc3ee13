//! The history of calls: what is kept of a call when it is over, and how it is opened again.
//!
//! `latchkey-history` holds the entries and the file; what goes in is decided here. Credentials never do ([`clean`]), headers
//! and bodies only where the user wants them. The requests of this run are in memory as they were typed, as the window had
//! them, so that opening one again gives all of it; that is written nowhere.

mod clean;
mod recent;
#[cfg(test)]
mod tests;
mod view;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use latchkey_collection::{Mask, RequestBody};
use latchkey_history::{Entry, Header, History, KeptAnswer, Limits, Outcome, Query};
use latchkey_ipc::{
    Answer, ApiCall, ErrorCode, HISTORY_PAGE, HistoryPage, HistorySettings, IpcError, KEPT_BODY_LIMIT,
    KeptCall, ListHistory, Trace, TraceEvent,
};
use latchkey_keeping::Kept;
use latchkey_pipeline::{Pipeline, SessionView};

use self::{clean::Cleaner, recent::Recent};
use crate::{body::Body, calls::Calls, collection, translate};

/// Its settings, beside the others.
const ENTRY: &str = "history";

/// The calls of a data folder that are kept.
#[derive(Default)]
pub(crate) struct KeptCalls {
    /// Opened before the first command is answered.
    history: OnceLock<History>,
    settings: Mutex<HistorySettings>,
    recent: Mutex<Recent>,
}

/// A call under way, of which something is to be kept.
pub(crate) struct Begun {
    call: ApiCall,
    session: SessionView,
    cleaner: Cleaner,
    at_ms: i64,
    began: Instant,
}

impl KeptCalls {
    /// Takes up what earlier runs have left. Reads the file: not where nothing may block.
    pub(crate) fn open(&self, folder: &Path) {
        let _ = self.history.set(History::open(folder, Limits::default()));
    }

    /// Puts the settings in force that are kept.
    pub(crate) async fn load(&self, kept: &Kept) {
        match kept.entry(ENTRY).await {
            Ok(settings) => *lock(&self.settings) = settings.unwrap_or_default(),
            Err(error) => tracing::warn!(%error, "whether a history is kept could not be read"),
        }
    }

    /// Puts these settings in force, and keeps them.
    pub(crate) async fn set(&self, kept: &Kept, settings: HistorySettings) -> Result<(), IpcError> {
        // From now on, whether the disk takes it or not.
        *lock(&self.settings) = settings;
        kept.set_entry(ENTRY, &settings)
            .await
            .map_err(|error| translate::internal(error.to_string()))
    }

    pub(crate) fn settings(&self) -> HistorySettings {
        *lock(&self.settings)
    }

    /// How many calls there are.
    pub(crate) fn count(&self) -> u64 {
        let page = self.history.get().map(|it| it.page(&Query::default()));
        page.map_or(0, |page| page.all as u64)
    }

    /// Notes a call that is about to be made, if any of it is to be kept.
    pub(crate) fn begin(&self, pipeline: &Pipeline, call: &ApiCall) -> Option<Begun> {
        if !self.settings().keep {
            return None;
        }
        let session = pipeline.session()?;
        Some(Begun {
            call: call.clone(),
            cleaner: Cleaner::new(pipeline, session.profile.clone()),
            session,
            at_ms: now(),
            began: Instant::now(),
        })
    }

    /// Keeps a call that is over. One that was refused before anything was sent is none.
    pub(crate) fn end(
        &self,
        begun: Begun,
        done: &Result<Answer, IpcError>,
        pipeline: &Pipeline,
        calls: &Calls,
        secrets: &Mask,
    ) {
        let settings = self.settings();
        let (Some(history), Some(outcome)) = (self.history.get().filter(|_| settings.keep), outcome(done))
        else {
            return;
        };
        let typed = collection::as_typed(&begun.call);
        let cleaner = begun.cleaner.with(pipeline, secrets, &typed);
        let mut request = typed.clone();
        if !settings.bodies {
            request.headers.clear();
            request.body = RequestBody::None;
        }
        let answer = done.as_ref().ok();
        let trace = match done {
            Ok(answer) => Some(&answer.trace),
            Err(error) => error.trace.as_ref(),
        };
        let waited = u64::try_from(begun.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let entry = Entry {
            at_ms: begun.at_ms,
            profile: begun.session.profile.id().to_owned(),
            server: begun.session.profile.name(),
            user: begun.session.user.clone(),
            request: cleaner.request(&request),
            body_left_out: request.body == RequestBody::None && typed.body != RequestBody::None,
            foreign_body: begun.call.foreign_body,
            outcome,
            took_us: answer.map_or_else(|| trace.map_or(waited, |it| it.total_us), |it| it.elapsed_us),
            size: answer.map(|it| it.body.size),
            refreshed: trace.is_some_and(was_refreshed),
            answer: answer
                .filter(|_| settings.bodies)
                .map(|it| kept_answer(it, calls, &cleaner)),
        };
        if let Some(id) = history.add(entry) {
            lock(&self.recent).add(id, collection::as_draft(&typed));
        }
    }

    /// What the window lists.
    pub(crate) fn list(&self, asked: &ListHistory) -> HistoryPage {
        let of = asked.of.as_ref();
        let query = Query {
            text: &asked.text,
            of: of.map(|(profile, user)| (profile.as_str(), user.as_str())),
            before: asked.before,
            count: asked.count.clamp(1, HISTORY_PAGE) as usize,
        };
        let history = self.history.get();
        let page = history.map(|it| it.page(&query)).unwrap_or_default();
        HistoryPage {
            entries: page.entries.iter().map(|(id, it)| view::entry(*id, it)).collect(),
            total: page.total as u64,
            rest: page.rest as u64,
            elsewhere: page.elsewhere as u64,
            all: page.all as u64,
            settings: self.settings(),
            problem: history.and_then(History::problem).map(view::problem),
        }
    }

    /// A call as it is kept, with its answer among those whose bodies can be read.
    pub(crate) async fn get(&self, id: u64, calls: &Calls) -> Result<Option<KeptCall>, IpcError> {
        let Some(entry) = self.history.get().and_then(|it| it.get(id)) else {
            return Ok(None);
        };
        let typed = lock(&self.recent).get(id);
        let draft = typed.unwrap_or_else(|| {
            let mut draft = collection::as_draft(&entry.request);
            draft.body.left_out = entry.body_left_out;
            draft
        });
        let answer = match kept_body(entry.clone()).await? {
            Some(body) => view::answer(&entry, body.view(), calls.keep(body)).map(Box::new),
            None => None,
        };
        Ok(Some(KeptCall {
            at: entry.at_ms,
            draft,
            foreign_body: entry.foreign_body,
            answer,
        }))
    }

    /// Takes one call away, for good.
    pub(crate) async fn remove(self: &Arc<Self>, id: u64) {
        lock(&self.recent).remove(id);
        if let Some(history) = self.history.get().cloned() {
            history.remove(id);
            let _ = tokio::task::spawn_blocking(move || history.flush()).await;
        }
    }

    /// Takes all calls away, for good.
    pub(crate) async fn clear(self: &Arc<Self>) -> Result<(), IpcError> {
        lock(&self.recent).clear();
        let Some(history) = self.history.get().cloned() else {
            return Ok(());
        };
        let cleared = tokio::task::spawn_blocking(move || history.clear()).await;
        cleared
            .map_err(|error| translate::internal(error.to_string()))?
            .map_err(translate::internal)
    }

    /// Writes what is not on disk yet.
    pub(crate) fn flush(&self) {
        if let Some(history) = self.history.get() {
            history.flush();
        }
    }
}

/// What came of a call; `None` where nothing was sent.
fn outcome(done: &Result<Answer, IpcError>) -> Option<Outcome> {
    match done {
        Ok(answer) => Some(Outcome::Status(answer.status)),
        Err(error) => match error.code {
            ErrorCode::InvalidInput => None,
            ErrorCode::SignedOut | ErrorCode::SessionEnded => Some(Outcome::Ended),
            ErrorCode::Cancelled => Some(Outcome::Cancelled),
            _ => Some(Outcome::Failed),
        },
    }
}

fn was_refreshed(trace: &Trace) -> bool {
    trace
        .steps
        .iter()
        .any(|step| matches!(step.event, TraceEvent::Refresh { .. }))
}

fn kept_answer(answer: &Answer, calls: &Calls, cleaner: &Cleaner) -> KeptAnswer {
    let content_type = answer.headers.iter().find(|it| it.name == "content-type");
    // What is cleaned is longer than what is kept: a credential that begins in it is known by its end.
    let text = calls.body(answer.answer_id).ok().map(|body| {
        let beginning = body.beginning(2 * KEPT_BODY_LIMIT);
        beginning.unwrap_or_else(|error| {
            tracing::warn!(%error, "the body of an answer could not be kept");
            None
        })
    });
    let kept = text.flatten().map(|(text, cut)| {
        let clean = cleaner.body(&text);
        let end = clean.floor_char_boundary(KEPT_BODY_LIMIT);
        (clean[..end].to_owned(), cut || end < clean.len())
    });
    let is_text = kept.is_some();
    let (body, cut) = kept.unzip();
    KeptAnswer {
        url: cleaner.target(&answer.url),
        http_version: answer.http_version.clone(),
        headers: answer
            .headers
            .iter()
            .map(|it| {
                let (value, hidden) = cleaner.header(&it.name, &it.value);
                Header {
                    name: it.name.clone(),
                    value,
                    hidden: it.hidden || hidden,
                }
            })
            .collect(),
        content_type: content_type.map(|it| it.value.clone()).unwrap_or_default(),
        body,
        // An image or another body that is no text is not kept at all.
        cut: cut.unwrap_or(!is_text && answer.body.size > 0),
    }
}

/// The body of a kept answer, ready to be read.
async fn kept_body(entry: Arc<Entry>) -> Result<Option<Body>, IpcError> {
    let prepared = tokio::task::spawn_blocking(move || {
        let answer = entry.answer.as_ref()?;
        let text = answer.body.as_deref().unwrap_or_default();
        let incomplete = answer.cut.then(|| {
            let of = entry.size.unwrap_or_default();
            format!("the history has {} of its {of} bytes", text.len())
        });
        Some(Body::of_text(text, &answer.content_type, incomplete))
    })
    .await;
    let prepared = prepared.map_err(|error| translate::internal(error.to_string()))?;
    prepared.transpose().map_err(|error| translate::from_body(&error))
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or_default()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
