//! The stops of the tour: sign in, call, expire, refresh, revoke, sign-in view, sign in again.

#![expect(clippy::print_stdout, reason = "a tour tells what it shows")]

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use window_driver::{App, Desktop, Window, folders, pages::Console, pictures};

/// The call that is made again and again.
const NOTES: &str = "/api/notes?limit=5";

pub(crate) async fn visit() -> Result<()> {
    let album = Album::open()?;
    let desktop = Desktop::start(album.0.join("logs"))?;
    let data = tempfile::tempdir()?;
    let window = App::with_data(data.path())
        .argument("--practice")
        .open(&desktop)
        .await?;

    let console = Console::shown(&window).await?;
    println!(
        "1. The app opened and signed in: {}",
        line(&window.text("session-bar").await?)
    );
    album.add(&window, "1-signed-in").await?;

    call(&console, "GET", NOTES, "200").await?;
    println!("2. A call, with a token that is good:");
    tell(&console).await?;
    album.add(&window, "2-called").await?;

    call(&console, "POST", "/__control/expire", "200").await?;
    println!("3. The access token has expired: the practice API was asked to let it.");

    call(&console, "GET", NOTES, "200").await?;
    println!("4. The same call succeeds all the same. How, the trace tells:");
    tell(&console).await?;
    album.add(&window, "4-refreshed").await?;

    call(&console, "POST", "/__control/revoke", "200").await?;
    println!("5. The session was revoked at the server.");

    console.edit("GET", NOTES).await?;
    let answers = console.answers().await?;
    let sign_in = console.send_into_end().await?;
    println!("6. The same call leads to the sign-in view, with the reason:");
    println!("     {}", line(&sign_in.reason().await?));
    album.add(&window, "6-ended").await?;

    let console = sign_in.try_practice().await?;
    let answered = console.answered_after(answers + 1).await?;
    println!(
        "7. After signing in again the waiting call was sent ({}):",
        answered.status
    );
    tell(&console).await?;
    album.add(&window, "7-resent").await?;

    window.kill().await?;
    println!("\nThe pictures are in {}.", album.0.display());
    Ok(())
}

async fn call(console: &Console<'_>, method: &str, target: &str, status: &str) -> Result<()> {
    let answered = console.call(method, target).await?;
    ensure!(
        answered.status.starts_with(status),
        "{method} {target} was answered {}",
        answered.status
    );
    Ok(())
}

/// Prints the Trace tab.
async fn tell(console: &Console<'_>) -> Result<()> {
    for step in console.trace().await? {
        let [at, what, how @ ..] = step.columns.as_slice() else {
            continue;
        };
        println!("     {at:>8}  {what:<8} {}", how.join("  "));
    }
    Ok(())
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folder of pictures.
struct Album(PathBuf);

impl Album {
    fn open() -> Result<Self> {
        let folder = folders::target().join("tour");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }

    async fn add(&self, window: &Window, name: &str) -> Result<()> {
        let path = self.0.join(format!("{name}.png"));
        fs::write(&path, pictures::shrink(&window.picture().await?)?)?;
        println!("     picture: {}", path.display());
        Ok(())
    }
}
