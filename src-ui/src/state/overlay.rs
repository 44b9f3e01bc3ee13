//! What lies over the view because the user asked for it by name or by key.

/// What lies over the view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// The palette.
    Palette,
    /// The panel of the session.
    Session,
    /// The settings.
    Settings,
    /// The list of shortcuts.
    Shortcuts,
    /// Whether there is a newer version.
    Updates,
    /// What helps whoever looks into a problem.
    Diagnostics,
    /// Which app this is.
    About,
}

impl Overlay {
    /// The state after it was told what to show.
    #[must_use]
    pub fn apply(&self, next: Self) -> Self {
        next
    }
}

super::reducible!(Overlay, Overlay);
