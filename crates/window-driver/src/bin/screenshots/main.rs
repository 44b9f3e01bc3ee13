//! `cargo xtask screenshots`: the pictures of `docs/screenshots`, from the real window.

#[cfg(target_os = "linux")]
mod album;
#[cfg(target_os = "linux")]
mod shop;

/// Takes the pictures.
#[cfg(target_os = "linux")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    album::fill().await
}

/// Says why there are none.
#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("the pictures are taken on Linux: only there the web view has a driver")
}
