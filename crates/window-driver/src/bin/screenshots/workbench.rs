//! What makes work in the window quick: several requests, search, the palette, the keys, the settings.

use anyhow::Result;
use fantoccini::key::Key;
use window_driver::pages::Console;

use crate::album::Camera;

const COMMAND: &str = "curl -X POST https://api.example.com/v1/things -H 'Authorization: Bearer abc' \
                       -H 'X-Request-Id: 42' --json '{\"title\": \"Groceries\"}'";

pub(crate) async fn walk(camera: &Camera<'_>) -> Result<()> {
    let window = camera.window;
    let console = Console::shown(window).await?;
    for path in ["/api/me", "/api/notes/1", "/api/notes?limit=100"] {
        window.press(&[Key::Control.into(), 't']).await?;
        window.until_focused("target").await?;
        console.call("GET", path).await?;
    }
    window.press(&[Key::Control.into(), 'f']).await?;
    window.until_focused("find-field").await?;
    window.enter("note").await?;
    window.until_shown("mark").await?;
    camera.take("search").await?;
    window.press(&[Key::Escape.into()]).await?;

    window.press(&[Key::Control.into(), 't']).await?;
    window.until_focused("target").await?;
    window.enter("api/no").await?;
    window.press(&[Key::Down.into()]).await?;
    window.until_shown("#target-known [aria-selected='true']").await?;
    camera.take("completion").await?;
    window.press(&[Key::Escape.into()]).await?;
    console.call("GET", "/").await?;
    window.click("view-page").await?;
    window.until_shown("[data-testid='answer-page']").await?;
    camera.take("page").await?;
    window.click("view-raw").await?;
    window.press(&[Key::Control.into(), 'w']).await?;

    window.press(&[Key::Control.into(), 't']).await?;
    window.until_focused("target").await?;
    // Copied elsewhere, here from the body of the request.
    window.click("tab-body").await?;
    window.click("body-text").await?;
    window.fill("body-content", COMMAND).await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.press(&[Key::Control.into(), 'x']).await?;
    window.click("target").await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.press(&[Key::Control.into(), 'v']).await?;
    window.until_shown("[data-testid='curl-pasted']").await?;
    camera.take("pasted").await?;
    window.press(&[Key::Control.into(), 'w']).await?;

    window.press(&[Key::Control.into(), 'k']).await?;
    window.until_focused("palette-field").await?;
    window.enter("no").await?;
    camera.take("palette").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='palette']").await?;
    window.press(&[Key::Control.into(), '/']).await?;
    window.until_shown("[data-testid='shortcuts']").await?;
    camera.take("shortcuts").await?;
    window.click("shortcuts-close").await?;
    window.until_gone("[data-testid='shortcuts']").await?;
    window.press(&[Key::Control.into(), ',']).await?;
    window.until_shown("[data-testid='settings-save']").await?;
    camera.take("settings").await?;
    window.press(&[Key::Escape.into()]).await?;
    window.until_gone("[data-testid='settings-save']").await
}
