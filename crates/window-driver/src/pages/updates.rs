use anyhow::Result;

use crate::Window;

/// The dialog of updates.
#[derive(Debug, Clone, Copy)]
pub struct Updates<'a> {
    window: &'a Window,
}

impl<'a> Updates<'a> {
    /// Opens it from the help menu, which looks for a newer version if none is known.
    pub async fn from_menu(window: &'a Window) -> Result<Self> {
        window.click("help-menu").await?;
        window.click("help-updates").await?;
        Self::shown(window).await
    }

    /// Opens it from the notice in the bar, once that is there.
    pub async fn from_notice(window: &'a Window) -> Result<Self> {
        window.click("update-chip").await?;
        Self::shown(window).await
    }

    async fn shown(window: &'a Window) -> Result<Self> {
        window.until_shown("[data-testid='updates']").await?;
        Ok(Self { window })
    }

    /// Has the new version fetched, and waits until it can be installed.
    pub async fn download(self) -> Result<Self> {
        self.window.click("update-download").await?;
        self.window.until_shown("[data-testid='update-install']").await?;
        Ok(self)
    }

    /// Presses the button of this name.
    pub async fn press(self, button: &str) -> Result<Self> {
        self.window.click(button).await?;
        Ok(self)
    }

    /// Why something failed, once it is said.
    pub async fn problem(&self) -> Result<String> {
        self.window.text("update-problem").await
    }

    /// What is said of the version that runs, once it holds `part`.
    pub async fn state(&self, part: &str) -> Result<String> {
        self.window.until_text("update-state", part).await
    }

    /// What is said of the step under way, once it holds `part`.
    pub async fn step(&self, part: &str) -> Result<String> {
        self.window.until_text("update-step", part).await
    }
}
