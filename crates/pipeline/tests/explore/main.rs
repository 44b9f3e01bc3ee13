//! Random schedules: what people, servers, disks, clocks and other processes do, in any order and at any moment.
//!
//! A schedule is a list of [`op::Op`]s. Two processes and a server run on one thread, each on a runtime of its own
//! that moves only when the schedule says so: a schedule can stop a refresh between any two steps, kill the process,
//! and go on. They speak real HTTP over loopback; the clock stands still unless it is moved. What must hold is in
//! `invariants`; `docs/exploration.md` tells it in words.
//!
//! `LATCHKEY_EXPLORE_CASES` says how many schedules, `LATCHKEY_EXPLORE_SECONDS` for how long at most.

#![expect(
    clippy::unwrap_used,
    reason = "a failed test says where, and tells what it explored"
)]

mod invariants;
mod ledger;
mod log;
mod op;
mod process;
mod server;
mod store;
mod world;

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence, RngAlgorithm, TestRng, TestRunner},
};

/// So many, that the whole takes a few seconds.
const SCHEDULES: u32 = 64;
const OPS: std::ops::Range<usize> = 1..60;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the limit is one of real time")]
fn any_schedule_keeps_every_promise() {
    let cases = number("LATCHKEY_EXPLORE_CASES").map_or(SCHEDULES, |cases| u32::try_from(cases).unwrap());
    let limit = number("LATCHKEY_EXPLORE_SECONDS").map_or(Duration::MAX, Duration::from_secs);
    let persistence = FileFailurePersistence::Direct(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/explore/found.proptest-regressions"
    ));
    let config = Config {
        cases,
        max_shrink_iters: 4_000,
        failure_persistence: Some(Box::new(persistence)),
        ..Config::default()
    };
    // The short run is the same each time, so that it proves a change and nothing else; exploring is for the long one.
    let mut runner = match number("LATCHKEY_EXPLORE_CASES") {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    log::listen();
    let began = std::time::Instant::now();
    let (schedules, steps) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let schedule = (op::setup(), prop::collection::vec(op::op(), OPS));
    let explored = runner.run(&schedule, |(setup, ops)| {
        if began.elapsed() > limit {
            return Ok(());
        }
        schedules.fetch_add(1, Ordering::Relaxed);
        steps.fetch_add(ops.len(), Ordering::Relaxed);
        world::run(setup, &ops).map_err(TestCaseError::fail)
    });
    eprintln!(
        "{} schedules, {} steps, {} requests, {:.1} s",
        schedules.into_inner(),
        steps.into_inner(),
        server::REQUESTS.load(Ordering::Relaxed),
        began.elapsed().as_secs_f64(),
    );
    if let Err(found) = explored {
        panic!("{found}");
    }
}
