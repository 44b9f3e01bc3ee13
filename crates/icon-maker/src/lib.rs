//! Makes every icon that Latchkey's bundles need from one drawing.
//!
//! The drawing is `icons/icon.svg`; [`ALL`] lists what is made from it. `cargo xtask icons` writes the files, and
//! the test of this crate fails when a committed file no longer is what the command makes.

mod containers;
mod drawing;

use anyhow::Result;

pub use drawing::Drawing;

/// An icon file of the `icons` folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IconFile {
    /// Name inside the folder.
    pub name: &'static str,
    /// What the file holds.
    pub kind: IconKind,
}

/// What an icon file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconKind {
    /// A PNG of that many pixels on each side.
    Png(u32),
    /// A Windows icon with all of [`ICO_SIZES`].
    Ico,
    /// An Apple icon with the sizes from 16 to 1024.
    Icns,
}

/// The sizes in the Windows icon. The first is the one that Tauri shows in development.
pub const ICO_SIZES: [u32; 7] = [32, 16, 24, 48, 64, 128, 256];

/// Every file made from the drawing.
pub const ALL: [IconFile; 21] = [
    png("16x16.png", 16),
    png("24x24.png", 24),
    png("32x32.png", 32),
    png("48x48.png", 48),
    png("64x64.png", 64),
    png("128x128.png", 128),
    png("256x256.png", 256),
    png("128x128@2x.png", 256),
    png("icon.png", 512),
    png("Square30x30Logo.png", 30),
    png("Square44x44Logo.png", 44),
    png("Square71x71Logo.png", 71),
    png("Square89x89Logo.png", 89),
    png("Square107x107Logo.png", 107),
    png("Square142x142Logo.png", 142),
    png("Square150x150Logo.png", 150),
    png("Square284x284Logo.png", 284),
    png("Square310x310Logo.png", 310),
    png("StoreLogo.png", 50),
    IconFile {
        name: "icon.ico",
        kind: IconKind::Ico,
    },
    IconFile {
        name: "icon.icns",
        kind: IconKind::Icns,
    },
];

const fn png(name: &'static str, side: u32) -> IconFile {
    IconFile {
        name,
        kind: IconKind::Png(side),
    }
}

impl IconFile {
    /// Makes the bytes of this file from the drawing.
    pub fn make(&self, drawing: &Drawing) -> Result<Vec<u8>> {
        match self.kind {
            IconKind::Png(side) => drawing.png(side),
            IconKind::Ico => containers::ico(drawing),
            IconKind::Icns => containers::icns(drawing),
        }
    }
}
