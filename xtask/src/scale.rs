//! `cargo xtask scale`.

use anyhow::{Context as _, Result};

use crate::{
    benchmarks_page::{self, Section},
    process::{answer_of, cargo, program, run},
    workspace,
};

/// What is measured: package, example and its features.
const EXAMPLES: [(&str, &str, &str); 2] = [
    ("latchkey-collection", "scale", "files"),
    ("latchkey-importing", "large", ""),
];

/// Measures how long large collections and large documents take, and writes it into `docs/benchmarks.md`.
pub(crate) fn measure() -> Result<()> {
    let mut rows = String::new();
    for (package, example, features) in EXAMPLES {
        // As the app is shipped.
        let mut build = cargo(&["build", "--release", "--package", package, "--example", example]);
        if !features.is_empty() {
            build.args(["--features", features]);
        }
        run(&mut build)?;
        let program_file = workspace::target()
            .join("release/examples")
            .join(format!("{example}{}", std::env::consts::EXE_SUFFIX));
        let said = answer_of(&mut program(program_file, &[])).with_context(|| format!("{example} failed"))?;
        println!("{said}");
        rows.push_str(said.trim());
        rows.push('\n');
    }
    benchmarks_page::write_section(Section::Scale, &report(&rows))?;
    println!("The figures are in docs/benchmarks.md.");
    Ok(())
}

fn report(rows: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    let load = if load.is_empty() {
        String::new()
    } else {
        format!(" under a load of {load} (1 minute, this included)")
    };
    let system = std::env::consts::OS;
    format!(
        "Large collections and documents, made from a seed: medians of five rounds, of a change ten, in a release build on {system} with\n\
         {cores} cores{load}. Made by `cargo xtask scale`, which takes a minute or two once it is built,\n\
         and writes this section. Making the requests waits for the disk at each file.\n\n\
         | what | measured |\n| --- | --- |\n{rows}"
    )
}
