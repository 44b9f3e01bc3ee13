//! The steps of a longer chore, each with its time, and the table at the end.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};

/// The steps done so far.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<(String, Duration, bool)>,
}

impl Report {
    /// Does a step. When it fails, the table is printed and the error names the step.
    pub(crate) fn step<T>(&mut self, name: impl Into<String>, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let name = name.into();
        println!("\n── {name} ──");
        let started = Instant::now();
        let done = work();
        self.steps.push((name.clone(), started.elapsed(), done.is_ok()));
        if done.is_err() {
            println!("\n{}", self.table());
        }
        done.with_context(|| format!("FAILED at step «{name}»"))
    }

    /// The table of steps.
    pub(crate) fn table(&self) -> String {
        let width = self
            .steps
            .iter()
            .map(|(name, ..)| name.chars().count())
            .max()
            .unwrap_or(0);
        let mut total = Duration::ZERO;
        let mut table = String::new();
        for (name, took, good) in &self.steps {
            total += *took;
            let mark = if *good { "ok    " } else { "FAILED" };
            let _ = writeln!(table, "  {mark}  {name:width$}  {:>7.1} s", took.as_secs_f64());
        }
        table + &format!("          {:width$}  {:>7.1} s", "total", total.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::Report;

    #[test]
    fn a_failed_step_is_named_and_stays_in_the_table() {
        let mut report = Report::default();
        report.step("first", || Ok(())).expect("it succeeds");
        let problem = report.step("second", || -> anyhow::Result<()> { anyhow::bail!("broken") });
        assert_eq!(
            format!("{:#}", problem.expect_err("it fails")),
            "FAILED at step «second»: broken"
        );
        let lines: Vec<String> = report.table().lines().map(str::to_owned).collect();
        assert!(lines[0].contains("ok") && lines[0].contains("first"), "{lines:?}");
        assert!(
            lines[1].contains("FAILED") && lines[1].contains("second"),
            "{lines:?}"
        );
        assert!(lines[2].contains("total"), "{lines:?}");
    }
}
