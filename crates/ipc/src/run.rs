use serde::{Deserialize, Serialize};

use crate::{CallId, Command, IpcError, Nothing};

/// The event the shell emits while requests are run, ten times a second at most. Payload: [`RunProgress`].
pub const RUN_PROGRESS: &str = "run-progress";

/// How many failed checks of one request are told.
pub const CHECK_LIMIT: usize = 20;

/// Ask what a run of a folder would send, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRun {
    /// The folder in the collection; empty for all of it.
    pub folder: String,
}

impl Command for PlanRun {
    const NAME: &'static str = "plan_run";
    type Request = Self;
    type Response = RunPlan;
}

/// Send the requests of a folder one after the other, in the session at work and with the chosen environment, and hold the
/// answers to their checks. How it goes is told by [`RUN_PROGRESS`]; the command ends with the run. There is one run at a
/// time: an earlier one is cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartRun {
    /// A name that no other call or run of the window has; [`CancelCall`](crate::CancelCall) cancels it.
    pub run: CallId,
    /// The folder in the collection; empty for all of it.
    pub folder: String,
    /// Whether it stops at the first request that does not pass.
    pub bail: bool,
}

impl Command for StartRun {
    const NAME: &'static str = "start_run";
    type Request = Self;
    type Response = Nothing;
}

/// Let the user name a file, and write the report of the latest run to it; `None` when the user closes the dialog, otherwise
/// where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveReport {
    /// How it is written.
    pub format: ReportFormat,
}

impl Command for SaveReport {
    const NAME: &'static str = "save_report";
    type Request = Self;
    type Response = Option<String>;
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// `JUnit`'s XML.
    Junit,
    /// One JSON object.
    Json,
}

/// What a run sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPlan {
    /// The folder in the collection; empty for all of it.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// What is sent, in order. Files that cannot be read come first.
    pub lines: Vec<RunLine>,
    /// What came of the first ones already: of those files.
    pub ended: Vec<RunOutcome>,
}

/// A request of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLine {
    /// Where it is.
    pub place: String,
    /// Its name; empty where it could not be read.
    pub name: String,
    /// HTTP method; empty where it could not be read.
    pub method: String,
}

/// How a run goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunProgress {
    /// Which one.
    pub run: CallId,
    /// At its beginning: what it sends. The collection may have changed since it was last asked for.
    pub begun: Option<RunPlan>,
    /// What came of the requests that follow on those of which it was told.
    pub ended: Vec<RunOutcome>,
    /// Why it is over, if it is. What has not ended by then was not sent.
    pub over: Option<RunOver>,
}

/// Why a run is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunOver {
    /// All were sent.
    Done,
    /// One did not pass, and it was to stop there.
    AfterFailure,
    /// It was cancelled.
    Cancelled,
    /// The session ended.
    SessionOver,
}

impl RunOver {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Done, Self::AfterFailure, Self::Cancelled, Self::SessionOver];

    /// Its short name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::AfterFailure => "after-failure",
            Self::Cancelled => "cancelled",
            Self::SessionOver => "session-over",
        }
    }
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunOutcome {
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// The answer's status, if there is one.
    pub status: Option<u16>,
    /// Which checks failed, as many as are told.
    pub failed: Vec<RunCheck>,
    /// How many more failed.
    pub more: usize,
    /// Why there is no answer, or none that can be looked at.
    pub error: Option<Box<IpcError>>,
}

impl RunOutcome {
    /// Whether all is as it should be.
    pub fn passed(&self) -> bool {
        self.error.is_none() && self.failed.is_empty()
    }
}

/// A check that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCheck {
    /// What it looks at.
    pub subject: RunSubject,
    /// The header's name, or the path in the JSON.
    pub name: String,
    /// What it expects there.
    pub rule: RunRule,
    /// What it compares with, or the variable that was to get a value.
    pub wanted: String,
    /// What is there instead.
    pub against: RunAgainst,
    /// That itself, or what is wrong with what was looked for.
    pub found: String,
}

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunSubject {
    /// The status.
    Status,
    /// A header.
    Header,
    /// A place in the JSON.
    Json,
}

impl RunSubject {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Status, Self::Header, Self::Json];

    /// Its short name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Header => "header",
            Self::Json => "json",
        }
    }
}

/// What a check expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunRule {
    /// A status below 400.
    Below,
    /// Exactly this.
    Equals,
    /// Text in which this pattern is found.
    Matches,
    /// That it is there.
    Exists,
    /// That it is not there.
    Absent,
    /// A value for a variable.
    Taken,
}

impl RunRule {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Below,
        Self::Equals,
        Self::Matches,
        Self::Exists,
        Self::Absent,
        Self::Taken,
    ];

    /// Its short name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Equals => "equals",
            Self::Matches => "matches",
            Self::Exists => "exists",
            Self::Absent => "absent",
            Self::Taken => "taken",
        }
    }
}

/// What stands against a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunAgainst {
    /// Something else is there.
    Other,
    /// Nothing is there.
    Nothing,
    /// Several values are there.
    Several,
    /// The body is not JSON.
    NoJson,
    /// The body is too large to look into.
    TooLarge,
    /// What is looked for cannot be understood.
    Unusable,
}

impl RunAgainst {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Other,
        Self::Nothing,
        Self::Several,
        Self::NoJson,
        Self::TooLarge,
        Self::Unusable,
    ];

    /// Its short name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Nothing => "nothing",
            Self::Several => "several",
            Self::NoJson => "no-json",
            Self::TooLarge => "too-large",
            Self::Unusable => "unusable",
        }
    }
}
