//! The measurements: contenders take turns, round by round, so that whatever slows the machine down for a while slows
//! all of them. The order changes from round to round.

use std::io::Write as _;

use anyhow::Result;

use super::{
    child::{Running, Server},
    contenders::Contender,
    results::{Results, Series, TornCase},
};
use crate::wire::{Source, Task, Tear};

/// Calls without a pause. The processes stay, with their connections; the first turn of each is not counted.
pub(super) fn steady(server: &Server, all: &[Contender], results: &mut Results) -> Result<()> {
    let plan = results.plan;
    let mut running = Vec::new();
    for contender in all {
        running.push(Running::start(contender, server)?);
    }
    for &concurrency in plan.concurrency {
        say(&format!("steady state, {concurrency} at once"));
        let millis = plan.turn_ms;
        let task = Task::Steady { concurrency, millis };
        let mut series = series_of(all, concurrency);
        for process in &mut running {
            process.ask::<serde_json::Value>(&task)?;
        }
        let (rust, node) = plan.steady_rounds;
        for round in 0..rust.max(node) {
            for index in order(all.len(), round) {
                let rounds = if all[index].is_node() { node } else { rust };
                // Fewer rounds are spread over the whole time.
                if (round * rounds) % rust.max(node) < rounds {
                    series[index].rounds.push(running[index].ask(&task)?);
                }
            }
        }
        results.steady.extend(series);
    }
    Ok(())
}

/// Calls that meet an expired token together. A fresh process for every round: its peak of memory is that of storms
/// of this size.
pub(super) fn storms(server: &Server, all: &[Contender], results: &mut Results) -> Result<()> {
    let taking_part: Vec<_> = all.iter().filter(|one| !one.steady_only).cloned().collect();
    for storm in results.plan.storms {
        say(&format!("expiry storm, {} calls", storm.calls));
        let mut series = series_of(&taking_part, storm.calls);
        for round in 0..storm.rounds.0.max(storm.rounds.1) {
            for index in order(taking_part.len(), round) {
                let contender = &taking_part[index];
                let rounds = if contender.is_node() {
                    storm.rounds.1
                } else {
                    storm.rounds.0
                };
                if round < rounds {
                    let mut process = Running::start(contender, server)?;
                    let task = Task::Storm { calls: storm.calls };
                    let storms = (0..storm.in_a_row).map(|_| process.ask(&task));
                    series[index].rounds.push(storms.collect::<Result<_>>()?);
                }
            }
        }
        results.storms.extend(series);
    }
    Ok(())
}

/// Sessions over torn answers. Counts, not times: one run tells all.
pub(super) fn torn(server: &Server, all: &[Contender], results: &mut Results) -> Result<()> {
    let cases = [
        (Tear::Before, false),
        (Tear::Head, true),
        (Tear::Head, false),
        (Tear::Body, false),
    ];
    for (tear, grace) in cases {
        say(&format!("torn refresh answers: {tear:?}, grace {grace}"));
        for contender in all.iter().filter(|one| one.has_session) {
            let task = Task::Torn {
                expiries: results.plan.expiries,
                every: results.plan.torn_every,
                tear,
                grace,
            };
            let rounds = vec![Running::start(contender, server)?.ask(&task)?];
            results.torn.push(Series {
                contender: contender.name,
                at: TornCase { tear, grace },
                rounds,
            });
        }
    }
    Ok(())
}

/// A large body that has to be sent twice. A fresh process for every round.
pub(super) fn replays(server: &Server, all: &[Contender], results: &mut Results) -> Result<()> {
    let taking_part: Vec<_> = all.iter().filter(|one| !one.steady_only).cloned().collect();
    for source in [Source::Memory, Source::File] {
        say(&format!("body replay, from {source:?}"));
        let mut series = series_of(&taking_part, source);
        for round in 0..results.plan.replay_rounds {
            for index in order(taking_part.len(), round) {
                let bytes = results.plan.replay_bytes;
                let task = Task::Replay { bytes, source };
                let told = Running::start(&taking_part[index], server)?.ask(&task)?;
                series[index].rounds.push(told);
            }
        }
        results.replays.extend(series);
    }
    Ok(())
}

fn series_of<P: Copy, T>(contenders: &[Contender], at: P) -> Vec<Series<P, T>> {
    let empty = |contender: &Contender| Series {
        contender: contender.name,
        at,
        rounds: Vec::new(),
    };
    contenders.iter().map(empty).collect()
}

/// Whose turn it is when.
fn order(count: usize, round: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.rotate_left(round % count.max(1));
    if round % 2 == 1 {
        order.reverse();
    }
    order
}

fn say(what: &str) {
    println!("  {what}");
    // Without a terminal there is nobody to tell.
    let _ = std::io::stdout().flush();
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn every_round_has_everybody_and_the_order_changes() {
        for round in 0..8 {
            let mut all = order(4, round);
            all.sort_unstable();
            assert_eq!(all, [0, 1, 2, 3]);
        }
        assert_eq!((order(4, 0), order(4, 1)), (vec![0, 1, 2, 3], vec![0, 3, 2, 1]));
    }
}
