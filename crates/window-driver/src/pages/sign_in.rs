use anyhow::Result;

use crate::{Window, pages::Console, window::by_id};

/// The sign-in view.
#[derive(Debug, Clone, Copy)]
pub struct SignIn<'a>(&'a Window);

impl<'a> SignIn<'a> {
    /// Waits for the view.
    pub async fn shown(window: &'a Window) -> Result<Self> {
        window.until_shown(&by_id("sign-in-view")).await?;
        Ok(Self(window))
    }

    /// The window it is in.
    pub(crate) fn window(self) -> &'a Window {
        self.0
    }

    /// Fills in who signs in, at the server that is chosen.
    pub async fn fill_user(&self, user: &str, password: &str) -> Result<&Self> {
        self.0.fill("user", user).await?;
        self.0.fill("password", password).await?;
        Ok(self)
    }

    /// Fills in another server than the practice API, and who signs in there.
    pub async fn fill(&self, base_url: &str, user: &str, password: &str) -> Result<&Self> {
        self.0.click("server-custom").await?;
        self.0.fill("base-url", base_url).await?;
        self.0.fill("user", user).await?;
        self.0.fill("password", password).await?;
        Ok(self)
    }

    /// Presses the button and waits for the console.
    pub async fn submit(&self) -> Result<Console<'a>> {
        self.0.click("sign-in").await?;
        Console::shown(self.0).await
    }

    /// Presses the button and waits for what it says of a field, for example `password`.
    pub async fn refused(&self, field: &str) -> Result<String> {
        self.0.click("sign-in").await?;
        self.0.text(&format!("error-{field}")).await
    }

    /// Takes the practice API by its one button.
    pub async fn try_practice(&self) -> Result<Console<'a>> {
        self.0.click("try-practice").await?;
        Console::shown(self.0).await
    }

    /// What is offered to be sent after the sign-in.
    pub async fn waiting(&self) -> Result<String> {
        let script = "return document.querySelector(arguments[0])?.closest('label').innerText ?? null";
        let expected = "an offer to send the waiting call";
        self.0
            .until(expected, async || {
                self.0.script(script, &[by_id("resend-pending").into()]).await
            })
            .await
    }

    /// Why the last session ended.
    pub async fn reason(&self) -> Result<String> {
        self.0.text("ended-banner").await
    }
}
