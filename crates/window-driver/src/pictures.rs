//! Pictures of the window as small files.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};

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

/// Writes a part of a PNG of the window again (left, top, width, height), in at most 256 colours: a fifth of the size.
///
/// The frequent colours stay as they are, every ground and every step of a shadow; a rare one becomes the nearest.
pub fn cut(picture: &[u8], [left, top, width, height]: [u32; 4]) -> Result<Vec<u8>> {
    let (whole_width, whole_height, colours) = colours(picture)?;
    let fits = |from: u32, length: u32, whole: u32| length > 0 && from.checked_add(length) <= Some(whole);
    ensure!(
        fits(left, width, whole_width) && fits(top, height, whole_height),
        "the part is not in the picture"
    );
    let pixels: Vec<[u8; 3]> = colours.as_chunks().0.to_vec();
    let rows = pixels.chunks_exact(usize::try_from(whole_width)?);
    let part: Vec<[u8; 3]> = rows
        .skip(usize::try_from(top)?)
        .take(usize::try_from(height)?)
        .flat_map(|row| &row[left as usize..(left + width) as usize])
        .copied()
        .collect();
    let (palette, indices) = indexed(&part);
    let mut small = Vec::new();
    let mut encoder = Encoder::new(&mut small, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    encoder.write_header()?.write_image_data(&indices)?;
    Ok(small)
}

/// A picture that moves (APNG): each of these pictures of the window for so many milliseconds, over and over, in at most 256 colours
/// all together.
pub fn film(frames: &[(Vec<u8>, u16)]) -> Result<Vec<u8>> {
    let mut pixels = Vec::<[u8; 3]>::new();
    let mut size = None;
    for (picture, _) in frames {
        let (width, height, colours) = colours(picture)?;
        ensure!(
            size.is_none_or(|size| size == (width, height)),
            "the window has one size in all of it"
        );
        size = Some((width, height));
        pixels.extend(colours.as_chunks().0);
    }
    let (width, height) = size.context("a film has a picture")?;
    let (palette, indices) = indexed(&pixels);
    let mut film = Vec::new();
    let mut encoder = Encoder::new(&mut film, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    encoder.set_animated(u32::try_from(frames.len())?, 0)?;
    let mut writer = encoder.write_header()?;
    let one = indices.len() / frames.len();
    for (frame, (_, shown_ms)) in indices.chunks_exact(one).zip(frames) {
        writer.set_frame_delay(*shown_ms, 1_000)?;
        writer.write_image_data(frame)?;
    }
    writer.finish()?;
    Ok(film)
}

/// The palette of a picture, at most 256 colours, and each pixel as its place in there.
fn indexed(pixels: &[[u8; 3]]) -> (Vec<[u8; 3]>, Vec<u8>) {
    let mut counts = BTreeMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_insert(0_u32) += 1;
    }
    let mut frequent: Vec<_> = counts.iter().map(|(colour, count)| (*count, *colour)).collect();
    frequent.sort_unstable();
    // First one of each hue, so that none is lost however rare it is, then the others.
    let mut hues = BTreeSet::new();
    let (mut palette, others): (Vec<_>, Vec<_>) = frequent
        .into_iter()
        .rev()
        .map(|(_, colour)| colour)
        .partition(|colour| hues.insert(colour.map(|sample| sample >> 6)));
    palette.extend(others);
    palette.truncate(256);
    let places: BTreeMap<_, _> = counts
        .into_keys()
        .map(|colour| {
            let distance = |other: &[u8; 3]| {
                let off = colour
                    .iter()
                    .zip(other)
                    .map(|(one, other)| u32::from(one.abs_diff(*other)));
                off.map(|off| off * off).sum::<u32>()
            };
            let nearest = palette
                .iter()
                .zip(0..=u8::MAX)
                .min_by_key(|(other, _)| distance(other));
            (colour, nearest.map_or(0, |(_, place)| place))
        })
        .collect();
    let indices = pixels.iter().map(|pixel| places[pixel]).collect();
    (palette, indices)
}

/// How bright a PNG of the window is on the whole: 0 for black, 255 for white.
pub fn brightness(picture: &[u8]) -> Result<u64> {
    let (.., colours) = colours(picture)?;
    let sum: u64 = colours.iter().copied().map(u64::from).sum();
    Ok(sum / u64::try_from(colours.len())?)
}

/// The colour of a pixel: red, green, blue.
pub fn colour_at(picture: &[u8], x: u32, y: u32) -> Result<[u8; 3]> {
    let (width, height, colours) = colours(picture)?;
    ensure!(
        x < width && y < height,
        "{x}, {y} is not in a picture of {width}×{height}"
    );
    let at = (u64::from(y) * u64::from(width) + u64::from(x)) * 3;
    let pixel = usize::try_from(at).ok().and_then(|at| colours.get(at..at + 3));
    pixel
        .and_then(|it| it.try_into().ok())
        .context("the picture has an end")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_stay_as_they_are_and_of_many_the_frequent_ones_and_every_hue() {
        let few = [[1, 2, 3], [1, 2, 3], [250, 0, 9]];
        let (palette, indices) = indexed(&few);
        let back: Vec<_> = indices.iter().map(|at| palette[usize::from(*at)]).collect();
        assert_eq!(back, few);

        let ground = [[247, 248, 248]; 50];
        let many = (0..=255).flat_map(|red| [[red, 255 - red, 0], [red, 255 - red, 255]]);
        let pixels: Vec<_> = ground.into_iter().chain(many).collect();
        let (palette, indices) = indexed(&pixels);
        assert_eq!(palette.len(), 256);
        assert!(palette.contains(&[247, 248, 248]), "the ground stays as it is");
        for (pixel, at) in pixels.iter().zip(indices) {
            let shown = palette[usize::from(at)];
            let off = pixel.iter().zip(shown).map(|(is, shown)| is.abs_diff(shown));
            assert!(off.max() < Some(64), "{pixel:?} became {shown:?}");
        }
    }

    #[test]
    fn a_part_is_cut_out_and_what_is_not_in_the_picture_is_refused() {
        let mut picture = Vec::new();
        let mut encoder = Encoder::new(&mut picture, 3, 2);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        let pixels: Vec<u8> = (0..18).collect();
        encoder
            .write_header()
            .and_then(|mut it| it.write_image_data(&pixels))
            .expect("a picture");
        let part = cut(&picture, [1, 1, 2, 1]).expect("a part");
        let mut decoder = Decoder::new(Cursor::new(part));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut shown = vec![0; reader.output_buffer_size().expect("small")];
        reader.next_frame(&mut shown).expect("one frame");
        assert_eq!(shown, [12, 13, 14, 15, 16, 17]);
        for outside in [[2, 0, 2, 1], [0, 0, 0, 1], [0, 1, 1, u32::MAX]] {
            assert!(cut(&picture, outside).is_err(), "{outside:?}");
        }
    }
}
