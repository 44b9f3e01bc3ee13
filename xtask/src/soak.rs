//! `cargo xtask soak`.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::{
    benchmarks_page::{self, Section},
    process::{self, cargo, program},
    workspace,
};

/// How long a soak takes unless told otherwise, in minutes. A shorter one is not for the page.
pub(crate) const MINUTES: u32 = 30;

/// Keeps the pipeline busy at a server that fails on purpose, and writes what came of it into `docs/benchmarks.md`.
pub(crate) fn run(minutes: u32) -> Result<()> {
    let folder = workspace::target().join("soak");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    // As the app is shipped.
    process::run(&mut cargo(&["build", "--release", "--package", "latchkey-soak"]))?;
    let soak = workspace::target()
        .join("release")
        .join(format!("latchkey-soak{}", std::env::consts::EXE_SUFFIX));
    let report = folder.join("report.md");
    let _ = fs::remove_file(&report);
    let seconds = (u64::from(minutes) * 60).to_string();
    let mut run = program(soak, &["run", "--seconds", &seconds, "--report"]);
    let done = process::run(run.arg(&report).arg("--json").arg(folder.join("results.json")));
    // Also where an aim is missed: the page says so.
    let report = fs::read_to_string(&report);
    if minutes < MINUTES {
        println!("A soak of less than {MINUTES} minutes leaves docs/benchmarks.md alone.");
        return done;
    }
    match (report, done) {
        (Ok(report), done) => {
            benchmarks_page::write_section(Section::Soak, &report)?;
            println!("The figures are in docs/benchmarks.md.");
            done
        }
        (Err(_), Err(problem)) => Err(problem),
        (Err(problem), Ok(())) => bail!("the soak left no report: {problem}"),
    }
}
