//! `cargo xtask weigh`: what the window costs, beside the least that Tauri and Yew can be, built and measured in one run.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context as _, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use serde_json::json;

use crate::{
    benchmarks_page::{self, Section},
    bundle::programs::{Care, Programs},
    process::{self, cargo, program},
    setup::{self, Purpose},
    workspace,
};

/// How often each of the two is started.
const ROUNDS: &str = "15";
/// The aim for the window's code, as gzip packs it best.
const CODE_LIMIT: usize = 600 * 1024;

/// What the figures do not say by themselves.
const EXPLAINED: &str = "\
    There is no graphics processor where this was measured. The blank app then has one played in software, as WebKitGTK does it\n\
    unasked; Latchkey draws its page without (`src-tauri/src/window/drawing.rs`). The second column is the blank app drawn in the\n\
    same way: what is left between it and Latchkey is reading, compiling and running 1.6 MB of wasm instead of 0.1, and asking the\n\
    shell for the sessions, drafts and settings. With a graphics processor both draw with it, and the ratio is nearer to that one.\n\n\
    The code holds neither words nor guide: those are files beside it (`crates/window-files`), of which a window reads one language.\n\
    What Yew would compile anew for each component, state and effect is compiled once (`components/component.rs`, `held.rs` and\n\
    `effect.rs` in `src-ui/src`): 803,186 bytes became what is above. `wasm-opt -Oz` takes 15 % off before packing and nothing after;\n\
    `opt-level = \"s\"` makes it larger.\n";

/// Builds both as apps are shipped, weighs them in turn, and writes what came of it into `docs/benchmarks.md`.
pub(crate) fn run() -> Result<()> {
    ensure!(
        cfg!(target_os = "linux"),
        "the window is weighed on Linux, on a virtual display"
    );
    let tools = setup::run(Purpose::Test)?;
    let latchkey = Programs::build(&tools, Care::Full)?;
    let blank = build_blank(&tools)?;
    process::run(&mut cargo(&[
        "build",
        "--package",
        "window-driver",
        "--bin",
        "weigh",
    ]))?;
    let mut scales = program(workspace::built("weigh"), &[]);
    scales.arg(&blank).arg(latchkey.path("latchkey")).arg(ROUNDS);
    let weighed = scales.stderr(Stdio::inherit()).output()?;
    ensure!(
        weighed.status.success(),
        "the weighing failed ({})",
        weighed.status
    );
    let mut report = String::from_utf8(weighed.stdout)?;
    let packed = packed_code(&latchkey.ui)?;
    let whole = fs::metadata(latchkey.path("latchkey"))?.len();
    write!(
        report,
        "\nThe window's code, wasm, as `gzip -9` packs it: {packed} bytes; the aim is at most {CODE_LIMIT}. The whole app: {whole} bytes.\n\n\
         All are built as apps are shipped and started in turn on a virtual display, each time with a new data folder. The blank\n\
         app is in `crates/bench/comparators/blank`. Memory is the proportional share (Pss, proc(5)) of all processes, three seconds\n\
         after the button was there. Aims: 1.25 times the start, 1.3 times the memory.\n\n{EXPLAINED}"
    )?;
    println!("{report}");
    benchmarks_page::write_section(Section::Weight, &report)?;
    println!("The figures are in docs/benchmarks.md.");
    Ok(())
}

/// Builds the least that Tauri and Yew can be.
fn build_blank(tools: &setup::Tools) -> Result<PathBuf> {
    let place = workspace::root().join("crates/bench/comparators/blank");
    let target = workspace::target().join("weigh");
    let dist = target.join("dist");
    let mut page = program(&tools.trunk, &["build", "--release", "--locked", "--dist"]);
    page.arg(&dist)
        .env("PATH", &tools.path)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z")
        .env_remove("NO_COLOR");
    process::run(page.current_dir(&place))?;
    let mut shell = cargo(&["build", "--release", "--locked", "--features", "custom-protocol"]);
    shell.env("CARGO_TARGET_DIR", &target).env(
        "TAURI_CONFIG",
        json!({ "build": { "frontendDist": dist } }).to_string(),
    );
    process::run(shell.current_dir(&place))?;
    Ok(target.join("release").join("blank"))
}

/// How many bytes the window's code has when it is packed.
fn packed_code(ui: &Path) -> Result<usize> {
    let entries = fs::read_dir(ui).with_context(|| format!("cannot read {}", ui.display()))?;
    let code = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "wasm"))
        .context("the window has no code")?;
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&fs::read(code)?)?;
    Ok(packer.finish()?.len())
}
