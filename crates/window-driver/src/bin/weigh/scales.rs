//! Two apps in turn, each with a data folder that nothing has been kept in.

use std::{
    ffi::OsString,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use window_driver::{App, Desktop};

use crate::large;

/// How long an app may take to show its button.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long between two looks at the screen.
const PACE: Duration = Duration::from_millis(5);
/// How long after its button its memory is looked at: what the start made and nobody needs any more is gone by then.
const REST: Duration = Duration::from_secs(3);
/// The button's colour in the light theme, `--accent` of `tokens.css`, which `crates/bench/comparators/blank/blank.css` has too.
const COLOUR: [u8; 3] = [0x0b, 0x75, 0x6f];
/// How many of its pixels make a button: the mark that Latchkey shows before its page is there has far fewer.
const PIXELS: usize = 6_000;

/// What was measured of one app.
#[derive(Default)]
struct Weight {
    starts: Vec<f64>,
    memory: Vec<f64>,
}

pub(crate) fn weigh(arguments: &[String]) -> Result<()> {
    let [blank, latchkey, rounds] = arguments else {
        bail!("wanted: the blank app, Latchkey, the number of rounds; found {arguments:?}");
    };
    let rounds: usize = rounds
        .parse()
        .with_context(|| format!("the number of rounds is no number: {rounds:?}"))?;
    ensure!(rounds > 0, "the number of rounds is 0; allowed is 1 or more");
    let logs = tempfile::tempdir()?;
    let desktop = Desktop::start(logs.path())?;
    let program = latchkey;
    let (mut of_blank, mut of_latchkey) = (Weight::default(), Weight::default());
    // The first start reads the programs from the disk, and does not count.
    for round in 0..=rounds {
        let mut turns = [(blank, &mut of_blank), (latchkey, &mut of_latchkey)];
        if round % 2 == 1 {
            turns.reverse();
        }
        for (program, weight) in turns {
            let (start, memory) = start(Path::new(program), &desktop)?;
            if round > 0 {
                weight.starts.push(start);
                weight.memory.push(memory);
            }
        }
    }
    println!("| median of {rounds} | blank | Latchkey | ratio | aim |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let line = |what, blank: f64, latchkey: f64, aim| {
        println!(
            "| {what} | {blank:.0} | {latchkey:.0} | {:.2} | {aim} |",
            latchkey / blank
        );
    };
    let [blank, latchkey] = [&of_blank.starts, &of_latchkey.starts].map(|all| median(all));
    line("start to the button on the screen, ms", blank, latchkey, "1.25");
    let [blank, latchkey] = [&of_blank.memory, &of_latchkey.memory].map(|all| median(all));
    line("memory of all its processes, MiB", blank, latchkey, "1.30");
    large::weigh(program, &desktop)
}

/// Starts it, and tells after how many milliseconds its button was on the screen and how many MiB it had then.
fn start(program: &Path, desktop: &Desktop) -> Result<(f64, f64)> {
    let data = tempfile::tempdir()?;
    let app = App::of(program, data.path());
    let started = Instant::now();
    let app = app.start_alone(desktop)?;
    loop {
        if desktop.pixels_of(COLOUR)? >= PIXELS {
            break;
        }
        ensure!(
            started.elapsed() < PATIENCE,
            "{} showed no button",
            OsString::from(program).display()
        );
        thread::sleep(PACE);
    }
    let start = started.elapsed();
    thread::sleep(REST);
    #[expect(clippy::cast_precision_loss, reason = "mebibytes are counted, not bytes")]
    let memory = app.memory()? as f64 / 1024.0 / 1024.0;
    drop(app);
    // The next one begins on an empty screen.
    let ended = Instant::now();
    while desktop.pixels_of(COLOUR)? > 0 {
        ensure!(ended.elapsed() < PATIENCE, "the window stayed on the screen");
        thread::sleep(PACE);
    }
    Ok((start.as_secs_f64() * 1_000.0, memory))
}

fn median(all: &[f64]) -> f64 {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    let middle = all.len() / 2;
    let upper = all.get(middle).copied().unwrap_or_default();
    if all.len() % 2 == 1 {
        return upper;
    }
    let lower = middle.checked_sub(1).and_then(|at| all.get(at));
    f64::midpoint(lower.copied().unwrap_or(upper), upper)
}
