//! A small landscape at dusk, painted once and sent as PNG.

use bytes::Bytes;
use std::sync::LazyLock;

const WIDTH: u16 = 480;
const HEIGHT: u16 = 270;

type Colour = [f32; 3];

/// From the top of the sky to the horizon.
const SKY: [(f32, Colour); 4] = [
    (0.0, [32.0, 38.0, 92.0]),
    (0.3, [104.0, 74.0, 140.0]),
    (0.55, [232.0, 126.0, 120.0]),
    (0.72, [255.0, 204.0, 142.0]),
];
/// Far to near: height, colour, and the waves of the ridge.
const HILLS: [(f32, Colour, f32, f32); 4] = [
    (0.60, [150.0, 98.0, 138.0], 2.1, 0.4),
    (0.69, [104.0, 72.0, 122.0], 3.3, 1.9),
    (0.78, [62.0, 52.0, 100.0], 2.6, 4.1),
    (0.88, [30.0, 32.0, 68.0], 3.9, 0.9),
];
const SUN: (f32, f32) = (0.64, 0.53);

static PNG: LazyLock<Bytes> = LazyLock::new(|| encode(&paint()));

/// The picture.
pub(crate) fn png() -> Bytes {
    PNG.clone()
}

fn paint() -> Vec<u8> {
    let mut pixels = Vec::with_capacity(usize::from(WIDTH) * usize::from(HEIGHT) * 3);
    for row in 0..HEIGHT {
        for column in 0..WIDTH {
            pixels.extend(pixel(f32::from(column), f32::from(row)).map(to_byte));
        }
    }
    pixels
}

fn pixel(x: f32, y: f32) -> Colour {
    let (width, height) = (f32::from(WIDTH), f32::from(HEIGHT));
    let (u, v) = (x / width, y / height);
    let distance = (x - SUN.0 * width).hypot(y - SUN.1 * height);
    let mut colour = sky(v);
    colour = mix(colour, [255.0, 214.0, 150.0], 0.55 * (-distance / 70.0).exp());
    colour = mix(
        colour,
        [255.0, 244.0, 214.0],
        (26.0 - distance + 0.5).clamp(0.0, 1.0),
    );
    for (level, shade, waves, phase) in HILLS {
        let swell = (u * waves * std::f32::consts::TAU + phase).sin() * 0.028
            + (u * waves * 2.7 * std::f32::consts::TAU + phase * 3.0).sin() * 0.011;
        // Half a pixel of blending makes the ridge smooth.
        let depth = y - (level + swell) * height;
        let lit = mix(shade, [255.0, 190.0, 150.0], 0.28 * (-depth.max(0.0) / 9.0).exp());
        colour = mix(colour, lit, (depth + 0.5).clamp(0.0, 1.0));
    }
    colour
}

fn sky(v: f32) -> Colour {
    for pair in SKY.windows(2) {
        let ((from, above), (to, below)) = (pair[0], pair[1]);
        if v <= to {
            return mix(above, below, (v - from) / (to - from));
        }
    }
    SKY[SKY.len() - 1].1
}

fn mix(from: Colour, to: Colour, share: f32) -> Colour {
    std::array::from_fn(|channel| from[channel] + (to[channel] - from[channel]) * share)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of a byte"
)]
fn to_byte(channel: f32) -> u8 {
    channel.round().clamp(0.0, 255.0) as u8
}

#[expect(
    clippy::expect_used,
    reason = "writes a fixed picture to memory; a test paints it"
)]
fn encode(pixels: &[u8]) -> Bytes {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH.into(), HEIGHT.into());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(pixels))
        .expect("the picture has the size it says");
    bytes.into()
}
