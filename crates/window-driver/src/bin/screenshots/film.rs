//! The one thing that this app is for, in a few seconds: a token expires, and the call goes through all the same.

#![expect(clippy::print_stdout, reason = "a command tells what it made")]

use std::fs;

use anyhow::Result;
use window_driver::{
    App, Desktop, Window, folders,
    pages::{Console, SignIn},
    pictures,
};

const NAME: &str = "refreshed-light-en.png";
const SIZE: (u32, u32) = (960, 640);
/// How long a picture is there, in milliseconds, and the last of them.
const MOMENT: u16 = 1_600;
const END: u16 = 4_000;

/// Makes the film in `docs/screenshots`.
pub(crate) async fn make() -> Result<()> {
    let logs = tempfile::tempdir()?;
    let desktop = Desktop::start(logs.path())?;
    let data = tempfile::tempdir()?;
    let window = App::with_data(data.path()).open(&desktop).await?;
    let sign_in = SignIn::shown(&window).await?;
    window.set_theme("light").await?;
    window.resize(SIZE.0, SIZE.1).await?;
    let console = sign_in.try_practice().await?;
    let mut frames = Vec::new();

    console.call("GET", "/api/notes?limit=20").await?;
    frames.push((look(&window).await?, MOMENT));
    console.call("POST", "/__control/expire").await?;
    frames.push((look(&window).await?, MOMENT));
    console.edit("GET", "/api/notes?limit=20").await?;
    frames.push((look(&window).await?, MOMENT / 2));
    let console = Console::shown(&window).await?;
    console.send().await?;
    frames.push((look(&window).await?, MOMENT));
    console.trace().await?;
    frames.push((look(&window).await?, END));
    window.kill().await?;

    fs::write(
        folders::root().join("docs/screenshots").join(NAME),
        pictures::film(&frames)?,
    )?;
    println!("{NAME}");
    Ok(())
}

async fn look(window: &Window) -> Result<Vec<u8>> {
    window.rest_pointer().await?;
    window.until_gone(".row-pending").await?;
    window.picture().await
}
