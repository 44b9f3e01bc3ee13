//! `cargo xtask explore` and `cargo xtask fuzz`: looks for what nobody thought of. `docs/exploration.md` says what.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{self, answer_of, cargo, program},
    workspace,
};

/// Random schedules at most, and for how long, in seconds.
const SCHEDULES: (u32, u32) = (5_000, 900);
/// Orders that each test of the interleavings tries, with each of two schedulers.
const ORDERS: u32 = 5_000;
/// How long each fuzz target runs unless told otherwise, in seconds.
pub(crate) const FUZZ_SECONDS: u32 = 60;

/// What the committed corpus of a target may weigh, in bytes, and how many files it may have: enough to begin with. The
/// rest is found anew within seconds.
const CORPUS: (u64, usize) = (20_000, 100);

const TARGETS: [&str; 13] = [
    "classification",
    "collection_file",
    "curl",
    "import_bruno",
    "import_har",
    "import_insomnia",
    "import_openapi",
    "import_postman",
    "link",
    "profile_file",
    "store_file",
    "token",
    "token_answer",
];

/// Coverage counters for libFuzzer. All of it is stable; a sanitizer, which is not, would find little: the code has
/// no `unsafe`.
const INSTRUMENTED: &str = "--cfg=fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Runs many random schedules, and many orders of the pipeline's tasks.
pub(crate) fn run() -> Result<()> {
    let test = |selection: &[&str]| {
        let mut words = vec!["test", "--package", "latchkey-pipeline"];
        words.extend(selection);
        words.extend(["--", "--nocapture"]);
        cargo(&words)
    };
    process::run(test(&["--lib", "interleavings"]).env("LATCHKEY_EXPLORE_ORDERS", ORDERS.to_string()))?;
    process::run(
        test(&["--test", "explore"])
            .env("LATCHKEY_EXPLORE_CASES", SCHEDULES.0.to_string())
            .env("LATCHKEY_EXPLORE_SECONDS", SCHEDULES.1.to_string()),
    )
}

/// Runs every fuzz target for `seconds`, from the committed corpus and what earlier runs have found.
pub(crate) fn fuzz(seconds: u32) -> Result<()> {
    let Some(programs) = build_targets()? else {
        return Ok(());
    };
    let mut lines = Vec::new();
    for name in TARGETS {
        lines.push(fuzz_one(name, &programs, seconds)?);
    }
    println!("\n{}", lines.join("\n"));
    Ok(())
}

/// Takes up into the committed corpus what runs on this machine have found and reaches code that the corpus does not,
/// smallest first, as far as a corpus may grow.
pub(crate) fn merge() -> Result<()> {
    let Some(programs) = build_targets()? else {
        return Ok(());
    };
    for name in TARGETS {
        let (found, corpus) = (found(name), corpus(name));
        make_folders(&[&found, &corpus])?;
        let before = sizes(&corpus)?;
        process::run(program(programs.join(name), &["-merge=1", "-max_len=512"]).args([&corpus, &found]))?;
        let mut total: u64 = before.iter().map(|(_, size)| size).sum();
        let mut kept = 0;
        for (path, size) in sizes(&corpus)? {
            if before.iter().any(|(earlier, _)| *earlier == path) {
                continue;
            }
            if total + size <= CORPUS.0 && before.len() + kept < CORPUS.1 {
                total += size;
                kept += 1;
            } else {
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        println!("{name}: {kept} taken up, {total} bytes in all");
    }
    Ok(())
}

/// The files of a folder with their sizes, smallest first.
fn sizes(folder: &Path) -> Result<Vec<(PathBuf, u64)>> {
    let read = || -> std::io::Result<Vec<(PathBuf, u64)>> {
        fs::read_dir(folder)?
            .map(|entry| entry.and_then(|entry| Ok((entry.path(), entry.metadata()?.len()))))
            .collect()
    };
    let mut files = read().with_context(|| format!("cannot read {}", folder.display()))?;
    files.sort_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0)));
    Ok(files)
}

fn make_folders(folders: &[&Path]) -> Result<()> {
    for folder in folders {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    Ok(())
}

/// What runs on this machine have found for a target.
fn found(name: &str) -> PathBuf {
    workspace::target().join("fuzz/corpus").join(name)
}

/// The committed corpus of a target.
fn corpus(name: &str) -> PathBuf {
    workspace::root().join("fuzz/corpus").join(name)
}

/// Builds every target with coverage counters, and tells where they are; `None` where they cannot be built.
fn build_targets() -> Result<Option<PathBuf>> {
    if cfg!(windows) {
        println!("WARNING: NOT FUZZED: the targets need Linux or macOS.");
        return Ok(None);
    }
    let host = host()?;
    let target = workspace::target().join("fuzz");
    let mut build = cargo(&[
        "build",
        "--release",
        "--manifest-path",
        "fuzz/Cargo.toml",
        "--target",
    ]);
    build
        .arg(&host)
        .arg("--target-dir")
        .arg(&target)
        .env("RUSTFLAGS", INSTRUMENTED);
    process::run(&mut build)?;
    Ok(Some(target.join(&host).join("release")))
}

/// Runs one target, and tells how often it was executed.
fn fuzz_one(name: &str, programs: &Path, seconds: u32) -> Result<String> {
    let (found, corpus) = (found(name), corpus(name));
    let artifacts = workspace::root().join("fuzz/artifacts").join(name);
    // Git keeps no empty folder: a target without a corpus begins with nothing.
    make_folders(&[&found, &corpus, &artifacts])?;
    let mut run: Command = program(programs.join(name), &["-print_final_stats=1"]);
    run.arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .args([&found, &corpus]);
    println!("$ {name} for {seconds} s");
    let output = run.output().with_context(|| format!("cannot run {name}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        println!("{said}");
        bail!(
            "{name} found something; what it was given is in {}",
            artifacts.display()
        );
    }
    let number = |stat: &str| {
        said.lines()
            .find_map(|line| line.strip_prefix(stat))
            .map_or("?", str::trim)
    };
    Ok(format!(
        "{name:16} {:>12} executions, {:>8} a second, nothing found",
        number("stat::number_of_executed_units:"),
        number("stat::average_exec_per_sec:")
    ))
}

/// The system that this is built on, as Rust names it.
fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
    let version = answer_of(&mut program(rustc, &["-vV"])).context("cannot ask rustc for its version")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say what it builds for")?.to_owned())
}
