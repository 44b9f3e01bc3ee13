//! A collection comes from somebody else, too.

use std::fs;

use anyhow::Result;
use window_driver::pages::Console;

use super::{
    Page,
    canary::Canary,
    hostile::{Hostile, MARKUP},
    signed_in, unharmed,
};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_is_text_and_takes_no_file_of_this_computer() -> Result<()> {
    let stage = Stage::set("attack_collection").await?;
    let (api, canary) = (Hostile::start().await?, Canary::start().await?);
    let (folder, mine) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let key = mine.path().join("key");
    fs::write(&key, "a key of mine")?;
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text);
    write("folder.toml", format!("name = '''{MARKUP}'''\n"))?;
    write(
        "a.request.toml",
        format!(
            "name = '''{MARKUP}\u{202e}'''\nmethod = \"POST\"\ntarget = \"/fine\"\n[body]\nkind = \"file\"\npath = '''{}'''\n",
            key.display()
        ),
    )?;
    write("b.request.toml", format!("'''{MARKUP}''' = 1\n"))?;
    fs::create_dir(folder.path().join("environments"))?;
    write(
        "environments/e.environment.toml",
        format!("name = '''{MARKUP}'''\n"),
    )?;

    let app = stage
        .app()
        .argument("--collection")
        .argument(&folder.path().display().to_string());
    let window = app.open(&stage.desktop).await?;
    signed_in(&window, &api).await?;
    let console = Console::shown(&window).await?;
    let before = Page::of(&window).await?;
    let shown = window.until_text("saved-requests", MARKUP).await?;
    assert!(shown.contains("\\u{202e}"), "{shown}");
    window.until_shown("[data-testid='saved-problems']").await?;
    window.click("saved-item").await?;
    window.until_value("target", "/fine").await?;
    window.until_text("request-tab", MARKUP).await?;

    // Sent as it came, it would hand the file over.
    let so_far = api.seen().len();
    window.click("send").await?;
    let said = window.until_text("error-body-path", "outside").await?;
    assert!(said.contains("key"), "{said}");
    assert_eq!(api.seen().len(), so_far, "nothing was sent");

    // Who names the file here wants it.
    window.fill("body-path", &key.display().to_string()).await?;
    assert_eq!(console.send().await?.status, "200 OK");
    window.click("saved-line-menu").await?;
    window.click("saved-delete").await?;
    window.until_text("saved-deleted", MARKUP).await?;
    unharmed(stage, window, &before, &api, &canary).await
}
