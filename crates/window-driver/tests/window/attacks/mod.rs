//! Attacks on the real window, by a hostile API and by scripts that got into the page in spite of everything.
//!
//! - `answers`: whatever an API answers is text; nothing in it runs, loads or leads away
//! - `names`: nor does anything in the names of profiles and users, in errors and in traces
//! - `collections`: nor anything in saved requests, which take no file of this computer along either
//! - `cage`: a script in the page reaches our commands and nothing else: no other command, server, file or page
//! - `bounds`: endless, huge and torn answers cost a bounded amount and can be cancelled
//! - `origins`: no token, cookie or password goes where it does not belong
//!
//! [`canary`] tells whether anything was reached, [`hostile`] is the API.

mod answers;
mod bounds;
mod cage;
mod canary;
mod collections;
mod hostile;
mod names;
mod origins;

use anyhow::{Result, ensure};
use serde::Deserialize;
use window_driver::{
    Window,
    pages::{Console, SignIn},
};

use self::{canary::Canary, hostile::Hostile};
use crate::stage::Stage;

/// Signs in to the hostile API.
async fn signed_in<'a>(window: &'a Window, api: &Hostile) -> Result<Console<'a>> {
    SignIn::shown(window)
        .await?
        .fill(api.url(), hostile::USER, hostile::PASSWORD)
        .await?
        .submit()
        .await
}

/// What tells that a script ran, or that the page became another one.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Page {
    pwned: bool,
    url: String,
    title: String,
    /// Elements that load, send or run something.
    active: Vec<String>,
}

impl Page {
    async fn of(window: &Window) -> Result<Self> {
        const LOOK: &str = "
            const active = 'script, iframe, frame, object, embed, form[action], base, meta[http-equiv], link, style, \
                            a[href], audio, video, source, portal, [style*=url]';
            return {
                pwned: '__pwned' in window,
                url: location.origin + location.pathname,
                title: document.title,
                active: [...document.querySelectorAll(active)].map(found => found.outerHTML.slice(0, 200)),
            }";
        window.script(LOOK, &[]).await
    }
}

/// Ends the test: no script ran, the page is as it was, nothing was reached, the app works on, and no token or
/// password of the hostile API went anywhere.
async fn unharmed(stage: Stage, window: Window, before: &Page, api: &Hostile, canary: &Canary) -> Result<()> {
    let after = Page::of(&window).await?;
    ensure!(!after.pwned, "a script ran");
    ensure!(after == *before, "the page changed: {after:#?}, not {before:#?}");
    ensure!(canary.calls().is_empty(), "it was reached: {:#?}", canary.calls());
    canary.is_alive().await?;
    let console = Console::shown(&window).await?;
    let answered = console.call("GET", "/fine").await?;
    ensure!(answered.status == "200 OK", "{answered:?}");
    window.click("tab-answer-body").await?;
    window.until_text("body-rows", "fine").await?;
    let password = [hostile::PASSWORD.to_owned()];
    stage.end_without(window, &api.tokens(), &password).await
}
