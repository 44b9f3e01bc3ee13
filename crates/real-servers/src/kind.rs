//! Which servers there are.

use std::path::{Path, PathBuf};

/// The password of the one user that each server knows.
pub const PASSWORD: &str = "only-for-these-tests";

/// A kind of server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// djangorestframework-simplejwt, with rotation and the blacklist.
    Simplejwt,
    /// flask-jwt-extended, with a blocklist.
    FlaskJwtExtended,
    /// An AT Protocol PDS.
    Atproto,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Simplejwt, Self::FlaskJwtExtended, Self::Atproto];

    /// The name of the built-in profile for it, which is also the name of its tests' module.
    pub fn id(self) -> &'static str {
        match self {
            Self::Simplejwt => "simplejwt",
            Self::FlaskJwtExtended => "flask-jwt-extended",
            Self::Atproto => "atproto",
        }
    }

    /// The user that the server knows.
    pub fn user(self) -> &'static str {
        match self {
            Self::Simplejwt | Self::FlaskJwtExtended => "keeper",
            // The server's handles are names below this domain, reserved for tests by RFC 2606 §2.
            Self::Atproto => "keeper.test",
        }
    }

    /// The server's definition.
    pub(crate) fn script(self) -> PathBuf {
        definitions().join(match self {
            Self::Simplejwt => "python/simplejwt.py",
            Self::FlaskJwtExtended => "python/flask_jwt.py",
            Self::Atproto => "atproto/pds.js",
        })
    }
}

/// Where the definitions of the servers are.
pub(crate) fn definitions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("servers")
}
