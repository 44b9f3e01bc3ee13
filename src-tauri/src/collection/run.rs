//! A run in the window: the requests of a folder, one after the other, with what comes of them told as it comes.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use latchkey_collection::{
    Mask,
    store::{Branch, Collection, Error, Node, Saved},
};
use latchkey_ipc::{
    CHECK_LIMIT, CallId, ErrorCode, IpcError, ReportFormat, RunAgainst, RunCheck, RunLine, RunOutcome,
    RunOver, RunPlan, RunProgress, RunRule, RunSubject, StartRun,
};
use latchkey_pipeline::{Error as EngineError, InputError, Pipeline};
use latchkey_running::{
    Broken, CheckLine, End, Files, Grade, Heard, Mismatch, Onlooker, Outcome, Problem, Report, Rule, Runner,
    Subject, Unsent, Variables,
};
use tokio::time::interval;

use super::{Open, environments, fill, lock, masked, view};
use crate::{calls::Calls, translate};

/// How much time lies between two times of telling.
const PACE: Duration = Duration::from_millis(100);
/// Which files a request may send: nobody here has looked at its body.
const INSIDE: &str = "a file in the collection's folder";
/// What is said of a request that was under way when its run was cancelled.
const CUT: &str = "the run was interrupted while this request was under way";

/// The run of the window. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<Mutex<Latest>>);

#[derive(Default)]
struct Latest {
    /// The run that is under way.
    current: Option<CallId>,
    /// What came of the one that ended last.
    report: Option<Report>,
}

impl Runs {
    /// Ends the run that is under way, if any.
    pub(crate) fn cancel(&self, calls: &Calls) {
        let current = lock(&self.0).current.take();
        if let Some(id) = current {
            calls.cancel(&id);
        }
    }

    /// The report of the latest run.
    pub(crate) fn report(&self, format: ReportFormat) -> Result<String, IpcError> {
        let latest = lock(&self.0);
        let report = latest.report.as_ref();
        let report = report.ok_or_else(|| translate::internal("nothing was run that could be reported"))?;
        Ok(match format {
            ReportFormat::Junit => latchkey_running::junit(report),
            ReportFormat::Json => latchkey_running::json(report),
        })
    }

    fn begin(&self, id: &CallId, calls: &Calls) {
        self.cancel(calls);
        lock(&self.0).current = Some(id.clone());
    }

    fn end(&self, id: &CallId, report: Report) {
        let mut latest = lock(&self.0);
        // Of a run that another one has cancelled nobody wants to know.
        if latest.current.as_ref().is_none_or(|current| current == id) {
            *latest = Latest {
                current: None,
                report: Some(report),
            };
        }
    }
}

/// What is to be run, as it was on disk at that moment.
pub(super) struct Wanted {
    open: Arc<Open>,
    collection: Arc<Collection>,
    folder: String,
}

impl Wanted {
    /// A folder of the collection; empty for all of it.
    pub(super) fn of(open: Arc<Open>, folder: String) -> Result<Self, IpcError> {
        let collection = open.now();
        let wanted = Self {
            open,
            collection,
            folder,
        };
        wanted.branch().map(drop)?;
        Ok(wanted)
    }

    fn branch(&self) -> Result<&Branch, IpcError> {
        below(&self.collection.root, &self.folder).ok_or_else(|| {
            translate::from_collection(&Error::Io {
                file: self.folder.clone(),
                error: std::io::ErrorKind::NotFound.into(),
            })
        })
    }

    /// What cannot be read of it.
    fn problems(&self) -> impl Iterator<Item = &Error> {
        let within = |file: &str| {
            let rest = file.strip_prefix(self.folder.as_str());
            rest.is_some_and(|rest| self.folder.is_empty() || rest.starts_with('/'))
        };
        let problems = self.collection.problems.iter();
        problems.filter(move |problem| within(problem.file().unwrap_or_default()))
    }

    /// What is sent, in order.
    pub(super) fn plan(&self) -> Result<RunPlan, IpcError> {
        let branch = self.branch()?;
        let unreadable = self.problems().map(|problem| RunLine {
            place: problem.file().unwrap_or_default().to_owned(),
            name: String::new(),
            method: String::new(),
        });
        let requests = branch.requests();
        let requests = requests.iter().map(|saved| RunLine {
            place: saved.place.to_string(),
            name: saved.request.name.clone(),
            method: saved.request.method.clone(),
        });
        Ok(RunPlan {
            folder: self.folder.clone(),
            name: self.name(branch),
            lines: unreadable.chain(requests).collect(),
            ended: self.problems().map(not_read).collect(),
        })
    }

    fn name(&self, branch: &Branch) -> String {
        if self.folder.is_empty() {
            view::name(&self.open, &self.collection)
        } else {
            branch.name.clone()
        }
    }

