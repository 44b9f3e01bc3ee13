//! Where in a text of any height the view is.

/// The height of a row in pixels; the style sheet's `--row-height` is the same.
pub(super) const ROW_HEIGHT: u64 = 20;
/// The most that the canvas is high, in pixels: web views know no place beyond some 33 million. Higher texts are scrolled
/// in proportion.
pub(super) const HIGHEST: u64 = 16_000_000;
/// How many rows beyond the edges are kept ready, so that a quick scroll does not show blank ones.
const MARGIN: u64 = 30;
pub(super) fn pixels(value: i32) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

/// Where the view is: on the canvas, and in the text, which may be higher. In pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) top: u64,
    pub(super) at: u64,
}

impl Place {
    /// The place after the canvas was scrolled to `top`. A short way is as long in the text as on the canvas, so that no row
    /// is skipped; a long way, and the ends, are in proportion.
    pub(super) fn moved(self, top: u64, height: u64, total: u64) -> Self {
        let (text, canvas) = Self::room(height, total);
        let short = top.abs_diff(self.top) <= height * 2 && top > 0 && top < canvas;
        let at = if text <= canvas {
            top
        } else if short {
            (self.at + top).saturating_sub(self.top).min(text)
        } else {
            scaled(top.min(canvas), text, canvas)
        };
        Self { top, at }
    }

    /// The place from which a row is in view, with a third of the view above it; `None` where it is in view already.
    pub(super) fn to_row(self, row: u64, height: u64, total: u64) -> Option<Self> {
        let (text, canvas) = Self::room(height, total);
        let wanted = row * ROW_HEIGHT;
        if wanted >= self.at && wanted + ROW_HEIGHT <= self.at + height {
            return None;
        }
        let at = wanted.saturating_sub(height / 3).min(text);
        let top = if text <= canvas {
            at
        } else {
            scaled(at, canvas, text)
        };
        Some(Self { top, at })
    }

    /// The nearest place from which a row is in view; `None` where it is in view already.
    pub(super) fn near_row(self, row: u64, height: u64, total: u64) -> Option<Self> {
        let (text, canvas) = Self::room(height, total);
        let wanted = row * ROW_HEIGHT;
        let at = if wanted < self.at {
            wanted
        } else if wanted + ROW_HEIGHT > self.at + height {
            (wanted + ROW_HEIGHT).saturating_sub(height)
        } else {
            return None;
        };
        let at = at.min(text);
        // A short way is as long on the canvas as in the text, as it is by the wheel.
        let top = if text <= canvas {
            at
        } else if at.abs_diff(self.at) <= height * 2 && at > 0 && at < text {
            (self.top + at)
                .saturating_sub(self.at)
                .clamp(1, canvas.saturating_sub(1))
        } else {
            scaled(at, canvas, text)
        };
        Some(Self { top, at })
    }

    /// How far the text and the canvas can be scrolled.
    fn room(height: u64, total: u64) -> (u64, u64) {
        let text = total * ROW_HEIGHT;
        (
            text.saturating_sub(height),
            text.min(HIGHEST).saturating_sub(height),
        )
    }

    /// Where on the canvas a row is drawn.
    pub(super) fn shift(self, first: u64) -> i64 {
        let signed = |it: u64| i64::try_from(it).unwrap_or_default();
        signed(first * ROW_HEIGHT) + signed(self.top) - signed(self.at)
    }
}

fn scaled(value: u64, to: u64, from: u64) -> u64 {
    let scaled = u128::from(value) * u128::from(to) / u128::from(from.max(1));
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// The rows for a scroll position, with a margin on both sides.
pub(super) fn window(top: u64, height: u64, total: u64) -> (u64, u64) {
    let first = (top / ROW_HEIGHT).saturating_sub(MARGIN).min(total);
    let last = ((top + height).div_ceil(ROW_HEIGHT) + MARGIN).min(total);
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_a_text_of_any_height_can_be_reached() {
        let (total, height) = (10_000_000, 400);
        let canvas = HIGHEST - height;
        let end = Place::default().moved(canvas, height, total);
        assert_eq!(end.at, total * ROW_HEIGHT - height);
        let on = Place {
            top: 5_000_000,
            at: 70_000_000,
        };
        assert_eq!(on.moved(5_000_100, height, total).at, 70_000_100, "by the wheel");
        assert_eq!(on.moved(0, height, total).at, 0);
        for row in [0, 1_234_567, 9_999_999] {
            let there = on.to_row(row, height, total).expect("out of view");
            assert!(there.top <= canvas);
            let (first, last) = window(there.moved(there.top, height, total).at, height, total);
            assert!((first..last).contains(&row), "{row}: {first}..{last}");
            assert_eq!(there.to_row(row, height, total), None);
        }
        for row in [0, 3_499_999, 3_500_021, 9_999_999] {
            let there = on.near_row(row, height, total).expect("out of view");
            let (first, last) = window(there.at, height, total);
            assert!((first..last).contains(&row), "{row}: {first}..{last}");
            assert_eq!(there.near_row(row, height, total), None);
        }
        let below = on.near_row(3_500_020, height, total).expect("one row further");
        assert_eq!((below.at, below.top), (70_000_020, 5_000_020));
        let small = Place::default().moved(777, height, 1_000);
        assert_eq!((small.at, small.shift(3)), (777, 60));
    }

    #[test]
    fn the_window_covers_the_view_and_stays_inside() {
        assert_eq!(window(0, 400, 10), (0, 10));
        assert_eq!(window(0, 400, 1_000), (0, 50));
        assert_eq!(window(2_000, 400, 1_000), (70, 150));
        assert_eq!(window(u64::from(u32::MAX), 400, 1_000), (1_000, 1_000));
    }
}
