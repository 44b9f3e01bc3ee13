//! Everything without a mouse.

use anyhow::{Result, bail};
use fantoccini::key::Key;
use practice_api::{DEMO_USER, PASSWORD};
use window_driver::{
    Window,
    pages::{Console, SignIn},
};

use crate::stage::Stage;

/// More than the window has stops.
const STOPS: usize = 120;

/// Presses Tab until this element has the focus.
pub(crate) async fn tab_to(window: &Window, id: &str) -> Result<()> {
    let mut seen = Vec::new();
    for _ in 0..STOPS {
        let focus = window.focus().await?;
        if focus == id {
            return Ok(());
        }
        seen.push(focus);
        window.press(&[Key::Tab.into()]).await?;
    }
    bail!("Tab does not lead to `{id}`, but to {seen:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_call_read_the_trace_and_sign_out_by_keyboard_alone() -> Result<()> {
    let stage = Stage::set("keyboard").await?;
    let window = stage.open().await?;
    SignIn::shown(&window).await?;
    tab_to(&window, "server-practice").await?;
    window.press(&[Key::Right.into()]).await?;
    tab_to(&window, "base-url").await?;
    window.enter(stage.api.url()).await?;
    tab_to(&window, "user").await?;
    window.enter(DEMO_USER).await?;
    tab_to(&window, "password").await?;
    window.enter(PASSWORD).await?;
    window.press(&[Key::Enter.into()]).await?;

    let console = Console::shown(&window).await?;
    tab_to(&window, "target").await?;
    window.press(&[Key::Control.into(), 'a']).await?;
    window.enter("/api/me").await?;
    window.press(&[Key::Control.into(), Key::Enter.into()]).await?;
    assert_eq!(console.answered_after(0).await?.status, "200 OK");

    tab_to(&window, "tab-answer-body").await?;
    window.press(&[Key::Right.into()]).await?;
    window.press(&[Key::Right.into()]).await?;
    window.until_shown("[data-testid='trace-step']").await?;

    tab_to(&window, "sign-out").await?;
    window.press(&[Key::Enter.into()]).await?;
    SignIn::shown(&window).await?;
    stage.end(window).await
}
