//! What the worker's process holds over time: memory, open files, tasks; and whether that grows.

use std::time::Duration;

use serde::Serialize;

/// One look at the worker.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Sample {
    /// Seconds since the worker was started.
    pub(super) at_s: f64,
    /// Resident memory, in KiB.
    pub(super) memory_kib: u64,
    /// Open files, sockets included.
    pub(super) files: u64,
    pub(super) tasks: u64,
}

impl Sample {
    /// `None` where the system does not tell: only Linux does, in files.
    pub(super) fn of(process: u32, at: Duration, tasks: u64) -> Option<Self> {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let files = std::fs::read_dir(format!("/proc/{process}/fd")).ok()?.count();
        Some(Self {
            at_s: at.as_secs_f64(),
            memory_kib: memory.split_whitespace().next()?.parse().ok()?,
            files: u64::try_from(files).ok()?,
            tasks,
        })
    }
}

/// How a value went, once the first third is over: until then pools and caches fill.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Course {
    /// Middle of the first tenth.
    pub(super) start: f64,
    /// Middle of the second third.
    pub(super) middle: f64,
    /// Middle of the last third.
    pub(super) end: f64,
    pub(super) highest: f64,
    /// How much it grows over the last two thirds by the median of the slopes between all pairs of samples (Theil and
    /// Sen): a burst does not count, a leak does.
    pub(super) growth: f64,
}

impl Course {
    /// `None` where there are too few samples.
    pub(super) fn of(samples: &[Sample], value: impl Fn(&Sample) -> u64) -> Option<Self> {
        let points: Vec<(f64, f64)> = samples
            .iter()
            .map(|sample| (sample.at_s, as_f64(value(sample))))
            .collect();
        let third = points.len() / 3;
        if third < 3 {
            return None;
        }
        let warm = &points[third..];
        let middle = |points: &[(f64, f64)]| median(points.iter().map(|(_, value)| *value));
        let slopes = warm.iter().enumerate().flat_map(|(place, (at, value))| {
            let later = warm[place + 1..].iter();
            later.map(move |(then, there)| (there - value) / (then - at))
        });
        let lasts = warm.last()?.0 - warm.first()?.0;
        Some(Self {
            start: middle(&points[..points.len().div_ceil(10)]),
            middle: middle(&points[third..2 * third]),
            end: middle(&points[2 * third..]),
            highest: points.iter().map(|(_, value)| *value).fold(0.0, f64::max),
            growth: median(slopes) * lasts,
        })
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => sorted[count / 2],
        count => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "memory, files and tasks are far below 2^52"
)]
fn as_f64(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(value: impl Fn(u64) -> u64) -> Vec<Sample> {
        let sample = |at: u64| Sample {
            at_s: as_f64(at),
            memory_kib: value(at),
            files: 0,
            tasks: 0,
        };
        (0..90).map(sample).collect()
    }

    #[test]
    fn a_leak_is_seen_and_a_burst_is_not() {
        let course = |value: fn(u64) -> u64| Course::of(&samples(value), |sample| sample.memory_kib).unwrap();
        let leak = course(|at| 10_000 + 10 * at);
        assert!((leak.growth - 590.0).abs() < 1e-6, "{leak:?}");
        let burst = course(|at| if (60..70).contains(&at) { 90_000 } else { 10_000 });
        assert!(burst.growth.abs() < 1e-6 && burst.highest > 89_999.0, "{burst:?}");
        let warming = course(|at| 10_000 + 100 * at.min(25));
        assert!(
            warming.growth.abs() < 1e-6 && warming.start < warming.end,
            "{warming:?}"
        );
    }

    #[test]
    fn too_few_samples_say_nothing() {
        assert_eq!(
            Course::of(&samples(|at| at)[..8], |sample| sample.memory_kib),
            None
        );
    }
}
