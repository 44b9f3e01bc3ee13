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
    /// The key in a user table, as simplejwt tells it.
    #[serde(skip)]
    pub(crate) id: &'static str,
    pub(crate) email: &'static str,
    /// The AT Protocol handle.
    #[serde(skip)]
    pub(crate) handle: &'static str,
    /// The AT Protocol identity (did:plc, 24 characters of base 32).
    #[serde(skip)]
    pub(crate) did: &'static str,
    pub(crate) name: &'static str,
    pub(crate) roles: &'static [&'static str],
}

pub(crate) static USERS: [User; 2] = [
    User {
        index: 0,
        id: "1",
        email: DEMO_USER,
        handle: "demo.latchkey.test",
        did: "did:plc:demolatchkeypracticeapi2",
        name: "Demo Kim",
        roles: &["user", "editor"],
    },
    User {
        index: 1,
        id: "2",
        email: OTHER_USER,
        handle: "other.latchkey.test",
        did: "did:plc:otherlatchkeypracticeapi",
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

    /// The user that an AT Protocol identifier names: handle, e-mail address or DID.
    pub(crate) fn of_identifier(identifier: &str) -> Option<&'static Self> {
        let names = |user: &Self| [user.handle, user.email, user.did];
        USERS.iter().find(|user| names(user).contains(&identifier))
    }

    /// The user that a token is about, whichever of the names it uses.
    pub(crate) fn of_subject(subject: &str) -> Option<&'static Self> {
        let names = |user: &Self| [user.email, user.id, user.did];
        USERS.iter().find(|user| names(user).contains(&subject))
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
