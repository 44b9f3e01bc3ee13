//! A folder of saved requests: the list, a request with variables, both sides of a conflict, an environment, an import.

use std::{fs, path::Path};

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use window_driver::pages::Console;

use crate::album::Camera;

/// What Postman would have written of a shop.
const DOCUMENT: &str = r#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "auth": {"type": "bearer"}, "event": [{"listen": "prerequest", "script": {"exec": ["1"]}}], "variable": [{"key": "page", "value": "1"}], "item": [{"name": "Orders", "item": [{"name": "All orders", "event": [{"listen": "test", "script": {"exec": ["1"]}}], "request": {"method": "GET", "url": "https://shop.example/api/orders?page={{page}}", "header": [{"key": "Authorization", "value": "Bearer x"}]}}, {"name": "One order", "request": {"method": "GET", "url": "https://shop.example/api/orders/:id"}}, {"name": "Make an order", "request": {"method": "POST", "url": "https://shop.example/api/orders", "body": {"mode": "raw", "raw": "{}"}}}, {"name": "Refund an order", "request": {"method": "DELETE", "url": "https://shop.example/api/orders/:id"}}]}]}"#;
/// The files of the folder, by their names in it.
const FILES: &[(&str, &str)] = &[
    (
        "folder.toml",
        "name = \"Notes API\"\norder = [\"List notes.request.toml\", \"Read a note.request.toml\"]\n",
    ),
    (
        "List notes.request.toml",
        "name = \"List notes\"\nmethod = \"GET\"\ntarget = \"/api/notes\"\n\n[[query]]\nname = \"limit\"\nvalue = \"{{limit}}\"\n\n[[checks]]\nstatus = 200\n\n\
         [[take]]\nvariable = \"first\"\njson = \"$.items[0].id\"\n",
    ),
    (
        "Read a note.request.toml",
        "name = \"Read a note\"\nmethod = \"GET\"\ntarget = \"/api/notes/:id\"\n\n[[path]]\nname = \"id\"\nvalue = \"1\"\n\n\
         [[checks]]\nheader = \"content-type\"\nmatches = \"^application/json\"\n\n[[checks]]\njson = \"$.title\"\nequals = \"Groceries\"\n",
    ),
    (
        "Write a note.request.toml",
        "name = \"Write a note\"\nmethod = \"POST\"\ntarget = \"/api/notes\"\n\n[body]\nkind = \"json\"\ntext = '{\"title\": \"Milk\"}'\n",
    ),
    ("account/folder.toml", "name = \"Account\"\n"),
    (
        "account/Who am I.request.toml",
        "name = \"Who am I\"\nmethod = \"GET\"\ntarget = \"/api/me\"\n",
    ),
    (
        "account/Delete everything.request.toml",
        "name = \"Delete everything\"\nmethod = \"DELETE\"\ntarget = \"/api/notes\"\n",
    ),
    (
        "environments/staging.environment.toml",
        "name = \"Staging\"\nsecrets = [\"api_key\"]\n\n[variables]\nlimit = \"20\"\nauthor = \"{{team}}@example.com\"\nteam = \"notes\"\n",
    ),
];

/// A run of all of it, of which not everything passes.
async fn run(camera: &Camera<'_>) -> Result<()> {
    let window = camera.window;
    window.click("saved-menu").await?;
    window.click("saved-run").await?;
    window.click("run-start").await?;
    window.until_shown("[data-testid='run-save-json']").await?;
    camera.take("run").await?;
    window.click("run-close").await?;
    window.until_gone("[data-testid='run']").await
}

pub(crate) async fn walk(camera: &Camera<'_>) -> Result<()> {
    let window = camera.window;
    let console = Console::shown(window).await?;
    camera.take("saved-none").await?;
    let folder = tempfile::tempdir()?;
    for (name, text) in FILES {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
        fs::write(path, text)?;
    }
    let start = camera.app.clone().argument("--collection");
    let start = start.argument(&folder.path().display().to_string());
    ensure!(
        start.run_to_end(camera.desktop).await?.success(),
        "the second start failed"
    );
    window.until_text("saved-list", "Who am I").await?;
    window
        .choose("environment", "environments/staging.environment.toml")
        .await?;
    let click = "[...document.querySelectorAll('.saved-line > .side-item')].find(it => it.innerText.includes(arguments[0])).click()";
    window.script::<()>(click, &["Read a note".into()]).await?;
    window.until_value("target", "/api/notes/:id").await?;
    console.send().await?;
    window.fill("path-0-value", "2").await?;
    window.until_shown("[data-testid='request-tab-changed']").await?;
    camera.take("saved").await?;
    conflict(camera, folder.path()).await?;

    window.click("environment-edit").await?;
    window.until_value("environment-name", "Staging").await?;
    camera.take("environment").await?;
    window.click("environment-no").await?;
    window.until_gone("[data-testid='environment-dialog']").await?;
    run(camera).await?;
    window.click("new-tab").await?;
    window.fill("target", "/api/notes?limit=5").await?;
    window.click("save-request").await?;
    window.until_shown("[data-testid='name-dialog']").await?;
    camera.take("save").await?;
    window.click("name-dialog-no").await?;
    window.until_gone("[data-testid='name-dialog']").await?;
    import(camera).await?;
    window.click("saved-menu").await?;
    window.click("saved-close").await?;
    window.until_shown("[data-testid='saved-open-folder']").await
}

/// Somebody else changes the request that is being changed here.
async fn conflict(camera: &Camera<'_>, folder: &Path) -> Result<()> {
    let window = camera.window;
    let theirs = "name = \"Read a note\"\nmethod = \"GET\"\ntarget = \"/api/notes/:id?view=full\"\n\n[[path]]\nname = \"id\"\nvalue = \"1\"\n\n\
                  [[checks]]\njson = \"$.title\"\nequals = \"Groceries\"\n";
    fs::write(folder.join("Read a note.request.toml"), theirs)?;
    window.press(&[Key::Control.into(), 's']).await?;
    window.until_shown("[data-testid='conflict']").await?;
    camera.take("conflict").await?;
    window.click("conflict-theirs").await?;
    window.until_gone("[data-testid='conflict']").await
}

/// What another tool has written, before it comes in: with what does not.
async fn import(camera: &Camera<'_>) -> Result<()> {
    let window = camera.window;
    window.click("saved-menu").await?;
    window.click("saved-import").await?;
    window.until_shown("[data-testid='import-text']").await?;
    camera.take("import-source").await?;
    window.fill("import-text", DOCUMENT).await?;
    window.click("import-read").await?;
    window.until_text("import-lines", "Refund an order").await?;
    window.click("import-notes").await?;
    camera.take("import").await?;
    window.click("import-no").await?;
    window.until_gone("[data-testid='import']").await
}
