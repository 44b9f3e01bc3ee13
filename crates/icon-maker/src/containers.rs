use anyhow::Result;
use icns::{IconFamily, IconType, Image, PixelFormat};
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};

use crate::{Drawing, ICO_SIZES};

/// Every size that the Dock, the Finder and the App Switcher ask for.
const APPLE_SIZES: [IconType; 10] = [
    IconType::RGBA32_16x16,
    IconType::RGBA32_16x16_2x,
    IconType::RGBA32_32x32,
    IconType::RGBA32_32x32_2x,
    IconType::RGBA32_128x128,
    IconType::RGBA32_128x128_2x,
    IconType::RGBA32_256x256,
    IconType::RGBA32_256x256_2x,
    IconType::RGBA32_512x512,
    IconType::RGBA32_512x512_2x,
];

pub(crate) fn ico(drawing: &Drawing) -> Result<Vec<u8>> {
    let mut icon = IconDir::new(ResourceType::Icon);
    for side in ICO_SIZES {
        let image = IconImage::from_rgba_data(side, side, drawing.rgba(side, 0)?);
        icon.add_entry(IconDirEntry::encode(&image)?);
    }
    let mut bytes = Vec::new();
    icon.write(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn icns(drawing: &Drawing) -> Result<Vec<u8>> {
    let mut family = IconFamily::new();
    for size in APPLE_SIZES {
        let side = size.pixel_width();
        let pixels = drawing.rgba(side, apple_margin(side))?;
        let image = Image::from_data(PixelFormat::RGBA, side, side, pixels)?;
        family.add_icon_with_type(&image, size)?;
    }
    let mut bytes = Vec::new();
    family.write(&mut bytes)?;
    Ok(bytes)
}

/// The Dock expects the tile to fill 824 of 1024 pixels. Below 128 pixels every pixel is needed for the key.
fn apple_margin(side: u32) -> u32 {
    if side < 128 { side / 16 } else { side * 100 / 1024 }
}
