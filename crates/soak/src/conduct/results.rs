//! What came of a soak.

use std::{collections::BTreeMap, ffi::OsString, path::Path, time::Duration};

use serde::Serialize;

use super::{
    judge::{Counts, Judge},
    series::{Course, Sample},
};
use crate::{fault::Fault, relay::USERS};

/// Shorter runs say nothing about memory: pools and caches are still filling.
const LONG_ENOUGH: u64 = 300;
/// By how much memory may grow over the last two thirds of a run: a mebibyte, in KiB.
const MEMORY_GROWTH_KIB: f64 = 1_024.0;
/// By how many open files, or tasks, a run may grow over its last two thirds.
const OTHER_GROWTH: f64 = 8.0;

/// How a soak is run.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Setting {
    pub(super) seconds: u64,
    pub(super) concurrency: u64,
    pub(super) pause_ms: u64,
    pub(super) percent: f64,
    pub(super) outage_every_ms: u64,
    pub(super) time_out_ms: u64,
    pub(super) life_ms: u64,
    pub(super) seed: u64,
    /// When, in milliseconds since 1970.
    pub(super) today_ms: u64,
}

impl Setting {
    pub(super) fn server(&self) -> Vec<OsString> {
        let mut words: Vec<OsString> = vec!["serve".into()];
        for (name, value) in [
            ("--life-ms", self.life_ms.to_string()),
            ("--percent", self.percent.to_string()),
            ("--outage-every-ms", self.outage_every_ms.to_string()),
            ("--seed", self.seed.to_string()),
        ] {
            words.extend([name.into(), value.into()]);
        }
        words
    }

    pub(super) fn worker(&self, url: &str, folder: &Path) -> Vec<OsString> {
        let mut words: Vec<OsString> = vec!["work".into(), url.into(), "--folder".into(), folder.into()];
        for (name, value) in [
            ("--millis", self.seconds * 1_000),
            ("--concurrency", self.concurrency),
            ("--pause-ms", self.pause_ms),
            ("--time-out-ms", self.time_out_ms),
        ] {
            words.extend([name.into(), value.to_string().into()]);
        }
        words
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Results {
    pub(super) setting: Setting,
    pub(super) took_s: f64,
    /// Calls that were begun; every one of them is judged.
    pub(super) begun: u64,
    pub(super) calls: u64,
    pub(super) succeeded: u64,
    pub(super) lost_calls: u64,
    pub(super) carried_out_twice: u64,
    pub(super) wrong_sign_outs: u64,
    pub(super) unavoidable_ends: u64,
    pub(super) refreshes: u64,
    pub(super) renewed: u64,
    pub(super) sign_ins: u64,
    pub(super) outages: u64,
    pub(super) stalls: u64,
    pub(super) not_stored: u64,
    /// For how many users a session taken up from disk by a new pipeline made a call.
    pub(super) taken_up: u64,
    pub(super) faults: BTreeMap<Fault, u64>,
    pub(super) refresh_faults: BTreeMap<Fault, u64>,
    /// Calls that failed for a reason, by what became of them.
    pub(super) failed: Vec<(String, u64)>,
    pub(super) memory: Option<Course>,
    pub(super) files: Option<Course>,
    pub(super) tasks: Option<Course>,
    pub(super) lost: Vec<String>,
    pub(super) wrong_ends: Vec<String>,
    samples: Vec<Sample>,
}

/// What a soak is to show.
pub(super) struct Aim {
    pub(super) name: &'static str,
    pub(super) measured: String,
    pub(super) met: bool,
}

impl Results {
    pub(super) fn new(
        setting: Setting,
        took: Duration,
        judge: Judge,
        samples: Vec<Sample>,
        begun: u64,
        taken_up: u64,
    ) -> Self {
        let Judge {
            counts,
            lost,
            wrong_ends,
            ..
        } = judge;
        let Counts {
            calls,
            succeeded,
            failed,
            lost: lost_calls,
            carried_out_twice,
            faults,
            refresh_faults,
            refreshes,
            renewed,
            sign_ins,
            outages,
            stalls,
            wrong_ends: wrong_sign_outs,
            unavoidable_ends,
            not_stored,
        } = counts;
        let named = |(outcome, times)| (format!("{outcome:?}"), times);
        Self {
            setting,
            took_s: took.as_secs_f64(),
            begun,
            calls,
            succeeded,
            lost_calls,
            carried_out_twice,
            wrong_sign_outs,
            unavoidable_ends,
            refreshes,
            renewed,
            sign_ins,
            outages,
            stalls,
            not_stored,
            taken_up,
            faults,
            refresh_faults,
            failed: failed.into_iter().map(named).collect(),
            memory: Course::of(&samples, |sample| sample.memory_kib),
            files: Course::of(&samples, |sample| sample.files),
            tasks: Course::of(&samples, |sample| sample.tasks),
            lost,
            wrong_ends,
            samples,
        }
    }

    /// Those that this run can say something about.
    pub(super) fn aims(&self) -> Vec<Aim> {
        let users = u64::try_from(USERS.len()).unwrap_or_default();
        let none = |name, count: u64| Aim {
            name,
            measured: count.to_string(),
            met: count == 0,
        };
        let mut aims = vec![
            none("no wrong sign-out", self.wrong_sign_outs),
            none("no call lost", self.lost_calls),
            none("no call carried out twice", self.carried_out_twice),
            none("no call without an account", self.begun.abs_diff(self.calls)),
            none("no pair that could not be stored", self.not_stored),
            Aim {
                name: "what is on disk at the end is taken up, and works",
                measured: format!("{} of {users} sessions", self.taken_up),
                met: self.taken_up == users,
            },
        ];
        if self.setting.seconds >= LONG_ENOUGH {
            let grown = |name, course: Option<Course>, most: f64, unit: &str, per: f64| {
                course.map(|course| Aim {
                    name,
                    measured: format!("{:+.2}{unit}", course.growth / per),
                    met: course.growth <= most,
                })
            };
            aims.extend(grown(
                "memory grows by at most 1 MiB after the first third",
                self.memory,
                MEMORY_GROWTH_KIB,
                " MiB",
                1_024.0,
            ));
            aims.extend(grown(
                "open files by at most 8",
                self.files,
                OTHER_GROWTH,
                "",
                1.0,
            ));
            aims.extend(grown("tasks by at most 8", self.tasks, OTHER_GROWTH, "", 1.0));
        }
        aims
    }
}