    /// The variables that a run begins with. Secrets that nothing here names are not opened.
    async fn variables(
        &self,
        kept: &latchkey_keeping::Kept,
        requests: &[&Saved],
    ) -> Result<Variables, IpcError> {
        let texts = requests
            .iter()
            .map(|saved| serde_json::to_string(&saved.request).unwrap_or_default());
        let texts = texts.collect::<String>();
        let (environment, secrets) = environments::opened(kept, &self.open, texts).await?;
        let secrets = secrets.into_iter().map(|(name, value)| (name, value.to_string()));
        Ok(Variables::new(environment, BTreeMap::new(), secrets.collect()))
    }
}

fn below<'a>(branch: &'a Branch, folder: &str) -> Option<&'a Branch> {
    if branch.place.as_str() == folder {
        return Some(branch);
    }
    branch.items.iter().find_map(|item| match item {
        Node::Folder(inner) => below(inner, folder),
        Node::Request(_) => None,
    })
}

/// What a run needs of the shell.
pub(crate) struct Ground<'a> {
    pub(crate) runs: &'a Runs,
    pub(crate) calls: &'a Calls,
    pub(crate) pipeline: &'a Pipeline,
    /// Told how it goes.
    pub(crate) tell: &'a (dyn Fn(RunProgress) + Send + Sync),
}

/// Runs it. What came of it is told and kept as a report, however it ends.
pub(super) async fn run(
    kept: &latchkey_keeping::Kept,
    wanted: &Wanted,
    start: StartRun,
    ground: Ground<'_>,
) -> Result<(), IpcError> {
    let plan = wanted.plan()?;
    let (requests, unreadable) = (wanted.branch()?.requests(), plan.ended.len());
    let mut report = Report::new(&plan.name);
    let said = Said {
        run: &start.run,
        tell: ground.tell,
        sends: AtomicBool::default(),
        news: Mutex::default(),
    };
    let work = async {
        ground.runs.begin(&start.run, ground.calls);
        said.tell(Some(plan), None);
        let variables = wanted.variables(kept, &requests).await?;
        let problems = wanted.problems();
        let problems = problems.map(|problem| Outcome::unreadable(problem, &variables));
        report.outcomes.extend(problems);
        let mut runner = Runner {
            session: ground.pipeline,
            folder: wanted.open.store.folder(),
            files: Files::Within { allowed: INSIDE },
            variables,
        };
        let mut listening = Listening(&said);
        let done = said.while_it(runner.all(&requests, start.bail, &mut report, &mut listening));
        done.await.map_err(|Broken(why)| translate::internal(why))
    };
    let done = ground.calls.cancellable(&start.run, work).await;
    let cut = done.is_none();
    let why = match done {
        Some(Ok(why)) => why,
        // What has come to its end has been told, and the command tells why no more does.
        Some(Err(error)) => return Err(error),
        None if ground.pipeline.session().is_none() => Some(Unsent::SessionOver),
        None => Some(Unsent::Interrupted),
    };
    if let Some(why) = why {
        let sent = report.outcomes.len().saturating_sub(unreadable);
        said.leave_out(&requests[sent..], why, cut, &mut report);
    }
    said.tell(None, Some(over(why)));
    tracing::debug!(requests = requests.len(), sum = ?report.sum(), "a run ended");
    ground.runs.end(&start.run, report);
    Ok(())
}

fn over(why: Option<Unsent>) -> RunOver {
    match why {
        None => RunOver::Done,
        Some(Unsent::AfterFailure) => RunOver::AfterFailure,
        Some(Unsent::Interrupted) => RunOver::Cancelled,
        Some(Unsent::SessionOver) => RunOver::SessionOver,
    }
}

/// What has been said of a run, and what is still to be said.
struct Said<'a> {
    run: &'a CallId,
    tell: &'a (dyn Fn(RunProgress) + Send + Sync),
    /// Whether one has been sent.
    sends: AtomicBool,
    news: Mutex<Vec<RunOutcome>>,
}

/// Listens to a run for [`Said`].
struct Listening<'a>(&'a Said<'a>);

impl Onlooker for Listening<'_> {
    type Error = Broken;

    fn sends(&mut self, _: &Saved) -> Result<(), Broken> {
        self.0.sends.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn ended(&mut self, heard: Heard<'_>) -> Result<(), Broken> {
        lock(&self.0.news).push(outcome(&heard));
        Ok(())
    }
}

