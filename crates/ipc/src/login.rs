use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Command, Nothing, SessionView};

/// The documented user of the practice API.
pub const PRACTICE_USER: &str = "demo@latchkey.dev";
/// The documented password of the practice API. It protects nothing: the server listens on this computer alone.
pub const PRACTICE_PASSWORD: &str = "latchkey";

/// Sign in to a server. Answers with the new session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Which server.
    pub server: Server,
    /// The user's name at that server, as a rule an e-mail address.
    pub user: String,
    /// The user's password.
    pub password: Password,
    /// The secret of the OAuth client, where the profile has one.
    #[serde(default)]
    pub client_secret: Option<Password>,
}

impl Command for Login {
    const NAME: &'static str = "login";
    type Request = Self;
    type Response = SessionView;
}

/// The server a user signs in to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Server {
    /// The practice API inside the app.
    Practice,
    /// A server that speaks the default profile.
    Custom {
        /// Scheme, host and port, for example `https://api.example.com`; a path prefix is kept.
        base_url: String,
        /// The user's explicit yes to plain http with a host that is not loopback.
        allow_plain_http: bool,
    },
    /// A saved profile.
    Profile {
        /// Its id.
        id: String,
    },
}

/// A password on its way from the sign-in form to the shell. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// Wraps what the user typed.
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }

    /// Takes the text out, to be sent.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(<redacted>)")
    }
}

/// Sign out. Works offline too; answers when the tokens are gone from memory and store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logout;

impl Command for Logout {
    const NAME: &'static str = "logout";
    type Request = Nothing;
    type Response = Nothing;
}
