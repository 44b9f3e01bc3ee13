use anyhow::Result;

use crate::{Window, pages::Console, window::by_id};

/// The dialog in which a link offers a request.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'a>(&'a Window);

impl<'a> Offered<'a> {
    /// Waits for the dialog that offers a request to this target.
    pub async fn shown(window: &'a Window, target: &str) -> Result<Self> {
        window.until_text("offered-target", target).await?;
        Ok(Self(window))
    }

    /// A part of it, for example `server`, `headers` or `body`.
    pub async fn part(&self, part: &str) -> Result<String> {
        let text = self.0.text(&format!("offered-{part}")).await?;
        Ok(text.trim_end().to_owned())
    }

    /// Takes the request into the editor, and waits until it is there.
    pub async fn open(&self) -> Result<Console<'a>> {
        self.0.click("offered-open").await?;
        self.0.until_shown(&by_id("from-link")).await?;
        Console::shown(self.0).await
    }
}
