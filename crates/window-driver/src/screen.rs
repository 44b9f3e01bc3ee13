//! Looks at the screen itself, where no driver is to be in the way.

use anyhow::{Context as _, Result};
use x11rb::{
    connection::Connection as _,
    protocol::xproto::{ConnectionExt as _, ImageFormat},
    rust_connection::RustConnection,
};

/// How many pixels of this colour there are in a part of the screen: its left and upper edge, its width and height.
pub(crate) fn pixels_of(display: &str, colour: [u8; 3], part: (u32, u32, u32, u32)) -> Result<usize> {
    let (x, screen) = RustConnection::connect(Some(display)).context("no display")?;
    let root = x.setup().roots.get(screen).context("no screen")?.root;
    let (left, top, width, height) = (
        i16::try_from(part.0)?,
        i16::try_from(part.1)?,
        u16::try_from(part.2)?,
        u16::try_from(part.3)?,
    );
    let image = x
        .get_image(ImageFormat::Z_PIXMAP, root, left, top, width, height, u32::MAX)?
        .reply()?;
    // Blue, green, red and nothing, as the virtual display keeps its 24 bits.
    let [red, green, blue] = colour;
    let of_it = |pixel: &&[u8]| pixel.starts_with(&[blue, green, red]);
    Ok(image.data.chunks_exact(4).filter(of_it).count())
}
