//! The people who can sign in.

use serde::Serialize;

/// The user that every example signs in as.
pub const DEMO_USER: &str = "demo@latchkey.dev";
/// A second user, to see that sessions stay apart.
pub const OTHER_USER: &str = "other@latchkey.dev";
/// The password of both.
pub const PASSWORD: &str = "latchkey";

/// One of the two accounts.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct User {
    /// The place in [`USERS`], and so in every table kept by user.
    #[serde(skip)]
    pub(crate) index: usize,
    pub(crate) email: &'static str,
    pub(crate) name: &'static str,
    pub(crate) roles: &'static [&'static str],
}

pub(crate) static USERS: [User; 2] = [
    User {
        index: 0,
        email: DEMO_USER,
        name: "Demo Kim",
        roles: &["user", "editor"],
    },
    User {
        index: 1,
        email: OTHER_USER,
        name: "Other Lee",
        roles: &["user"],
    },
];

impl User {
    pub(crate) fn find(email: &str) -> Option<&'static Self> {
        USERS.iter().find(|user| user.email == email)
    }

    pub(crate) fn with_password(email: &str, password: &str) -> Option<&'static Self> {
        Self::find(email).filter(|_| password == PASSWORD)
    }
}

/// Whom an action concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    All,
    One(&'static User),
}

impl Target {
    pub(crate) fn includes(self, user: &User) -> bool {
        match self {
            Self::All => true,
            Self::One(one) => one == user,
        }
    }
}
