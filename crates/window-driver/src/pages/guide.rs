use anyhow::Result;
use fantoccini::key::Key;

use crate::{Window, window::by_id};

/// The user guide, which lies over every view.
#[derive(Debug, Clone, Copy)]
pub struct Guide<'a>(&'a Window);

impl<'a> Guide<'a> {
    /// Opens it by its key.
    pub async fn open(window: &'a Window) -> Result<Self> {
        window.press(&[Key::F1.into()]).await?;
        Self::shown(window).await
    }

    /// Opens it by the help menu of the view that is in front.
    pub async fn choose(window: &'a Window) -> Result<Self> {
        window.click("help-menu").await?;
        window.click("help-guide").await?;
        Self::shown(window).await
    }

    /// Waits until it is in front, and its page and the pictures there.
    pub async fn shown(window: &'a Window) -> Result<Self> {
        window.until_shown(&by_id("guide-page")).await?;
        let guide = Self(window);
        guide.pictures().await?;
        Ok(guide)
    }

    /// Waits until all pictures of the page are there, and counts those that are seen.
    pub async fn pictures(&self) -> Result<usize> {
        const PICTURES: &str = "if (!document.querySelector('.guide-text h1')) return null; \
            const all = [...document.querySelectorAll('.guide-text img')]; \
            const there = all.filter(it => it.complete && it.naturalWidth > 0); \
            return all.length === there.length ? there.filter(it => it.getClientRects().length > 0).length : null";
        self.0
            .until("the pictures of the page", async || {
                self.0.script(PICTURES, &[]).await
            })
            .await
    }

    /// The title of the page that is shown.
    pub async fn title(&self) -> Result<String> {
        let script = "return document.querySelector('.guide-text h1')?.innerText ?? null";
        self.0
            .until("a page of the guide", async || self.0.script(script, &[]).await)
            .await
    }

    /// How many pages the contents have.
    pub async fn pages(&self) -> Result<usize> {
        let script = "return document.querySelectorAll('.guide-entry').length";
        self.0.script(script, &[]).await
    }

    /// Waits until the page with this title is shown.
    pub async fn until_at(&self, title: &str) -> Result<()> {
        self.0
            .until(&format!("the page «{title}»"), async || {
                Ok((self.title().await? == title).then_some(()))
            })
            .await
    }

    /// Presses the language's button, which stands in the guide as in every view.
    pub async fn other_language(&self) -> Result<()> {
        self.0.click("#guide-bar [data-testid='language-toggle']").await
    }

    /// Closes it by keyboard.
    pub async fn close(self) -> Result<()> {
        self.0.press(&[Key::Escape.into()]).await?;
        self.0.until_gone(&by_id("guide")).await
    }
}
