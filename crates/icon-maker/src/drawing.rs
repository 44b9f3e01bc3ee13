use anyhow::{Context as _, Result};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

/// A square SVG, ready to be rendered at any size.
pub struct Drawing(Tree);

impl Drawing {
    /// Reads the drawing from the text of an SVG file.
    pub fn parse(svg: &str) -> Result<Self> {
        Tree::from_str(svg, &Options::default())
            .map(Self)
            .context("the drawing is not a readable SVG")
    }

    /// Renders it as a PNG of `side` pixels on each side.
    pub fn png(&self, side: u32) -> Result<Vec<u8>> {
        self.render(side, 0)?
            .encode_png()
            .context("the PNG could not be encoded")
    }

    /// Renders it as straight (not premultiplied) RGBA, with `margin` empty pixels on each side.
    pub(crate) fn rgba(&self, side: u32, margin: u32) -> Result<Vec<u8>> {
        let pixels = self.render(side, margin)?;
        Ok(pixels
            .pixels()
            .iter()
            .flat_map(|pixel| {
                let colour = pixel.demultiply();
                [colour.red(), colour.green(), colour.blue(), colour.alpha()]
            })
            .collect())
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "icons are far smaller than 2^24 pixels"
    )]
    fn render(&self, side: u32, margin: u32) -> Result<Pixmap> {
        let mut pixels = Pixmap::new(side, side).context("an icon needs at least one pixel")?;
        let scale = (side - 2 * margin) as f32 / self.0.size().width();
        let place = Transform::from_scale(scale, scale).post_translate(margin as f32, margin as f32);
        resvg::render(&self.0, place, &mut pixels.as_mut());
        Ok(pixels)
    }
}
