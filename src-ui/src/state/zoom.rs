//! How large everything in the window is.

use serde::{Deserialize, Serialize};

/// The sizes there are, in percent: those of the browsers.
const STEPS: [u16; 14] = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400];

/// A size in percent. Whatever was kept, it is one of those there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub struct Zoom(u16);

/// What the user wants of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoomStep {
    /// Larger.
    In,
    /// Smaller.
    Out,
    /// As it was made.
    Reset,
}

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

impl From<u16> for Zoom {
    fn from(percent: u16) -> Self {
        let nearest = STEPS.into_iter().min_by_key(|step| step.abs_diff(percent));
        nearest.map_or_else(Self::default, Self)
    }
}

impl From<Zoom> for u16 {
    fn from(zoom: Zoom) -> Self {
        zoom.0
    }
}

impl Zoom {
    /// In percent.
    pub fn percent(self) -> u16 {
        self.0
    }

    /// The size after a step; the largest and the smallest have none beyond.
    #[must_use]
    pub fn after(self, step: ZoomStep) -> Self {
        let mut steps = STEPS.into_iter();
        let next = match step {
            ZoomStep::In => steps.find(|it| *it > self.0),
            ZoomStep::Out => steps.rfind(|it| *it < self.0),
            ZoomStep::Reset => return Self::default(),
        };
        next.map_or(self, Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_from_end_to_end_and_back_to_the_middle() {
        let mut zoom = Zoom::default();
        for _ in STEPS {
            zoom = zoom.after(ZoomStep::In);
        }
        assert_eq!(zoom.percent(), 400);
        for _ in STEPS {
            zoom = zoom.after(ZoomStep::Out);
        }
        assert_eq!(zoom.percent(), 50);
        assert_eq!(zoom.after(ZoomStep::Reset), Zoom::default());
    }

    #[test]
    fn what_was_kept_becomes_a_size_there_is() {
        for (kept, expected) in [(0, 50), (101, 100), (199, 200), (u16::MAX, 400)] {
            assert_eq!(Zoom::from(kept).percent(), expected);
        }
    }
}
