//! The pictures of an update: a release server of our own offers one when all other pictures are taken.

use std::path::Path;

use anyhow::Result;
use release_server::{Fault, Publisher, Release, ReleaseServer};
use window_driver::{App, folders, pages::Updates};

use crate::album::Camera;

/// Of the release that is pictured, in bytes.
const SIZE: usize = 7_400_000;

/// A release server with nothing to offer yet.
pub(crate) struct Shop {
    server: ReleaseServer,
    publisher: Publisher,
}

impl Shop {
    pub(crate) async fn open() -> Result<Self> {
        Ok(Self {
            server: ReleaseServer::start().await?,
            publisher: Publisher::new()?,
        })
    }

    /// The app, which takes its updates from here. Nothing is ever installed.
    pub(crate) fn app(&self, data: &Path) -> App {
        App::with_data(data)
            .environment("APPIMAGE", folders::target().join("debug/latchkey"))
            .environment("LATCHKEY_UPDATE_ENDPOINT", self.server.endpoint())
            .environment("LATCHKEY_UPDATE_PUBKEY", self.publisher.key())
    }

    /// From the look for an update to the one that is ready.
    pub(crate) async fn walk(&self, camera: &Camera<'_>) -> Result<()> {
        let window = camera.window;
        window.click("session-panel-close").await?;
        let updates = Updates::from_menu(window).await?;
        window.until_shown("[data-testid='update-check']").await?;
        camera.take("update-none").await?;
        let release = Release::signed(&self.publisher, "1.0.0", vec![b'x'; SIZE])?;
        self.server.offer(Release {
            notes: "- Profiles can be shared as a link.\n- Answers of 100 MB open at once.\n- The trace tells which call led a refresh."
                .to_owned(),
            ..release
        });
        let updates = updates.press("update-check").await?;
        window.until_shown("[data-testid='update-download']").await?;
        camera.take("update").await?;
        self.server.fail(Some(Fault::SilentPackage(SIZE * 5 / 8)));
        let updates = updates.press("update-download").await?;
        updates.step("4.6 MB").await?;
        camera.take("update-progress").await?;
        let updates = updates.press("update-cancel").await?;
        self.server.fail(None);
        updates.download().await?;
        camera.take("update-ready").await?;
        window.click("update-later").await?;
        camera.take("update-notice").await
    }
}
