//! What was aimed at, and what came of it.

use std::fmt::Write as _;

use super::tables::{against_floor, counted, rate, shown};
use crate::{
    conduct::{
        contenders::{AXIOS, PIPELINE, RAW},
        results::{Results, series},
    },
    samples::Spread,
    wire::{Steady, Storm},
};

/// At most 3% over the floor.
const OVER_FLOOR: f64 = 1.03;
/// At least this many times as many calls per second as axios.
const OVER_AXIOS: f64 = 3.0;
/// At most this many times as long as the floor takes for a storm.
const STORM: f64 = 1.2;

pub(super) fn table(results: &Results) -> String {
    let mut text = String::from("| aim | measured | met |\n| --- | --- | --- |\n");
    let mut row = |aim: String, measured: String, met: Option<bool>| {
        let met = met.map_or("not measured", |met| if met { "yes" } else { "**no**" });
        let _ = writeln!(text, "| {aim} | {measured} | {met} |");
    };
    for &at in results.plan.concurrency {
        let both = series(&results.steady, PIPELINE, &at).zip(series(&results.steady, RAW, &at));
        let Some((own, floor)) = both else { continue };
        let over = |value: fn(&Steady) -> f64| {
            let pairs = own.rounds.iter().zip(&floor.rounds);
            Spread::of(pairs.map(|(own, floor)| value(own) / value(floor)))
        };
        for (what, ratio) in [
            (
                "time per call, 1 / (calls per second)",
                over(|turn| 1.0 / rate(turn)),
            ),
            ("p50", over(|turn| turn.p50_us)),
            ("p99", over(|turn| turn.p99_us)),
        ] {
            row(
                format!("(a) {at} at once: {what} at most {OVER_FLOOR} × reqwest"),
                ratio.map_or(String::new(), |ratio| shown(ratio, 3)),
                ratio.map(|ratio| ratio.median <= OVER_FLOOR),
            );
        }
        let axios = series(&results.steady, AXIOS, &at);
        let times = axios.and_then(|axios| {
            let (own, axios) = (
                against_floor(own, Some(floor))?,
                against_floor(axios, Some(floor))?,
            );
            Some(own.median / axios.median)
        });
        row(
            format!("(a) {at} at once: at least {OVER_AXIOS} × the calls per second of axios"),
            times.map_or(String::new(), |times| format!("{times:.1}")),
            times.map(|times| times >= OVER_AXIOS),
        );
    }
    for plan in results.plan.storms {
        let calls = plan.calls;
        let both = series(&results.storms, PIPELINE, &calls).zip(series(&results.storms, RAW, &calls));
        let Some((own, floor)) = both else { continue };
        let storms = || own.rounds.iter().flatten();
        let perfect =
            |storm: &&Storm| (storm.refreshes, storm.succeeded, storm.sign_outs) == (1, calls as u64, 0);
        let (all, good) = (storms().count(), storms().filter(perfect).count());
        row(
            format!("(b) {calls} at once: one refresh, all succeed, no sign-out"),
            format!("{good} of {all} storms"),
            Some(good == all),
        );
        let total = |storm: &Storm| storm.total_ms;
        let ratio = Spread::of(
            counted(own)
                .zip(counted(floor))
                .map(|(own, floor)| total(own) / total(floor)),
        );
        row(
            format!("(b) {calls} at once: at most {STORM} × the time of reqwest"),
            ratio.map_or(String::new(), |ratio| shown(ratio, 2)),
            ratio.map(|ratio| ratio.median <= STORM),
        );
    }
    text
}
