//! The conductor: starts server and worker, listens to both, looks at the worker's memory, and judges.

mod child;
mod judge;
mod report;
mod results;
mod series;

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::mpsc::{RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::wire::{Account, Ledger, millis, now};
use child::{Child, Line};
use judge::Judge;
use results::{Results, Setting};
use series::Sample;

/// How long, how hard, and where the results go.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// For how long calls are made, in seconds.
    #[arg(long, default_value_t = 1_800)]
    seconds: u64,
    /// How many loops make calls, for each of the two users.
    #[arg(long, default_value_t = 64)]
    concurrency: u64,
    /// How long a loop rests after a call, in milliseconds: between half of it and one and a half.
    #[arg(long, default_value_t = 500)]
    pause_ms: u64,
    /// How many of a hundred requests meet each kind of fault.
    #[arg(long, default_value_t = 1.0)]
    percent: f64,
    /// From one outage to the next, in milliseconds.
    #[arg(long, default_value_t = 30_000)]
    outage_every_ms: u64,
    /// Every time-out of the worker's profile, in milliseconds.
    #[arg(long, default_value_t = 5_000)]
    time_out_ms: u64,
    /// Where chance begins; another one each time unless it is given.
    #[arg(long)]
    seed: Option<u64>,
    /// Where the report goes, as Markdown.
    #[arg(long)]
    report: PathBuf,
    /// Where the figures go, as JSON.
    #[arg(long)]
    json: PathBuf,
}

/// How long an access token lives.
const LIFE_MS: u64 = 2_000;
/// A call is judged when everything that may explain it has surely been told.
const SETTLED: Duration = Duration::from_secs(20);
/// How often the worker is looked at, at most; in a short run more often.
const LOOK: Duration = Duration::from_secs(2);
/// How often the conductor says how far it is.
const PROGRESS: Duration = Duration::from_mins(1);
/// How long the last calls may take after the time is up, before the worker counts as stuck.
const PATIENCE: Duration = Duration::from_mins(3);

/// Runs a soak; the exit code says whether every aim was reached.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let setting = Setting {
        seconds: options.seconds,
        concurrency: options.concurrency,
        pause_ms: options.pause_ms,
        percent: options.percent,
        outage_every_ms: options.outage_every_ms,
        time_out_ms: options.time_out_ms,
        life_ms: LIFE_MS,
        seed: options.seed.unwrap_or_else(|| fastrand::u64(..)),
        today_ms: now(),
    };
    let results = soak(setting)?;
    let write = |path: &PathBuf, text: String| {
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write(&options.json, serde_json::to_string_pretty(&results)?)?;
    let report = report::markdown(&results);
    println!("\n{report}");
    write(&options.report, report)?;
    if results.memory.is_none() {
        println!("WARNING: NOT MEASURED: memory, open files and tasks. Linux alone tells them, in /proc.");
    }
    for lost in &results.lost {
        println!("LOST: {lost}");
    }
    for wrong in &results.wrong_ends {
        println!("WRONG END: {wrong}");
    }
    let missed: Vec<_> = results.aims().into_iter().filter(|aim| !aim.met).collect();
    for aim in &missed {
        println!("AIM MISSED: {}: {}", aim.name, aim.measured);
    }
    Ok(ExitCode::from(u8::from(!missed.is_empty())))
}

fn soak(setting: Setting) -> Result<Results> {
    let folder = tempfile::tempdir()?;
    let (said, heard) = channel();
    let _server = Child::start::<Ledger>(&setting.server(), said.clone(), Line::Server)?;
    let Ok(Line::Server(Ledger::Listens { url })) = heard.recv_timeout(PATIENCE) else {
        bail!("the server did not start");
    };
    let worker = Child::start::<Account>(&setting.worker(&url, folder.path()), said, Line::Worker)?;
    let began = Instant::now();
    let limit = Duration::from_secs(setting.seconds) + PATIENCE;
    let look = LOOK.min(Duration::from_secs(setting.seconds) / 20);
    let (mut next_look, mut next_word) = (look, PROGRESS);
    let mut judge = Judge::default();
    let mut samples = Vec::new();
    let (mut tasks, mut done) = (0, None);
    while done.is_none() {
        match heard.recv_timeout(next_look.saturating_sub(began.elapsed())) {
            Ok(Line::Server(line)) => judge.server(line),
            Ok(Line::Worker(Account::Tasks { alive })) => tasks = alive,
            Ok(Line::Worker(Account::Done {
                begun: calls,
                taken_up,
            })) => done = Some((calls, taken_up)),
            Ok(Line::Worker(line)) => judge.worker(line),
            Ok(Line::Ended) => bail!("the server or the worker stopped"),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => bail!("the server and the worker stopped"),
        }
        let at = began.elapsed();
        if at >= next_look {
            next_look = at + look;
            samples.extend(Sample::of(worker.id(), at, tasks));
            judge.settle(now().saturating_sub(millis(SETTLED)));
        }
        if at >= next_word {
            next_word += PROGRESS;
            println!("after {} min: {}", at.as_secs() / 60, judge.in_short());
        }
        if at > limit {
            bail!(
                "the worker is stuck: its calls are not over {} s after their time",
                PATIENCE.as_secs()
            );
        }
    }
    let took = began.elapsed();
    // The server's last words about the last calls may come after the worker's.
    while let Ok(line) = heard.recv_timeout(look) {
        if let Line::Server(line) = line {
            judge.server(line);
        }
    }
    judge.settle(u64::MAX);
    let (calls, taken_up) = done.unwrap_or_default();
    Ok(Results::new(setting, took, judge, samples, calls, taken_up))
}
