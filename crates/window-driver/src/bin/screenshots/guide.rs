//! The pictures of the user guide: the part of the window that a page speaks of, and no more.

#![expect(clippy::print_stdout, reason = "a command tells what it made")]

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use practice_api::{Config, DEMO_USER, Dialect, OTHER_USER, PASSWORD, PracticeApi};
use window_driver::{
    App, Desktop, Window, folders,
    pages::{Console, ProfileEditor, SignIn},
    pictures,
};

use crate::album::{LANGUAGES, THEMES};

/// Wide enough for the window at its full, and narrow enough that a picture is shown in its own size.
const SIZE: (u32, u32) = (880, 640);
/// For what fills the whole width.
const NARROW: (u32, u32) = (672, 600);

/// Takes every picture in both themes and both languages.
pub(crate) async fn fill() -> Result<()> {
    let folder = folders::root().join("docs/guide/pictures");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let logs = tempfile::tempdir()?;
    let desktop = Desktop::start(logs.path())?;
    for theme in THEMES {
        for language in LANGUAGES {
            let data = tempfile::tempdir()?;
            let window = App::with_data(data.path()).open(&desktop).await?;
            let scissors = Scissors {
                window: &window,
                folder: &folder,
                look: format!("{theme}-{language}"),
            };
            walk(&scissors, theme, language).await?;
            window.kill().await?;
        }
    }
    println!("The pictures of the guide are in {}.", folder.display());
    Ok(())
}

async fn walk(scissors: &Scissors<'_>, theme: &str, language: &str) -> Result<()> {
    let window = scissors.window;
    let sign_in = SignIn::shown(window).await?;
    window.set_theme(theme).await?;
    window.set_language(language).await?;
    window.resize(SIZE.0, SIZE.1).await?;

    let console = sign_in.try_practice().await?;
    console.call("POST", "/__control/expire").await?;
    console.call("GET", "/api/notes?limit=20").await?;
    console.trace().await?;
    scissors.cut("first-steps", ".answer-bar, .trace", 0).await?;

    console.call("POST", "/__control/revoke").await?;
    console.edit("GET", "/api/notes?limit=20").await?;
    let sign_in = console.send_into_end().await?;
    scissors.cut("session-ends", ".sign-in-card", 16).await?;

    let api = PracticeApi::start(Config {
        dialect: Dialect::SimpleJwt { rotate: true },
        ..Config::default()
    })
    .await?;
    let editor = ProfileEditor::begin(sign_in, "simplejwt", "Team API", api.url()).await?;
    window.resize(NARROW.0, NARROW.1).await?;
    editor.test_sign_in(DEMO_USER, PASSWORD, None).await?;
    scissors.cut("own-server", ".tabs, .trial", 0).await?;
    window.click("tab-profile-text").await?;
    window.until_shown("#profile-text").await?;
    scissors.cut("import", ".tabs, .profile-text", 0).await?;

    let sign_in = editor.save_and_sign_in().await?;
    window.resize(SIZE.0, SIZE.1).await?;
    window
        .until_shown("[data-testid='server-profile-team-api']:checked")
        .await?;
    let console = sign_in.fill_user(OTHER_USER, PASSWORD).await?.submit().await?;
    console.menu("add-session").await?;
    SignIn::shown(window)
        .await?
        .fill_user(DEMO_USER, PASSWORD)
        .await?
        .submit()
        .await?;
    let _ = Console::shown(window).await?;
    window.until_text("session-menu", DEMO_USER).await?;
    window.click("session-menu").await?;
    window.until_shown("[role='menu']").await?;
    scissors
        .cut(
            "several-users",
            ".session-bar > .logo, .session-state, [role='menu']",
            10,
        )
        .await
}

struct Scissors<'a> {
    window: &'a Window,
    folder: &'a PathBuf,
    look: String,
}

impl Scissors<'_> {
    /// Keeps what the elements cover, with so many pixels around them.
    async fn cut(&self, page: &str, elements: &str, around: u32) -> Result<()> {
        self.window.rest_pointer().await?;
        self.window.until_gone(".row-pending").await?;
        let picture = self.window.picture().await?;
        let place = self.window.place(elements, around).await?;
        let name = format!("{page}-{}.png", self.look);
        fs::write(self.folder.join(&name), pictures::cut(&picture, place)?)?;
        println!("{name}");
        Ok(())
    }
}
