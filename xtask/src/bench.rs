//! `cargo xtask bench`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{
    benchmarks_page,
    process::{self, answer_of, cargo, program},
    workspace,
};

/// What the contenders for Node need, beside the packages that npm installs.
const SOURCES: [&str; 4] = [
    "package.json",
    "package-lock.json",
    "contend.mjs",
    "contenders.mjs",
];

/// Measures the pipeline beside what people use today, and writes `docs/benchmarks.md`. A quick run writes beside the
/// build instead.
pub(crate) fn run(quick: bool) -> Result<()> {
    let folder = workspace::target().join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    // As the app is shipped.
    process::run(&mut cargo(&["build", "--release", "--package", "latchkey-bench"]))?;
    let node = install_comparators(&folder);
    let report = folder.join(if quick { "quick.md" } else { "full.md" });
    let bench = workspace::target()
        .join("release")
        .join(format!("latchkey-bench{}", std::env::consts::EXE_SUFFIX));
    let mut measure = program(bench, &["run", "--size", if quick { "quick" } else { "full" }]);
    measure.arg("--report").arg(&report);
    measure.arg("--json").arg(folder.join("results.json"));
    if let Some(node) = node {
        measure.arg("--node").arg(node);
    }
    process::run(&mut measure)?;
    if quick {
        println!("The report is in {}.", report.display());
        return Ok(());
    }
    let text = fs::read_to_string(&report).with_context(|| format!("cannot read {}", report.display()))?;
    benchmarks_page::write_measurements(&text)?;
    println!("The figures are in docs/benchmarks.md.");
    Ok(())
}

/// Installs axios and its interceptor by npm, in the versions of the committed lock file and into the build folder.
/// `None`, and a loud line, where that cannot be done: the rest is measured without them.
fn install_comparators(folder: &Path) -> Option<PathBuf> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let missing = |what: &str| println!("WARNING: axios will NOT be measured: {what}.");
    if answer_of(&mut program("node", &["--version"])).is_none()
        || answer_of(&mut program(npm, &["--version"])).is_none()
    {
        missing("Node or npm is not there");
        return None;
    }
    let node = folder.join("node");
    let installed = copy_sources(&node).and_then(|()| {
        println!(
            "axios and axios-auth-refresh are installed in {}.",
            node.display()
        );
        let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        process::run(program(npm, &words).current_dir(&node))
    });
    match installed {
        Ok(()) => Some(node),
        Err(problem) => {
            missing(&format!("{problem:#}"));
            None
        }
    }
}

fn copy_sources(to: &Path) -> Result<()> {
    let from = workspace::root().join("crates/bench/comparators/node");
    fs::create_dir_all(to)?;
    for name in SOURCES {
        fs::copy(from.join(name), to.join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    Ok(())
}
