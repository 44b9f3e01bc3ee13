use serde::{Deserialize, Serialize};

use crate::{Command, Nothing};

/// Show everything in the window larger or smaller. What is not from 25 to 500 percent is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetZoom {
    /// In percent; 100 is as it was made.
    pub percent: u16,
}

impl Command for SetZoom {
    const NAME: &'static str = "set_zoom";
    type Request = Self;
    type Response = Nothing;
}
