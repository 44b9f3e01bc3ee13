//! What is in front: the sessions, or the profile editor over them.

/// What is in front.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Front {
    /// The console or the sign-in view, as the sessions have it.
    #[default]
    Sessions,
    /// The sign-in view, with this saved profile chosen.
    SignIn(String),
    /// A new profile is begun.
    NewProfile,
    /// A saved profile is edited.
    EditProfile(String),
    /// A new profile begins as a copy of a saved one.
    CopyProfile(String),
}

impl Front {
    /// The state after it was told what to show.
    #[must_use]
    pub fn apply(&self, next: Self) -> Self {
        next
    }

    /// The saved profile that the sign-in view begins with.
    pub fn chosen(&self) -> Option<&str> {
        match self {
            Self::SignIn(id) => Some(id),
            _ => None,
        }
    }
}

super::reducible!(Front, Front);
