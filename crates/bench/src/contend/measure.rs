//! The measurements, the same for every contender in Rust.

use std::{
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use tokio::{sync::watch, task::JoinSet};

use super::{
    Contender, Upload,
    usage::{Memory, processor_us},
};
use crate::{
    control::Control,
    samples::percentile,
    wire::{Replay, Source, Steady, Storm, Tear, Torn},
};

/// Loops that call without a pause.
pub(super) async fn steady<C: Contender>(contender: &C, concurrency: usize, millis: u64) -> Result<Steady> {
    let cpu_before = processor_us();
    let began = Instant::now();
    let until = began + Duration::from_millis(millis);
    let mut loops = JoinSet::new();
    for _ in 0..concurrency {
        let contender = contender.clone();
        loops.spawn(async move {
            let (mut took_us, mut failed) = (Vec::new(), 0);
            let mut now = Instant::now();
            while now < until {
                let good = contender.call().await;
                let end = Instant::now();
                if good {
                    took_us.push((end - now).as_secs_f64() * 1e6);
                } else {
                    failed += 1;
                }
                now = end;
            }
            (took_us, failed)
        });
    }
    let (mut took_us, mut failed) = (Vec::new(), 0);
    while let Some(one) = loops.join_next().await {
        let (some_us, some_failed) = one.context("a loop of calls panicked")?;
        took_us.extend(some_us);
        failed += some_failed;
    }
    let seconds = began.elapsed().as_secs_f64();
    let cpu = cpu_before
        .zip(processor_us())
        .map(|(before, after)| after - before);
    took_us.sort_by(f64::total_cmp);
    Ok(Steady {
        calls: took_us.len() as u64,
        failed,
        seconds,
        p50_us: percentile(&took_us, 0.5),
        p99_us: percentile(&took_us, 0.99),
        cpu_us: cpu.map(|us| us / count(took_us.len().max(1))),
    })
}

/// Calls that meet an expired token together.
pub(super) async fn storm<C: Contender>(contender: &C, control: &Control, calls: usize) -> Result<Storm> {
    if !contender.signed_in() {
        contender.sign_in().await?;
    }
    control.trouble(None, false).await?;
    control.expire().await?;
    let before = control.stats().await?;
    contender.forget_refreshes();
    let sign_outs = contender.sign_outs();
    // All tasks stand ready before the first call is made.
    let start = watch::Sender::new(false);
    let mut running = JoinSet::new();
    for _ in 0..calls {
        let (contender, mut started) = (contender.clone(), start.subscribe());
        running.spawn(async move {
            started.wait_for(|go| *go).await.ok()?;
            contender.call().await.then(Instant::now)
        });
    }
    let began = Instant::now();
    start.send_replace(true);
    let (mut succeeded, mut last) = (0, None);
    while let Some(done) = running.join_next().await {
        if let Some(at) = done.context("a call panicked")? {
            succeeded += 1;
            last = last.max(Some(at));
        }
    }
    let total = began.elapsed();
    let after = control.stats().await?;
    let after_refresh = contender
        .first_refresh()
        .zip(last)
        .map(|(first, last)| last.saturating_duration_since(first));
    Ok(Storm {
        succeeded,
        refreshes: after.refreshes - before.refreshes,
        refused_refreshes: after.refused_refreshes - before.refused_refreshes,
        requests: after.requests - before.requests,
        sign_outs: contender.sign_outs() - sign_outs,
        total_ms: total.as_secs_f64() * 1e3,
        after_refresh_ms: after_refresh.map(|time| time.as_secs_f64() * 1e3),
        peak_kib: Memory::of_this_process().peak_kib,
    })
}

/// One expiry after the other; some refresh answers are torn. A person whose call failed makes it once more.
pub(super) async fn torn<C: Contender>(
    contender: &C,
    control: &Control,
    expiries: usize,
    every: usize,
    tear: Tear,
    grace: bool,
) -> Result<Torn> {
    let torn_before = control.stats().await?.torn;
    let (mut survived, mut again) = (0, 0);
    contender.sign_in().await?;
    for expiry in 1..=expiries {
        let tear = expiry.is_multiple_of(every).then_some(tear);
        control.trouble(tear, grace).await?;
        control.expire().await?;
        let mut good = contender.call().await;
        if !good {
            again += 1;
            contender.wait_out_pause();
            good = contender.call().await;
        }
        if good {
            survived += 1;
        } else {
            contender.sign_in().await?;
        }
    }
    let answers = control.stats().await?.torn - torn_before;
    control.trouble(None, false).await?;
    Ok(Torn {
        survived,
        again,
        answers,
    })
}

/// A large body that meets an expired token and has to be sent again.
pub(super) async fn replay<C: Contender>(
    contender: &C,
    control: &Control,
    bytes: usize,
    source: Source,
) -> Result<Replay> {
    control.expire().await?;
    ensure!(contender.call().await, "the call before the body failed");
    let file = std::env::temp_dir().join(format!("latchkey-bench-{}", std::process::id()));
    if source == Source::File {
        write_file(&file, bytes)?;
    }
    control.expire().await?;
    contender.forget_refreshes();
    let before = Memory::of_this_process();
    let body = match source {
        Source::Memory => Bytes::from(vec![b'x'; bytes]),
        Source::File => Bytes::new(),
    };
    let began = Instant::now();
    let succeeded = match source {
        Source::Memory => contender.upload(Upload::Memory(&body)).await,
        Source::File => contender.upload(Upload::File(&file)).await,
    };
    let total = began.elapsed();
    if source == Source::File {
        std::fs::remove_file(&file)?;
    }
    Ok(Replay {
        succeeded,
        before_kib: before.now_kib,
        peak_kib: Memory::of_this_process().peak_kib,
        total_ms: total.as_secs_f64() * 1e3,
    })
}

/// Writes it piece by piece: the whole was never in memory.
fn write_file(path: &Path, bytes: usize) -> Result<()> {
    let mut file = std::fs::File::create(path)?;
    let piece = [b'x'; 8 * 1024];
    let mut left = bytes;
    while left > 0 {
        let length = left.min(piece.len());
        file.write_all(&piece[..length])?;
        left -= length;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts of one run are far below 2^52")]
fn count(calls: usize) -> f64 {
    calls as f64
}
