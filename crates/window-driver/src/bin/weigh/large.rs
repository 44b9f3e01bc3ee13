//! A large answer in the window: how soon it is there after its last byte, whether the window stands still meanwhile, and
//! what it costs.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use practice_api::{Config, DEMO_USER, PASSWORD, PracticeApi};
use serde::Deserialize;
use window_driver::{
    App, Desktop, Window,
    pages::{Console, SignIn},
};

const MIB: u32 = 100;

/// Presses Send and waits until the rows of this answer are painted. In milliseconds: when they were, from the press on, what
/// the window says how long the last byte took, and the longest the page stood still.
const SEND: &str = "const [path, done] = arguments; \
    const at = id => document.querySelector(`[data-testid='${id}']`); \
    const pressed = performance.now(); let last = pressed; let stood = 0; \
    const look = now => { stood = Math.max(stood, now - last); last = now; \
        const there = at('answer-of')?.innerText.includes(path) && at('body-rows')?.innerText.trim(); \
        if (there) done({ shown: performance.now() - pressed, time: at('answer-time').innerText, stood }); \
        else requestAnimationFrame(look); }; \
    at('send').click(); requestAnimationFrame(look)";

/// Goes through all of it in three hundred steps and looks for something. In milliseconds: the longest the page stood still.
const MOVE: &str = "const [done] = arguments; const rows = document.querySelector(`[data-testid='body-rows']`); \
    let step = 0; let last = performance.now(); let stood = 0; \
    const go = now => { stood = Math.max(stood, now - last); last = now; step += 1; \
        rows.scrollTop = (rows.scrollHeight - rows.clientHeight) * step / 300; \
        if (step < 300) requestAnimationFrame(go); else done(stood); }; requestAnimationFrame(go)";

/// Types into the search field, and watches the page until the matches are counted.
const SEARCH: &str = "const [text, done] = arguments; const at = id => document.querySelector(`[data-testid='${id}']`); \
    const began = performance.now(); let last = began; let stood = 0; const field = at('find-field'); field.value = text; \
    field.dispatchEvent(new InputEvent('input', { bubbles: true })); \
    const look = now => { stood = Math.max(stood, now - last); last = now; \
        if (/[1-9]/.test(at('find-said')?.innerText ?? '')) done({ shown: performance.now() - began, time: '', stood }); \
        else requestAnimationFrame(look); }; requestAnimationFrame(look)";

#[derive(Deserialize)]
struct Seen {
    shown: f64,
    time: String,
    stood: f64,
}

/// Opens Latchkey, sends a request for a large answer, and goes through it.
pub(crate) fn weigh(latchkey: &str, desktop: &Desktop) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let data = tempfile::tempdir()?;
        let window = App::of(Path::new(latchkey), data.path()).open(desktop).await?;
        go_through(&window).await
    })
}

async fn go_through(window: &Window) -> Result<()> {
    let api = PracticeApi::start(Config::default()).await?;
    let sign_in = SignIn::shown(window).await?;
    sign_in
        .fill(api.url(), DEMO_USER, PASSWORD)
        .await?
        .submit()
        .await?;
    let console = Console::shown(window).await?;
    console.call("GET", "/api/me").await?;
    let empty = window.memory()?;

    console.edit("GET", &format!("/api/large?mib={MIB}")).await?;
    let seen: Seen = window.script_async(SEND, &[format!("mib={MIB}").into()]).await?;
    let received = milliseconds(&seen.time)?;
    let shown = window.memory()?;
    let scrolled: f64 = window.script_async(MOVE, &[]).await?;
    window.click("find-open").await?;
    window.until_focused("find-field").await?;
    let found: Seen = window.script_async(SEARCH, &["order".into()]).await?;
    let used = window.memory()?;

    println!("\n| an answer of {MIB} MiB of JSON | found | aim |");
    println!("| --- | ---: | ---: |");
    println!("| last byte received after, ms | {received:.0} | |");
    println!(
        "| first screen after the last byte, ms | {:.0} | 1,500 |",
        seen.shown - received
    );
    println!("| longest stand-still until then, ms | {:.0} | |", seen.stood);
    println!("| longest stand-still while scrolling from end to end, ms | {scrolled:.0} | |");
    println!(
        "| all matches of «order» counted after, ms | {:.0} | |",
        found.shown
    );
    println!("| longest stand-still meanwhile, ms | {:.0} | |", found.stood);
    let more = |memory: u64| memory.saturating_sub(empty) >> 20;
    println!(
        "| memory above the empty window, first screen, MiB | {} | 120 |",
        more(shown)
    );
    println!(
        "| the same, after scrolling and searching, MiB | {} | 120 |",
        more(used)
    );
    Ok(())
}

/// What the window says of a time, as `1.25 s` or `48 ms`.
fn milliseconds(text: &str) -> Result<f64> {
    let (number, unit) = text
        .trim()
        .split_once(' ')
        .with_context(|| format!("no time: {text:?}"))?;
    let number: f64 = number.parse().with_context(|| format!("no time: {text:?}"))?;
    match unit {
        "ms" => Ok(number),
        "s" => Ok(number * 1_000.0),
        _ => bail!("no time: {text:?}"),
    }
}
