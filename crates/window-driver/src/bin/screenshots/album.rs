//! Which pictures there are, and how the window gets to look like that.

#![expect(clippy::print_stdout, reason = "a command tells what it made")]

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use practice_api::{Config, DEMO_USER, Dialect, OTHER_USER, PASSWORD, PracticeApi};
use window_driver::{
    App, Desktop, Window, folders,
    pages::{Console, Guide, Offered, ProfileEditor, SignIn},
    pictures,
};

use crate::{saved, shop::Shop, workbench};

pub(crate) const THEMES: [&str; 2] = ["light", "dark"];
pub(crate) const LANGUAGES: [&str; 2] = ["en", "ko"];
/// A profile from somewhere else.
const FILE: &str = r#"
id = "team"
name = "Team API"
base_url = "https://api.example.com"

[requests.sign_in]
url = "https://login.example.net/token"
fields = { username = "{user}", password = "{password}" }

[requests.refresh]
url = "/api/token/refresh/"
fields = { refresh = "{refresh_token}" }

[tokens]
access = "json:/access"
refresh = "json:/refresh"

[tls]
ca_file = "/usr/local/share/ca-certificates/team.crt"
"#;

const SIZES: [(u32, u32); 2] = [(1280, 900), (800, 600)];

/// Takes every view in every size, in every theme and language, or in those of one look.
pub(crate) async fn fill(only: Option<&str>) -> Result<()> {
    let folder = folders::root().join("docs/screenshots");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let logs = tempfile::tempdir()?;
    let desktop = Desktop::start(logs.path())?;
    for theme in THEMES {
        for language in LANGUAGES {
            let look = format!("{theme}-{language}");
            if only.is_some_and(|only| only != look) {
                continue;
            }
            let data = tempfile::tempdir()?;
            let shop = Shop::open().await?;
            let app = shop.app(data.path());
            let window = app.open(&desktop).await?;
            let camera = Camera {
                window: &window,
                app: &app,
                desktop: &desktop,
                folder: &folder,
                look: look.clone(),
            };
            walk(&camera, theme, language).await?;
            shop.walk(&camera).await?;
            window.kill().await?;
            let data = tempfile::tempdir()?;
            let in_the_way = data.path().join("latchkey");
            fs::write(&in_the_way, "")?;
            let app = App::with_data(data.path()).environment("LATCHKEY_DATA_DIR", &in_the_way);
            let window = app.open(&desktop).await?;
            let camera = Camera {
                app: &app,
                desktop: &desktop,
                window: &window,
                folder: &folder,
                look: look.clone(),
            };
            walk_troubles(&camera, theme, language).await?;
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
    walk_openings(camera).await?;
    saved::walk(camera).await?;
    workbench::walk(camera).await?;

    window.click("help-menu").await?;
    window.click("help-diagnostics").await?;
    window.until_shown("[data-testid='diagnostics-text']").await?;
    camera.take("diagnostics").await?;
    window.click("diagnostics-close").await?;
    let guide = Guide::open(window).await?;
    camera.take("guide").await?;
    guide.close().await?;

    console.call("POST", "/__control/revoke").await?;
    console.edit("GET", "/api/notes?limit=20").await?;
    console.send_into_end().await?;
    camera.take("ended").await?;
    walk_profiles(camera).await
}

/// What is opened from outside: a link that offers a request, one to another server, one that is none, and a file.
async fn walk_openings(camera: &Camera<'_>) -> Result<()> {
    let window = camera.window;
    let open = async |what: &str| {
        let start = camera.app.clone().argument(what);
        let status = start.run_to_end(camera.desktop).await?;
        ensure!(status.success(), "the second start failed");
        anyhow::Ok(())
    };
    open(
        "latchkey://request?method=POST&url=/api/notes&header=X-Request-Id:%2042\
         &body=%7B%0A%20%20%22title%22:%20%22Groceries%22%0A%7D",
    )
    .await?;
    Offered::shown(window, "/api/notes").await?;
    camera.take("link").await?;
    window.click("offered-discard").await?;
    window.until_gone("[data-testid='offered']").await?;

    open("latchkey://request?url=https://other.example.com/v1/things?limit=20").await?;
    let offered = Offered::shown(window, "https://other.example.com").await?;
    camera.take("link-elsewhere").await?;
    offered.open().await?;
    camera.take("link-opened").await?;

    open("latchkey://request?url=/api/me&header=Authorization:%20Bearer%20x").await?;
    window.until_shown("[data-testid='bad-opening']").await?;
    camera.take("link-refused").await?;
    window.click("bad-opening-done").await?;
    window.until_gone("[data-testid='bad-opening']").await?;

    let folder = tempfile::tempdir()?;
    let file = folder.path().join("team.latchkey");
    fs::write(&file, FILE)?;
    open(&file.display().to_string()).await?;
    window.until_shown("[data-testid='profile-paths']").await?;
    camera.take("profile-file").await?;
    window.click("profile-back").await?;
    window.click("leave-profile-yes").await?;
    Console::shown(window).await?;
    Ok(())
}

/// A folder that takes nothing.
async fn walk_troubles(camera: &Camera<'_>, theme: &str, language: &str) -> Result<()> {
    let window = camera.window;
    let sign_in = SignIn::shown(window).await?;
    window.set_theme(theme).await?;
    window.set_language(language).await?;
    window.until_shown("[data-testid='folder-problem']").await?;
    camera.take("folder-problem").await?;
    let console = sign_in.try_practice().await?;
    console.call("GET", "/api/notes?limit=20").await?;
    camera.take("folder-problem-console").await
}

/// A server that is described, tried out and signed in to, twice.
async fn walk_profiles(camera: &Camera<'_>) -> Result<()> {
    let window = camera.window;
    let dialect = Dialect::SimpleJwt { rotate: true };
    let api = PracticeApi::start(Config {
        dialect,
        ..Config::default()
    })
    .await?;
    let sign_in = SignIn::shown(window).await?;
    window.click("describe-server").await?;
    window.fill("new-name", "Team API").await?;
    window.fill("new-base-url", api.url()).await?;
    camera.take("profile-new").await?;
    window.click("profile-back").await?;
    window.click("leave-profile-yes").await?;
    SignIn::shown(window).await?;

    let editor = ProfileEditor::begin(sign_in, "simplejwt", "Team API", api.url()).await?;
    camera.take("profile").await?;
    window.fill("tokens.access", "access").await?;
    editor.error("tokens.access").await?;
    window.click("profile-save").await?;
    window.until_shown("[data-testid='profile-errors']").await?;
    camera.take("profile-errors").await?;
    window.fill("tokens.access", "json:/access").await?;
    window.until_gone("[data-testid='profile-errors']").await?;
    editor.test_sign_in(DEMO_USER, PASSWORD, None).await?;
    camera.take("profile-trial").await?;
    window.click("tab-profile-text").await?;
    window.until_shown("#profile-text").await?;
    camera.take("profile-text").await?;

    let sign_in = editor.save_and_sign_in().await?;
    window
        .until_shown("[data-testid='server-profile-team-api']:checked")
        .await?;
    camera.take("sign-in-profile").await?;
    let console = sign_in.fill_user(OTHER_USER, PASSWORD).await?.submit().await?;
    console.menu("add-session").await?;
    SignIn::shown(window)
        .await?
        .fill_user(DEMO_USER, PASSWORD)
        .await?
        .submit()
        .await?;
    let console = Console::shown(window).await?;
    window.until_text("session-menu", DEMO_USER).await?;
    console.call("GET", "/api/me").await?;
    window.click("session-menu").await?;
    window.until_shown("[role='menu']").await?;
    camera.take("session-menu").await?;
    window.click("open-session").await?;
    window.until_shown("[data-testid='session-panel']").await?;
    camera.take("session-panel").await
}

pub(crate) struct Camera<'a> {
    pub(crate) window: &'a Window,
    pub(crate) app: &'a App,
    pub(crate) desktop: &'a Desktop,
    folder: &'a PathBuf,
    look: String,
}

impl Camera<'_> {
    pub(crate) async fn take(&self, view: &str) -> Result<()> {
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
