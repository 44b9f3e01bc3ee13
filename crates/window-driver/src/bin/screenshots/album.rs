//! Which pictures there are, and how the window gets to look like that.

#![expect(clippy::print_stdout, reason = "a command tells what it made")]

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use window_driver::{App, Desktop, Window, folders, pages::SignIn, pictures};

const THEMES: [&str; 2] = ["light", "dark"];
const LANGUAGES: [&str; 2] = ["en", "ko"];
const SIZES: [(u32, u32); 2] = [(1280, 900), (800, 600)];

/// Takes every view in every theme, language and size.
pub(crate) async fn fill() -> Result<()> {
    let folder = folders::root().join("docs/screenshots");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let logs = tempfile::tempdir()?;
    let desktop = Desktop::start(logs.path())?;
    for theme in THEMES {
        for language in LANGUAGES {
            let data = tempfile::tempdir()?;
            let window = App::with_data(data.path()).open(&desktop).await?;
            let camera = Camera {
                window: &window,
                folder: &folder,
                look: format!("{theme}-{language}"),
            };
            walk(&camera, theme, language).await?;
            window.kill().await?;
        }
    }
    println!("The pictures are in {}.", folder.display());
    Ok(())
}

/// From the first start to the end of a session.
async fn walk(camera: &Camera<'_>, theme: &str, language: &str) -> Result<()> {
    let window = camera.window;
    let sign_in = SignIn::shown(window).await?;
    window.set_theme(theme).await?;
    window.set_language(language).await?;
    camera.take("sign-in").await?;

    let console = sign_in.try_practice().await?;
    console.call("GET", "/api/notes?limit=20").await?;
    camera.take("console").await?;

    console.call("POST", "/__control/expire").await?;
    console.call("GET", "/api/notes?limit=20").await?;
    console.trace().await?;
    camera.take("trace").await?;

    console.call("POST", "/__control/revoke").await?;
    console.edit("GET", "/api/notes?limit=20").await?;
    console.send_into_end().await?;
    camera.take("ended").await
}

struct Camera<'a> {
    window: &'a Window,
    folder: &'a PathBuf,
    look: String,
}

impl Camera<'_> {
    async fn take(&self, view: &str) -> Result<()> {
        self.window.rest_pointer().await?;
        for (width, height) in SIZES {
            self.window.resize(width, height).await?;
            self.window.until_gone(".row-pending").await?;
            let name = format!("{view}-{}-{width}x{height}.png", self.look);
            fs::write(
                self.folder.join(&name),
                pictures::shrink(&self.window.picture().await?)?,
            )?;
            println!("{name}");
        }
        let (width, height) = SIZES[0];
        self.window.resize(width, height).await
    }
}
