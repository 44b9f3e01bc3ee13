//! `cargo xtask`: every chore of Latchkey's developers, on every system.
//!
//! One module per chore; [`setup`] is what `start`, `test` and `screenshots` have in common.

#![expect(clippy::print_stdout, reason = "a chore tells what it does")]

mod bench;
mod benchmarks_page;
mod bundle;
mod dependencies;
mod explore;
mod icons;
mod npm;
mod other_systems;
mod process;
mod release;
mod report;
mod scale;
mod screenshots;
mod setup;
mod soak;
mod start;
mod test;
mod ui;
mod weigh;
mod wine;
mod workflows;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;

const HELP: &str = "\
Latchkey's chores.

Usage: cargo xtask <COMMAND>

Commands:
  start        Check what is missing and install it, build, and open the window signed in to the practice API.
               Where there is no display: the same app on a virtual one, in a short tour with screenshots
  test         The same set-up, then everything: format, lints, unit and integration tests, the real window,
               and from Linux the lints as on Windows and macOS
  setup        The set-up alone
  icons        Make every icon file from icons/icon.svg
  bundle       Make the installers that this system can, and say where they are: deb, rpm and AppImage on Linux, nsis
               and msi on Windows, app and dmg on macOS; or those of --formats LIST. With --quick, sooner and larger
  screenshots  Take the pictures of docs/screenshots and of the user guide from the real window; with --guide,
               those of the guide alone
  bench        Measure the pipeline beside what people use today, and write docs/benchmarks.md: a quarter of an
               hour at most, or a minute with --quick
  scale        Measure how long large collections and documents take, and write it into docs/benchmarks.md
  soak         Keep the pipeline busy at a server that fails on purpose, for half an hour or --minutes N, and write
               what came of it into docs/benchmarks.md
  weigh        Measure how long the window takes to be there and its memory, beside the least that Tauri and Yew can be,
               and the size of its code, and write them into docs/benchmarks.md
  explore      Try many random schedules and many orders of the pipeline's tasks: a quarter of an hour at most
  fuzz         Give every reader of foreign bytes what nobody thought of: a minute each, or with --seconds N;
               with --merge, take up into fuzz/corpus what earlier runs found
  wine         Run the tests as on Windows, from Linux, by Wine: all but the window's
  workflows    Lint the workflows of GitHub
  dependencies Bring docs/dependencies.md up to date, and hold what the app is made of to deny.toml
  release      Check a tree for a release, and make its files: `cargo xtask release help`
  help         This text

Nothing is installed without being named first. Rust tools go to target/tools, unless the right version is
already on the PATH.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["start"] => start::run(),
        ["test"] => test::run(),
        ["setup"] => setup::run(setup::Purpose::Test).map(drop),
        ["bundle", arguments @ ..] => bundle::run(arguments),
        ["bench"] => bench::run(false),
        ["bench", "--quick"] => bench::run(true),
        ["scale"] => scale::measure(),
        ["soak"] => soak::run(soak::MINUTES),
        ["soak", "--minutes", minutes] => match minutes.parse() {
            Ok(minutes @ 1..) => soak::run(minutes),
            _ => Err(anyhow::anyhow!(
                "--minutes wants a whole number from 1, not {minutes:?}"
            )),
        },
        ["weigh"] => weigh::run(),
        ["explore"] => explore::run(),
        ["fuzz"] => explore::fuzz(explore::FUZZ_SECONDS),
        ["fuzz", "--seconds", seconds] => match seconds.parse() {
            Ok(seconds) => explore::fuzz(seconds),
            Err(_) => Err(anyhow::anyhow!("--seconds wants a whole number, not {seconds:?}")),
        },
        ["fuzz", "--merge"] => explore::merge(),
        ["icons"] => icons::run(),
        ["wine"] => wine::run(),
        ["workflows"] => workflows::run_chore(),
        ["dependencies"] => dependencies::run_chore(),
        ["release", words @ ..] => release::run(words),
        ["screenshots"] => screenshots::run(&[]),
        ["screenshots", "--guide"] => screenshots::run(&["guide"]),
        [] | ["help" | "--help" | "-h"] => help(),
        other => {
            print!("{HELP}");
            Err(anyhow::anyhow!("no such command: {}", other.join(" ")))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("\nxtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "one arm of a match whose others can fail"
)]
fn help() -> Result<()> {
    print!("{HELP}");
    Ok(())
}
