//! `call --repeat`: many calls, and what came of them.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream};
use latchkey_pipeline::{
    Failed, Pipeline, Trace,
    trace::{Event, RefreshResult},
};
use serde_json::{Value, json};

use super::call::Template;
use crate::{
    arguments::Call,
    exit::Exit,
    failure::{self, Failure},
    output::{Progress, Sink, Terminal, print, receive, trace::micros},
};

/// What came of all calls.
#[derive(Default)]
struct Summary {
    statuses: BTreeMap<u16, u64>,
    errors: BTreeMap<String, u64>,
    times: Vec<Duration>,
    refreshes: u64,
    taken_over: u64,
    bytes: u64,
}

/// What came of one call.
struct Outcome {
    status: Result<u16, String>,
    exit: Exit,
    trace: Trace,
    bytes: u64,
}

pub(crate) async fn run(
    terminal: Terminal,
    session: &Pipeline,
    template: &Template,
    times: u32,
    call: &Call,
) -> Result<Exit, Failure> {
    let began = Instant::now();
    let calls = stream::iter(0..times).map(|_| one(terminal, session, template));
    let mut calls = std::pin::pin!(calls.buffer_unordered(call.concurrency.into()));
    let progress = Progress::count(terminal, times.into());
    let mut summary = Summary::default();
    let mut exit = Exit::Done;
    while let Some(outcome) = calls.next().await {
        let outcome = outcome?;
        exit = exit.graver(outcome.exit);
        summary.add(outcome);
        progress.at(summary.times.len() as u64);
        if exit == Exit::SignedOut {
            // Nothing is sent any more.
            break;
        }
    }
    drop(progress);
    let took = began.elapsed();
    summary.times.sort_unstable();
    if call.json_output {
        print(&summary.json(took).to_string())?;
    } else {
        print(&summary.in_words(took))?;
    }
    Ok(exit)
}

async fn one(terminal: Terminal, session: &Pipeline, template: &Template) -> Result<Outcome, Failure> {
    let failed = |exit, error: String, trace| Outcome {
        status: Err(error),
        exit,
        trace,
        bytes: 0,
    };
    let mut answer = match session.call(template.request().await?).await {
        Ok(answer) => answer,
        Err(Failed { error, trace }) => {
            let exit = failure::of_engine(&error);
            return Ok(failed(exit, error.to_string(), trace));
        }
    };
    let status = answer.status.as_u16();
    match receive(&mut answer, Sink::Nowhere, terminal).await {
        Ok(received) => Ok(Outcome {
            status: Ok(status),
            exit: Exit::of_status(status),
            bytes: received.size,
            trace: answer.finish(received.size),
        }),
        Err(failure) => Ok(failed(failure.exit(), failure.to_string(), answer.finish(0))),
    }
}

impl Summary {
    fn add(&mut self, outcome: Outcome) {
        match outcome.status {
            Ok(status) => *self.statuses.entry(status).or_default() += 1,
            Err(error) => *self.errors.entry(error).or_default() += 1,
        }
        for step in &outcome.trace.steps {
            match &step.event {
                Event::Refresh {
                    led: true,
                    result: RefreshResult::Renewed { .. },
                    ..
                } => self.refreshes += 1,
                Event::Refresh {
                    led: true,
                    result: RefreshResult::Adopted { .. },
                    ..
                } => self.taken_over += 1,
                _ => {}
            }
        }
        self.bytes += outcome.bytes;
        self.times.push(outcome.trace.total);
    }

    /// The time that so many of a hundred calls did not exceed. The times are sorted.
    fn percentile(&self, of_hundred: usize) -> Duration {
        let rank = (self.times.len() * of_hundred).div_ceil(100).max(1);
        self.times.get(rank - 1).copied().unwrap_or_default()
    }

    fn json(&self, took: Duration) -> Value {
        json!({
            "calls": self.times.len(),
            "statuses": self.statuses.iter().map(|(status, n)| (status.to_string(), *n)).collect::<BTreeMap<_, _>>(),
            "errors": self.errors,
            "refreshes": self.refreshes,
            "refreshes_by_others": self.taken_over,
            "bytes": self.bytes,
            "total_us": micros(took),
            "p50_us": micros(self.percentile(50)),
            "p99_us": micros(self.percentile(99)),
            "max_us": micros(self.percentile(100)),
        })
    }

    fn in_words(&self, took: Duration) -> String {
        let mut lines = Vec::new();
        let calls = u32::try_from(self.times.len()).unwrap_or(u32::MAX);
        let rate = f64::from(calls) / took.as_secs_f64().max(f64::EPSILON);
        lines.push(format!(
            "{} calls in {:.2} s, {rate:.0} per second",
            self.times.len(),
            took.as_secs_f64()
        ));
        for (status, times) in &self.statuses {
            lines.push(format!("  status {status}: {times}"));
        }
        for (error, times) in &self.errors {
            lines.push(format!("  {}: {times}", crate::output::visible::visible(error)));
        }
        let ms = |of_hundred| self.percentile(of_hundred).as_secs_f64() * 1000.0;
        lines.push(format!(
            "  time: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
            ms(50),
            ms(99),
            ms(100)
        ));
        let by_others = match self.taken_over {
            0 => String::new(),
            n => format!(", {n} by other processes"),
        };
        lines.push(format!("  refreshes: {}{by_others}", self.refreshes));
        lines.join("\n")
    }
}
