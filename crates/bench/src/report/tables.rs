//! The tables of the report.

use std::fmt::Write as _;

use crate::{
    conduct::{
        contenders::{PIPELINE, RAW},
        results::{Results, Series, TornCase, series},
    },
    samples::Spread,
    wire::{Source, Steady, Storm, Tear},
};

/// Where, when and with what.
pub(super) fn setting(results: &Results) -> String {
    let machine = &results.machine;
    let versions: Vec<String> = results
        .versions
        .0
        .iter()
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let memory = machine
        .memory_gib
        .map_or("unknown".to_owned(), |gib| format!("{gib:.1} GiB"));
    let load = results
        .load_before
        .map_or("unknown".to_owned(), |load| format!("{load:.2}"));
    format!(
        "| | |\n| --- | --- |\n| machine | {}, {} cores, {memory} of memory |\n| system | {} |\n| versions | {} |\n\
         | date | {} |\n| load before (runnable processes, 1 minute) | {load} |\n| took | {:.0} s |\n",
        machine.processor,
        machine.cores,
        machine.system,
        versions.join(", "),
        results.date,
        results.took_s
    )
}

/// Calls per second in one turn.
#[expect(clippy::cast_precision_loss, reason = "counts of one turn are far below 2^52")]
pub(super) fn rate(turn: &Steady) -> f64 {
    turn.calls as f64 / turn.seconds
}

pub(super) fn steady(results: &Results) -> String {
    let mut text = String::new();
    for concurrency in results.plan.concurrency {
        let _ = writeln!(
            text,
            "### {concurrency} at once\n\n| contender | calls per second | p50, µs | p99, µs | processor, µs per call | \
             against reqwest | failed |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
        );
        let floor = series(&results.steady, RAW, concurrency);
        for one in results.steady.iter().filter(|one| one.at == *concurrency) {
            let column = |value: fn(&Steady) -> f64| spread(one.rounds.iter().map(value), 0);
            let cpu = spread(one.rounds.iter().filter_map(|turn| turn.cpu_us), 1);
            let against = against_floor(one, floor).map_or("–".to_owned(), |ratio| shown(ratio, 3));
            let failed: u64 = one.rounds.iter().map(|turn| turn.failed).sum();
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {cpu} | {against} | {failed} |",
                bold(one.contender),
                column(rate),
                column(|turn| turn.p50_us),
                column(|turn| turn.p99_us),
            );
        }
        text.push('\n');
    }
    text
}

/// Calls per second as a share of the floor's: round by round where there are as many, else by the medians.
pub(super) fn against_floor(
    one: &Series<usize, Steady>,
    floor: Option<&Series<usize, Steady>>,
) -> Option<Spread> {
    let floor = floor?;
    if one.rounds.len() == floor.rounds.len() {
        let pairs = one.rounds.iter().zip(&floor.rounds);
        return Spread::of(pairs.map(|(turn, floor)| rate(turn) / rate(floor)));
    }
    let middle = Spread::of(floor.rounds.iter().map(rate))?.median;
    Spread::of(one.rounds.iter().map(|turn| rate(turn) / middle))
}

/// The storms whose times count: not the first in a process that has more.
pub(super) fn counted(one: &Series<usize, Vec<Storm>>) -> impl Iterator<Item = &Storm> {
    one.rounds
        .iter()
        .flat_map(|storms| storms.iter().skip(usize::from(storms.len() > 1)))
}

pub(super) fn storms(results: &Results) -> String {
    let mut text = String::new();
    for plan in results.plan.storms {
        let calls = plan.calls;
        let _ = writeln!(
            text,
            "### {calls} at once\n\n| contender | refreshes | succeeded | wrong sign-outs | requests | total, ms | \
             after the refresh, ms | peak memory, MiB |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        );
        for one in results.storms.iter().filter(|one| one.at == calls) {
            let storms = || one.rounds.iter().flatten();
            let range = |value: fn(&Storm) -> u64| range(storms().map(value));
            let share = range(|storm| storm.succeeded);
            let peak = one.rounds.iter().filter_map(|storms| storms.last()?.peak_kib);
            let _ = writeln!(
                text,
                "| {} | {} | {share} of {calls} | {} | {} | {} | {} | {} |",
                bold(one.contender),
                range(|storm| storm.refreshes),
                range(|storm| storm.sign_outs),
                range(|storm| storm.requests),
                spread(counted(one).map(|storm| storm.total_ms), 2),
                spread(counted(one).filter_map(|storm| storm.after_refresh_ms), 2),
                spread(peak.map(mib), 1),
            );
        }
        text.push('\n');
    }
    text
}

pub(super) fn torn(results: &Results) -> String {
    let cases = [
        (Tear::Before, false),
        (Tear::Head, true),
        (Tear::Head, false),
        (Tear::Body, false),
    ];
    let mut text = format!(
        "Sessions surviving, of {}; in brackets how many answers were torn.\n\n| contender | 1. before | 2. after, with \
         grace | 3. after, without | 4. body |\n| --- | ---: | ---: | ---: | ---: |\n",
        results.plan.expiries
    );
    let first = results.torn.iter().filter(|one| one.at.tear == Tear::Before);
    for contender in first.map(|one| one.contender) {
        let _ = write!(text, "| {} |", bold(contender));
        for (tear, grace) in cases {
            let rounds = series(&results.torn, contender, &TornCase { tear, grace }).map(|one| &one.rounds);
            let cell = match rounds.and_then(|rounds| rounds.first()) {
                Some(torn) => format!("{} ({})", torn.survived, torn.answers),
                None => "–".to_owned(),
            };
            let _ = write!(text, " {cell} |");
        }
        text.push('\n');
    }
    text
}

pub(super) fn replays(results: &Results) -> String {
    let mut text = String::from(
        "| contender | body | succeeded | peak, MiB | above before, MiB | time, ms |\n| --- | --- | --- | ---: | ---: | ---: |\n",
    );
    for one in &results.replays {
        let body = match one.at {
            Source::Memory => "from memory",
            Source::File => "from a file",
        };
        let good = if one.rounds.iter().all(|replay| replay.succeeded) {
            "yes"
        } else {
            "no"
        };
        let peaks = || one.rounds.iter().filter_map(|replay| replay.peak_kib);
        let grown = one
            .rounds
            .iter()
            .filter_map(|replay| replay.peak_kib?.checked_sub(replay.before_kib?));
        let _ = writeln!(
            text,
            "| {} | {body} | {good} | {} | {} | {} |",
            bold(one.contender),
            spread(peaks().map(mib), 1),
            spread(grown.map(mib), 1),
            spread(one.rounds.iter().map(|replay| replay.total_ms), 1),
        );
    }
    text
}

fn bold(contender: &str) -> String {
    if contender == PIPELINE {
        format!("**{contender}**")
    } else {
        contender.to_owned()
    }
}

fn spread(values: impl Iterator<Item = f64>, digits: usize) -> String {
    Spread::of(values).map_or("–".to_owned(), |spread| shown(spread, digits))
}

pub(super) fn shown(spread: Spread, digits: usize) -> String {
    let Spread { median, low, high } = spread;
    if format!("{low:.digits$}") == format!("{high:.digits$}") {
        return format!("{median:.digits$}");
    }
    format!("{median:.digits$} [{low:.digits$}, {high:.digits$}]")
}

/// A count, or its smallest and largest value.
fn range(values: impl Iterator<Item = u64>) -> String {
    let sorted: std::collections::BTreeSet<u64> = values.collect();
    match (sorted.first(), sorted.last()) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        _ => "–".to_owned(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "memory in KiB is far below 2^52")]
fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
