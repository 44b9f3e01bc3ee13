//! Two apps in turn, each with a data folder that nothing has been kept in.

use std::{
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
    // As Latchkey is drawn where there is no graphics processor: see its `window/drawing.rs`.
    let plain = |data: &Path| App::of(blank, data).environment("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    let apps: [&dyn Fn(&Path) -> App; 3] = [&|data| App::of(blank, data), &plain, &|data| {
        App::of(latchkey, data)
    }];
    let mut weights = [Weight::default(), Weight::default(), Weight::default()];
    // The first start reads the programs from the disk, and does not count.
    for round in 0..=rounds {
        let mut turns: Vec<_> = apps.iter().zip(&mut weights).collect();
        if round % 2 == 1 {
            turns.reverse();
        }
        for (app, weight) in turns {
            let (start, memory) = start(app, &desktop)?;
            if round > 0 {
                weight.starts.push(start);
                weight.memory.push(memory);
            }
        }
    }
    let [of_blank, of_plain, of_latchkey] = &weights;
    println!(
        "| median of {rounds} | blank | blank, drawn without graphics processor | Latchkey | ratio to blank | aim |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let line = |what, of: fn(&Weight) -> &[f64], aim| {
        let [blank, plain, latchkey] = [of_blank, of_plain, of_latchkey].map(|weight| median(of(weight)));
        println!(
            "| {what} | {blank:.0} | {plain:.0} | {latchkey:.0} | {:.2} | {aim} |",
            latchkey / blank
        );
    };
    line("start to the button on the screen, ms", |it| &it.starts, "1.25");
    line("memory of all its processes, MiB", |it| &it.memory, "1.30");
    large::weigh(latchkey, &desktop)
}

/// Starts it, and tells after how many milliseconds its button was on the screen and how many MiB it had then.
fn start(app: &dyn Fn(&Path) -> App, desktop: &Desktop) -> Result<(f64, f64)> {
    let data = tempfile::tempdir()?;
    let app = app(data.path());
    let started = Instant::now();
    let app = app.start_alone(desktop)?;
    loop {
        if desktop.pixels_of(COLOUR)? >= PIXELS {
            break;
        }
        ensure!(
            started.elapsed() < PATIENCE,
            "an app showed no button; the logs are in {}",
            desktop.logs().display()
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
