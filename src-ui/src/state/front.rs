//! What is in front: the sessions, or the profile editor over them.

use std::rc::Rc;

use latchkey_ipc::ProfileFromFile;

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
    /// A new profile begins as a file has it. The number tells one opening from the next.
    ProfileFromFile(u64, Rc<ProfileFromFile>),
}

impl Front {
    /// The state after it was told what to show.
    #[must_use]
    pub fn apply(&self, next: Self) -> Self {
        next
    }

    /// Whether the profile editor is in front.
    pub fn is_profile(&self) -> bool {
        !matches!(self, Self::Sessions | Self::SignIn(_))
    }

    /// The number of the opening that is in front; 0 where none is.
    pub fn opening(&self) -> u64 {
        match self {
            Self::ProfileFromFile(id, _) => *id,
            _ => 0,
        }
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
