//! Everything that was measured.

use serde::Serialize;

use super::{
    contenders::Node,
    machine::{Machine, Versions},
    plan::Plan,
};
use crate::wire::{Replay, Source, Steady, Storm, Tear, Torn};

/// Everything that was measured, with where and when.
#[derive(Debug, Serialize)]
pub(crate) struct Results {
    pub(crate) machine: Machine,
    pub(crate) versions: Versions,
    pub(crate) date: String,
    /// How busy the machine was in the minute before the beginning: runnable processes on average.
    pub(crate) load_before: Option<f64>,
    /// How long it took, in seconds.
    pub(crate) took_s: f64,
    #[serde(skip)]
    began: Option<std::time::Instant>,
    pub(crate) plan: Plan,
    pub(crate) steady: Vec<Series<usize, Steady>>,
    /// One entry in the series per process; the storms of a process in order.
    pub(crate) storms: Vec<Series<usize, Vec<Storm>>>,
    pub(crate) torn: Vec<Series<TornCase, Torn>>,
    pub(crate) replays: Vec<Series<Source, Replay>>,
}

/// What one contender did at one point, round by round.
#[derive(Debug, Serialize)]
pub(crate) struct Series<P, T> {
    pub(crate) contender: &'static str,
    pub(crate) at: P,
    pub(crate) rounds: Vec<T>,
}

/// How refresh answers are torn, and whether the server then takes the spent token once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct TornCase {
    pub(crate) tear: Tear,
    pub(crate) grace: bool,
}

impl Results {
    pub(crate) fn begin(plan: Plan, node: Option<&Node>) -> Self {
        let now = httpdate::fmt_http_date(std::time::SystemTime::now());
        Self {
            machine: Machine::this(),
            versions: Versions::of(node),
            // `Sun, 06 Nov 1994 08:49:37 GMT`
            date: now.get(5..16).unwrap_or_default().to_owned(),
            load_before: super::machine::load(),
            took_s: 0.0,
            began: Some(std::time::Instant::now()),
            plan,
            steady: Vec::new(),
            storms: Vec::new(),
            torn: Vec::new(),
            replays: Vec::new(),
        }
    }

    pub(crate) fn end(&mut self) {
        self.took_s = self.began.map_or(0.0, |began| began.elapsed().as_secs_f64());
    }
}

/// The series of that contender at that point.
pub(crate) fn series<'a, P: PartialEq, T>(
    all: &'a [Series<P, T>],
    contender: &str,
    at: &P,
) -> Option<&'a Series<P, T>> {
    all.iter()
        .find(|series| series.contender == contender && series.at == *at)
}