impl Said<'_> {
    /// Waits for the run, and tells in the meantime what has come of it, at intervals.
    async fn while_it<T>(&self, work: impl Future<Output = T>) -> T {
        let (mut work, mut tick) = (pin!(work), interval(PACE));
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                _ = tick.tick() => {
                    if !lock(&self.news).is_empty() {
                        self.tell(None, None);
                    }
                }
            }
        }
    }

    fn tell(&self, begun: Option<RunPlan>, over: Option<RunOver>) {
        (self.tell)(RunProgress {
            run: self.run.clone(),
            begun,
            ended: std::mem::take(&mut *lock(&self.news)),
            over,
        });
    }

    /// Puts what was not sent into the report. The first of it was under way if the run was cut off: it may have arrived.
    fn leave_out(&self, rest: &[&Saved], why: Unsent, cut: bool, report: &mut Report) {
        let mut rest = rest.iter();
        if cut
            && self.sends.load(Ordering::Relaxed)
            && let Some(cut) = rest.next()
        {
            let end = End::Failed {
                why: CUT.to_owned(),
                grade: Grade::Other,
            };
            report.outcomes.push(Outcome::of(cut, end));
            let error = IpcError {
                code: ErrorCode::Cancelled,
                ..translate::unfit("cancelled", CUT.to_owned(), None)
            };
            lock(&self.news).push(without_answer(error));
        }
        for saved in rest {
            report.outcomes.push(Outcome::of(saved, End::NotSent { why }));
        }
    }
}

/// What came of a request, as the window is told: without any secret.
fn outcome(heard: &Heard<'_>) -> RunOutcome {
    let took_us = u64::try_from(heard.outcome.time.as_micros()).unwrap_or(u64::MAX);
    match (&heard.outcome.end, heard.problem) {
        (End::Answered { status, checks }, _) => {
            let mut failed: Vec<_> = checks.iter().filter_map(failed).collect();
            let more = failed.len().saturating_sub(CHECK_LIMIT);
            failed.truncate(CHECK_LIMIT);
            RunOutcome {
                took_us,
                status: Some(*status),
                failed,
                more,
                error: None,
            }
        }
        (_, problem) => {
            let error = problem.map_or_else(|| translate::internal(CUT), |problem| told(problem, heard.mask));
            RunOutcome {
                took_us,
                ..without_answer(error)
            }
        }
    }
}

fn without_answer(error: IpcError) -> RunOutcome {
    RunOutcome {
        took_us: 0,
        status: None,
        failed: Vec::new(),
        more: 0,
        error: Some(Box::new(error)),
    }
}

fn not_read(problem: &Error) -> RunOutcome {
    without_answer(translate::from_collection(problem))
}

fn told(problem: &Problem, mask: &Mask) -> IpcError {
    let input = |error: &InputError| translate::from_error(EngineError::Input(error.clone()));
    let error = match problem {
        Problem::Unresolved(unresolved) => fill::told(unresolved),
        Problem::Outside(error) => IpcError {
            key: "file-outside".to_owned(),
            ..input(error)
        },
        Problem::Untold(error) => IpcError {
            message: problem.to_string(),
            found: None,
            ..input(error)
        },
        Problem::Engine(error) => translate::from_error(error.clone()),
        Problem::Looking { .. } => translate::unfit("checks-slow", problem.to_string(), None),
    };
    masked(mask, error).unwrap_or_else(|error| error)
}

fn failed(line: &CheckLine) -> Option<RunCheck> {
    let mismatch = line.mismatch.as_ref()?;
    let (subject, name) = match &line.about.subject {
        Subject::Status => (RunSubject::Status, ""),
        Subject::Header(name) => (RunSubject::Header, name.as_str()),
        Subject::Json(path) => (RunSubject::Json, path.as_str()),
    };
    let (rule, wanted) = match &line.about.rule {
        Rule::Below400 => (RunRule::Below, "400"),
        Rule::Equals(value) => (RunRule::Equals, value.as_str()),
        Rule::Matches(pattern) => (RunRule::Matches, pattern.as_str()),
        Rule::Exists => (RunRule::Exists, ""),
        Rule::Absent => (RunRule::Absent, ""),
        Rule::Taken(variable) => (RunRule::Taken, variable.as_str()),
    };
    let (against, found) = match mismatch {
        Mismatch::Found(text) => (RunAgainst::Other, text.clone()),
        Mismatch::Nothing => (RunAgainst::Nothing, String::new()),
        Mismatch::Several(count) => (RunAgainst::Several, count.to_string()),
        Mismatch::NoJson(why) => (RunAgainst::NoJson, why.clone()),
        Mismatch::TooLarge => (RunAgainst::TooLarge, String::new()),
        Mismatch::Expression { detail, .. } => (RunAgainst::Unusable, detail.clone()),
    };
    Some(RunCheck {
        subject,
        name: name.to_owned(),
        rule,
        wanted: wanted.to_owned(),
        against,
        found,
    })
}

#[cfg(test)]
mod tests;
