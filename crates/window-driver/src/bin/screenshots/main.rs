//! `cargo xtask screenshots`: the pictures of `docs/screenshots` and of the user guide, from the real window.

#[cfg(target_os = "linux")]
mod album;
#[cfg(target_os = "linux")]
mod film;
#[cfg(target_os = "linux")]
mod guide;
#[cfg(target_os = "linux")]
mod saved;
#[cfg(target_os = "linux")]
mod shop;
#[cfg(target_os = "linux")]
mod workbench;

/// Takes the pictures; with the argument `guide`, those of the user guide alone; with `film`, the one that moves; with a look, such as `dark-ko`, those
/// of the window in it.
#[cfg(target_os = "linux")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("guide") => guide::fill().await,
        Some("film") => film::make().await,
        Some(look) => album::fill(Some(look)).await,
        None => {
            album::fill(None).await?;
            film::make().await?;
            guide::fill().await
        }
    }
}

/// Says why there are none.
#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("the pictures are taken on Linux: only there the web view has a driver")
}
