//! `cargo xtask start` without a display: the real app on a virtual one, in a short tour of its main job.

#[cfg(target_os = "linux")]
mod stops;

/// Takes the tour.
#[cfg(target_os = "linux")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    stops::visit().await
}

/// Says why there is none.
#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("the tour needs Linux: only there the web view has a driver")
}
