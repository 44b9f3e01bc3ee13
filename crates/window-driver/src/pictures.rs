//! Pictures of the window as small files.

use std::io::Cursor;

use anyhow::{Context as _, Result, ensure};
use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter};

/// Writes a PNG of the window again, without transparency and well compressed: half the size or less.
pub fn shrink(picture: &[u8]) -> Result<Vec<u8>> {
    let (width, height, colours) = colours(picture)?;
    let mut small = Vec::new();
    let mut encoder = Encoder::new(&mut small, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::Adaptive);
    encoder.write_header()?.write_image_data(&colours)?;
    Ok(small)
}

/// How bright a PNG of the window is on the whole: 0 for black, 255 for white.
pub fn brightness(picture: &[u8]) -> Result<u64> {
    let (.., colours) = colours(picture)?;
    let sum: u64 = colours.iter().copied().map(u64::from).sum();
    Ok(sum / u64::try_from(colours.len())?)
}

/// Width, height, and three bytes for each pixel.
fn colours(picture: &[u8]) -> Result<(u32, u32, Vec<u8>)> {
    let mut decoded = Decoder::new(Cursor::new(picture)).read_info()?;
    let mut pixels = vec![0; decoded.output_buffer_size().context("the picture is too large")?];
    let about = decoded.next_frame(&mut pixels)?;
    ensure!(
        about.bit_depth == BitDepth::Eight,
        "a picture of the window has 8 bits for each colour"
    );
    let samples = about.color_type.samples();
    ensure!(samples >= 3, "a picture of the window has colours");
    let colours = pixels
        .chunks_exact(samples)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    Ok((about.width, about.height, colours.collect()))
}
